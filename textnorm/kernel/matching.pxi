# Matching.

cdef Status find_matches(const Stage* t, const unit* s, Py_ssize_t n, const Rows* kept, Rows* found) noexcept nogil:
    """Record the matches of ``s`` outside the spans of ``kept`` as (start, end, 0, 0)."""
    cdef Py_ssize_t k, i, end, start = 0, stop
    cdef uint32_t c, node
    cdef Py_ssize_t row = 0
    while True:
        stop = kept.at[row] if row < kept.n else n
        i = start
        while i < stop:
            c = s[i]
            node = longest(&t.hard, s, stop, i, &end) if likely(t.filter, t.mask, c, s[i + 1]) else 0
            if node == 0:
                if c < 0x10000:
                    if not (t.singles[c >> 3] >> (c & 7)) & 1:
                        i += 1
                        continue
                elif child(&t.hard, NODES, c) == 0:
                    i += 1
                    continue
                end = i + 1
            if not add(found, i, end, 0, 0):
                return NO_MEMORY
            i = end
        if row >= kept.n:
            return DONE
        start = kept.at[row + 1]
        row += 4


cdef Status find(const Stage* t, int kind, void* s, Py_ssize_t n, Rows* kept, Rows* found) noexcept nogil:
    """Record the description sequences of ``s`` in ``kept``, and in ``found`` the matches, when there is a stage."""
    cdef Status status
    if kind == 2:
        status = find_descriptions(<const uint16_t*>s, n, kept)
        if status == DONE and t != NULL:
            status = find_matches(t, <const uint16_t*>s, n, kept, found)
    else:
        status = find_descriptions(<const uint32_t*>s, n, kept)
        if status == DONE and t != NULL:
            status = find_matches(t, <const uint32_t*>s, n, kept, found)
    return status


def spans(str text not None, Table table, int columns=2):
    """Return the matches of the keys of a table in ``text``, or the description sequences where ``table`` is None."""
    cdef int kind = PyUnicode_KIND(text)
    cdef Py_ssize_t n = len(text)
    cdef void* s = PyUnicode_DATA(text)
    cdef void* copy = NULL
    cdef Rows kept = Rows(NULL, 0, 0), found = Rows(NULL, 0, 0)
    cdef Stage* t = &table.stage if table is not None else NULL
    cdef Status status
    result = tuple(array("q") for _ in range(columns))
    if kind == 1 and (table is None or not table.numbers["latin"]):
        return result
    try:
        if kind == 1:
            copy = s = widened(s, 1, n, 2)
            kind = 2
        with nogil:
            status = find(t, kind, s, n, &kept, &found)
        if status == NO_MEMORY:
            raise MemoryError
        fill(result, &found if t != NULL else &kept)
    finally:
        free(copy)
        free(kept.at)
        free(found.at)
    return result
