# Which parts of a text are not prose, as ``protect.definition`` says it.

cdef inline bint may_have_marks(const unit* s) noexcept nogil:
    """Tell whether a block has marks, or [ } | ^: without a branch, so that the compiler can use vector instructions."""
    cdef uint16_t low[BLOCK]  # the lower halves: a block that only seems to have marks is looked at once more
    cdef Py_ssize_t k
    cdef uint16_t c, upper, odd, near = 0
    for k in range(BLOCK):
        low[k] = <uint16_t>s[k]
    for k in range(BLOCK):
        c = low[k]
        upper, odd = c & ~<uint16_t>0x20, c | 1
        near |= (
            <uint16_t>(upper == 0x40) | <uint16_t>(<uint16_t>(upper - 0x5B) < 4)  # @ ` and \ ] { ~
            | <uint16_t>(odd == 0x2F) | <uint16_t>(c == 0x3C) | <uint16_t>(c == 0x24)  # . / and < and $
            | <uint16_t>(<uint16_t>(c - 11) < 3) | <uint16_t>(c == 0x85) | <uint16_t>(odd == 0x2029)  # line ends
            | <uint16_t>((c & <uint16_t>~0xF) == 0x2FF0)
        )
    return near != 0


cdef inline uint8_t note_marks(const unit* s, Py_ssize_t n, uint8_t* marks) noexcept nogil:
    """Note the mark of each of the at most 64 places of a block; return which there are."""
    cdef Py_ssize_t k
    cdef uint32_t c
    cdef uint8_t seen = 0
    if n == BLOCK and not may_have_marks(s):
        return 0
    for k in range(n):
        c = s[k]
        marks[k] = MARKS[c & -<uint32_t>(c < SCANNED)]
        seen |= marks[k]
    return seen


cdef void make_uniform(unit* s, Py_ssize_t n) noexcept nogil:
    """Make every line end of a text a newline, without moving anything."""
    cdef Py_ssize_t k
    for k in range(n):
        if s[k] < SCANNED and MARKS[s[k]] & LINE_END:
            s[k] = c" " if s[k] == c"\r" and k + 1 < n and s[k + 1] == c"\n" else c"\n"


