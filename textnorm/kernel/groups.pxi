# Which edges of a group write what was seen behind a symbol: found once for all states that end with it.


cdef bint open_group(Search* s, Py_ssize_t count) noexcept nogil:
    """Find the edges of a group that write the same symbol; tell whether there was memory.

    The first one of each symbol is in ``first_of`` until ``close_group``, and matches in ``matches_of``.
    """
    cdef Py_ssize_t k
    cdef Written* written
    if s.first_of == NULL:
        if not grow(<void**>&s.first_of, &s.room_first_of, 1 << SYMBOL, sizeof(int32_t)):
            return False
        if not grow(<void**>&s.matches_of, &s.room_matches_of, 1 << SYMBOL, sizeof(int32_t)):
            return False
        memset(s.first_of, 0xFF, (<size_t>1 << SYMBOL) * sizeof(int32_t))
        memset(s.matches_of, 0xFF, (<size_t>1 << SYMBOL) * sizeof(int32_t))
    if not grow(<void**>&s.listed, &s.room_listed, count, sizeof(int32_t)):
        return False
    s.n_matched = s.n_matches = s.n_asked = 0
    s.lowest, s.highest = 1 << SYMBOL, 0
    for k in range(count - 1, -1, -1):
        written = &s.written[k]
        written.next = -1
        written.source = -1
        if not written.nothing:
            written.next = s.first_of[written.symbol]
            s.first_of[written.symbol] = <int32_t>k
            s.lowest = min(s.lowest, written.symbol)
            s.highest = max(s.highest, written.symbol)
    s.group = NULL
    if count < 2 * s.beam:
        return True
    if not grow(<void**>&s.sorted, &s.room_sorted, count, sizeof(double)):
        return False
    s.group = s.written
    for k in range(count):
        written = &s.group[k]
        written.least = INFINITY
        written.first = <int32_t>k if written.nothing else s.first_of[written.symbol]
    return True


cdef void close_group(Search* s, Py_ssize_t count) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(count):
        if not s.written[k].nothing:
            s.first_of[s.written[k].symbol] = -1
    for k in range(s.n_matches):
        s.matches_of[s.matches[k].before] = -1
    s.group = NULL


cdef bint add_match(Search* s, Py_ssize_t matches, int32_t written, const Known* known, bint said) noexcept nogil:
    """Add an edge to some matches, the last that edges are added to; tell whether there was memory."""
    cdef Matches* found = &s.matches[matches]
    cdef Match* match
    if not grow(<void**>&s.matched, &s.room_matched, s.n_matched + 1, sizeof(Match)):
        return False
    if found.first == found.end:
        found.first = s.n_matched
    match = &s.matched[s.n_matched]
    match.written = written
    match.said = said
    match.known = known[0]
    match.bits = -INFINITY if said else (known.entry >> 7 & 127) * QUANTUM + s.written[written].paid
    s.n_matched += 1
    found.end = s.n_matched
    s.seen[found.seen + (written >> 6)] |= <uint64_t>1 << (written & 63)
    return True


cdef bint ask(Search* s, Py_ssize_t written, bint may_be, bint said) noexcept nogil:
    """Ask for the bigram of an edge behind the symbol of the last matches; tell whether there was memory."""
    cdef Asked* one = &s.asked[s.n_asked]
    one.symbol, one.first, one.end = s.written[written].symbol, 0, 0
    one.matches, one.written, one.said = <int32_t>(s.n_matches - 1), <int32_t>written, said
    if may_be:
        find_row(&s.model.levels[2], s.matches[s.n_matches - 1].before, &one.first, &one.end)
        prefetch(s.model.levels[2].entries + 4 * <Py_ssize_t>((one.first + one.end) >> 1))
    s.n_asked += 1
    return s.n_asked < MOST_ASKED or answer(s)


cdef bint answer(Search* s) noexcept nogil:
    """Find the bigrams that were asked for; tell whether there was memory."""
    cdef Py_ssize_t k
    cdef Known known
    cdef const Asked* one
    cdef const Level* level = &s.model.levels[2]
    for k in range(s.n_asked):
        one = &s.asked[k]
        known.what, known.entry, known.place, known.triple = UNSEEN, 0, 0, 0
        if one.first < one.end:
            known.place = place_in(level, one.first, one.end, one.symbol)
            known.entry = entry_in(level, known.place) if known.place < one.end else 0
            if known.place < one.end and known.entry >> 14 == one.symbol:
                known.what = A_PAIR
        if known.what != UNSEEN or one.said:
            if not add_match(s, one.matches, one.written, &known, one.said):
                return False
    s.n_asked = 0
    return True


