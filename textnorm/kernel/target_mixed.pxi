# Sentences of both scripts.

cdef void restore_far(const Target* t, Work* w, const unit* s, Py_ssize_t n, unit* middle) noexcept nogil:
    """Write back the words of a mixed sentence that are the target's already.

    Those are words with ours and without theirs, and words with neither and nothing leaning that have ours as near.
    """
    cdef const uint16_t* symbols = w.edged + NEAR
    cdef Py_ssize_t at = 0, k, last_theirs = -1, last_ours = -1, next_theirs = 0, next_ours = 0, theirs, ours
    cdef Word* word
    cdef uint8_t marks
    cdef uint8_t* each = w.marks
    mark_each(t, w, s, n)
    w.cut.low = w.cut.high = 0
    while at < n:
        cut_around(&t.lattice, symbols, n, at, &w.cut)
        word = word_at(&w.cut, at)
        at = word.end
        marks = 0
        for k in range(word.start, at):
            marks = marks | each[k]
        if not marks & THEIRS:
            next_theirs = max(next_theirs, at)
            while next_theirs < n and not each[next_theirs] & THEIRS:
                next_theirs += 1
            next_ours = max(next_ours, at)
            while next_ours < n and not each[next_ours] & OURS:
                next_ours += 1
            theirs = n + 1 if next_theirs == n else next_theirs - at + 1
            ours = n + 1 if next_ours == n else next_ours - at + 1
            if last_theirs >= 0:
                theirs = min(theirs, word.start - last_theirs)
            if last_ours >= 0:
                ours = min(ours, word.start - last_ours)
            if marks & OURS or not (marks & LEANING or theirs < ours):
                for k in range(word.start, at):
                    middle[k] = s[k]
        for k in range(word.start, at):
            if each[k] & THEIRS:
                last_theirs = k
            if each[k] & OURS:
                last_ours = k


cdef void mark_each(const Target* t, Work* w, const unit* s, Py_ssize_t n) noexcept nogil:
    """Note the marks of each character of a sentence; what is held and tells nothing has none.

    ``s`` is the sentence, of which ``w.spans`` still are the held spans.
    """
    cdef Py_ssize_t k, row
    for k in range(n):
        w.marks[k] = marks_of(t, s[k])
    for row in range(0, w.spans.n, 4):
        if not is_telling(w, s + w.spans.at[row] - w.held[4 * w.spans.at[row + 3]], w.spans.at[row + 3]):
            for k in range(w.spans.at[row], w.spans.at[row + 1]):
                w.marks[k] = 0


cdef bint is_near(Work* w, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Tell whether a match in a mixed sentence is to be converted: it leans, or theirs are nearer than ours.

    ``w.nearest`` has been filled by ``measure``.
    """
    cdef Py_ssize_t k, theirs, ours
    for k in range(start, end):
        if w.marks[k] & (LEANING | THEIRS):
            return True
    theirs = min(w.nearest[4 * start], w.nearest[4 * (end - 1) + 2])
    ours = min(w.nearest[4 * start + 1], w.nearest[4 * (end - 1) + 3])
    for k in range(start, end):
        if w.marks[k] & OURS:
            ours = 0
    return theirs < ours


cdef bint measure(const Target* t, Work* w, const unit* s, Py_ssize_t n) noexcept nogil:
    """Note for each place of a mixed sentence how far theirs and ours are, to the left and to the right."""
    cdef Py_ssize_t k, theirs = n + 1, ours = n + 1
    cdef void* moved = realloc(w.nearest, (4 * n + 4) * sizeof(Py_ssize_t))
    if moved == NULL:
        return False
    w.nearest = <Py_ssize_t*>moved
    mark_each(t, w, s, n)
    for k in range(n):
        theirs, ours = min(theirs + 1, n + 1), min(ours + 1, n + 1)
        if w.marks[k] & THEIRS:
            theirs = 0
        if w.marks[k] & OURS:
            ours = 0
        w.nearest[4 * k], w.nearest[4 * k + 1] = theirs, ours
    theirs = ours = n + 1
    for k in range(n - 1, -1, -1):
        theirs, ours = min(theirs + 1, n + 1), min(ours + 1, n + 1)
        if w.marks[k] & THEIRS:
            theirs = 0
        if w.marks[k] & OURS:
            ours = 0
        w.nearest[4 * k + 2], w.nearest[4 * k + 3] = theirs, ours
    return True
