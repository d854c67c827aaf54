# What a document says elsewhere: its n-grams, counted; reference_ngrams defines it.

cdef enum:
    DIGIT = 10  # bits by which bigrams are sorted at a time


cdef bint enlarge(Document* d, Py_ssize_t size) noexcept nogil:
    """Make room for ``size`` slots, a power of two; tell whether there was memory."""
    cdef Document larger
    cdef Py_ssize_t k
    larger.slots = <Seen*>calloc(size, sizeof(Seen))
    larger.size = size
    larger.used = d.used
    if larger.slots == NULL:
        return False
    for k in range(d.size):
        if d.slots[k].key != 0:
            seen_at(&larger, d.slots[k].key & ((<uint64_t>1 << 60) - 1), <int>(d.slots[k].key >> 60))[0] = d.slots[k]
    free(d.slots)
    d.slots = larger.slots
    d.size = size
    return True


cdef void be_cautious(Document* d, int caution) noexcept nogil:
    """Give the model ``caution`` times the share that it has behind each context."""
    cdef Py_ssize_t k
    for k in range(d.size):
        d.slots[k].kinds *= caution


cdef bint sift_document(Document* d) noexcept nogil:
    """List the bigrams, and make their sieve; tell whether there was memory."""
    cdef Py_ssize_t k
    cdef uint64_t at
    d.shift = 64 - 3
    while (<Py_ssize_t>1 << (64 - d.shift)) < 8 * d.size:
        d.shift -= 1
    d.sieve = <uint64_t*>calloc(d.size // 8, sizeof(uint64_t))
    d.pairs = <uint32_t*>malloc((d.used + 1) * sizeof(uint32_t))
    if d.sieve == NULL or d.pairs == NULL:
        return False
    for k in range(d.size):
        if d.slots[k].key >> 60 == 2:
            at = d.slots[k].key & ((<uint64_t>1 << 60) - 1)
            d.pairs[d.n_pairs] = <uint32_t>at
            d.n_pairs += 1
            at = mixed_from(at) >> d.shift
            d.sieve[at >> 6] |= <uint64_t>1 << (at & 63)
    return sort_pairs(d.pairs, d.n_pairs)


cdef bint sort_pairs(uint32_t* pairs, Py_ssize_t n) noexcept nogil:
    """Sort the keys of bigrams, ten bits at a time; tell whether there was memory."""
    cdef uint32_t[1 << DIGIT] places
    cdef uint32_t* one = pairs
    cdef uint32_t* other = <uint32_t*>malloc((n + 1) * sizeof(uint32_t))
    cdef uint32_t* swapped
    cdef uint32_t total, count
    cdef Py_ssize_t k
    cdef int shift = 0
    if other == NULL:
        return False
    while shift < 2 * SYMBOL:
        memset(places, 0, sizeof(places))
        for k in range(n):
            places[one[k] >> shift & ((1 << DIGIT) - 1)] += 1
        total = 0
        for k in range(1 << DIGIT):
            count = places[k]
            places[k] = total
            total += count
        for k in range(n):
            other[places[one[k] >> shift & ((1 << DIGIT) - 1)]] = one[k]
            places[one[k] >> shift & ((1 << DIGIT) - 1)] += 1
        swapped = one
        one, other = other, swapped
        shift += DIGIT
    if one != pairs:
        memcpy(pairs, one, n * sizeof(uint32_t))
        other = one
    free(other)
    return True


cdef inline Seen* seen_or_new(Document* d, uint64_t symbols, int length) noexcept nogil:
    cdef Seen* slot = seen_at(d, symbols, length)
    if slot.key == 0:
        slot.key = symbols | (<uint64_t>length << 60)
        d.used += 1
    return slot


cdef bint remember(Document* d, const Model* m, const void* s, int kind, Py_ssize_t n) noexcept nogil:
    """Count the n-grams of a text; tell whether there was memory."""
    cdef Py_ssize_t i
    cdef uint32_t new
    cdef uint64_t context, last = 0
    cdef int have = 1, length
    cdef Seen* gram
    cdef Seen* before
    for i in range(n):
        if 2 * (d.used + 2 * LATEST + 1) > d.size and not enlarge(d, 2 * d.size):
            return False
        new = symbol_of(m, point_at(s, kind, i))
        for length in range(1, have + 1):
            context = last_symbols(last, length)
            gram = seen_or_new(d, (context << SYMBOL) | new, length + 1)
            gram.count += 1
            if gram.count > 1 and length > 1:
                continue
            before = seen_or_new(d, context, length)
            before.kinds += gram.count == 1
            before.count += length == 1
        last = last_symbols((last << SYMBOL) | new, LATEST)
        have = 1 if new == 0 else min(have + 1, LATEST)
    return True


cdef class Recent:
    """What a document says itself; see ``reference_ngrams.Recent``."""

    cdef Document document

    def __init__(self, Grams model not None, str text not None, int caution=1):
        cdef Py_ssize_t n = len(text), size = 256
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* s = PyUnicode_DATA(text)
        cdef bint fine
        if caution < 1:
            raise ValueError(f"the model has one share at least, not {caution}")
        free(self.document.slots)
        free(self.document.sieve)
        free(self.document.pairs)
        memset(&self.document, 0, sizeof(Document))
        with nogil:
            while size < 4 * n:  # what most texts need; growing would move all that was counted
                size *= 2
            fine = enlarge(&self.document, size) and remember(&self.document, &model.model, s, kind, n)
            if caution > 1:
                be_cautious(&self.document, caution)
            fine = fine and sift_document(&self.document)
        if not fine:
            raise MemoryError

    def __dealloc__(self):
        free(self.document.slots)
        free(self.document.sieve)
        free(self.document.pairs)
