# Words of a region, and the matches of a dictionary one by one.

cdef inline bint begins(const Stage* t, const unit* s, Py_ssize_t n, Py_ssize_t i) noexcept nogil:
    """Tell whether what stands at ``i`` in ``s[:n]`` may be the first two or three code points of a key."""
    cdef uint32_t c = s[i], d = s[i + 1], two, three
    if not likely(t.filter, t.mask, c, d):
        return False
    two = second_hash(c, d, 0) & t.second_mask
    three = second_hash(c, d, s[i + 2] if i + 2 < n else 0) & t.second_mask
    return ((t.second_filter[two >> 6] >> (two & 63)) | (t.second_filter[three >> 6] >> (three & 63))) & 1


cdef inline bint next_match(
    const Stage* t, const uint8_t* firsts, const unit* s, Py_ssize_t n, Py_ssize_t* at, Py_ssize_t* end, uint32_t* node
) noexcept nogil:
    """Find the first match in ``s[at:n]``: where it starts and ends, and its node, 0 where the map has its value.

    firsts: bits, which code points of the basic plane are the first of a key; NULL where that is not known.
    """
    cdef Py_ssize_t i = at[0]
    cdef uint32_t c
    while i < n:
        c = s[i]
        if firsts != NULL and c < 0x10000 and not (firsts[c >> 3] >> (c & 7)) & 1:
            i += 1
            continue
        node[0] = longest(&t.hard, s, n, i, end) if begins(t, s, n, i) else 0
        if node[0]:
            at[0] = i
            return True
        if c >= 0x10000 or (t.singles[c >> 3] >> (c & 7)) & 1:
            node[0] = child(&t.hard, NODES, c)
            if node[0] or c < 0x10000:
                at[0], end[0] = i, i + 1
                return True
        i += 1
    return False


cdef bint differs(const Stage* t, uint32_t node, const unit* s, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Tell whether the value of a match is another than its key."""
    cdef const uint16_t* value
    cdef Py_ssize_t k
    cdef uint32_t where
    if node == 0 or node < t.hard.written:
        for k in range(start, end):
            if t.map[s[k]] != s[k]:
                return True
        return False
    where = t.hard.values[node - t.hard.written]
    value = t.pool + (where & 0x7FFFFFFF)
    if where >> 31 and unit is uint16_t or (value[0] | <Py_ssize_t>value[1] << 16) != end - start:
        return True
    value += 2
    for k in range(start, end):
        if s[k] != (value[0] | <uint32_t>value[1] << 16 if where >> 31 else value[0]):
            return True
        value += 2 if where >> 31 else 1
    return False


cdef inline bint is_joining(uint32_t point) noexcept nogil:
    """Tell whether a code point is an ASCII letter or digit."""
    return 48 <= point <= 57 or 65 <= (point & ~<uint32_t>32) <= 90 and point < 128


cdef bint is_bound(const Target* t, Work* w, Py_ssize_t n, Py_ssize_t at, bint firm) noexcept nogil:
    """Tell whether a word begins or ends at a place of the sentence, or a part of a longer word.

    firm: parts of words of three do not count, which are one thing.
    """
    cdef const uint16_t* symbols = w.edged + NEAR
    cdef Word* word
    cdef Word whole
    cdef Py_ssize_t k
    if at == 0 or at == n or not joined(&t.lattice, symbols[at - 1], symbols[at]):
        return True
    cut_around(&t.lattice, symbols, n, at, &w.cut)
    word = word_at(&w.cut, at)
    if word.start == at:
        return True
    whole = word[0]
    if whole.end - whole.start < 3 or (firm and whole.end - whole.start == 3):
        return False
    segment(&t.lattice, symbols, whole.start, whole.end, False, &w.cut)
    k = word_at(&w.cut, at).start
    w.cut.low = w.cut.high = 0  # what is cut now is not a stretch
    return k == at


cdef Status name_words(const Target* t, Work* w, const unit* s, Py_ssize_t n, const unit* middle, bint mixed) noexcept nogil:
    """Add the words of the region in a sentence to its spans: words of Traditional text as the Mainland has them.

    In a mixed sentence only a word that held something Simplified becomes another.
    """
    cdef Py_ssize_t at = 0, end, stop, row = 0, k
    cdef uint32_t node
    cdef uint16_t sense
    cdef bint fits
    cdef const Stage* words = t.words
    w.merged.n = w.topics.n = 0
    while True:
        stop = w.spans.at[row] if row < w.spans.n else n
        while next_match(words, t.firsts, middle, stop, &at, &end, &node):
            fits = differs(words, node, middle, at, end)
            sense = t.senses[node - words.hard.written] if fits and end - at > 1 else 0
            if fits and at > 0 and is_joining(middle[at - 1]) and is_joining(middle[at]):
                fits = False
            if fits and end < n and is_joining(middle[end - 1]) and is_joining(middle[end]):
                fits = False
            if fits and mixed:
                fits = False
                for k in range(at, end):
                    fits = fits or (marks_of(t, s[k]) & THEIRS) != 0
            fits = fits and is_bound(t, w, n, at, sense != 0) and is_bound(t, w, n, end, sense != 0)
            if fits and sense:
                if not pair_up(&t.context, w.edged + NEAR, n, &w.topics):
                    return NO_MEMORY
                fits = regional_sense(&t.context, t.context.places + sense, w.edged + NEAR, n, at, end, &w.topics)
            if fits and not add(&w.merged, at, end, NAMED, node):
                return NO_MEMORY
            at = end
        if row >= w.spans.n:
            break
        at = w.spans.at[row + 1]
        if not add(&w.merged, w.spans.at[row], at, HELD, w.spans.at[row + 3]):
            return NO_MEMORY
        row += 4
    w.spans, w.merged = w.merged, w.spans
    return DONE


cdef Status append_value(const Stage* t, uint32_t node, const unit* s, Py_ssize_t start, Py_ssize_t end, Buffer* out) noexcept nogil:
    """Append the value of a match."""
    cdef const uint16_t* value = NULL
    cdef Py_ssize_t m = end - start, k
    cdef uint32_t where = 0
    if node and node >= t.hard.written:
        where = t.hard.values[node - t.hard.written]
        value = t.pool + (where & 0x7FFFFFFF)
        m = value[0] | <Py_ssize_t>value[1] << 16
        if unit is uint16_t and where >> 31:
            return TOO_WIDE
    if out.n + m > out.room and not reserve(out, out.n + m + (out.room >> 1), sizeof(unit)):
        return NO_MEMORY
    if node and node >= t.hard.written:
        put(value, where >> 31, m, <unit*>out.units + out.n)
    else:
        for k in range(m):
            (<unit*>out.units)[out.n + k] = t.map[s[start + k]]
    out.n += m
    return DONE
