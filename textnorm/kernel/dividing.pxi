# The second look at the paths of a search: as rows of words; reference_search defines it.


cdef inline bint is_before(const Arc* a, const Arc* b) noexcept nogil:
    """Tell which of two arcs of the same cost is taken."""
    return a.source < b.source or (a.source == b.source and a.edge < b.edge)


cdef void divide_arcs(Search* s, Py_ssize_t node) noexcept nogil:
    """Weigh the arcs to a node as words too, whose sources have been weighed, and find the best path to each state."""
    cdef Py_ssize_t k, first = s.arcs_of[node], end = s.arcs_end[node]
    cdef double channel, bits, plain
    cdef Division division
    cdef uint32_t new
    cdef Arc* arc
    cdef Point* source
    cdef Point* state
    for k in range(s.states_of[node], s.states_end[node]):
        state = &s.states[k]
        state.best = -1
        state.behind = INFINITY
        state.all_bits = 0.0
        state.share = 0.0
    undivided(&division)
    memset(&division.sentence, 0, sizeof(Sentence))
    for k in range(first, end):
        arc = &s.arcs[k]
        source = &s.states[arc.source]
        state = &s.states[arc.target]
        plain = arc.cost
        if s.points[arc.edge] < NODES:
            channel = s.costs[arc.edge]
            new = symbol_of(s.model, s.points[arc.edge])
            bits = divide(s.model, &source.division, new, plain - channel, &division)
            arc.cost = channel + mix(plain - channel, bits) + sentence_step(s.model, &source.division.sentence, new, &division.sentence)
        bits = source.bits + arc.cost
        if state.best < 0 or bits < state.bits or (bits == state.bits and is_before(arc, &s.arcs[state.best])):
            state.best = <int32_t>k
            state.bits = bits
            state.plain = source.plain + plain
            state.division = division if s.points[arc.edge] < NODES else source.division
        state.behind = min(state.behind, source.all_bits + arc.cost)
    # The likeliest arc is the scale: the best path may be thousands of bits behind the sum of all, too much for exp2.
    for k in range(first, end):
        arc = &s.arcs[k]
        state = &s.states[arc.target]
        arc.share = exp2f(<float>(state.behind - s.states[arc.source].all_bits - arc.cost))
        state.all_bits += arc.share
    for k in range(first, end):
        s.arcs[k].share /= s.states[s.arcs[k].target].all_bits
    for k in range(s.states_of[node], s.states_end[node]):
        state = &s.states[k]
        state.all_bits = state.behind - log2f(<float>state.all_bits)


cdef void ahead(const Search* s, const Context* context, Point* state, const void* after, int kind, Py_ssize_t length) noexcept nogil:
    """Price what follows a last state, under the n-grams as far as they look, and as words."""
    cdef Py_ssize_t i
    cdef double plain = 0.0, bits = 0.0, marks = 0.0, paid
    cdef uint32_t new
    cdef Context contexts[2]
    cdef Division divisions[2]
    contexts[0] = context[0]
    divisions[0] = state.division
    for i in range(length):
        new = symbol_of(s.model, point_at(after, kind, i))
        paid = 0.0
        if i < s.model.order - 1:
            paid = advance(s.model, s.document, &contexts[i & 1], new, &contexts[~i & 1])
            plain += paid
        bits += divide(s.model, &divisions[i & 1], new, paid, &divisions[~i & 1])
        marks += sentence_step(s.model, &divisions[i & 1].sentence, new, &divisions[~i & 1].sentence)
    state.plain += plain
    state.behind = mix(plain, bits) + marks


cdef double log_add(double a, double b) noexcept nogil:
    """Return -log2(2^-a + 2^-b)."""
    if a > b:
        a, b = b, a
    return a if b == INFINITY else a - log2(1.0 + exp2(a - b))


cdef double backward(Search* s, const void* after, int kind, Py_ssize_t length, Py_ssize_t* best) noexcept nogil:
    """Price what follows, find the best last state, give every edge its share of all paths; return the bits of all."""
    cdef Py_ssize_t k
    cdef double everything = INFINITY, share
    cdef Arc* arc
    cdef Point* state
    best[0] = -1
    for k in range(first_last(s), s.n_states):
        state = &s.states[k]
        ahead(s, &s.kept[k].context, state, after, kind, length)
        everything = log_add(everything, state.all_bits + state.behind)
        if best[0] < 0 or state.bits + state.behind < s.states[best[0]].bits + s.states[best[0]].behind:
            best[0] = k
    for k in range(first_last(s), s.n_states):
        s.states[k].share = exp2(everything - s.states[k].all_bits - s.states[k].behind)
    for k in range(s.n_arcs - 1, -1, -1):
        arc = &s.arcs[k]
        share = s.states[arc.target].share * arc.share
        s.states[arc.source].share += share
        s.shares[arc.edge] += share
    return everything
