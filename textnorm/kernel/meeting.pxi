# Arcs from kept states to the edges that begin there, each with its bits; reference_search defines them.

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


cdef inline double least_through(Search* s, const Met* met) noexcept nogil:
    """Return the bits of the path through an edge whose bigram is known, if the model has no trigram.

    What the document says may make any symbol likelier: then nothing is known.
    """
    cdef const Kept* state = &s.kept[met.source]
    cdef double bits = state.bits + (met.entry >> 7 & 127) * QUANTUM + met.written.paid
    cdef int k
    for k in range(1, state.context.length):
        bits += state.context.weights[k]
    if s.document == NULL:
        return bits
    if may_be_said(s.document, mixed_from(key_behind(&state.context, met.written.symbol, 1))):
        return -INFINITY
    return bits + expected(s, met.source).unsaid


cdef void look_up(Search* s) noexcept nogil:
    """Add the arcs whose symbols may have been seen behind the last ones; memory is asked for all before any is needed."""
    cdef Py_ssize_t k, n = 0
    cdef Met* met
    cdef const Context* c
    cdef const Model* m = s.model
    cdef const Level* pairs = &m.levels[2]
    cdef const Level* triples = &m.levels[3]
    cdef double bits
    cdef int known
    for k in range(s.n_met):
        met = &s.met[k]
        if met.known == 0:
            prefetch(entry_at(pairs, pairs.offsets[(met.pair >> 1) >> pairs.shift]))
        if met.triple:
            if may_be_trigram(m, met.triple):
                prefetch(&triples.offsets[(met.triple >> 1) >> triples.shift])
            else:
                met.triple = 0
        if met.triple or met.least <= s.limit + UNCERTAIN:
            if n < k:
                s.met[n] = met[0]
            n += 1
    for k in range(n):
        met = &s.met[k]
        if met.triple:
            prefetch(entry_at(triples, triples.offsets[(met.triple >> 1) >> triples.shift]))
    for k in range(n):
        met = &s.met[k]
        if s.kept[met.source].bits + met.written.cost > s.limit:
            continue
        c = &s.kept[met.source].context
        known = met.known
        if known == 0:
            known = 2 if entry_of(pairs, met.pair, &met.entry) else 1
            if known == 2:
                met.least = least_through(s, met)
        if known == 2 and not met.triple:
            known = 3
            if met.least > s.limit + UNCERTAIN:
                continue
        if s.document == NULL or may_be_said(s.document, mixed_from(key_behind(c, met.written.symbol, 1))):
            bits = advance_known(m, s.document, c, met.written.symbol, known, met.entry, &s.fresh[s.n_fresh].context)
        else:
            bits = advance_known(m, NULL, c, met.written.symbol, known, met.entry, &s.fresh[s.n_fresh].context)
            bits += expected(s, met.source).unsaid
        add_fresh(s, met.source, met.edge, bits + met.written.cost, met.written)
    s.n_met = 0


cdef inline void meet_later(
    Search* s, int32_t source, int32_t edge, Written* written, uint64_t pair, int known, uint32_t entry
) noexcept nogil:
    """Add the arc of an edge from a state when its symbol has been looked up."""
    cdef const Context* c = &s.kept[source].context
    cdef const Model* m = s.model
    cdef Met* met = &s.met[s.n_met]
    cdef bint longer = known != 1 and m.order > 2 and c.length > 1
    met.source = source
    met.edge = edge
    met.written = written
    met.pair = pair
    met.known = known
    met.entry = entry
    met.triple = 0
    met.least = -INFINITY
    if known == 2:
        met.least = least_through(s, met)
        if not longer and met.least > s.limit + UNCERTAIN:
            return
    elif known == 0:
        prefetch(&m.levels[2].offsets[(pair >> 1) >> m.levels[2].shift])
    if longer:
        met.triple = mixed_from(key_behind(c, written.symbol, 2))
        prefetch(&m.successors.triples[(met.triple >> 1) >> m.levels[3].shift])
    s.n_met += 1
    if s.n_met == MOST_MET:
        look_up(s)


cdef inline void meet_unseen(Search* s, int32_t source, int32_t edge, Written* written) noexcept nogil:
    """Add the arc of an edge whose symbol was never seen behind the last one."""
    cdef Context* c = &s.fresh[s.n_fresh].context
    c.symbols = written.symbol
    c.length = 1
    c.weights[0] = s.model.backoffs[written.symbol]
    add_fresh(s, source, edge, written.unseen + expected(s, source).unseen, written)


cdef inline void meet_nothing(Search* s, int32_t source, int32_t edge, Written* written) noexcept nogil:
    """Add the arc of an edge that writes nothing."""
    s.fresh[s.n_fresh].context = s.kept[source].context
    add_fresh(s, source, edge, written.cost, written)


cdef inline bint may_be_seen(const Search* s, uint64_t mixed) noexcept nogil:
    return may_be_bigram(s.model, mixed) or (s.document != NULL and may_be_said(s.document, mixed))


cdef void meet(Search* s, int32_t source, int32_t edge, Written* written) noexcept nogil:
    """Add the arc of an edge from a state, at once or when its symbol has been looked up."""
    cdef const Kept* state = &s.kept[source]
    cdef uint64_t mixed
    if state.bits + written.cost > s.limit:
        return
    if written.nothing:
        meet_nothing(s, source, edge, written)
        return
    mixed = mixed_from(key_behind(&state.context, written.symbol, 1))
    if may_be_seen(s, mixed):
        meet_later(s, source, edge, written, mixed, 0, 0)
    else:
        meet_unseen(s, source, edge, written)


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
