# Which of the paths to a node are kept, and the way through all nodes; reference_search defines it.


cdef void sink(const Slot* slots, Rank* heap, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Let a state sink in a heap that has the worst one on top."""
    cdef Py_ssize_t child
    cdef Rank moving = heap[at]
    while True:
        child = 2 * at + 1
        if child >= n:
            break
        if child + 1 < n and better(slots, &heap[child], &heap[child + 1]):
            child += 1
        if not better(slots, &moving, &heap[child]):
            break
        heap[at] = heap[child]
        at = child
    heap[at] = moving


cdef Py_ssize_t choose(Search* s) noexcept nogil:
    """Put the best slots into ``chosen``, best first, and return how many there are."""
    cdef Py_ssize_t at, k, n = min(s.n_slots, s.beam), last
    cdef Rank* heap = s.chosen
    cdef Rank one
    for at in range(n):
        heap[at].bits = s.slots[at].bits
        heap[at].slot = <int32_t>at
    if n <= FEW_SLOTS and n == s.n_slots:
        for at in range(1, n):
            one = heap[at]
            k = at
            while k > 0 and better(s.slots, &one, &heap[k - 1]):
                heap[k] = heap[k - 1]
                k -= 1
            heap[k] = one
        return n
    for k in range(n // 2 - 1, -1, -1):
        sink(s.slots, heap, n, k)
    for at in range(n, s.n_slots):
        if s.slots[at].bits > heap[0].bits:
            continue
        one.bits, one.slot = s.slots[at].bits, <int32_t>at
        if better(s.slots, &one, &heap[0]):
            heap[0] = one
            sink(s.slots, heap, n, 0)
    for last in range(n - 1, 0, -1):
        one = heap[last]
        heap[last] = heap[0]
        heap[0] = one
        sink(s.slots, heap, last, 0)
    return n


cdef bint merge(Search* s) noexcept nogil:
    """Find the contexts that the arcs to a node lead to, each with the bits of the best one; tell whether there was memory."""
    cdef Py_ssize_t k, n = 4 * FEW_SLOTS
    cdef Fresh* fresh
    cdef Slot* slot
    s.n_slots = s.n_hashed = 0
    if not grow(<void**>&s.slots, &s.room_slots, s.n_fresh, sizeof(Slot)):
        return False
    if s.n_fresh > FEW_SLOTS:
        while n < 2 * s.n_fresh:
            n *= 2
        if not cleared(<void**>&s.hashed, &s.room_hashed, n, sizeof(uint32_t)):
            return False
        s.n_hashed = n
    for k in range(s.n_fresh):
        fresh = &s.fresh[k]
        slot = slot_of(s, &fresh.context, &fresh.slot)
        if slot == NULL or fresh.bits < slot.bits:
            slot = &s.slots[fresh.slot]
            slot.context = fresh.context
            slot.bits = fresh.bits
            slot.kept = -1
    return True


cdef bint settle(Search* s, Py_ssize_t node) noexcept nogil:
    """Merge the arcs to a node into states and keep the best ones."""
    cdef Py_ssize_t k, n
    cdef double worst = INFINITY
    cdef const Fresh* fresh
    cdef Slot* slot
    cdef Kept* state
    cdef Arc* arc
    s.states_of[node] = s.states_end[node] = <int32_t>s.n_states
    s.arcs_of[node] = s.arcs_end[node] = <int32_t>s.n_arcs
    if s.n_fresh == 0:
        return True
    if not merge(s):
        return False
    n = choose(s)
    if n == s.beam:
        worst = s.chosen[n - 1].bits + SLACK
    if not grow(<void**>&s.kept, &s.room_kept, s.n_states + n, sizeof(Kept)):
        return False
    if not grow(<void**>&s.arcs, &s.room_arcs, s.n_arcs + s.n_fresh, sizeof(Arc)):
        return False
    for k in range(n):
        slot = &s.slots[s.chosen[k].slot]
        slot.kept = <int32_t>s.n_states
        state = &s.kept[s.n_states]
        state.context = slot.context
        state.bits = slot.bits
        state.unseen = INFINITY
        state.opened = False
        s.n_states += 1
    for k in range(s.n_fresh):
        fresh = &s.fresh[k]
        slot = &s.slots[fresh.slot]
        if slot.kept < 0 or fresh.bits > worst:
            continue
        arc = &s.arcs[s.n_arcs]
        arc.source = fresh.source
        arc.edge = fresh.edge
        arc.target = slot.kept
        arc.cost = fresh.cost
        s.n_arcs += 1
    s.states_end[node] = <int32_t>s.n_states
    s.arcs_end[node] = <int32_t>s.n_arcs
    return True


cdef bint leave_far(Search* s, uint32_t following) noexcept nogil:
    """Drop the last states that are ``far`` behind the best one, each with the symbol that follows; tell whether there was memory.

    Of the hundreds of characters that a lost one can have been some tens are left to be weighed as words.
    """
    cdef Py_ssize_t k, first = first_last(s), last = s.nodes - 1, kept = first, arcs = s.arcs_of[last]
    cdef Context to
    cdef double least = INFINITY
    if first == s.n_states:
        return True
    if not grow(<void**>&s.from_states, &s.room_from_states, s.n_states, sizeof(double)):
        return False
    if not grow(<void**>&s.moved, &s.room_moved, s.n_states, sizeof(int32_t)):
        return False
    for k in range(first, s.n_states):
        prefetch_bigram(s.model, mixed_from(key_behind(&s.kept[k].context, following, 1)))
    for k in range(first, s.n_states):
        s.from_states[k] = s.kept[k].bits + advance(s.model, s.document, &s.kept[k].context, following, &to)
        least = min(least, s.from_states[k])
    for k in range(first, s.n_states):
        s.moved[k] = -1
        if s.from_states[k] <= least + s.far:
            s.moved[k] = <int32_t>kept
            s.kept[kept] = s.kept[k]
            kept += 1
    for k in range(s.arcs_of[last], s.n_arcs):
        if s.moved[s.arcs[k].target] >= 0:
            s.arcs[arcs] = s.arcs[k]
            s.arcs[arcs].target = s.moved[s.arcs[k].target]
            arcs += 1
    s.n_states = s.states_end[last] = <int32_t>kept
    s.n_arcs = s.arcs_end[last] = <int32_t>arcs
    return True


cdef bint forward(Search* s) noexcept nogil:
    """Keep states and arcs node by node, from the first state on."""
    cdef Py_ssize_t k
    s.n_states = 1
    s.n_arcs = 0
    s.states_of[0] = 0
    s.states_end[0] = 1
    for k in range(s.n_live):
        if not gather(s, s.live[k]) or not settle(s, s.live[k]):
            return False
    return True
