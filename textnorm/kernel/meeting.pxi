# Arcs from kept states to the edges of a group, each with its bits; reference_search defines them.
#
# What the model and the document have seen behind a state is looked for among the edges, not the other way round: bigrams
# once for all states with the same last symbol (groups.pxi), trigrams in the row of the last two.

# Bits by which sums of the same numbers in another order may differ.
cdef double UNCERTAIN = 1e-6


cdef inline void add_fresh(Search* s, int32_t source, int32_t edge, double cost, Written* written) noexcept nogil:
    """Keep the arc whose context lies in the next fresh one, if it is good enough."""
    cdef Fresh* fresh = &s.fresh[s.n_fresh]
    cdef double bits = s.kept[source].bits + cost
    if bits > s.limit:
        return
    s.limit = min(s.limit, bits + s.margin)
    if s.group != NULL:
        s.group[written.first].least = min(s.group[written.first].least, bits)
    fresh.source = source
    fresh.edge = edge
    fresh.cost = cost
    fresh.bits = bits
    s.n_fresh += 1


cdef inline const Kept* expected(Search* s, int32_t source) noexcept nogil:
    """Return a state that knows what a symbol costs which was not seen behind the last one: the bits of backing off."""
    cdef Kept* state = &s.kept[source]
    cdef double weight = 0.0
    cdef int k
    if state.unseen == INFINITY:
        for k in range(state.context.length):
            weight += state.context.weights[k]
        state.unsaid = 0.0 if s.document == NULL else unsaid(s.document, &state.context)
        state.unseen = weight + state.unsaid
    return state


cdef inline uint32_t row_behind(const Model* m, const Kept* state) noexcept nogil:
    """Return which row of trigrams belongs to a state that is not opened yet; NO_ROW for none."""
    return NO_ROW if state.opened or m.order < 3 or state.context.length < 2 else state.context.rows[0]


cdef void open_rows(Search* s, Py_ssize_t first, Py_ssize_t last) noexcept nogil:
    """Find the trigrams behind some states; memory is asked for all before any is needed."""
    cdef Py_ssize_t source
    cdef const Level* level = &s.model.levels[3]
    cdef uint32_t row
    cdef Kept* state
    for source in range(first, last):
        row = row_behind(s.model, &s.kept[source])
        if row != NO_ROW:
            prefetch(&level.marks[row >> MARKED])
    for source in range(first, last):
        row = row_behind(s.model, &s.kept[source])
        if row != NO_ROW:
            prefetch(&level.rows[level.marks[row >> MARKED] >> 6])
    for source in range(first, last):
        state = &s.kept[source]
        row = row_behind(s.model, state)
        if not state.opened:
            state.opened = True
            state.first = state.end = 0
            if row != NO_ROW:
                find_row(level, row, &state.first, &state.end)
                prefetch(level.entries + (4 if level.wide else 3) * <Py_ssize_t>state.first)


cdef inline void mark_triples(Search* s, int32_t source) noexcept nogil:
    """Mark the edges of the group whose symbols the model has seen behind the last two of a state."""
    cdef const Kept* state = &s.kept[source]
    cdef const Level* level = &s.model.levels[3]
    cdef uint32_t at, symbol
    cdef int32_t k
    for at in range(place_in(level, state.first, state.end, s.lowest), state.end):
        symbol = entry_in(level, at) >> 14
        if symbol > s.highest:
            break
        k = s.first_of[symbol]
        while k >= 0:
            s.written[k].source = source
            s.written[k].triple = at
            k = s.written[k].next


cdef void meet_seen(Search* s, int32_t source, Py_ssize_t at, const Matches* found) noexcept nogil:
    """Add the arcs of the edges of the group, ``at`` in the order, that were seen behind a state."""
    cdef const Kept* state = expected(s, source)
    cdef const Context* c = &state.context
    cdef const Match* match
    cdef Written* written
    cdef Known known
    cdef Py_ssize_t k
    cdef int i
    cdef double bits, behind = state.bits + state.unsaid, base = behind
    for i in range(1, c.length):
        base += c.weights[i]
    if state.first < state.end:
        mark_triples(s, source)
    for k in range(found.first, found.end):
        match = &s.matched[k]
        written = &s.written[match.written]
        known = match.known
        if written.source == source:
            known.what = A_TRIPLE
            known.triple = written.triple
            bits = behind + (entry_in(&s.model.levels[3], known.triple) >> 7 & 127) * QUANTUM + written.paid
            if match.said or c.length > 2:
                bits = -INFINITY
        else:
            bits = base + match.bits
            if known.what == A_PAIR:
                known.what = NO_TRIPLE
        if bits > s.limit + UNCERTAIN or state.bits + written.cost > s.limit:
            continue
        if match.said:
            bits = advance_known(s.model, s.document, c, written.symbol, &known, &s.fresh[s.n_fresh].context)
        else:
            bits = advance_known(s.model, NULL, c, written.symbol, &known, &s.fresh[s.n_fresh].context) + state.unsaid
        add_fresh(s, source, s.order[at + match.written], bits + written.cost, written)


cdef inline void meet_unseen(Search* s, int32_t source, int32_t edge, Written* written) noexcept nogil:
    """Add the arc of an edge whose symbol was never seen behind the last one."""
    cdef Context* c = &s.fresh[s.n_fresh].context
    c.symbols = written.symbol
    c.length = 1
    c.weights[0] = s.model.backoffs[written.symbol]
    add_fresh(s, source, edge, written.unseen + expected(s, source).unseen, written)


cdef inline void meet_nothing(Search* s, int32_t source, int32_t edge, Written* written) noexcept nogil:
    """Add the arc of an edge that writes nothing."""
    if s.kept[source].bits + written.cost <= s.limit:
        s.fresh[s.n_fresh].context = s.kept[source].context
        add_fresh(s, source, edge, written.cost, written)


cdef bint meet_all_unseen(
    Search* s, Py_ssize_t first, Py_ssize_t last, Py_ssize_t at, Py_ssize_t count, double ahead
) noexcept nogil:
    """Add the arcs of the symbols that were never seen behind the states, as far as they are likely enough.

    ahead: bits of the best state with what an unseen symbol costs behind it.
    """
    cdef Py_ssize_t source, k, n = 0, i
    cdef const Kept* state
    cdef const uint64_t* seen
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
        seen = s.seen + s.matches[s.matches_of[last_symbols(state.context.symbols, 1)]].seen
        for i in range(n):
            k = s.listed[i]
            if state.bits + state.unseen + s.sorted[i] <= s.limit and not (seen[k >> 6] >> (k & 63)) & 1:
                meet_unseen(s, <int32_t>source, s.order[at + k], &s.written[k])
    return True
