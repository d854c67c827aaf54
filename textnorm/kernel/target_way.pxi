# Which sentences are converted, and what is written for them.

cdef bint add_edit(Work* w, int rule, const unit* s, Py_ssize_t start, Py_ssize_t end, Py_ssize_t begin) noexcept nogil:
    """Record that ``s[start:end]`` became what stands from ``begin`` on, without what is equal at both ends."""
    cdef const unit* out = <const unit*>w.out.units
    cdef Py_ssize_t finish = w.out.n
    while start < end and begin < finish and s[start] == out[begin]:
        start += 1
        begin += 1
    while start < end and begin < finish and s[end - 1] == out[finish - 1]:
        end -= 1
        finish -= 1
    return (start == end and begin == finish) or add(&w.edits, start << 2 | rule, end, begin, finish)


cdef Status write_gap(const Target* t, Work* w, const unit* s, Py_ssize_t i, Py_ssize_t start, Py_ssize_t end, bint converted) noexcept nogil:
    """Write [start:end) of the sentence at ``i``, where no word and nothing held is, in the forms of the region."""
    cdef const unit* middle = <const unit*>w.middle
    cdef const unit* source = middle if converted else s + i
    cdef Py_ssize_t begin = w.out.n, k
    cdef const unit* out
    cdef Status status
    if t.region == NULL:
        status = append_copy(source, start, end, &w.out)
    else:
        status = append_run(t.region, source, start, end, &w.out, NULL, NULL)
    if status != DONE or not w.traced:
        return status
    out = <const unit*>w.out.units + begin - start
    for k in range(start, end):
        if s[i + k] != out[k] and not add(
            &w.edits, (i + k) << 2 | (SCRIPT_RULE if source[k] != s[i + k] else REGION_RULE), i + k + 1,
            begin + k - start, begin + k - start + 1,
        ):
            return NO_MEMORY
    return DONE


cdef Status write_held(Work* w, const unit* s, Py_ssize_t number) noexcept nogil:
    """Write the value of a held span."""
    cdef const Py_ssize_t* held = w.held + 4 * number
    cdef Py_ssize_t first = held[2], last = held[3], k, begin = w.out.n
    if first < 0:
        return append_copy(s, held[0], held[1], &w.out)
    if w.out.n + last - first > w.out.room and not reserve(&w.out, w.out.n + last - first + (w.out.room >> 1), sizeof(unit)):
        return NO_MEMORY
    for k in range(first, last):
        if unit is uint16_t and w.values[k] > 0xFFFF:
            return TOO_WIDE
        (<unit*>w.out.units)[w.out.n] = <unit>w.values[k]
        w.out.n += 1
    if w.traced and not add_edit(w, FIXED_RULE, s, held[0], held[1], begin):
        return NO_MEMORY
    return DONE


cdef Status write_sentence(const Target* t, Work* w, const unit* s, Py_ssize_t i, Py_ssize_t n, bint converted) noexcept nogil:
    """Write a sentence towards Traditional: what is held, the words, and between them the forms of the region."""
    cdef Py_ssize_t done = 0, row, start, end, begin
    cdef Status status = DONE
    for row in range(0, w.spans.n, 4):
        start, end = w.spans.at[row], w.spans.at[row + 1]
        if done < start:
            status = write_gap(t, w, s, i, done, start, converted)
        begin = w.out.n
        if status == DONE and w.spans.at[row + 2] == HELD:
            status = write_held(w, s, w.spans.at[row + 3])
        elif status == DONE:
            status = append_value(t.words, <uint32_t>w.spans.at[row + 3], <const unit*>w.middle, start, end, &w.out)
            if status == DONE and w.traced and not add_edit(w, WORD_RULE, s, i + start, i + end, begin):
                status = NO_MEMORY
        if status != DONE:
            return status
        done = end
    return write_gap(t, w, s, i, done, n, converted) if done < n else DONE


cdef Status simplify_gap(const Target* t, Work* w, const unit* s, Py_ssize_t i, Py_ssize_t start, Py_ssize_t end, Py_ssize_t n, bint mixed) noexcept nogil:
    """Write [start:end) of the sentence of ``n`` at ``i``, where nothing is held, in Simplified."""
    cdef Py_ssize_t at = start, stop, done = start, begin
    cdef uint32_t node
    cdef Status status
    if not (w.traced or mixed):
        return append_run(t.simplify, s + i, start, end, &w.out, NULL, NULL)
    while next_match(t.simplify, NULL, s + i, end, &at, &stop, &node):
        if not mixed or is_near(w, n, at, stop):
            status = append_copy(s + i, done, at, &w.out)
            begin = w.out.n
            if status == DONE:
                status = append_value(t.simplify, node, s + i, at, stop, &w.out)
            if status != DONE:
                return status
            done = stop
            if w.traced and not add_edit(
                w, WORD_RULE if t.senses != NULL and node >= t.simplify.hard.written and t.senses[node - t.simplify.hard.written] else SCRIPT_RULE,
                s, i + at, i + stop, begin,
            ):
                return NO_MEMORY
        at = stop
    return append_copy(s + i, done, end, &w.out)


