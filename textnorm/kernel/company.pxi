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
    uint8_t* known  # 1 for each character that counts as a neighbour


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

    cdef inline double fit(self, const int32_t* sums, uint32_t point) noexcept nogil:
        """Return how well a code point fits the sums, in bits; infinity where it has no row of its own."""
        cdef Py_ssize_t k, row = self.rows[symbol_of(&self.grams.model, point)]
        cdef const int8_t* own = self.written + row * self.size
        cdef int64_t total
        if row <= RARE_ROW:
            return INFINITY
        total = self.biases[row]
        for k in range(self.size):
            total += <int64_t>sums[k] * own[k]
        return self.scale * <double>total

    cdef bint sum_up(self, const void* s, int kind, Py_ssize_t n, const uint8_t* known, Py_ssize_t at, int32_t* sums) noexcept nogil:
        """Sum the products of the known neighbours up; tell whether there is any."""
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
                symbol = symbol_of(&self.grams.model, point_at(s, kind, i)) if 0 <= i < n else 0
                if distance >= self.near and (symbol == 0 or known[i]):
                    one = self.neighbours + self.rows[symbol] * self.size
                    other = self.places + (side * self.steps + distance - self.near) * self.size
                    for k in range(self.size):
                        sums[k] += <int32_t>one[k] * other[k]
                    met |= symbol != 0
                if symbol == 0:
                    break
        return met

    def bits(self, str text not None, bytes known not None, Py_ssize_t at, str candidates not None):
        """Return how well each candidate fits a place, in bits; None where nothing tells."""
        cdef int32_t[MOST_COMPANY] sums
        cdef Py_ssize_t n = len(text)
        cdef double[::1] fits
        if len(known) != n or not 0 <= at < n:
            raise ValueError(f"a mark for each of {n} characters is needed, and a place among them")
        if not candidates or not self.sum_up(PyUnicode_DATA(text), PyUnicode_KIND(text), n, known, at, sums):
            return None
        found = array("d", [self.fit(sums, char) for char in candidates])
        fits = found
        return found if bring_down(&fits[0], len(found)) else None

    cdef tuple shared(self, tuple place, const int32_t* sums, double weight, double* fits):
        """Return the candidates (character, probability) of a place with new probabilities, the likeliest first."""
        cdef double total = 0.0, mean = 0.0, everything = 0.0, chance
        cdef Py_ssize_t i, n = len(place)
        for i in range(n):
            fits[i] = self.fit(sums, <Py_UCS4>(<tuple?>place[i])[0])
        if not bring_down(fits, n):
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
        """Return a piece that stands at a place of a line with what is doubtful in it weighed."""
        cdef int32_t[MOST_COMPANY] sums
        cdef tuple place
        cdef Py_ssize_t i
        text, chances, rest = list(<str>row[2]), list(<tuple>row[4]), list(<tuple>row[5])
        for i in range(min(len(chances), len(rest))):
            if <double>chances[i] <= sure and rest[i] and self.sum_up(line.text, line.kind, line.n, line.known, at + i, sums):
                place = self.shared(((text[i], chances[i]), *<tuple>rest[i]), sums, weight, fits)
                text[i], chances[i] = place[0]
                rest[i] = place[1:]
        return row[0], row[1], "".join(text), row[3], tuple(chances), tuple(rest)

    def weighed(self, pieces, str before not None, str after not None, double least, double sure, double weight):
        """Return the pieces of a reading with what is doubtful weighed by its company; see ``reference_company``."""
        cdef Py_ssize_t at = len(before), i, most = 0
        cdef tuple row
        cdef bytearray known, fits
        cdef Line line
        rows = [piece_row(piece) for piece in pieces]
        whole = "".join([before, *[(<tuple>one)[2] for one in rows], after])
        line.n, line.kind, line.text = len(whole), PyUnicode_KIND(whole), PyUnicode_DATA(whole)
        known = bytearray(b"\1") * line.n
        line.known = <uint8_t*><char*>known
        for one in rows:
            row = <tuple>one
            for i in range(len(<tuple>row[4])):
                line.known[at + i] = <double>(<tuple>row[4])[i] >= least
            for place in <tuple>row[5]:
                most = max(most, len(<tuple?>place))
            at += len(<str>row[2])
        fits = bytearray((most + 1) * sizeof(double))
        at = len(before)
        for i, one in enumerate(rows):
            row = <tuple>one
            if <tuple>row[4]:
                rows[i] = self.weighed_piece(row, &line, at, sure, weight, <double*><char*>fits)
            at += len(<str>row[2])
        return rows


cdef bint bring_down(double* fits, Py_ssize_t n) noexcept nogil:
    """Let what has no row of its own fit a bit worse than the worst that has one; tell whether any has one."""
    cdef double worst = INFINITY
    cdef Py_ssize_t i
    for i in range(n):
        worst = min(worst, fits[i])
    for i in range(n):
        if fits[i] == INFINITY:
            fits[i] = worst - 1.0
    return worst != INFINITY
