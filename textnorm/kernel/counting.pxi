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


cdef bint find_places(const uint8_t* table, Py_ssize_t known, const unit* s, Py_ssize_t n, Rows* found) noexcept nogil:
    """Record (place, 0, 0, 0) of the code points that have a byte other than 0; tell whether there was memory."""
    cdef Py_ssize_t k = 0, q, stop
    cdef unit low
    while k < n:
        stop, low = min(n, k + 32), 0
        if stop - k == 32:
            for q in range(32):  # without a branch, so that the compiler can use vector instructions
                low |= <unit>(s[k + q] < <unit>known)
            if not low:
                k = stop
                continue
        while k < stop:
            if s[k] < known and table[s[k]] and not add(found, k, 0, 0, 0):
                return False
            k += 1
    return True


cpdef places(str text, bytes table):
    """Return where the code points of ``text`` are that have a byte other than 0 in ``table``, whose first must be 0."""
    cdef Py_ssize_t n = len(text), known = len(table)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* s = PyUnicode_DATA(text)
    cdef void* copy = NULL
    cdef const uint8_t* bits = table
    cdef Rows found = Rows(NULL, 0, 0)
    cdef bint enough
    try:
        if kind == 1:
            copy = s = widened(s, 1, n, 2)
            kind = 2
        if n < UNLOCKED:
            enough = find_places(bits, known, <const uint16_t*>s, n, &found) if kind == 2 else find_places(bits, known, <const uint32_t*>s, n, &found)
        else:
            with nogil:
                enough = find_places(bits, known, <const uint16_t*>s, n, &found) if kind == 2 else find_places(bits, known, <const uint32_t*>s, n, &found)
        if not enough:
            raise MemoryError
        if not found.n:
            return ()
        column = array("q")
        fill((column,), &found)
    finally:
        free(copy)
        free(found.at)
    return column
