# The search as Python calls it, over a lattice in columns; reference_search defines it.

cdef bint prepare(Search* s, const Model* model, const Document* document, Py_ssize_t nodes, Py_ssize_t edges, Py_ssize_t beam, double margin) noexcept nogil:
    """Make room for a search over some nodes and edges, on a bench or on nothing; tell whether there was memory."""
    if not sift_words(<Model*>model) or not rank_rows(<Model*>model):
        return False
    s.model = model
    s.document = document
    s.nodes = nodes
    s.edges = edges
    s.beam = beam
    s.margin = margin
    s.reach = s.spread = s.most = s.far = INFINITY
    s.starts = s.ends = NULL
    s.points = NULL
    s.costs = NULL
    s.graph = NULL
    s.prices = NULL
    return (
        grow(<void**>&s.order, &s.room_order, edges + 1, sizeof(int32_t))
        and grow(<void**>&s.live, &s.room_live, nodes + 1, sizeof(int32_t))
        and grow(<void**>&s.chosen, &s.room_chosen, beam + 1, sizeof(Rank))
        and grow(<void**>&s.kept, &s.room_kept, beam + 1, sizeof(Kept))
        and cleared(<void**>&s.first, &s.room_first, nodes + 2, sizeof(int32_t))
        and cleared(<void**>&s.first_crowd, &s.room_first_crowd, nodes + 3, sizeof(int32_t))
        and cleared(<void**>&s.states_of, &s.room_states_of, nodes + 1, sizeof(int32_t))
        and cleared(<void**>&s.states_end, &s.room_states_end, nodes + 1, sizeof(int32_t))
        and cleared(<void**>&s.arcs_of, &s.room_arcs_of, nodes + 1, sizeof(int32_t))
        and cleared(<void**>&s.arcs_end, &s.room_arcs_end, nodes + 1, sizeof(int32_t))
        and cleared(<void**>&s.shares, &s.room_shares, edges + 1, sizeof(double))
        and cleared(<void**>&s.rests, &s.room_rests, nodes + 1, sizeof(double))
        and cleared(<void**>&s.leasts, &s.room_leasts, edges + 1, sizeof(double))
    )


cdef bint prepare_crowds(Search* s, Spelling* graph, DocumentForms forms) noexcept nogil:
    """Make room for a search over crowds too; tell whether there was memory."""
    s.graph = graph
    s.prices = &forms.prices
    if (
        not grow(<void**>&s.crowd_order, &s.room_crowd_order, graph.n_crowds, sizeof(int32_t))
        or not cleared(<void**>&s.made, &s.room_made, s.nodes + 1, sizeof(int32_t))
        or not cleared(<void**>&s.made_end, &s.room_made_end, s.nodes + 1, sizeof(int32_t))
    ):
        return False
    arrange_crowds(s)
    return True


cdef bint cleared(void** at, Py_ssize_t* room, Py_ssize_t need, Py_ssize_t size) noexcept nogil:
    """Make room and write zeros there; tell whether there was memory."""
    if not grow(at, room, need, size):
        return False
    memset(at[0], 0, need * size)
    return True


cdef void drop_search(Search* s) noexcept nogil:
    free(s.order)
    free(s.crowd_order)
    free(s.first_crowd)
    free(s.made)
    free(s.made_end)
    free(s.first)
    free(s.live)
    free(s.counts)
    free(s.kept)
    free(s.states)
    free(s.states_of)
    free(s.states_end)
    free(s.arcs)
    free(s.arcs_of)
    free(s.arcs_end)
    free(s.chosen)
    free(s.shares)
    free(s.rests)
    free(s.leasts)
    free(s.from_states)
    free(s.moved)
    free(s.sought)
    free(s.fresh)
    free(s.written)
    free(s.first_of)
    free(s.own_writes)
    free(s.sorted)
    free(s.listed)
    free(s.matched)
    free(s.matches)
    free(s.matches_of)
    free(s.seen)
    free(s.slots)
    free(s.hashed)


cdef bint search_through(Search* s, const Context* start, const Division* division, const void* after, int kind, Py_ssize_t length, Py_ssize_t* best, double* everything) noexcept nogil:
    """Search from a context on, find the best last state (-1: none) and the bits of all paths; tell whether there was memory."""
    cdef Py_ssize_t k
    cdef Point* first
    s.kept[0].context = start[0]
    s.kept[0].bits = 0.0
    s.kept[0].unseen = INFINITY
    s.kept[0].opened = False
    if not arrange(s) or (s.reach < INFINITY and not confine(s, start, s.reach)):
        return False
    enliven(s)
    if not (forward(s) if s.spread == INFINITY else forward_by_steps(s)):
        return False
    if s.far < INFINITY and length and not leave_far(s, symbol_of(s.model, point_at(after, kind, 0))):
        return False
    if not grow(<void**>&s.states, &s.room_states, s.n_states + 1, sizeof(Point)):
        return False
    if s.graph != NULL:
        s.edges = s.graph.n
        if not cleared(<void**>&s.shares, &s.room_shares, s.edges + 1, sizeof(double)):
            return False
    first = &s.states[0]
    first.bits = first.all_bits = first.plain = first.behind = first.share = 0.0
    first.division = division[0]
    first.best = -1
    for k in range(s.n_live):
        if not divide_arcs(s, s.live[k]):
            return False
    everything[0] = backward(s, after, kind, length, best)
    return True


