# The arcs of groups of many edges: what the model has seen behind a state is looked for among them, not the other way round.


cdef bint gather_crowd(Search* s, Py_ssize_t at, Py_ssize_t end, Py_ssize_t first, Py_ssize_t last) noexcept nogil:
    """Find the arcs of the edges ``at`` to ``end`` in the order, which are described in ``written``, from some states."""
    cdef Py_ssize_t source, count = end - at, k, sources = 0
    cdef int32_t nothing = -1
    cdef double ahead = INFINITY
    cdef bint fine
    if not open_group(s, count) or not grow(<void**>&s.rows, &s.room_rows, last - first + 1, sizeof(uint32_t*)):
        return False
    if not grow(<void**>&s.listed, &s.room_listed, count, sizeof(int32_t)):
        return False
    if not grow(<void**>&s.matches, &s.room_matches, last - first, sizeof(Matches)):
        return False
    s.n_matched = s.n_matches = 0
    for k in range(count):
        if s.written[k].nothing:
            s.written[k].next = nothing
            nothing = <int32_t>k
    for source in range(first, last):
        if s.kept[source].bits > s.limit:
            break
        if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + s.n_met + count + 1, sizeof(Fresh)):
            return False
        ahead = min(ahead, s.kept[source].bits + expected(s, <int32_t>source).unseen)
        k = nothing
        while k >= 0:
            meet_nothing(s, <int32_t>source, s.order[at + k], &s.written[k])
            k = s.written[k].next
        if not meet_seen(s, <int32_t>source, at, count, &s.rows[source - first]):
            return False
        sources += 1
        if s.group != NULL and sources & (sources - 1) == 0:
            tighten(s, count)
    look_up(s)
    fine = meet_all_unseen(s, first, first + sources, at, count, ahead)
    close_group(s, count)
    return fine


cdef const Matches* match_row(Search* s, const uint32_t* row, uint32_t before) noexcept nogil:
    """Find the edges of the group whose symbols are in the row of a symbol, once for all states; NULL where there is no memory."""
    cdef Py_ssize_t k
    cdef int32_t i
    cdef Matches* found
    for k in range(s.n_matches):
        if s.matches[k].before == before:
            return &s.matches[k]
    found = &s.matches[s.n_matches]
    s.n_matches += 1
    found.before = before
    found.first = s.n_matched
    for k in range(1, row[0] + 1):
        i = s.first_of[row[k] >> 14]
        while i >= 0:
            if not grow(<void**>&s.matched, &s.room_matched, s.n_matched + 1, sizeof(Match)):
                return NULL
            s.matched[s.n_matched].written = i
            s.matched[s.n_matched].entry = row[k]
            s.n_matched += 1
            i = s.written[i].next
    found.end = s.n_matched
    return found


cdef bint meet_seen(Search* s, int32_t source, Py_ssize_t at, Py_ssize_t count, const uint32_t** used) noexcept nogil:
    """Add the arcs of the symbols that may have been seen behind a state; tell whether there was memory.

    used: becomes the row that told so, or NULL.
    """
    cdef const Context* c = &s.kept[source].context
    cdef const uint32_t* row
    cdef const Matches* matches
    cdef uint32_t before = <uint32_t>last_symbols(c.symbols, 1), symbol
    cdef uint64_t mixed
    cdef Py_ssize_t i, k
    cdef double most = s.limit - s.kept[source].bits
    used[0] = row = row_of(s.model, before, <uint32_t>count)
    if row == NULL:
        for i in range(count):
            if not s.written[i].nothing and s.written[i].cost <= most:
                mixed = mixed_from(<uint64_t>before << SYMBOL | s.written[i].symbol)
                if may_be_seen(s, mixed):
                    meet_later(s, source, s.order[at + i], &s.written[i], mixed, 0, 0)
        return True
    matches = match_row(s, row, before)
    if matches == NULL:
        return False
    for k in range(matches.first, matches.end):
        i = s.matched[k].written
        if s.written[i].cost <= most:
            meet_later(s, source, s.order[at + i], &s.written[i], 0, 2, s.matched[k].entry)
    if s.document == NULL:
        return True
    i = first_said(s.document, before)
    while i < s.document.n_pairs and s.document.pairs[i] >> SYMBOL == before:
        symbol = s.document.pairs[i] & ((1 << SYMBOL) - 1)
        i += 1
        meet_said(s, source, at, row, symbol)
    return True


cdef inline void meet_said(Search* s, int32_t source, Py_ssize_t at, const uint32_t* row, uint32_t symbol) noexcept nogil:
    """Add the arcs of a symbol that the document has behind a state, unless the model has it too."""
    cdef Py_ssize_t k = s.first_of[symbol]
    if k < 0 or is_in_row(row, symbol):
        return
    while k >= 0:
        meet_later(s, source, s.order[at + k], &s.written[k], 0, 1, 0)
        k = s.written[k].next


cdef inline bint follows(const Search* s, const uint32_t* row, uint64_t key) noexcept nogil:
    """Tell whether the model, in the row of the first of two symbols, or the document has them."""
    cdef uint64_t mixed = mixed_from(key)
    if may_be_bigram(s.model, mixed) and is_in_row(row, key & ((1 << SYMBOL) - 1)):
        return True
    return s.document != NULL and may_be_said(s.document, mixed) and seen_at(s.document, key, 2).key != 0


cdef bint meet_all_unseen(
    Search* s, Py_ssize_t first, Py_ssize_t last, Py_ssize_t at, Py_ssize_t count, double ahead
) noexcept nogil:
    """Add the arcs of the symbols that were never seen behind the states, as far as they are likely enough.

    ahead: bits of the best state with what an unseen symbol costs behind it.
    """
    cdef Py_ssize_t source, k, n = 0, i
    cdef const Kept* state
    cdef const uint32_t* row
    cdef uint32_t before
    cdef uint64_t mixed
    cdef double least = INFINITY
    if not grow(<void**>&s.sorted, &s.room_sorted, count, sizeof(double)):
        return False
    for k in range(count):
        if not s.written[k].nothing and ahead + s.written[k].unseen <= s.limit:
            s.listed[n] = <int32_t>k
            s.sorted[n] = s.written[k].unseen
            least = min(least, s.written[k].unseen)
            n += 1
    for source in range(first, last if n else first):
        state = &s.kept[source]
        if state.bits + state.unseen + least > s.limit:
            continue
        if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + n + 1, sizeof(Fresh)):
            return False
        row = s.rows[source - first]
        before = <uint32_t>last_symbols(state.context.symbols, 1)
        for i in range(n):
            if state.bits + state.unseen + s.sorted[i] > s.limit:
                continue
            k = s.listed[i]
            mixed = <uint64_t>before << SYMBOL | s.written[k].symbol
            if row == NULL:
                if may_be_seen(s, mixed_from(mixed)):
                    continue
            elif follows(s, row, mixed):
                continue
            meet_unseen(s, <int32_t>source, s.order[at + k], &s.written[k])
    return True
