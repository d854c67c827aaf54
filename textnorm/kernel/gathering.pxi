# All arcs that end at a node, edges of one span together; reference_search defines them.


cdef bint gather_group(Search* s, Py_ssize_t first, Py_ssize_t last) noexcept nogil:
    """Find the arcs of a group from some states: of the edges from ``base`` on in ``written``, or of a crowd."""
    cdef Py_ssize_t source, k, sources = 0
    cdef Py_ssize_t count = s.n_written - s.base if s.crowd == NULL else s.crowd.n
    cdef int32_t matches
    cdef double ahead = INFINITY
    cdef bint fine
    for source in range(first, last):
        if s.kept[source].bits > s.limit:
            last = source  # the states of a node lie best first
            break
    if not open_group(s, first, last):
        return False
    open_rows(s, first, last)
    for k in range(s.n_matches if count < MANY else 0):
        if not match_behind(s, k):
            return False
    if not answer(s):
        return False
    for source in range(first, last):
        if s.kept[source].bits > s.limit:
            break
        if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + count + 1, sizeof(Fresh)):
            return False
        matches = s.matches_of[last_symbols(s.kept[source].context.symbols, 1)]
        if not s.matches[matches].found and not (match_behind(s, matches) and answer(s)):
            return False
        ahead = min(ahead, s.kept[source].bits + expected(s, <int32_t>source).unseen)
        meet_seen(s, <int32_t>source, &s.matches[matches])
        sources += 1
    for k in range(s.base, s.n_written):
        if s.written[k].nothing:
            if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + sources + 1, sizeof(Fresh)):
                return False
            for source in range(first, first + sources):
                meet_nothing(s, <int32_t>source, <int32_t>k)
    fine = meet_all_unseen(s, first, first + sources, ahead)
    close_group(s)
    return fine


cdef bint gather_one(Search* s, Py_ssize_t first, Py_ssize_t last) noexcept nogil:
    """Find the arcs of the last one in ``written``, a group by itself: most edges are links of a chain."""
    cdef Py_ssize_t source
    cdef uint32_t symbol = s.written[s.base].symbol, before
    cdef const Level* level = &s.model.levels[2]
    if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + last - first + 1, sizeof(Fresh)):
        return False
    for source in range(first, last):
        if s.kept[source].bits > s.limit:
            last = source
            break
        before = <uint32_t>last_symbols(s.kept[source].context.symbols, 1)
        prefetch_bigram(s.model, mixed_from(<uint64_t>before << SYMBOL | symbol))
    open_rows(s, first, last)
    for source in range(first, last if last - first > 1 else first):
        before = <uint32_t>last_symbols(s.kept[source].context.symbols, 1)
        if may_be_bigram(s.model, mixed_from(<uint64_t>before << SYMBOL | symbol)):
            prefetch(level.entries + 4 * <Py_ssize_t>((level.starts[before] + level.starts[before + 1]) >> 1))
    for source in range(first, last):
        meet_one(s, <int32_t>source)
    return True


cdef bint gather_edges(Search* s, Py_ssize_t at, Py_ssize_t end) noexcept nogil:
    """Find the arcs of some edges between the same nodes, given by their places in the order."""
    cdef Py_ssize_t k, start = s.starts[s.order[at]]
    cdef int32_t edge
    cdef Written* written
    if s.states_of[start] == s.states_end[start] or s.kept[s.states_of[start]].bits > s.limit:
        return True
    if not grow(<void**>&s.written, &s.room_written, s.n_written + end - at, sizeof(Written)):
        return False
    s.base = s.n_written
    s.crowd = NULL
    for k in range(at, end):
        edge = s.order[k]
        written = &s.written[s.n_written]
        s.n_written += 1
        begin_written(written, s.points[edge], <int32_t>start, edge, s.costs[edge])
        if written.nothing:
            s.sole = False  # two ways may lead to one context
        else:
            price_written(s.model, written, symbol_of(s.model, written.point))
    if end == at + 1 and not s.written[s.base].nothing:
        return gather_one(s, s.states_of[start], s.states_end[start])
    return gather_group(s, s.states_of[start], s.states_end[start])


cdef bint gather_crowd(Search* s, const CrowdEdge* crowd) noexcept nogil:
    """Find the arcs of a crowd."""
    cdef Py_ssize_t start = crowd.start
    if s.states_of[start] == s.states_end[start] or s.kept[s.states_of[start]].bits > s.limit:
        return True
    if not grow(<void**>&s.written, &s.room_written, s.n_written + crowd.crowd.n, sizeof(Written)):
        return False
    s.base = s.n_written
    s.crowd = crowd.crowd
    s.crowd_bits = crowd.bits
    s.crowd_start = crowd.start
    return gather_group(s, s.states_of[start], s.states_end[start])


cdef inline bint is_beyond(const Search* s, const Fresh* fresh) noexcept nogil:
    """Tell whether the symbol to which an arc leads, as the whole context, is not among the best ones."""
    if fresh.bits <= s.tally.near or fresh.key >> 60 > 1:
        return False
    return s.written[s.written[fresh.written].first].least > s.tally.near


cdef bint gather(Search* s, Py_ssize_t node) noexcept nogil:
    """Find all arcs to a node from the states before it."""
    cdef Py_ssize_t at = s.first[node], edges_end = s.first[node + 1], end, k, kept = 0
    cdef Py_ssize_t crowds = s.first_crowd[node], crowds_end = s.first_crowd[node + 1]
    s.n_fresh = s.n_written = 0
    s.limit = s.most - s.rests[node] if s.most < INFINITY else INFINITY
    begin_tally(&s.tally, False)
    if at == edges_end:
        s.sole = crowds_end - crowds == 1
    else:
        s.sole = crowds == crowds_end and s.starts[s.order[at]] == s.starts[s.order[edges_end - 1]]
    while at < edges_end:
        end = at
        while end < edges_end and s.starts[s.order[end]] == s.starts[s.order[at]]:
            end += 1
        if not gather_edges(s, at, end):
            return False
        at = end
    for k in range(crowds, crowds_end):
        if not gather_crowd(s, &s.graph.crowds[s.crowd_order[k]]):
            return False
    for k in range(s.n_fresh):  # some were taken before the best was known
        if s.fresh[k].bits <= s.limit and not (s.sole and is_beyond(s, &s.fresh[k])):
            if kept < k:
                s.fresh[kept] = s.fresh[k]
            kept += 1
    s.n_fresh = kept
    return True
