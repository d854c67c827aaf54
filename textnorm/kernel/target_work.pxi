# What a sentence needs while it is brought to a target script, and the memory for it.

cdef struct Work:
    # A sentence: what it becomes before the region has its say, its symbols with six edges on both sides, ...
    void* middle
    uint16_t* edged
    Py_ssize_t* places  # ... and where it is ambiguous
    uint8_t* marks  # of each character, in a sentence of both scripts
    Py_ssize_t* nearest  # in such a sentence: theirs and ours to the left of each place and to the right
    Py_ssize_t n_places, room
    Cut cut
    Topics topics  # for words of two senses
    Buffer out
    Rows spans, merged  # in the sentence: (start, end, what, number)
    Rows edits  # (start << 2 | rule, end, start in the result, end in the result)
    # Held spans of the text as (start, end, start and end of the value in ``values``); a span whose value starts at -1
    # is not read either, and stays.
    const Py_ssize_t* held
    Py_ssize_t n_held, next_held
    const uint32_t* values
    Py_ssize_t theirs, ours  # in the whole document; -1 before they are counted
    bint traced, wrote, shows


cdef enum:
    SENTENCE = 256  # code units: room for the first sentences


cdef bint reserve_work(Work* w, Py_ssize_t room) noexcept nogil:
    cdef void* middle
    cdef void* symbols
    cdef void* places
    cdef void* marks
    if room <= w.room:
        return True
    room = max(room + (room >> 1), SENTENCE)
    middle = realloc(w.middle, (room + 1) * sizeof(uint32_t))  # for texts of either width
    w.middle = middle if middle else w.middle
    symbols = realloc(w.edged, (room + 2 * NEAR) * sizeof(uint16_t))
    w.edged = <uint16_t*>symbols if symbols else w.edged
    places = realloc(w.places, (room + 1) * sizeof(Py_ssize_t))
    w.places = <Py_ssize_t*>places if places else w.places
    marks = realloc(w.marks, room + 1)
    w.marks = <uint8_t*>marks if marks else w.marks
    if not (middle and symbols and places and marks):
        return False
    w.room = room
    return True


cdef void clear(Work* w) noexcept nogil:
    memset(w, 0, sizeof(Work))
    w.theirs = -1


cdef void discard(Work* w) noexcept nogil:
    """Give back memory that was kept for the next call."""
    if w != NULL:
        restart(w)
        free(w.cut.memory)
        free(w)


cdef void restart(Work* w) noexcept nogil:
    """Give back the memory, and forget all but what is held and remembered."""
    cdef Work fresh
    clear(&fresh)
    fresh.cut.memory = w.cut.memory
    fresh.held, fresh.n_held, fresh.values = w.held, w.n_held, w.values
    fresh.traced = w.traced
    free(w.middle)
    free(w.edged)
    free(w.places)
    free(w.marks)
    free(w.nearest)
    free_words(&w.cut)
    free(w.topics.codes)
    free(w.topics.subject)
    if not w.out.borrowed:
        free(w.out.units)
    free(w.spans.at)
    free(w.merged.at)
    free(w.edits.at)
    w[0] = fresh
