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
