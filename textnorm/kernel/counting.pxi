# Counting.

cdef void tally(const uint8_t* masks, Py_ssize_t known, const unit* s, Py_ssize_t n, Py_ssize_t* counts) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(n):
        counts[masks[s[k]] if s[k] < known else 0] += 1


def mask_counts(str text not None, bytes masks not None):
    """Return how many code points of ``text`` have each mask from 0 to 255; those beyond ``masks`` have 0."""
    cdef Py_ssize_t counts[256]
    cdef Py_ssize_t n = len(text), known = len(masks), k
    cdef int kind = PyUnicode_KIND(text)
    cdef void* s = PyUnicode_DATA(text)
    cdef const uint8_t* table = masks
    for k in range(256):
        counts[k] = 0
    with nogil:
        if kind == 1:
            for k in range(n):
                counts[table[(<const uint8_t*>s)[k]] if (<const uint8_t*>s)[k] < known else 0] += 1
        elif kind == 2:
            tally(table, known, <const uint16_t*>s, n, counts)
        else:
            tally(table, known, <const uint32_t*>s, n, counts)
    return [counts[k] for k in range(256)]


cdef bint contains(const uint8_t* table, Py_ssize_t known, const unit* s, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t k = 0, stop
    cdef uint8_t found = 0
    while k < n and not found:
        stop = min(n, k + 1024)
        while k < stop:
            found |= table[s[k] if s[k] < known else 0]
            k += 1
    return found != 0


def contains_any(str text not None, bytes table not None):
    """Tell whether a code point of ``text`` has a byte other than 0 in ``table``, whose first must be 0."""
    cdef Py_ssize_t n = len(text), known = len(table), k
    cdef int kind = PyUnicode_KIND(text)
    cdef void* s = PyUnicode_DATA(text)
    cdef const uint8_t* bits = table
    cdef bint found = False
    if kind == 1:
        for k in range(n):
            if (<const uint8_t*>s)[k] < known and bits[(<const uint8_t*>s)[k]]:
                return True
        return False
    if n < UNLOCKED:
        return contains(bits, known, <const uint16_t*>s, n) if kind == 2 else contains(bits, known, <const uint32_t*>s, n)
    with nogil:
        found = contains(bits, known, <const uint16_t*>s, n) if kind == 2 else contains(bits, known, <const uint32_t*>s, n)
    return found