cdef Status simplify_sentence(const Target* t, Work* w, const unit* s, Py_ssize_t i, Py_ssize_t n, bint converted, bint mixed) noexcept nogil:
    """Write a sentence towards Simplified."""
    cdef Py_ssize_t done = 0, row, start
    cdef Status status = DONE
    if mixed and not measure(t, w, s + i, n):
        return NO_MEMORY
    for row in range(0, w.spans.n + 4, 4):
        start = w.spans.at[row] if row < w.spans.n else n
        if done < start:
            if converted:
                status = simplify_gap(t, w, s, i, done, start, n, mixed)
            else:
                status = append_copy(s, i + done, i + start, &w.out)
        if row < w.spans.n:
            if status == DONE:
                status = write_held(w, s, w.spans.at[row + 3])
            done = w.spans.at[row + 1]
        if status != DONE:
            break
    return status


cdef bint any_change(const Target* t, const Stage* stage, Work* w, const unit* s, Py_ssize_t n, bint speaking) noexcept nogil:
    """Tell whether a match in a sentence, outside what is held, changes something.

    speaking: a character by itself must also lean.
    """
    cdef Py_ssize_t at = 0, end, row = 0, stop
    cdef uint32_t node
    cdef bint changes
    while True:
        stop = w.spans.at[row] if row < w.spans.n else n
        while next_match(stage, NULL, s, stop, &at, &end, &node):
            changes = differs(stage, node, s, at, end)
            if changes and speaking and end - at == 1:
                changes = (marks_of(t, s[at]) & LEANING) != 0
            if changes:
                return True
            at = end
        if row >= w.spans.n:
            return False
        at = w.spans.at[row + 1]
        row += 4


cdef bint is_converted(const Target* t, Work* w, const unit* s, Py_ssize_t size, Py_ssize_t i, Py_ssize_t n, uint8_t marks) noexcept nogil:
    """Decide on the sentence of ``n`` at ``i``."""
    if marks & (THEIRS | OURS):
        return (marks & THEIRS) != 0
    if not marks & CHANGING and t.words == NULL:
        return False
    if w.theirs < 0:
        count_all(t, w, s, size)
    if w.theirs or w.ours:
        return w.theirs > w.ours
    if t.simplify != NULL:
        return any_change(t, t.simplify, w, s + i, n, True)
    return speaks(t, w, s + i, n, <const unit*>w.middle) or (
        t.words != NULL and any_change(t, t.words, w, s + i, n, False)
    )


cdef void look_back(const Target* t, Work* w, const unit* s, Py_ssize_t n, Py_ssize_t begin) noexcept nogil:
    """Note whether a sentence was changed, and whether something only the target has was written."""
    cdef const unit* out = <const unit*>w.out.units + begin
    cdef Py_ssize_t m = w.out.n - begin, k
    for k in range(m):
        if m != n or s[k] != out[k]:
            w.wrote = True
            if marks_of(t, out[k]) & OURS:
                w.shows = True
                return
    w.wrote = w.wrote or m != n


cdef Status bring(const Target* t, Work* w, const unit* s, Py_ssize_t n) noexcept nogil:
    """Bring a text to the target."""
    cdef Py_ssize_t i = 0, end = 0, size, begin
    cdef uint8_t marks = 0
    cdef bint converted, mixed
    cdef Status status
    if not reserve(&w.out, n + (n >> 4), sizeof(unit)):
        return NO_MEMORY
    while i < n:
        status = read_sentence(t, w, s, n, i, &end, &marks)
        if status != DONE:
            return status
        size = end - i
        if size and not reserve_cut(&w.cut, size):
            return NO_MEMORY
        begin = w.out.n
        w.cut.low = w.cut.high = 0
        converted = size > 0 and is_converted(t, w, s, n, i, size, marks)
        mixed = converted and (marks & OURS) != 0
        if unit is uint16_t and converted and marks & STRANGE:
            return TOO_WIDE
        if not size:
            pass
        elif t.simplify != NULL:
            status = simplify_sentence(t, w, s, i, size, converted, mixed)
        else:
            if converted:
                choose_forms(t, w, s + i, size, <unit*>w.middle)
                if mixed:
                    restore_far(t, w, s + i, size, <unit*>w.middle)
                if t.words != NULL:
                    status = name_words(t, w, s + i, size, <const unit*>w.middle, mixed)
            if status == DONE:
                status = write_sentence(t, w, s, i, size, converted)
        if status != DONE:
            return status
        if not w.shows and size:
            look_back(t, w, s + i, size, begin)
        i = end
        while i < n and t.characters[s[i] if s[i] < 0xFFFF else 0xFFFF].marks & ENDING and not (
            w.next_held < w.n_held and w.held[4 * w.next_held] == i
        ):
            i += 1
        if end < i:
            status = append_copy(s, end, i, &w.out)
            if status != DONE:
                return status
    return DONE


cdef Status bring_plainly(const Target* t, Work* w, int kind, void* s, Py_ssize_t n) noexcept nogil:
    """Find what is not to be read in a text, and bring the rest to the target."""
    cdef Rows spans = Rows(NULL, 0, 0)
    cdef Status status
    if kind == 2:
        status = find_unread(<const uint16_t*>s, n, True, &spans)
    else:
        status = find_unread(<const uint32_t*>s, n, True, &spans)
    w.held, w.n_held = spans.at, spans.n // 4
    if status != DONE:
        return status
    return bring(t, w, <const uint16_t*>s, n) if kind == 2 else bring(t, w, <const uint32_t*>s, n)
