# Arcs from kept states to the edges of a group, each with its bits; reference_search defines them.
#
# What the model and the document have seen behind a state is looked for among the edges, not the other way round: bigrams
# in the row of the last symbol, the likeliest first, until no arc can be good enough; trigrams in the row of the last two.


cdef inline void add_fresh(
    Search* s, int32_t source, int32_t written, double cost, uint64_t key, uint32_t place, bint counts
) noexcept nogil:
    """Keep the arc of an edge, if it is good enough.

    key, place: of the context where it leads.  counts: no state before led to that context.
    """
    cdef Fresh* fresh = &s.fresh[s.n_fresh]
    cdef Written* leader
    cdef double bits = s.kept[source].bits + cost
    if bits > s.limit:
        return
    s.limit = min(s.limit, bits + s.margin)
    fresh.source = source
    fresh.written = written
    fresh.cost = cost
    fresh.bits = bits
    fresh.key = key
    fresh.place = place
    s.n_fresh += 1
    if key >> 60 == 1 and not s.written[written].nothing:
        leader = &s.written[s.written[written].first]
        if bits < leader.least:
            counts = leader.least == INFINITY
            leader.least = bits
        else:
            counts = False
    if counts:
        count_context(&s.tally, bits, s.beam)
        s.limit = min(s.limit, s.tally.near + SLACK)


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


cdef inline double limit_of(const Search* s, const Matches* found, bint longer) noexcept nogil:
    """Return the bits from which on an arc is not needed; ``longer``: no other one leads to its context, if no other state does."""
    return s.tally.near if longer and s.sole and found.states == 1 else s.limit


cdef inline void meet_triple(
    Search* s, int32_t source, const Matches* found, uint32_t triple, int32_t k
) noexcept nogil:
    """Add the arcs of the edges from ``k`` on whose symbol follows the last two of a state, which the document never says."""
    cdef const Kept* state = &s.kept[source]
    cdef const Level* level = &s.model.levels[2]
    cdef Written* written = &s.written[k]
    cdef double cost = (entry_in(&s.model.levels[3], triple) >> 7 & 127) * QUANTUM
    cdef double least = state.bits + state.unsaid + cost + (s.least_paid if written.next >= 0 else written.within + written.cost)
    cdef Known known
    if least > s.limit + UNCERTAIN:
        return
    look_up(level, level.starts[found.before], level.starts[found.before + 1], written.symbol, &known)
    if known.what != UNSEEN and least <= limit_of(s, found, known.entry & 127 and written.next < 0) + UNCERTAIN:
        add_pair(s, source, k, cost, known.entry, known.place, not found.met)


cdef inline void add_pair(
    Search* s, int32_t source, int32_t k, double bits, uint32_t entry, uint32_t place, bint counts
) noexcept nogil:
    """Add the arcs of the edges from ``k`` on, whose symbol costs some bits behind a state; of its bigram, the entry."""
    cdef Written* written = &s.written[k]
    cdef const Kept* state = &s.kept[source]
    cdef uint64_t key = <uint64_t>1 << 60 | written.symbol
    cdef bint longer = entry & 127 != 0 and written.symbol != 0
    if longer:
        key = <uint64_t>2 << 60 | last_symbols(state.context.symbols, 1) << SYMBOL | written.symbol
    else:
        place = NO_ROW
    while k >= 0:
        written = &s.written[k]
        add_fresh(s, source, k, bits + written.within + state.unsaid + written.cost, key, place, counts)
        counts = False
        k = written.next


cdef inline void meet_triples(Search* s, int32_t source, const Matches* found) noexcept nogil:
    """Mark the edges of the group whose symbols the model has seen behind the last two of a state.

    Where the row of the last one is gone through, add the arcs of those that the document never says, too.
    """
    cdef const Kept* state = &s.kept[source]
    cdef const Level* level = &s.model.levels[3]
    cdef uint32_t triple, symbol
    cdef int32_t k, first
    for triple in range(place_in(level, state.first, state.end, s.lowest), state.end):
        symbol = entry_in(level, triple) >> 14
        if symbol > s.highest:
            break
        if not writes_symbol(s, symbol):
            continue
        first = k = edge_with(s, symbol)
        while k >= 0:
            s.written[k].source = source
            s.written[k].triple = triple
            k = s.written[k].next
        if found.through and not is_marked_edge(s, found.seen, first):
            meet_triple(s, source, found, triple, first)


