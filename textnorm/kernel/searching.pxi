# The search as Python calls it, over a lattice in columns; reference_search defines it.

cdef bint prepare(Search* s, const Model* model, const Document* document, Py_ssize_t nodes, Py_ssize_t edges, Py_ssize_t beam, double margin) noexcept nogil:
    """Make room for a search over some nodes and edges; tell whether there was memory."""
    memset(s, 0, sizeof(Search))
    s.model = model
    if successors_of(<Model*>model) == NULL:
        return False
    s.document = document
    s.nodes = nodes
    s.edges = edges
    s.beam = beam
    s.margin = margin
    s.reach = s.spread = s.most = INFINITY
    s.order = <Py_ssize_t*>malloc((edges + 1) * sizeof(Py_ssize_t))
    s.first = <Py_ssize_t*>calloc(nodes + 2, sizeof(Py_ssize_t))
    s.states_of = <Py_ssize_t*>calloc(nodes + 2, sizeof(Py_ssize_t))
    s.arcs_of = <Py_ssize_t*>calloc(nodes + 2, sizeof(Py_ssize_t))
    s.chosen = <Py_ssize_t*>malloc((beam + 1) * sizeof(Py_ssize_t))
    s.shares = <double*>calloc(edges + 1, sizeof(double))
    s.rests = <double*>calloc(nodes + 1, sizeof(double))
    s.leasts = <double*>calloc(edges + 1, sizeof(double))
    if s.rests == NULL or s.leasts == NULL or s.order == NULL or s.first == NULL or s.states_of == NULL or s.arcs_of == NULL or s.chosen == NULL or s.shares == NULL:
        return False
    return grow(<void**>&s.states, &s.room_states, beam + 1, sizeof(Point))


cdef void drop_search(Search* s) noexcept nogil:
    free(s.order)
    free(s.first)
    free(s.states_of)
    free(s.arcs_of)
    free(s.chosen)
    free(s.shares)
    free(s.rests)
    free(s.leasts)
    free(s.from_states)
    free(s.moved)
    free(s.states)
    free(s.arcs)
    free(s.fresh)
    free(s.written)
    free(s.first_of)
    free(s.sorted)
    free(s.listed)
    free(s.rows)
    free(s.slots)


cdef bint search_through(Search* s, const Context* start, const Division* division, const void* after, int kind, Py_ssize_t length, Py_ssize_t* best, double* everything) noexcept nogil:
    """Search from a context on, find the best last state (-1: none) and the bits of all paths; tell whether there was memory."""
    cdef Py_ssize_t node
    s.states[0].context = start[0]
    s.states[0].division = division[0]
    s.states[0].plain = 0.0
    s.states[0].bits = s.states[0].all_bits = 0.0
    s.states[0].behind = s.states[0].share = 0.0
    expect(s, &s.states[0])
    s.states[0].best = -1
    if not arrange(s) or (s.reach < INFINITY and not confine(s, start, s.reach)):
        return False
    if not (forward(s) if s.spread == INFINITY else forward_by_steps(s)):
        return False
    for node in range(1, s.nodes):
        divide_arcs(s, node)
    everything[0] = backward(s, after, kind, length, best)
    return True


cdef list path_to(const Search* s, Py_ssize_t best):
    """Return the edges of the best path to a state."""
    cdef Py_ssize_t k
    path = []
    while s.states[best].best >= 0:
        k = s.states[best].best
        path.append(s.arcs[k].edge)
        best = s.arcs[k].source
    path.reverse()
    return path


cdef list ranked(Search* s, Py_ssize_t edge):
    """Return the code points of a span, likeliest first, with their shares: that of the edge, and others above zero."""
    cdef Py_ssize_t k, one
    shares = {}
    for k in range(s.first[s.ends[edge]], s.first[s.ends[edge] + 1]):
        one = s.order[k]
        if s.starts[one] == s.starts[edge] and s.points[one] < NODES and (s.shares[one] > 0.0 or one == edge):
            shares[s.points[one]] = shares.get(s.points[one], 0.0) + s.shares[one]
    return sorted(shares.items(), key=lambda item: (-item[1], item[0]))


def best_path(
    Grams model not None, columns, Py_ssize_t size, str before not None, str after, *, Py_ssize_t beam, double margin,
    double reach=INFINITY, double spread=INFINITY, Recent recent=None
):
    """Return (edges of the best path, its bits, the bits of all paths, ranked code points of each edge); None without a path.

    See ``reference_search.best_path``.
    """
    cdef Search s
    cdef Context start
    cdef Division division
    cdef const int32_t[::1] starts, ends
    cdef const uint32_t[::1] points
    cdef const float[::1] costs
    cdef Py_ssize_t best = -1, length = 0
    cdef double everything = INFINITY
    cdef bint fine
    cdef int kind = 1
    cdef const void* behind = NULL
    cdef const Document* document = NULL if recent is None else &recent.document
    starts, ends, points, costs = columns
    if after is not None:
        after = after[: LONGEST_WORD - 1] or "\n"
        length = len(after)
        kind = PyUnicode_KIND(after)
        behind = PyUnicode_DATA(after)
    model.begin(document, before, &start)
    divide_before(&model.model, before, &division)
    try:
        fine = prepare(&s, &model.model, document, size + 1, starts.shape[0], beam, margin)
        if fine:
            s.reach = reach
            s.spread = spread
            if s.edges:
                s.starts, s.ends, s.points, s.costs = &starts[0], &ends[0], &points[0], &costs[0]
            with nogil:
                fine = search_through(&s, &start, &division, behind, kind, length, &best, &everything)
        if not fine:
            raise MemoryError
        if best < 0:
            return None
        path = path_to(&s, best)
        bits = s.states[best].plain
        everything += bits - s.states[best].bits - s.states[best].behind
        return path, bits, everything, [ranked(&s, edge) if points[edge] < NODES else [] for edge in path]
    finally:
        drop_search(&s)