cdef inline bint promises(const unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Tell whether a span may be around a full stop or a brace: not at most full stops of prose and decimal points."""
    cdef uint32_t before = s[at - 1] if at else 0, after = s[at + 1] if at + 1 < n else 0
    if s[at] == c".":
        return reads(after, LETTER) or before == c"w"
    if s[at] == c"{":
        return after == c"{" or after == c"%" or before == c"$" or before == c"-"
    return True


cdef Py_ssize_t look_around(const unit* s, Py_ssize_t n, Py_ssize_t centre, Py_ssize_t floor, Barren* barren, Rows* spans) noexcept nogil:
    """Add what is protected around a centre; return where the search goes on, -1 without memory."""
    cdef Py_ssize_t span[2]
    cdef Py_ssize_t resume
    cdef uint32_t mark = s[centre]
    if mark == c"." or mark == c"/" or mark == c"@":
        return span_names(s, n, centre, floor, barren, spans)
    if mark == c"`" or mark == c"~":
        if starts_with(s, n, centre, "~/", 2):
            return span_names(s, n, centre, centre, barren, spans)
        resume = span_code(s, n, centre, barren, span)
    elif mark == c"<":
        resume = span_angle(s, n, centre, barren, span)
    elif mark == c"$":
        resume = span_dollar(s, n, centre, barren, span)
    elif mark == c"\\":
        resume = span_backslash(s, n, centre, floor, barren, span)
    elif mark == c"]":
        resume = span_link(s, n, centre, span)
    else:
        resume = span_braces(s, n, centre, span)
    if span[0] < span[1] and not add(spans, span[0], span[1], -1, -1):
        return -1
    return resume


cdef Status find_protected(const unit* s, Py_ssize_t n, bint uniform, uint8_t* seen, Rows* spans) noexcept nogil:
    """Record (start, end, -1, -1) of each protected span; set which marks there are.

    FULL where a text that was not said to be ``uniform`` has other line ends than the newline.
    """
    cdef Py_ssize_t i = 0, k, top, at = 0, resume
    cdef uint8_t own
    cdef uint8_t marks[BLOCK]
    cdef Barren barren
    memset(&barren, 0, sizeof(Barren))
    seen[0] = 0
    while i < n:
        top = min(BLOCK, n - i)
        own = note_marks(s + i, top, marks)
        seen[0] |= own
        if own & LINE_END and not uniform:
            return FULL
        if own & CENTRE:
            for k in range(max(at - i, 0), top):
                if marks[k] & CENTRE and i + k >= at and promises(s, n, i + k):
                    resume = look_around(s, n, i + k, at, &barren, spans)
                    if resume < 0:
                        return NO_MEMORY
                    at = max(resume, i + k + 1)
        i += top
    return DONE


cdef Status find_unread(const unit* s, Py_ssize_t n, bint described, Rows* spans) noexcept nogil:
    """Record (start, end, -1, -1) of what is protected and, if asked, of description sequences; those that overlap as one."""
    cdef uint8_t seen
    cdef unit* uniform
    cdef Rows own = Rows(NULL, 0, 0), sequences = Rows(NULL, 0, 0)
    cdef Status status = find_protected(s, n, False, &seen, spans)
    if status == FULL:
        uniform = <unit*>malloc((n + 1) * sizeof(unit))
        if uniform == NULL:
            return NO_MEMORY
        memcpy(uniform, s, (n + 1) * sizeof(unit))
        make_uniform(uniform, n)
        spans.n = 0
        status = find_protected(uniform, n, True, &seen, spans)
        free(uniform)
    if status == DONE and described and seen & OPERATOR:
        status = find_descriptions(s, n, &sequences)
        if status == DONE and sequences.n:
            own = spans[0]
            spans[0] = Rows(NULL, 0, 0)
            status = unite(&own, &sequences, spans)
            free(own.at)
        free(sequences.at)
    return status


cdef Status unite(const Rows* first, const Rows* second, Rows* both) noexcept nogil:
    """Record the spans of two ascending columns in ascending order, those that overlap as one."""
    cdef Py_ssize_t i = 0, j = 0, low = 0, high = 0
    cdef const Py_ssize_t* row
    while i < first.n or j < second.n:
        if j == second.n or (i < first.n and first.at[i] <= second.at[j]):
            row = first.at + i
            i += 4
        else:
            row = second.at + j
            j += 4
        if row[0] < high:
            high = max(high, row[1])
            continue
        if low < high and not add(both, low, high, -1, -1):
            return NO_MEMORY
        low, high = row[0], row[1]
    return DONE if low >= high or add(both, low, high, -1, -1) else NO_MEMORY


def protected_spans(str text not None):
    """Return (start, end) of each span that style and script leave alone, in ascending order, none overlapping."""
    cdef int kind = PyUnicode_KIND(text)
    cdef Py_ssize_t n = len(text), k
    cdef void* s = PyUnicode_DATA(text)
    cdef void* copy = NULL
    cdef Rows spans = Rows(NULL, 0, 0)
    cdef Status status
    try:
        if kind == 1:
            copy = s = widened(s, 1, n, 2)
            kind = 2
        if n < UNLOCKED:
            status = find_unread(<const uint16_t*>s, n, False, &spans) if kind == 2 else find_unread(<const uint32_t*>s, n, False, &spans)
        else:
            with nogil:
                status = find_unread(<const uint16_t*>s, n, False, &spans) if kind == 2 else find_unread(<const uint32_t*>s, n, False, &spans)
        if status == NO_MEMORY:
            raise MemoryError
        return [(spans.at[k], spans.at[k + 1]) for k in range(0, spans.n, 4)]
    finally:
        free(copy)
        free(spans.at)
