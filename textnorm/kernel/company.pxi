# Which characters keep company with those some places away; reference_company defines it.

cdef enum:
    MOST_COMPANY = 256  # terms of a vector
    RARE_ROW = 1


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
        cdef Py_ssize_t i, k, n = len(text), row
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* s = PyUnicode_DATA(text)
        cdef const int8_t* own
        cdef int64_t total
        cdef double worst = INFINITY
        if len(known) != n or not 0 <= at < n:
            raise ValueError(f"a mark for each of {n} characters is needed, and a place among them")
        if not self.sum_up(s, kind, n, <const uint8_t*><const char*>known, at, sums):
            return None
        found = array("d")
        for i in range(len(candidates)):
            row = self.rows[symbol_of(&self.grams.model, candidates[i])]
            if row <= RARE_ROW:
                found.append(INFINITY)
                continue
            own = self.written + row * self.size
            total = self.biases[row]
            for k in range(self.size):
                total += <int64_t>sums[k] * own[k]
            found.append(self.scale * <double>total)
            worst = min(worst, <double>found[i])
        if worst == INFINITY:
            return None
        for i in range(len(candidates)):
            if <double>found[i] == INFINITY:
                found[i] = worst - 1.0
        return found
