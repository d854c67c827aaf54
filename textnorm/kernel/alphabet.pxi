# The characters that bytes of which some are unknown may stand for; reference_spelling defines it.

cdef extern from "Python.h":
    bytes PyBytes_FromStringAndSize(const char* data, Py_ssize_t size)
    bint Py_UNICODE_ISPRINTABLE(Py_UCS4 point) nogil


cdef enum:
    MOST_BYTES = 4  # of a character


cdef struct ByteSet:
    # Some bytes, and what they can be in the characters of an alphabet.
    uint8_t* bytes
    uint64_t members[4]  # a bit for each byte that is among them
    int n, n_low
    double least_low  # bits of the commonest ASCII character among them, by the model that last asked
    uint8_t last_low  # the last one
    int n_trails
    uint8_t trail  # the only one, where there is one
    int n_lengths
    int lengths[MOST_BYTES]  # of the characters that begin with them, in the order of the bytes
    int n_firsts[MOST_BYTES + 1]  # how many begin a character of a length
    uint8_t first[MOST_BYTES + 1]  # the only one, where there is one
    # by the length of a character and the place in it: bits for the characters in use that have one of the bytes there
    uint64_t* having[MOST_BYTES + 1][MOST_BYTES]
    uint8_t barren[MOST_BYTES + 1]  # by the length: a bit for each place where no character in use has any of the bytes


cdef struct Used:
    # A character in use.
    double rough  # its bits without context, by the model that last asked
    uint32_t symbol  # of that model
    uint32_t point
    uint32_t code  # its bytes, the first one lowest
    uint16_t form  # its number among the forms of characters, 0 for none
    bint wide  # a letter or digit of full width


cdef void drop_order(Arrangement* order) noexcept:
    free(order.places)
    free(order.at)
    order.places = order.at = NULL


cdef int keep_order(Arrangement* order, list places) except -1:
    """Keep an order, given as which character comes first, second and so on."""
    cdef Py_ssize_t k, n = len(places)
    drop_order(order)
    order.places = <int32_t*>malloc((n + 1) * sizeof(int32_t))
    order.at = <int32_t*>malloc((n + 1) * sizeof(int32_t))
    if order.places == NULL or order.at == NULL:
        raise MemoryError
    for k in range(n):
        order.at[k] = places[k]
        order.places[order.at[k]] = <int32_t>k
    return 0


ALPHABETS = count(1)


