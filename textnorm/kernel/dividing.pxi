# The second look at the paths of a search: as rows of words; reference_search defines it.


cdef inline bint is_before(const Arc* a, const Arc* b) noexcept nogil:
    """Tell which of two arcs of the same cost is taken."""
    return a.source < b.source or (a.source == b.source and a.edge < b.edge)


cdef bint seek_words(Search* s, Py_ssize_t first, Py_ssize_t end) noexcept nogil:
    """Find the words that may end with the symbols of some arcs; tell whether there was memory.

    The table of words lies in slow memory: it is asked for all before any is needed.
    """
    cdef Py_ssize_t k
    cdef int i
    cdef uint64_t* keys
    cdef const Model* m = s.model
    if not grow(<void**>&s.sought, &s.room_sought, (LONGEST_WORD - 1) * (end - first) + 1, sizeof(uint64_t)):
        return False
    keys = s.sought
    for k in range(first, end):
        if s.points[s.arcs[k].edge] < NODES:
            find_word_keys(m, &s.states[s.arcs[k].source].division, symbol_of(m, s.points[s.arcs[k].edge]), keys)
        else:
            memset(keys, 0, (LONGEST_WORD - 1) * sizeof(uint64_t))
        keys += LONGEST_WORD - 1
    for k in range((LONGEST_WORD - 1) * (end - first)):
        if s.sought[k]:
            if may_be_word(&m.words, s.sought[k]):
                prefetch(&m.words.offsets[(s.sought[k] >> 1) >> m.words.shift])
            else:
                s.sought[k] = 0
    for k in range((LONGEST_WORD - 1) * (end - first)):
        if s.sought[k]:
            prefetch(m.words.entries + 3 * <Py_ssize_t>m.words.offsets[(s.sought[k] >> 1) >> m.words.shift])
    return True


cdef bint divide_arcs(Search* s, Py_ssize_t node) noexcept nogil:
    """Weigh the arcs to a node as words too, whose sources have been weighed, and find the best path to each state.

    Tell whether there was memory.
    """
    cdef Py_ssize_t k, first = s.arcs_of[node], end = s.arcs_end[node]
    cdef double channel, bits, plain
    cdef Division division
    cdef uint32_t new
    cdef Arc* arc
    cdef Point* source
    cdef Point* state
    if not seek_words(s, first, end):
        return False
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
            bits = divide_known(s.model, &source.division, new, plain - channel, &s.sought[(LONGEST_WORD - 1) * (k - first)], &division)
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
    return True


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


cdef inline void foresee(const Search* s, Py_ssize_t state, uint32_t new) noexcept nogil:
    """Ask memory for what the first symbol behind a last state needs."""
    cdef uint64_t keys[LONGEST_WORD - 1]
    cdef uint64_t mixed = mixed_from(key_behind(&s.kept[state].context, new, 1))
    find_word_keys(s.model, &s.states[state].division, new, keys)
    prefetch_bigram(s.model, mixed)


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
    for k in range(first_last(s), s.n_states if length else 0):
        foresee(s, k, symbol_of(s.model, point_at(after, kind, 0)))
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
