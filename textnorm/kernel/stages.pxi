# One text through several stages.

cdef struct Buffer:
    # Code units of 16 or 32 bits; the place after the last is 0.
    void* units
    Py_ssize_t n, room
    bint borrowed  # whoever gave the units gives them back


cdef inline bint reserve(Buffer* buffer, Py_ssize_t room, size_t width) noexcept nogil:
    cdef void* moved
    if room > buffer.room or buffer.units == NULL:
        moved = realloc(NULL if buffer.borrowed else buffer.units, (room + 1) * width)
        if moved == NULL:
            return False
        if buffer.borrowed:
            memcpy(moved, buffer.units, buffer.n * width)
        buffer.units, buffer.room, buffer.borrowed = moved, room, False
    return True


cdef Status append_run(
    const Stage* t, const unit* s, Py_ssize_t start, Py_ssize_t end, Buffer* out, Rows* changed, Rows* kept
) noexcept nogil:
    """Convert ``s[start:end]`` to the end of ``out``, which grows."""
    cdef Status status
    cdef Py_ssize_t at = 0
    while True:
        status = run(
            t, s + start, end - start, &at, <unit*>out.units, out.room, &out.n, changed, kept, start
        )
        if status != FULL:
            return status
        if not reserve(out, out.room + (out.room >> 1) + 256, sizeof(unit)):
            return NO_MEMORY


cdef Status append_copy(const unit* s, Py_ssize_t start, Py_ssize_t end, Buffer* out) noexcept nogil:
    if out.n + end - start > out.room and not reserve(out, out.n + end - start + out.room // 2, sizeof(unit)):
        return NO_MEMORY
    memcpy(<unit*>out.units + out.n, s + start, (end - start) * sizeof(unit))
    out.n += end - start
    return DONE


cdef Status append_part(
    const Stage* t, const unit* s, Py_ssize_t start, Py_ssize_t end, Buffer* out, Rows* changed, Rows* kept, Rows* found
) noexcept nogil:
    """Convert ``s[start:end]`` but for the description sequences in it."""
    cdef Py_ssize_t k, done = start
    cdef Status status
    found.n = 0
    status = find_descriptions(s + start, end - start, found)
    for k in range(0, found.n, 4):
        if status == DONE:
            status = append_run(t, s, done, start + found.at[k], out, changed, kept)
        done = start + found.at[k + 1]
        if status == DONE:
            status = append_copy(s, start + found.at[k], done, out)
    if status == DONE:
        status = append_run(t, s, done, end, out, changed, kept)
    return status


cdef Status stage(
    const Stage* t, const unit* s, Py_ssize_t n, Buffer* out, Rows* frozen, Rows* changed, Rows* kept
) noexcept nogil:
    """Convert ``s`` but for what an earlier stage froze, whose places in ``out`` are entered in ``frozen``."""
    cdef Py_ssize_t k, done = 0, start
    cdef Rows found = Rows(NULL, 0, 0)
    cdef Status status = DONE if reserve(out, n + (n >> 4), sizeof(unit)) else NO_MEMORY
    out.n = 0
    for k in range(0, frozen.n, 4):
        start = frozen.at[k + 2]
        if status == DONE and done < start:
            status = append_part(t, s, done, start, out, changed, kept, &found)
        done = frozen.at[k + 3]
        frozen.at[k + 2] = out.n
        if status == DONE:
            status = append_copy(s, start, done, out)
        frozen.at[k + 3] = out.n
    if status == DONE:
        status = append_part(t, s, done, n, out, changed, kept, &found)
    free(found.at)
    if status == DONE:
        (<unit*>out.units)[out.n] = 0
    return status


cdef bint compose(Rows* first, Rows* second, Rows* both) noexcept nogil:
    """Record in ``both`` the edits of ``first`` and then ``second``, those that overlap as one; tell whether there was memory."""
    cdef Py_ssize_t i = 0, j = 0, low, high, start, begin, source_shift = 0, target_shift = 0
    cdef bint fresh
    cdef Py_ssize_t* a
    cdef Py_ssize_t* b
    both.n = 0
    while i < first.n or j < second.n:
        a, b = first.at + i, second.at + j
        low = high = a[2] if j == second.n or (i < first.n and a[2] <= b[0]) else b[0]
        start, begin = low + source_shift, low + target_shift
        fresh = True
        while True:
            a, b = first.at + i, second.at + j
            if i < first.n and (a[2] < high or (fresh and a[2] == low)):
                high, source_shift, i = max(high, a[3]), a[1] - a[3], i + 4
            elif j < second.n and (b[0] < high or (fresh and b[0] == low)):
                high, target_shift, j = max(high, b[1]), b[3] - b[1], j + 4
            else:
                break
            fresh = False
        if not add(both, start, high + source_shift, begin, high + target_shift):
            return False
    return True


cdef bint record_edits(const unit* s, Py_ssize_t n, const unit* out, Rows* changed, Rows* edits) noexcept nogil:
    """Record each place where the texts differ: what changed its length, trimmed, and runs between; tell whether there was memory."""
    cdef Py_ssize_t k = 0, at = 0, to = 0, stop, start, first, second, begin, finish
    while True:
        stop = changed.at[k] if k < changed.n else n
        while at < stop:
            if s[at] == out[to]:
                at += 1
                to += 1
                continue
            start = at
            while at < stop and s[at] != out[to]:
                at += 1
                to += 1
            if not add(edits, start, at, to - (at - start), to):
                return False
        if k >= changed.n:
            return True
        first, second, begin, finish = changed.at[k], changed.at[k + 1], changed.at[k + 2], changed.at[k + 3]
        k += 4
        at, to = second, finish
        while first < second and begin < finish and s[first] == out[begin]:
            first += 1
            begin += 1
        while first < second and begin < finish and s[second - 1] == out[finish - 1]:
            second -= 1
            finish -= 1
        if (first < second or begin < finish) and not add(edits, first, second, begin, finish):
            return False


cdef Status through(
    Stage** stages, int count, bint freezes, const unit* s, Py_ssize_t n, Buffer* result, Rows* edits
) noexcept nogil:
    """Send ``s`` through all stages to ``result``; the hard matches of the first stay as they are if it ``freezes``."""
    cdef Rows frozen = Rows(NULL, 0, 0), changed = Rows(NULL, 0, 0), sofar = Rows(NULL, 0, 0), both = Rows(NULL, 0, 0)
    cdef Rows none = Rows(NULL, 0, 0)
    cdef Buffer middle = Buffer(NULL, 0, 0, False)
    cdef Status status = DONE
    cdef int k
    cdef const unit* units = s
    cdef Py_ssize_t size = n
    for k in range(count):
        changed.n = 0
        if k:
            middle, result[0] = result[0], middle
            units, size = <const unit*>middle.units, middle.n
        status = stage(
            stages[k], units, size, result, &frozen if k else &none,
            &changed if edits != NULL else NULL, &frozen if freezes and k == 0 else NULL,
        )
        if status == DONE and edits != NULL:
            if not compose(&sofar, &changed, &both):
                status = NO_MEMORY
            sofar, both = both, sofar
        if status != DONE:
            break
    if status == DONE and edits != NULL and not record_edits(s, n, <const unit*>result.units, &sofar, edits):
        status = NO_MEMORY
    free(middle.units)
    free(frozen.at)
    free(changed.at)
    free(sofar.at)
    free(both.at)
    return status