cdef class Alphabet:
    """The characters that bytes can spell in one codec; see ``reference_spelling.Alphabet``."""

    cdef uint8_t lengths[256]
    cdef bint trails[256]
    cdef uint32_t* pairs  # NULL for UTF-8
    # characters in use by the number of their bytes, how many words of bits these are, the bits for each place and byte
    cdef Py_ssize_t counts[MOST_BYTES + 1]
    cdef Py_ssize_t words[MOST_BYTES + 1]
    cdef Used* used[MOST_BYTES + 1]
    cdef UsedCharacters orders[MOST_BYTES + 1]
    cdef uint64_t* rows[MOST_BYTES + 1]
    cdef Anchored anchored[ANCHORED + 1][ANCHORED]
    # for each word the least bits of a character in it or behind, by the model that last asked
    cdef float* least[MOST_BYTES + 1]
    cdef Grams model
    cdef Forms forms
    cdef ByteSet singles[256]
    cdef uint8_t every_byte[256]
    cdef dict choices
    cdef uint64_t number  # no other alphabet has it

    def __cinit__(self, bytes lengths not None, bytes trails not None, used, pairs):
        cdef Py_ssize_t k, n, place
        cdef int length
        self.choices = {}
        self.number = next(ALPHABETS)
        if len(lengths) != 256:
            raise ValueError(f"an alphabet needs the lengths for 256 bytes, not for {len(lengths)}")
        for k in range(256):
            self.lengths[k] = <uint8_t>lengths[k] if <uint8_t>lengths[k] <= MOST_BYTES else 0
            self.every_byte[k] = <uint8_t>k
        for byte in trails:
            self.trails[<uint8_t>byte] = True
        if pairs is not None:
            self.pairs = <uint32_t*>malloc(65536 * sizeof(uint32_t))
            if self.pairs == NULL:
                raise MemoryError
            for k in range(65536):
                self.pairs[k] = pairs[k]
        for length in range(2, MOST_BYTES + 1):
            same = [(ord(char), code) for char, code in used if len(code) == length]
            n = len(same)
            self.counts[length] = n
            self.words[length] = (n + 63) // 64
            self.used[length] = <Used*>calloc(n + 1, sizeof(Used))
            self.rows[length] = <uint64_t*>calloc(length * 256 * self.words[length] + 1, sizeof(uint64_t))
            self.least[length] = <float*>malloc((self.words[length] + 1) * sizeof(float))
            if self.used[length] == NULL or self.rows[length] == NULL or self.least[length] == NULL:
                raise MemoryError
            for k in range(n):
                self.used[length][k].point = same[k][0]
                self.used[length][k].wide = is_wide(same[k][0])
                code = <bytes>same[k][1]
                for place in range(length):
                    self.row(length, place, <uint8_t>code[place])[k >> 6] |= <uint64_t>1 << (k & 63)
                    self.used[length][k].code |= <uint32_t><uint8_t>code[place] << (8 * place)
            for place in range(length if length <= ANCHORED else 0):
                if not list_anchored(&self.anchored[length][place], self.used[length], n, length, <int>place):
                    raise MemoryError
        for k in range(256):
            self.describe(&self.singles[k], &self.every_byte[k], 1)

    def __dealloc__(self):
        cdef int length, place
        free(self.pairs)
        for length in range(2, MOST_BYTES + 1):
            free(self.used[length])
            free(self.rows[length])
            free(self.least[length])
            drop_order(&self.orders[length].by_symbol)
            drop_order(&self.orders[length].by_rough)
            for place in range(length if length <= ANCHORED else 0):
                free(self.anchored[length][place].first)
                free(self.anchored[length][place].listed)

    cdef int rank(self, Grams model, Forms forms) except -1:
        """Find out how common the characters are, and at best from each word of bits on, and which are forms of others."""
        cdef Py_ssize_t k
        cdef int length
        cdef float* least
        cdef Used* one
        if self.model is model and self.forms is forms:
            return 0
        for length in range(2, MOST_BYTES + 1):
            least = self.least[length]
            for k in range(self.words[length] + 1):
                least[k] = INFINITY
            for k in range(self.counts[length] - 1, -1, -1):
                one = &self.used[length][k]
                one.rough = rough_bits(&model.model, one.point)
                one.symbol = symbol_of(&model.model, one.point)
                one.form = forms.numbers[one.point] if one.point <= 0xFFFF else 0
                least[k >> 6] = min(least[k >> 6], least[(k >> 6) + 1], <float>one.rough)
            self.put_in_order(length)
        self.model = model
        self.forms = forms
        self.number = next(ALPHABETS)  # what was remembered of it is of another model
        for k in range(256):
            self.rank_low(&self.singles[k])
        for choice in self.choices.values():
            self.rank_low(&(<Choice>choice).made)
        return 0

    cdef int put_in_order(self, int length) except -1:
        """Find the orders of the characters of a length by symbol and by how common they are."""
        cdef Py_ssize_t k, n = self.counts[length]
        cdef const Used* used = self.used[length]
        cdef UsedCharacters* all = &self.orders[length]
        all.used = used
        all.n = n
        keep_order(&all.by_symbol, sorted(range(n), key=[used[k].symbol for k in range(n)].__getitem__))
        keep_order(&all.by_rough, sorted(range(n), key=[used[k].rough for k in range(n)].__getitem__))
        return 0

    cdef void rank_low(self, ByteSet* one) noexcept:
        """Find out how common the commonest ASCII character of some bytes is."""
        cdef int k
        one.least_low = INFINITY
        for k in range(one.n if one.n_low else 0):
            if one.bytes[k] < 0x80:
                one.least_low = min(one.least_low, rough_bits(&self.model.model, one.bytes[k]))

    cdef Choice choice(self, bytes data):
        found = self.choices.get(data)
        return self.choices.setdefault(data, Choice(self, data)) if found is None else found

    cdef inline uint64_t* row(self, int length, Py_ssize_t place, uint8_t byte) noexcept nogil:
        return self.rows[length] + (place * 256 + byte) * self.words[length]

    cdef void describe(self, ByteSet* one, uint8_t* data, int n) noexcept nogil:
        """Say what some bytes can be; only for a single one the bits too."""
        cdef int k, length
        memset(one, 0, sizeof(ByteSet))
        one.bytes = data
        one.n = n
        for k in range(n):
            one.members[data[k] >> 6] |= <uint64_t>1 << (data[k] & 63)
            if data[k] < 0x80:
                one.n_low += 1
                one.last_low = data[k]
            else:
                length = self.lengths[data[k]]
                if length:
                    if one.n_firsts[length] == 0:
                        one.lengths[one.n_lengths] = length
                        one.n_lengths += 1
                    one.n_firsts[length] += 1
                    one.first[length] = data[k]
            if self.trails[data[k]]:
                one.n_trails += 1
                one.trail = data[k]
        if n == 1:
            for length in range(2, MOST_BYTES + 1):
                for k in range(length):
                    one.having[length][k] = self.row(length, k, data[0])
            self.find_barren(one)

    cdef void find_barren(self, ByteSet* one) noexcept nogil:
        """Note in which places no character in use has any of the bytes, whose bits have been made."""
        cdef int length, place
        cdef Py_ssize_t k
        for length in range(2, MOST_BYTES + 1):
            one.barren[length] = (1 << length) - 1
            for place in range(length):
                for k in range(self.words[length]):
                    if one.having[length][place][k]:
                        one.barren[length] &= ~(1 << place)
                        break

    cdef uint32_t decoded(self, const uint8_t* code, int length) noexcept nogil:
        """Return the code point of some bytes, of which the first allows the length and the others are trails; 0 for none."""
        cdef uint32_t point
        if self.pairs != NULL:
            return self.pairs[code[0] << 8 | code[1]] if length == 2 else 0
        if length == 2:
            point = (code[0] & 0x1F) << 6 | (code[1] & 0x3F)
        elif length == 3:
            point = (code[0] & 0x0F) << 12 | (code[1] & 0x3F) << 6 | (code[2] & 0x3F)
            if point < 0x800 or 0xD800 <= point <= 0xDFFF:
                return 0
        else:
            point = (code[0] & 0x07) << 18 | (code[1] & 0x3F) << 12 | (code[2] & 0x3F) << 6 | (code[3] & 0x3F)
            if point < 0x10000 or point > 0x10FFFF:
                return 0
        return point if Py_UNICODE_ISPRINTABLE(point) else 0