cdef void meet_seen(Search* s, int32_t source, Matches* found) noexcept nogil:
    """Add the arcs of the edges of the group, ``at`` in the order, that were seen behind a state."""
    cdef const Kept* state = expected(s, source)
    cdef const Context* c = &state.context
    cdef const Match* match
    cdef Written* written
    cdef Known known
    cdef Context to
    cdef Py_ssize_t k
    cdef int i
    cdef double bits, behind = state.bits + state.unsaid, base = behind
    for i in range(1, c.length):
        base += c.weights[i]
    if state.first < state.end:
        meet_triples(s, source, found)
    for k in range(found.first, found.end):
        match = &s.matched[k]
        written = &s.written[match.written]
        known = match.known
        if written.source == source:
            known.what = A_TRIPLE if known.what == A_PAIR else UNSEEN
            known.triple = written.triple
            bits = behind + (entry_in(&s.model.levels[3], known.triple) >> 7 & 127) * QUANTUM + written.within + written.cost
            if match.said or c.length > 2:
                bits = -INFINITY
        else:
            bits = base + match.bits
            if known.what == A_PAIR:
                known.what = NO_TRIPLE
        if bits > s.limit + UNCERTAIN or state.bits + written.cost > s.limit:
            continue
        if match.said:
            bits = advance_known(s.model, s.document, c, written.symbol, &known, &to)
        else:
            bits = advance_known(s.model, NULL, c, written.symbol, &known, &to) + state.unsaid
        add_fresh(
            s, source, match.written, bits + written.cost, key_of(&to), to.rows[0] if to.length > 1 else NO_ROW,
            not found.met and written.first == match.written
        )
    if found.through:
        for k in range(found.first, found.end):
            s.written[s.matched[k].written].source = source
        meet_row(s, source, found, base)
    found.met = True


cdef inline uint32_t likely_until(double bits) noexcept nogil:
    """Return the last of the entries that cost no more than some bits, which are 0 or more."""
    if bits >= FINENESS - 1:
        return 0xFFFFFFFF
    return <uint32_t>bits << (SYMBOL + PLACE) | ((1 << (SYMBOL + PLACE)) - 1)


cdef void meet_row(Search* s, int32_t source, Matches* found, double base) noexcept nogil:
    """Add the arcs of what the model has seen behind the last symbol of a state, and neither behind two nor in the document."""
    cdef const Level* level = &s.model.levels[2]
    cdef const LikelyRows* rows = s.model.likely
    cdef uint32_t start = level.starts[found.before], part = rows.parts[found.before], end = level.starts[found.before + 1]
    cdef bint whole = meet_likely(s, source, found, rows.entries + start, rows.entries + part, base, True)
    if meet_likely(s, source, found, rows.entries + part, rows.entries + end, base, False) and whole:
        found.whole = True


cdef inline bint meet_likely(
    Search* s, int32_t source, const Matches* found, const uint32_t* one, const uint32_t* end, double base, bint longer
) noexcept nogil:
    """Do so for some entries of the row; ``longer`` contexts begin with them, or none.  Tell whether none was left out."""
    cdef const Kept* state = &s.kept[source]
    cdef double weight = state.context.weights[1] if state.context.length > 1 else 0.0
    cdef double left = limit_of(s, found, longer) + UNCERTAIN - base - s.least_paid
    cdef uint32_t start = s.model.levels[2].starts[found.before]
    cdef uint32_t symbol, entry, place, until
    cdef int32_t k
    if left < 0.0:
        return one == end
    until = likely_until(left)
    while one < end and one[0] <= until:
        symbol = symbol_at(one[0])
        if writes_symbol(s, symbol):
            k = edge_with(s, symbol)
            mark(s, found.in_row, k)
            if s.written[k].source != source:
                place = start + place_at(one[0])
                entry = entry_in(&s.model.levels[2], place)
                left = limit_of(s, found, longer and s.written[k].next < 0) + UNCERTAIN - base
                if (entry >> 7 & 127) * QUANTUM + s.written[k].within + s.written[k].cost <= left or s.written[k].next >= 0:
                    add_pair(s, source, k, (entry >> 7 & 127) * QUANTUM + weight, entry, place, longer and not found.met)
                    left = limit_of(s, found, longer) + UNCERTAIN - base - s.least_paid
                    if left < 0.0:
                        return False
                    until = likely_until(left)
        one += 1
    return one == end


cdef inline void meet_one(Search* s, int32_t source) noexcept nogil:
    """Add the arc of a group that has one edge, the last in ``written``."""
    cdef const Kept* state = expected(s, source)
    cdef const Level* level = &s.model.levels[2]
    cdef const Written* written = &s.written[s.base]
    cdef uint32_t before = <uint32_t>last_symbols(state.context.symbols, 1)
    cdef uint64_t mixed = mixed_from(<uint64_t>before << SYMBOL | written.symbol)
    cdef Known known
    cdef Context to
    cdef double bits
    known.what = UNSEEN
    if may_be_bigram(s.model, mixed):
        look_up(level, level.starts[before], level.starts[before + 1], written.symbol, &known)
        if known.what != UNSEEN:
            known.what = NO_TRIPLE
            known.triple = place_in(&s.model.levels[3], state.first, state.end, written.symbol)
            if known.triple < state.end and entry_in(&s.model.levels[3], known.triple) >> 14 == written.symbol:
                known.what = A_TRIPLE
    if s.document != NULL and may_be_said(s.document, mixed):
        bits = advance_known(s.model, s.document, &state.context, written.symbol, &known, &to)
    else:
        bits = advance_known(s.model, NULL, &state.context, written.symbol, &known, &to) + state.unsaid
    add_fresh(s, source, <int32_t>s.base, bits + written.cost, key_of(&to), to.rows[0] if to.length > 1 else NO_ROW, False)


cdef inline void meet_nothing(Search* s, int32_t source, int32_t written) noexcept nogil:
    """Add the arc of an edge that writes nothing."""
    add_fresh(s, source, written, s.written[written].cost, key_of(&s.kept[source].context), NO_ROW, False)