cdef bint search_spelling(
    Bench* bench, Alphabet alphabet, DocumentForms forms, const Model* model, const Document* document, const Context* start,
    const Division* division, const void* after, int kind, Py_ssize_t length, Py_ssize_t beam, double margin, double reach,
    Py_ssize_t* best, bint* dead
) noexcept nogil:
    """Search what the graph on a bench spells, and find the best last state (-1: none); tell whether there was memory.

    The graph may be added to afterwards, and searched again.  dead: becomes whether it spells nothing at all.
    """
    cdef Spelling* graph = &bench.graph
    cdef Search* s = &bench.search
    cdef double everything = INFINITY
    best[0] = -1
    dead[0] = False
    graph.model = model if reach < INFINITY else NULL
    if not write_all(graph, alphabet, forms):
        return False
    if graph.n_nodes < 2 or not graph.reached[graph.n_nodes - 1]:
        dead[0] = True
        return True
    if graph.model != NULL and not write_within(graph, alphabet, forms, document, start, reach):
        return False
    if not prepare(s, model, document, graph.n_nodes, graph.n, beam, margin):
        return False
    s.starts, s.ends, s.points, s.costs = graph.starts, graph.ends, graph.points, graph.costs
    if graph.n_crowds and not prepare_crowds(s, graph, forms):
        return False
    return search_through(s, start, division, after, kind, length, best, &everything)


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


cdef list ranked(Search* s, Py_ssize_t edge, bint joined):
    """Return the code points of a span, likeliest first, with their shares: that of the edge, and others above zero.

    Where they are ``joined``, edges of the same code points that come from elsewhere count as well.
    """
    cdef Py_ssize_t k, one
    shares = {}
    for k in range(s.first[s.ends[edge]], s.first[s.ends[edge] + 1]):
        one = s.order[k]
        if s.starts[one] == s.starts[edge] and s.points[one] < NODES and (s.shares[one] > 0.0 or one == edge):
            shares[s.points[one]] = shares.get(s.points[one], 0.0) + s.shares[one]
    if joined:
        for k in range(s.first[s.ends[edge]], s.first[s.ends[edge] + 1]):
            one = s.order[k]
            if s.starts[one] != s.starts[edge] and s.shares[one] > 0.0 and s.points[one] in shares:
                shares[s.points[one]] += s.shares[one]
    return sorted(shares.items(), key=lambda item: (-item[1], item[0]))


def best_path(
    Grams model not None, columns, Py_ssize_t size, str before not None, str after, *, Py_ssize_t beam, double margin,
    double reach=INFINITY, double spread=INFINITY, Recent recent=None, bint joined=False
):
    """Return (edges of the best path, its bits, the bits of all paths, ranked code points of each edge); None without a path.

    See ``reference_search.best_path``.
    """
    cdef Bench* bench = take_bench()
    cdef Search* s = &bench.search
    cdef Context start
    cdef Division division
    cdef const int32_t[::1] starts, ends
    cdef const uint32_t[::1] points
    cdef const float[::1] costs
    cdef Py_ssize_t best = -1, length = 0
    cdef double everything = INFINITY
    cdef bint fine = False
    cdef int kind = 1
    cdef const void* behind = NULL
    cdef const Document* document = NULL if recent is None else &recent.document
    try:
        if bench == NULL:
            raise MemoryError
        starts, ends, points, costs = columns
        if after is not None:
            after = after[: LONGEST_WORD - 1] or "\n"
            length = len(after)
            kind = PyUnicode_KIND(after)
            behind = PyUnicode_DATA(after)
        model.begin(document, before, &start)
        divide_before(&model.model, before, &division)
        fine = prepare(s, &model.model, document, size + 1, starts.shape[0], beam, margin)
        if fine:
            s.reach = reach
            s.spread = spread
            if s.edges:
                s.starts, s.ends, s.points, s.costs = &starts[0], &ends[0], &points[0], &costs[0]
            with nogil:
                fine = search_through(s, &start, &division, behind, kind, length, &best, &everything)
        if not fine:
            raise MemoryError
        if best < 0:
            return None
        path = path_to(s, best)
        bits = s.states[best].plain
        everything += bits - s.states[best].bits - s.states[best].behind
        return path, bits, everything, [ranked(s, edge, joined) if points[edge] < NODES else [] for edge in path]
    finally:
        give_bench(bench, fine)
