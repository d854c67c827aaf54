# Spans that are held, and what they tell about the script, as ``script.held`` defines it.

cdef int take_held(Work* w, held, Py_ssize_t n) except -1:
    """Take the held spans of a text of ``n`` code points; whoever asks gives the memory back."""
    cdef Py_ssize_t size = 0, k = 0, done = 0
    cdef Py_ssize_t* places
    cdef uint32_t* values
    cdef str value
    cdef Py_UCS4 point
    for _, _, value in held:
        size += len(value) if value is not None else 0
    w.held = places = <Py_ssize_t*>malloc(4 * len(held) * sizeof(Py_ssize_t))
    w.values = values = <uint32_t*>malloc((size + 1) * sizeof(uint32_t))
    if places == NULL or values == NULL:
        raise MemoryError
    size = 0
    for start, end, value in held:
        places[k], places[k + 1], places[k + 2] = start, end, size if value is not None else -1
        if not done <= places[k] < places[k + 1] <= n:
            raise ValueError("held spans must be in ascending order and not empty")
        done = places[k + 1]
        if value is not None:
            for point in value:
                values[size] = point
                size += 1
        places[k + 3] = size
        k += 4
    w.n_held = k // 4
    return 0


cdef bint is_telling(const Work* w, const unit* s, Py_ssize_t number) noexcept nogil:
    """Tell whether a held span counts for the script of its sentence: its value is another than what stands there."""
    cdef const Py_ssize_t* held = w.held + 4 * number
    cdef Py_ssize_t k, first = held[2], length = held[1] - held[0]
    if first < 0:
        return False
    if held[3] - first != length:
        return True
    for k in range(length):
        if w.values[first + k] != s[held[0] + k]:
            return True
    return False


cdef void count_all(const Target* t, Work* w, const unit* s, Py_ssize_t n) noexcept nogil:
    """Count the characters of the two scripts in the whole text, but for what is held and tells nothing."""
    cdef Py_ssize_t k = 0, row = 0, stop, theirs = 0, ours = 0
    cdef uint8_t marks
    while row <= w.n_held:
        while row < w.n_held and is_telling(w, s, row):
            row += 1
        stop = w.held[4 * row] if row < w.n_held else n
        while k < stop:
            marks = t.characters[s[k] if s[k] < 0xFFFF else 0xFFFF].marks
            if marks & STRANGE:
                marks = marks_of(t, s[k])
            theirs += marks & THEIRS
            ours += (marks & OURS) >> 1
            k += 1
        if row < w.n_held:
            k = w.held[4 * row + 1]
        row += 1
    w.theirs, w.ours = theirs, ours
