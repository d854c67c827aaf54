# A search with few paths tells where one with many need not look; reference_steps defines it.

cdef Py_ssize_t FEW = 2  # paths of the first search


cdef bint measure_rests(Search* s) noexcept nogil:
    """Set the least bits from each kept state to the end; tell whether there was memory."""
    cdef Py_ssize_t k, last = first_last(s)
    cdef const Arc* arc
    if not grow(<void**>&s.from_states, &s.room_from_states, s.n_states, sizeof(double)):
        return False
    for k in range(s.n_states):
        s.from_states[k] = INFINITY if k < last else 0.0
    for k in range(s.n_arcs - 1, -1, -1):
        arc = &s.arcs[k]
        s.from_states[arc.source] = min(s.from_states[arc.source], arc.cost + s.from_states[arc.target])
    return True


cdef bint bound(Search* s) noexcept nogil:
    """Let the paths that are kept be the measure of the next search; tell whether there was memory."""
    cdef Py_ssize_t i, node, k, edge
    if not measure_rests(s):
        return False
    for i in range(s.n_live - 1, -1, -1):
        node = s.live[i]
        for k in range(s.states_of[node], s.states_end[node]):
            s.rests[node] = min(s.rests[node], s.from_states[k])
        for k in range(s.first[node], s.first[node + 1]):
            edge = s.order[k]
            s.rests[s.starts[edge]] = min(s.rests[s.starts[edge]], s.leasts[edge] + s.rests[node])
    s.most = s.from_states[0] + s.spread
    return True


cdef bint thin(Search* s) noexcept nogil:
    """Drop the states and the arcs that lie on no path within the spread; tell whether there was memory."""
    cdef Py_ssize_t i, node, k, states = 1, arcs = 0, first
    cdef int32_t source, target
    cdef const Arc* arc
    if not grow(<void**>&s.moved, &s.room_moved, s.n_states, sizeof(int32_t)) or not bound(s):
        return False
    s.moved[0] = 0
    for i in range(s.n_live):
        node = s.live[i]
        first = states
        for k in range(s.states_of[node], s.states_end[node]):
            if s.kept[k].bits + s.from_states[k] <= s.most:
                s.moved[k] = <int32_t>states
                s.kept[states] = s.kept[k]
                states += 1
            else:
                s.moved[k] = -1
        s.states_of[node], s.states_end[node] = <int32_t>first, <int32_t>states
        first = arcs
        for k in range(s.arcs_of[node], s.arcs_end[node]):
            arc = &s.arcs[k]
            source, target = s.moved[arc.source], s.moved[arc.target]
            if source >= 0 and target >= 0 and s.kept[source].bits + arc.cost + s.from_states[arc.target] <= s.most:
                s.arcs[arcs] = arc[0]
                s.arcs[arcs].source = source
                s.arcs[arcs].target = target
                arcs += 1
        s.arcs_of[node], s.arcs_end[node] = <int32_t>first, <int32_t>arcs
    s.n_states, s.n_arcs = states, arcs
    return True


cdef bint forward_by_steps(Search* s) noexcept nogil:
    """Search with few paths, then with all, and keep what is within the spread; tell whether there was memory."""
    cdef Py_ssize_t beam = s.beam
    s.beam = FEW
    if beam > FEW and not (forward(s) and bound(s)):
        return False
    s.beam = beam
    if not forward(s):
        return False
    if first_last(s) == s.n_states and s.most < INFINITY:  # all paths were dropped
        s.most = INFINITY
        if not forward(s):
            return False
    return thin(s)
