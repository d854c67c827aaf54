# How many bits a path may cost that is still kept, while the arcs to a node are gathered: reference_search keeps the best
# states, and of the contexts that are found one after the other those tell which can no longer be among them.

cdef enum:
    CLASSES = 256  # of bits, an eighth wide
    BELOW = 64  # of them below those of the first context

cdef double CLASS_BITS = 0.125


cdef struct Tally:
    # Contexts of one group of edges by the bits of a path to each, as far as they count.
    bint used  # there can be more than the beam
    double origin
    Py_ssize_t last, n  # the last class that counts, and how many contexts are in those that do
    double near  # bits within which there are as many contexts as the beam keeps; infinite while there are not
    int32_t[CLASSES] counts


cdef inline void begin_tally(Tally* t, bint used) noexcept nogil:
    t.used = used
    t.near = INFINITY
    if used:
        t.last = CLASSES  # before the first one
        t.n = 0


cdef inline void count_context(Tally* t, double bits, Py_ssize_t beam) noexcept nogil:
    """Count a context that was not counted before."""
    cdef double above
    cdef Py_ssize_t k
    if not t.used:
        return
    if t.last == CLASSES:
        memset(t.counts, 0, sizeof(t.counts))
        t.origin = bits - BELOW * CLASS_BITS
        t.last = CLASSES - 1
    above = (bits - t.origin) / CLASS_BITS
    if above >= t.last + 1:
        return
    k = <Py_ssize_t>above if above > 0.0 else 0
    t.counts[k] += 1
    t.n += 1
    if t.n < beam:
        return
    while t.n - t.counts[t.last] >= beam:
        t.n -= t.counts[t.last]
        t.last -= 1
    t.near = t.origin + (t.last + 1) * CLASS_BITS + UNCERTAIN
