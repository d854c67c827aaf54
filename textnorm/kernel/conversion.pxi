# Converting.

cdef inline void put(const uint16_t* value, bint wide, Py_ssize_t m, unit* out) noexcept nogil:
    """Write a value of the pool, which has ``m`` code points."""
    cdef Py_ssize_t i
    if wide:
        for i in range(m):
            out[i] = <unit>(value[2 + 2 * i] | <uint32_t>value[3 + 2 * i] << 16)
    else:
        for i in range(m):
            out[i] = value[2 + i]


cdef Status run(
    const Stage* t, const unit* s, Py_ssize_t n, Py_ssize_t* source, unit* out, Py_ssize_t room, Py_ssize_t* target,
    Rows* changed, Rows* kept, Py_ssize_t base,
) noexcept nogil:
    """Convert ``s[source:n]``, of which ``s[n]`` can be read, to ``out[target:room]``; advance both.

    What changes its length is recorded in ``changed``, hard matches in ``kept``, where these are given; ``base``
    is where ``s`` starts in the coordinates of both.
    """
    cdef Py_ssize_t i = source[0], o = target[0], k, q, at, end, top, m, grown, left
    cdef uint64_t hits, pairs
    cdef uint32_t c, d, e, h, node, where
    cdef uint16_t v
    cdef const uint16_t* value
    cdef const uint16_t* map = t.map
    cdef const uint64_t* bits = t.filter
    cdef const uint64_t* second = t.second_filter
    cdef uint32_t mask = t.mask, second_mask = t.second_mask
    cdef const Trie* trie
    cdef bint soft = t.soft_filter != NULL
    while i < n:
        source[0], target[0] = i, o
        top = BLOCK if n - i > BLOCK else n - i
        if o + top > room:
            return FULL
        hits = pairs = 0
        c = s[i]
        for k in range(top):
            d = s[i + k + 1]
            if unit is uint16_t:
                v = map[c]
            else:
                v = map[c if c < 0xFFFF else 0xFFFF]
            out[o + k] = v
            h = pair_hash(c, d) & mask
            pairs = pairs >> 1 | bits[h >> 6] >> (h & 63) << 63
            hits = hits >> 1 | <uint64_t>(v == 0) << 63
            c = d
        pairs >>= BLOCK - top
        hits >>= BLOCK - top
        while pairs:
            k = lowest_bit(pairs)
            pairs &= pairs - 1
            c, d = s[i + k], s[i + k + 1]
            e = s[i + k + 2] if i + k + 2 < n else 0
            h = second_hash(c, d, 0) & second_mask
            node = second_hash(c, d, e) & second_mask
            hits |= (((second[h >> 6] >> (h & 63)) | (second[node >> 6] >> (node & 63))) & 1) << k
            prefetch(t.hard.slots + home((<uint64_t>c << 21) | d, t.hard.size))
        while hits:
            k = lowest_bit(hits)
            hits &= hits - 1
            at = i + k
            trie = &t.hard
            node = longest(trie, s, n, at, &end)
            if node == 0:
                if soft and likely(t.soft_filter, t.soft_mask, s[at], s[at + 1]):
                    trie = &t.soft
                    node = longest_between(t, s, n, at, &end)
                if node == 0:
                    if out[o + k]:
                        continue
                    trie = &t.hard
                    node = child(trie, NODES, s[at])
                    end = at + 1
                    if node == 0:
                        out[o + k] = s[at]
                        continue
            if kept != NULL and trie == &t.hard and end > at + 1:
                if not add(kept, at + base, end + base, o + k, o + k + end - at):
                    return NO_MEMORY
            if node < trie.written:
                if end - i > top:
                    if o + end - i > room:
                        source[0], target[0] = at, o + k
                        return undo(kept, trie == &t.hard and end > at + 1)
                    for q in range(top, end - i):
                        out[o + q] = map[s[i + q]]
                    top = end - i
                    break
            else:
                where = trie.values[node - trie.written]
                value = t.pool + (where & 0x7FFFFFFF)
                m = value[0] | <Py_ssize_t>value[1] << 16
                grown = m - (end - at)
                left = i + top - end  # what is converted already behind the match
                if o + k + m + max(left, 0) > room or (unit is uint16_t and where >> 31):
                    source[0], target[0] = at, o + k
                    undo(kept, trie == &t.hard and end > at + 1)
                    return TOO_WIDE if unit is uint16_t and where >> 31 else FULL
                if grown:
                    if kept != NULL and trie == &t.hard and end > at + 1:
                        kept.at[kept.n - 1] = o + k + m
                    if changed != NULL and not add(changed, at + base, end + base, o + k, o + k + m):
                        return NO_MEMORY
                    if left > 0:
                        memmove(out + o + k + m, out + o + k + m - grown, left * sizeof(unit))
                put(value, where >> 31, m, out + o + k)
                o += grown
                if left < 0:
                    top = end - i
                    break
            if end - i >= BLOCK:
                break
            hits &= ~<uint64_t>0 << (end - i)
        i += top
        o += top
    source[0], target[0] = i, o
    return DONE


cdef inline Status undo(Rows* kept, bint added) noexcept nogil:
    """Forget the last row, because its place will be visited again with more room."""
    if kept != NULL and added:
        kept.n -= 4
    return FULL


cdef uint32_t longest_between(const Stage* t, const unit* s, Py_ssize_t n, Py_ssize_t at, Py_ssize_t* end) noexcept nogil:
    """Return the node of the longest soft key at ``at`` that does not reach across the start of a hard key."""
    cdef Py_ssize_t i, ignored
    cdef uint32_t node = longest(&t.soft, s, n, at, end)
    if node == 0:
        return 0
    for i in range(at + 1, end[0]):
        if likely(t.filter, t.mask, s[i], s[i + 1]) and longest(&t.hard, s, n, i, &ignored):
            return longest(&t.soft, s, i, at, end)
    return node