cdef bint match_behind(Search* s, Py_ssize_t count, uint32_t before) noexcept nogil:
    """Find the edges of the group that were seen behind a symbol, or ask for them; tell whether there was memory."""
    cdef Py_ssize_t i, words = (count + 63) >> 6
    cdef uint64_t mixed
    cdef bint said, may_be
    cdef uint32_t first = 0, end = 0
    cdef Matches* found
    if not grow(<void**>&s.seen, &s.room_seen, (s.n_matches + 1) * words, sizeof(uint64_t)):
        return False
    if not grow(<void**>&s.matches, &s.room_matches, s.n_matches + 1, sizeof(Matches)):
        return False
    found = &s.matches[s.n_matches]
    found.before = before
    found.first = found.end = 0
    found.seen = s.n_matches * words
    memset(s.seen + found.seen, 0, words * sizeof(uint64_t))
    s.matches_of[before] = <int32_t>s.n_matches
    s.n_matches += 1
    if s.lowest > s.highest:
        return True
    find_row(&s.model.levels[2], before, &first, &end)
    if <Py_ssize_t>(end - first) * (s.highest + 1 - s.lowest) <= READ_THROUGH * count * s.model.symbols:
        return answer(s) and match_row(s, first, end) and match_said(s)
    for i in range(count):
        if s.written[i].nothing:
            continue
        mixed = mixed_from(<uint64_t>before << SYMBOL | s.written[i].symbol)
        said = s.document != NULL and may_be_said(s.document, mixed)
        may_be = may_be_bigram(s.model, mixed)
        if (may_be or said) and not ask(s, i, may_be, said):
            return False
    return True


cdef bint match_row(Search* s, uint32_t first, uint32_t end) noexcept nogil:
    """Find the edges whose symbols are in a row for the last matches; tell whether there was memory."""
    cdef const Level* level = &s.model.levels[2]
    cdef uint64_t before = <uint64_t>s.matches[s.n_matches - 1].before << SYMBOL
    cdef uint32_t symbol
    cdef int32_t i
    cdef Known known
    cdef bint said
    known.what, known.triple = A_PAIR, 0
    for first in range(place_in(level, first, end, s.lowest), end):
        known.entry, known.place = entry_in(level, first), first
        symbol = known.entry >> 14
        if symbol > s.highest:
            break
        i = s.first_of[symbol]
        if i < 0:
            continue
        said = s.document != NULL and may_be_said(s.document, mixed_from(before | symbol))
        while i >= 0:
            if not add_match(s, s.n_matches - 1, i, &known, said):
                return False
            i = s.written[i].next
    return True


cdef Py_ssize_t first_said(const Document* d, uint32_t last, uint32_t symbol) noexcept nogil:
    """Return where the bigrams of a document are, in the order of their keys, from one of two symbols on."""
    cdef Py_ssize_t low = 0, high = d.n_pairs, middle
    while low < high:
        middle = (low + high) >> 1
        if d.pairs[middle] < (last << SYMBOL | symbol):
            low = middle + 1
        else:
            high = middle
    return low


cdef bint match_said(Search* s) noexcept nogil:
    """Find the edges whose symbols only the document has for the last matches; tell whether there was memory."""
    cdef const Matches* found = &s.matches[s.n_matches - 1]
    cdef uint32_t highest = found.before << SYMBOL | s.highest
    cdef Py_ssize_t at
    cdef int32_t i
    cdef Known known
    if s.document == NULL:
        return True
    known.what, known.entry, known.place, known.triple = UNSEEN, 0, 0, 0
    for at in range(first_said(s.document, found.before, s.lowest), s.document.n_pairs):
        if s.document.pairs[at] > highest:
            break
        i = s.first_of[s.document.pairs[at] & ((1 << SYMBOL) - 1)]
        while i >= 0:
            if not (s.seen[found.seen + (i >> 6)] >> (i & 63)) & 1 and not add_match(s, s.n_matches - 1, i, &known, True):
                return False
            i = s.written[i].next
    return True
