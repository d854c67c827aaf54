# Where a text stumbles over a telltale character; ``reference_stumbles`` defines it.

cdef Py_ssize_t next_marked(const uint8_t* marks, const any_unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Return where the next marked character of the basic plane stands, or ``n``."""
    while at < n and not ((any_unit is not uint32_t or s[at] < 0x10000) and marks[<uint16_t>s[at]]):
        at += 1
    return at


def stumbles(Grams grams not None, str text not None, bytes telltale not None, double least):
    """Return where a telltale character and those beside it cost more than ``least`` bits a character."""
    if len(telltale) != 65536:
        raise ValueError(f"a mark for each of 65536 code points is needed, not {len(telltale)}")
    cdef const uint8_t* marks = <const uint8_t*><const char*>telltale
    cdef Py_ssize_t n = len(text), at = 0, start, end, before, k
    cdef int kind = PyUnicode_KIND(text), behind = grams.model.order - 1
    cdef void* s = PyUnicode_DATA(text)
    cdef Context c
    cdef float costs[4]
    cdef double total
    found = []
    while True:
        at = (
            next_marked(marks, <const uint8_t*>s, n, at) if kind == 1
            else next_marked(marks, <const uint16_t*>s, n, at) if kind == 2
            else next_marked(marks, <const uint32_t*>s, n, at)
        )
        if at == n:
            return found
        start = at - 1 if at > 0 else 0
        end = at + 3 if at + 3 < n else n
        before = start - behind if start > behind else 0
        if start == 0:
            grams.begin(NULL, "", &c)
        else:
            c.length = 0
            c.symbols = 0
            advance_through(&grams.model, NULL, &c, s, kind, before, start, NULL)
        advance_through(&grams.model, NULL, &c, s, kind, start, end, costs)
        total = 0.0
        for k in range(end - start):
            total += costs[k]
        if total > least * (end - start):
            found.append(at)
        at += 1


cdef inline double last_of(const double* costs, Py_ssize_t n) noexcept nogil:
    """Return the sum of the last of four costs."""
    cdef double total = 0.0
    cdef Py_ssize_t k
    for k in range(4 - n, 4):
        total += costs[k]
    return total


def strains(Grams grams not None, str text not None, double least):
    """Return where a character above ASCII and those beside it cost more than ``least`` bits a character."""
    cdef Py_ssize_t n = len(text), at, size
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* s = PyUnicode_DATA(text)
    cdef double[4] costs
    cdef Walk w
    found = []
    costs[0] = costs[1] = costs[2] = costs[3] = 0.0
    set_out(&w, &grams.model, s, kind, 0, 0, False)
    for at in range(-2, n):
        if at + 2 < n:
            costs[0], costs[1], costs[2] = costs[1], costs[2], costs[3]
            costs[3] = go_on(&w, point_at(s, kind, at + 2))
        if at < 0 or point_at(s, kind, at) < 0x80:
            continue
        size = min(at + 3, n) - (at - 1 if at > 0 else 0)
        if last_of(costs, size) > least * size:
            found.append(at)
    return found
