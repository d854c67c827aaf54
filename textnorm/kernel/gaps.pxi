# What may have stood where bytes were lost, and the bytes that characters of a codec were read from; see
# reference_spelling.

cdef class Choice:
    """Bytes of which one stood at a place, with the bits for what they can be: kept by an alphabet, made once."""

    cdef bytes data
    cdef ByteSet made
    cdef uint64_t* unions

    def __cinit__(self, Alphabet alphabet not None, bytes data not None):
        cdef Py_ssize_t words = 0, k
        cdef int length, place, i
        cdef uint64_t* at
        cdef const uint64_t* row
        self.data = data
        alphabet.describe(&self.made, <uint8_t*><char*>data, len(data))
        for length in range(2, MOST_BYTES + 1):
            words += length * alphabet.words[length]
        self.unions = <uint64_t*>calloc(words + 1, sizeof(uint64_t))
        if self.unions == NULL:
            raise MemoryError
        at = self.unions
        for length in range(2, MOST_BYTES + 1):
            for place in range(length):
                self.made.having[length][place] = at
                for i in range(self.made.n):
                    row = alphabet.row(length, place, self.made.bytes[i])
                    for k in range(alphabet.words[length]):
                        at[k] |= row[k]
                at += alphabet.words[length]
        alphabet.find_barren(&self.made)
        if alphabet.model is not None:
            alphabet.rank_low(&self.made)

    def __dealloc__(self):
        free(self.unions)


cdef class Gap:
    """What may have stood at a place: a small graph of bytes; see ``reference_spelling.Gap``."""

    cdef Alphabet alphabet
    cdef list choices  # keeps the bytes of the edges
    cdef Py_ssize_t size, n
    cdef Py_ssize_t* starts
    cdef Py_ssize_t* ends
    cdef const ByteSet** sets
    cdef double* bits

    def __cinit__(self, Alphabet alphabet not None, Py_ssize_t size, edges):
        cdef Py_ssize_t k
        cdef Choice choice
        self.alphabet = alphabet
        self.choices = []
        self.size = size
        self.n = len(edges)
        self.starts = <Py_ssize_t*>malloc((self.n + 1) * sizeof(Py_ssize_t))
        self.ends = <Py_ssize_t*>malloc((self.n + 1) * sizeof(Py_ssize_t))
        self.sets = <const ByteSet**>malloc((self.n + 1) * sizeof(ByteSet*))
        self.bits = <double*>malloc((self.n + 1) * sizeof(double))
        if self.starts == NULL or self.ends == NULL or self.sets == NULL or self.bits == NULL:
            raise MemoryError
        for k in range(self.n):
            self.starts[k], data, self.ends[k], self.bits[k] = edges[k]
            if not 0 <= self.starts[k] < self.ends[k] <= size:
                raise ValueError(f"an edge must lead forward between the nodes 0 and {size}, not from {self.starts[k]} to {self.ends[k]}")
            choice = alphabet.choice(data)
            self.choices.append(choice)
            self.sets[k] = &choice.made

    def __dealloc__(self):
        free(self.starts)
        free(self.ends)
        free(self.sets)
        free(self.bits)


cdef class Codes:
    """The byte sequences that each character of a codec was read from; see ``reference_spelling.Codes``."""

    cdef uint32_t* places  # in the pool: how many sequences, then each with its length before it; 0 for none
    cdef uint32_t points  # how many code points have a place
    cdef bytes pool
    cdef const uint8_t* at

    def __cinit__(self, codes):
        pool = bytearray(1)
        self.points = max(map(ord, codes), default=0) + 1
        self.places = <uint32_t*>calloc(self.points, sizeof(uint32_t))
        if not self.places:
            raise MemoryError
        for char, found in codes.items():
            if found:
                self.places[<uint32_t>ord(char)] = len(pool)
                pool.append(len(found))
                for code in found:
                    pool.append(len(code))
                    pool += code
        self.pool = bytes(pool)
        self.at = <const uint8_t*><const char*>self.pool

    def __dealloc__(self):
        free(self.places)

    def encode(self, str text not None, bytes lost=None):
        """Return the usual bytes of a text, ``lost`` for each character that has none; without it None if there is one."""
        cdef Py_ssize_t n = len(text), k, room = 0, used = 0, length, instead = 0 if lost is None else len(lost)
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* s = PyUnicode_DATA(text)
        cdef const uint8_t* code
        cdef uint32_t point
        for k in range(n):
            point = point_at(s, kind, k)
            code = code_of(self, point)
            if lost is None and not code[0]:
                return None
            room += code[1] if code[0] else instead
        out = PyBytes_FromStringAndSize(NULL, room)
        cdef uint8_t* to = <uint8_t*><char*>(<bytes>out)
        for k in range(n):
            point = point_at(s, kind, k)
            code = code_of(self, point)
            if code[0]:
                length = code[1]
                memcpy(to + used, code + 2, length)
            else:
                length = instead
                memcpy(to + used, <const char*>lost, length)
            used += length
        return out


cdef inline const uint8_t* code_of(Codes codes, uint32_t point) noexcept nogil:
    """Return where the bytes of a character are: how many sequences, and each with its length before it."""
    return codes.at + codes.places[point] if point < codes.points else codes.at
