# Which of the paths to a node are kept, and the way through all nodes; reference_search defines it.


cdef void sink(const Search* s, Py_ssize_t* heap, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Let a slot sink in a heap that has the worst one on top."""
    cdef Py_ssize_t child, moving = heap[at]
    while True:
        child = 2 * at + 1
        if child >= n:
            break
        if child + 1 < n and better(&s.slots[heap[child]], &s.slots[heap[child + 1]]):
            child += 1
        if not better(&s.slots[moving], &s.slots[heap[child]]):
            break
        heap[at] = heap[child]
        at = child
    heap[at] = moving


cdef Py_ssize_t choose(Search* s) noexcept nogil:
    """Put the best slots into ``chosen``, best first, and return how many there are."""
    cdef Py_ssize_t at, k, n = 0, last
    for at in range(s.n_slots):
        if not s.slots[at].used:
            continue
        if n < s.beam:
            s.chosen[n] = at
            n += 1
            if n == s.beam:
                for k in range(n // 2 - 1, -1, -1):
                    sink(s, s.chosen, n, k)
        elif better(&s.slots[at], &s.slots[s.chosen[0]]):
            s.chosen[0] = at
            sink(s, s.chosen, n, 0)
    for k in range(n // 2 - 1, -1, -1):
        sink(s, s.chosen, n, k)
    for last in range(n - 1, 0, -1):
        at = s.chosen[last]
        s.chosen[last] = s.chosen[0]
        s.chosen[0] = at
        sink(s, s.chosen, last, 0)
    return n


cdef bint settle(Search* s, Py_ssize_t node) noexcept nogil:
    """Merge the arcs to a node into states and keep the best ones."""
    cdef Py_ssize_t k, at, n
    cdef double bits, worst = INFINITY
    cdef Fresh* fresh
    cdef Slot* slot
    cdef Point* state
    n = 4
    while n < 2 * s.n_fresh:
        n *= 2
    if not grow(<void**>&s.slots, &s.room_slots, n, sizeof(Slot)):
        return False
    s.n_slots = n
    for k in range(n):
        s.slots[k].used = False
    for k in range(s.n_fresh):
        fresh = &s.fresh[k]
        bits = s.states[fresh.arc.source].bits + fresh.arc.cost
        at = slot_of(s, &fresh.context)
        slot = &s.slots[at]
        if not slot.used or bits < slot.bits:
            slot.context = fresh.context
            slot.bits = bits
        slot.used = True
        slot.kept = -1
        fresh.arc.target = at
    n = choose(s)
    if n == s.beam:
        worst = s.slots[s.chosen[n - 1]].bits + SLACK
    if not grow(<void**>&s.states, &s.room_states, s.n_states + n, sizeof(Point)):
        return False
    if not grow(<void**>&s.arcs, &s.room_arcs, s.n_arcs + s.n_fresh, sizeof(Arc)):
        return False
    for k in range(n):
        slot = &s.slots[s.chosen[k]]
        slot.kept = s.n_states
        state = &s.states[s.n_states]
        state.context = slot.context
        state.bits = slot.bits
        expect(s, state)
        s.n_states += 1
    for k in range(s.n_fresh):
        fresh = &s.fresh[k]
        slot = &s.slots[fresh.arc.target]
        if slot.kept < 0 or s.states[fresh.arc.source].bits + fresh.arc.cost > worst:
            continue
        fresh.arc.target = slot.kept
        s.arcs[s.n_arcs] = fresh.arc
        s.n_arcs += 1
    return True


cdef bint forward(Search* s) noexcept nogil:
    """Keep states and arcs node by node, from the first state on."""
    cdef Py_ssize_t node
    s.n_states = 1
    s.n_arcs = 0
    s.states_of[0] = 0
    s.states_of[1] = 1
    s.arcs_of[0] = s.arcs_of[1] = 0
    for node in range(1, s.nodes):
        if not gather(s, node) or not settle(s, node):
            return False
        s.states_of[node + 1] = s.n_states
        s.arcs_of[node + 1] = s.n_arcs
    return True
