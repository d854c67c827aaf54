# Which characters keep company with those some places away; reference_company defines it.

from operator import itemgetter

from libc.math cimport pow

SECOND = itemgetter(1)

cdef enum:
    MOST_COMPANY = 256  # terms of a vector
    RARE_ROW = 1


cdef struct Line:
    const void* text
    int kind
    Py_ssize_t n
    const uint8_t* known  # 1 for each character that counts as a neighbour


cdef class Company:
    """See ``reference_company.Company``."""

    cdef Grams grams
    cdef Py_ssize_t size, near, far, steps
    cdef bytes all_neighbours, all_places, all_written
    cdef const int8_t* neighbours
    cdef const int8_t* places
    cdef const int8_t* written
    cdef uint16_t* rows
    cdef int32_t* biases
    cdef double scale

    def __cinit__(self):
        self.rows = NULL
        self.biases = NULL

    def __init__(
        self, Grams grams not None, rows, Py_ssize_t size, Py_ssize_t near, Py_ssize_t far, bytes neighbours not None,
        bytes places not None, bytes written not None, biases, double scale
    ):
        cdef Py_ssize_t k, count = len(biases), steps = far - near + 1, n_rows = len(rows)
        if (
            not (0 < size <= MOST_COMPANY and 0 < near <= far)
            or len(neighbours) != count * size
            or len(written) != count * size
            or len(places) != 2 * steps * size
            or max(rows, default=0) >= count
            or n_rows < (1 << SYMBOL)
        ):
            raise ValueError(f"no vectors of {size} bytes for {count} symbols and {2 * steps} places")
        if self.rows != NULL:
            raise TypeError("a table of company is filled once")
        self.rows = <uint16_t*>malloc(n_rows * sizeof(uint16_t))
        self.biases = <int32_t*>malloc((count + 1) * sizeof(int32_t))
        if self.rows == NULL or self.biases == NULL:
            raise MemoryError
        for k in range(n_rows):
            self.rows[k] = rows[k]
        for k in range(count):
            self.biases[k] = biases[k]
        self.grams, self.size, self.near, self.far, self.steps, self.scale = grams, size, near, far, steps, scale
        self.all_neighbours, self.all_places, self.all_written = neighbours, places, written
        self.neighbours = <const int8_t*><const char*>neighbours
        self.places = <const int8_t*><const char*>places
        self.written = <const int8_t*><const char*>written

    def __dealloc__(self):
        free(self.rows)
        free(self.biases)

    cdef bint sum_up(self, const Line* line, Py_ssize_t at, int32_t* sums) noexcept nogil:
        """Sum the products of the known neighbours of a place up; tell whether there is any."""
        cdef Py_ssize_t i, k, distance
        cdef int side
        cdef uint32_t symbol
        cdef const int8_t* one
        cdef const int8_t* other
        cdef bint met = False
        memset(sums, 0, self.size * sizeof(int32_t))
        for side in range(2):
            for distance in range(1, self.far + 1):
                i = at + distance if side else at - distance
                symbol = symbol_of(&self.grams.model, point_at(line.text, line.kind, i)) if 0 <= i < line.n else 0
                if distance >= self.near and (symbol == 0 or line.known[i]):
                    one = self.neighbours + self.rows[symbol] * self.size
                    other = self.places + (side * self.steps + distance - self.near) * self.size
                    for k in range(self.size):
                        sums[k] += <int32_t>one[k] * other[k]
                    met |= symbol != 0
                if symbol == 0:
                    break
        return met

    cdef bint fit(self, const Line* line, Py_ssize_t at, str candidates, double* fits) noexcept:
        """Write how well each candidate fits a place, in bits; tell whether anything tells that."""
        cdef int32_t[MOST_COMPANY] sums
        cdef Py_ssize_t i, k, row
        cdef const int8_t* own
        cdef int64_t total
        cdef double worst = INFINITY
        if not self.sum_up(line, at, sums):
            return False
        for i in range(len(candidates)):
            row = self.rows[symbol_of(&self.grams.model, candidates[i])]
            fits[i] = INFINITY
            if row > RARE_ROW:
                own = self.written + row * self.size
                total = self.biases[row]
                for k in range(self.size):
                    total += <int64_t>sums[k] * own[k]
                fits[i] = self.scale * <double>total
            worst = min(worst, fits[i])
        for i in range(len(candidates)):
            if fits[i] == INFINITY:
                fits[i] = worst - 1.0
        return worst != INFINITY

    def bits(self, str text not None, bytes known not None, Py_ssize_t at, str candidates not None):
        """Return how well each candidate fits a place, in bits; None where nothing tells."""
        cdef Line line
        cdef double[::1] fits
        line.n, line.kind, line.text = len(text), PyUnicode_KIND(text), PyUnicode_DATA(text)
        line.known = <const uint8_t*><const char*>known
        if len(known) != line.n or not 0 <= at < line.n:
            raise ValueError(f"a mark for each of {line.n} characters is needed, and a place among them")
        if not candidates:
            return None
        found = array("d", bytes(len(candidates) * sizeof(double)))
        fits = found
        return found if self.fit(&line, at, candidates, &fits[0]) else None

    cdef tuple shared(self, const Line* line, Py_ssize_t at, tuple place, double weight, double* fits):
        """Return the candidates (character, probability) of a place with new probabilities, the likeliest first."""
        cdef double total = 0.0, mean = 0.0, everything = 0.0, chance
        cdef Py_ssize_t i, n = len(place)
        candidates = "".join([(<tuple?>one)[0] for one in place])
        if len(candidates) != n:
            raise ValueError(f"a candidate is one character: {candidates!r} are not {n}")
        if not self.fit(line, at, candidates, fits):
            return place
        for i in range(n):
            chance = (<tuple>place[i])[1]
            total += chance
            mean += chance * fits[i]
        mean /= total or 1.0
        for i in range(n):
            fits[i] = <double>(<tuple>place[i])[1] * pow(2.0, weight * (fits[i] - mean))
            everything += fits[i]
        everything += max(0.0, 1.0 - total)
        found = [((<tuple>place[i])[0], min(1.0, fits[i] / everything)) for i in range(n)]
        found.sort(key=SECOND, reverse=True)
        return tuple(found)

    cdef tuple weighed_piece(self, tuple row, const Line* line, Py_ssize_t at, double sure, double weight, double* fits):
        """Return a piece that stands at a place of a line with what is doubtful in it weighed; itself where nothing is."""
        cdef tuple place, known = <tuple>row[4], others = <tuple>row[5]
        cdef Py_ssize_t i
        chances = None
        for i in range(min(len(known), len(others))):
            if <double>known[i] > sure or not others[i]:
                continue
            if chances is None:
                text, chances, rest = list(<str>row[2]), list(known), list(others)
            place = self.shared(line, at + i, ((text[i], known[i]), *<tuple?>others[i]), weight, fits)
            text[i], chances[i] = place[0]
            rest[i] = place[1:]
        return row if chances is None else (row[0], row[1], "".join(text), row[3], tuple(chances), tuple(rest))

    def weighed(self, pieces, str before not None, str after not None, double least, double sure, double weight):
        """Return the pieces of a reading with what is doubtful weighed by its company; see ``reference_company``."""
        cdef Py_ssize_t at = len(before), i, most = 0
        cdef tuple row
        cdef bytearray known, fits
        cdef uint8_t* marks
        cdef Line line
        rows = [piece_row(piece) for piece in pieces]
        whole = "".join([before, *[(<tuple>one)[2] for one in rows], after])
        line.n, line.kind, line.text = len(whole), PyUnicode_KIND(whole), PyUnicode_DATA(whole)
        known = bytearray(b"\1") * line.n
        marks = <uint8_t*><char*>known
        line.known = marks
        for one in rows:
            row = <tuple>one
            for i in range(len(<tuple>row[4])):
                marks[at + i] = <double>(<tuple>row[4])[i] >= least
            for others in <tuple>row[5]:
                most = max(most, len(<tuple?>others))
            at += len(<str>row[2])
        fits = bytearray((most + 1) * sizeof(double))
        at = len(before)
        for i, one in enumerate(rows):
            row = <tuple>one
            rows[i] = self.weighed_piece(row, &line, at, sure, weight, <double*><char*>fits)
            at += len(<str>row[2])
        return rows
