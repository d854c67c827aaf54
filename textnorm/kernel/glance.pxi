# How unlikely a few characters of a text are where they stand, without a slice or an array; reference_glance defines it.

cdef extern from "Python.h":
    bint Py_UNICODE_ISALPHA(Py_UCS4 point) nogil


cdef enum:
    FIRST_OF_HAN = 0x3400


cdef struct Walk:
    # A walk through a text with the model: two contexts take turns, so that none is copied.
    const Model* model
    const void* text
    int kind
    Context both[2]
    Py_ssize_t steps


cdef inline double go_on(Walk* w, uint32_t point) noexcept nogil:
    """Return the bits of the next code point, as those of a text are kept."""
    cdef float bits = <float>advance(
        w.model, NULL, &w.both[w.steps & 1], symbol_of(w.model, point), &w.both[~w.steps & 1]
    )
    w.steps += 1
    return bits


cdef void set_out(Walk* w, const Model* m, const void* text, int kind, Py_ssize_t start, Py_ssize_t context, bint line) noexcept nogil:
    """Begin at a place of a text, after up to ``context`` characters, of its ``line`` alone or of any."""
    cdef Py_ssize_t at = start
    w.model, w.text, w.kind, w.steps = m, text, kind, 0
    w.both[0].symbols = 0
    w.both[0].length = 0
    while at > 0 and start - at < context and start - at < m.order - 1:
        if line and point_at(text, kind, at - 1) == c'\n':
            break
        at -= 1
    if at == start:
        go_on(w, c'\n')
    while at < start:
        go_on(w, point_at(text, kind, at))
        at += 1


def unlikely(
    Grams model not None, str text not None, spans, Py_ssize_t before, Py_ssize_t behind, double words, double signs
):
    """Return the spans that are too unlikely to be text as they stand; see ``reference_glance``."""
    cdef Py_ssize_t n = len(text), start, end, at
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* s = PyUnicode_DATA(text)
    cdef uint32_t point
    cdef double bits, enough
    cdef bint han
    cdef Walk w
    found = []
    for start, end in spans:
        if not 0 <= start <= end <= n:
            raise ValueError(f"a text of {n} code points has no span from {start} to {end}")
        set_out(&w, &model.model, s, kind, start, before, True)
        bits = 0.0
        han = end > start
        enough = max(words, signs) * (end - start + 2)
        for at in range(start, end):
            if bits >= enough:  # no character has less than none: damaged text is told by its first half
                break
            point = point_at(s, kind, at)
            han = han and point >= FIRST_OF_HAN and Py_UNICODE_ISALPHA(point)
            bits += go_on(&w, point)
        if bits >= enough:
            found.append((start, end))
            continue
        at = end
        while at < n and at - end < behind and at - end < model.model.order - 1 and point_at(s, kind, at) != c'\n':
            bits += go_on(&w, point_at(s, kind, at))
            at += 1
        if at == end:
            bits += go_on(&w, c'\n')
        if bits >= (words if han else signs) * (end - start + 2):
            found.append((start, end))
    return found


def highest_mean(Grams model not None, str text not None, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t context, Py_ssize_t least):
    """Return the highest mean bits of the first ``least`` characters of a stretch, or of more; see ``reference_glance``."""
    cdef Py_ssize_t n = len(text), at
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* s = PyUnicode_DATA(text)
    cdef double bits = 0.0, highest = 0.0
    cdef Walk w
    if not 0 <= start <= stop <= n:
        raise ValueError(f"a text of {n} code points has no span from {start} to {stop}")
    set_out(&w, &model.model, s, kind, start, context, False)
    for at in range(start, stop):
        bits += go_on(&w, point_at(s, kind, at))
        if at - start + 1 >= least:
            highest = max(highest, bits / (at - start + 1))
    return highest
