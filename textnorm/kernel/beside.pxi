# The texts beside a place that is searched, as a search reads them: no more of them than it looks at, and no copies.

cdef enum:
    PIECES_BEFORE = 8  # how many pieces are read before a broken place
    READ_BEFORE = 64  # and how many of their characters: brackets stay open for long


cdef struct Run:
    # Code points of some kind; nothing is known of them where ``data`` is NULL.
    const void* data
    int kind
    Py_ssize_t n


cdef struct Sides:
    # The texts before and behind a place; an empty one is the boundary of a line.
    Run before, after


cdef struct Said:
    # What pieces say up to a place, and where the last of them begin.
    uint32_t* points
    Py_ssize_t n, room, pieces
    Py_ssize_t[PIECES_BEFORE] starts


cdef uint8_t NEWLINE = c"\n"


cdef inline Run run_of(str text):
    return Run(PyUnicode_DATA(text), PyUnicode_KIND(text), len(text))


cdef Run run_in(str text, Py_ssize_t start, Py_ssize_t end):
    """Return a part of a text, which must live as long."""
    cdef int kind = PyUnicode_KIND(text)
    return Run(<const uint8_t*>PyUnicode_DATA(text) + start * kind, kind, min(end, len(text)) - start)


cdef int say(Said* said, str text) except -1:
    """Add a piece."""
    cdef Py_ssize_t k, n = len(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* s = PyUnicode_DATA(text)
    if not grow(<void**>&said.points, &said.room, said.n + n, sizeof(uint32_t)):
        raise MemoryError
    said.starts[said.pieces % PIECES_BEFORE] = said.n
    said.pieces += 1
    for k in range(n):
        said.points[said.n + k] = point_at(s, kind, k)
    said.n += n
    return 0


cdef Run last_said(const Said* said) noexcept nogil:
    """Return the last characters of the last pieces."""
    cdef Py_ssize_t start = 0
    if said.pieces > PIECES_BEFORE:
        start = said.starts[said.pieces % PIECES_BEFORE]
    start = max(start, said.n - READ_BEFORE)
    return Run(said.points + start, 4, said.n - start)


cdef void start_behind(const Model* m, const Document* d, const Run* before, Context* c, Division* division) noexcept nogil:
    """Set the context and the division into words behind a text."""
    cdef Py_ssize_t first = before.n - (m.order - 1)
    c.length = 0
    c.symbols = 0
    if before.n:
        advance_through(m, d, c, before.data, before.kind, first if first > 0 else 0, before.n, NULL)
    else:
        advance_through(m, d, c, &NEWLINE, 1, 0, 1, NULL)
    divide_behind(m, before.data, before.kind, before.n, division)


cdef Run ahead_of(const Run* after) noexcept nogil:
    """Return what a search reads of a text behind."""
    if after.data != NULL and after.n == 0:
        return Run(&NEWLINE, 1, 1)
    return Run(after.data, after.kind, min(after.n, LONGEST_WORD - 1))


cdef inline bint ends_in_word(str text, Py_ssize_t n):
    """Tell whether the first characters of a text end in a letter or a digit."""
    return n > 0 and Py_UNICODE_ISALNUM(point_at(PyUnicode_DATA(text), PyUnicode_KIND(text), n - 1))
