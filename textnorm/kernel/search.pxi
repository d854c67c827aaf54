# The likeliest path through a lattice; reference_search defines it.

from libc.math cimport INFINITY, exp2f, log2f
from libc.string cimport memset


# Bits that a path to a kept state may be behind the last one that is kept: together such paths count in probabilities.
cdef double SLACK = 5.0


cdef struct Point:
    # A kept state: all paths to a node that the model cannot tell apart any more.
    Context context
    double bits, all_bits, behind
    double share  # of all paths
    double unsaid  # what a symbol costs in addition that the document never writes behind the last one
    double unseen  # the same, that the model has not seen there either
    double plain  # bits of the best path under the n-grams alone
    Division division  # of the best path into words
    Py_ssize_t best  # the arc of the best path; -1 at the start


cdef struct Arc:
    Py_ssize_t source, edge, target  # the states are places among those kept
    double cost
    double share  # of the paths to its target


cdef struct Fresh:
    # An arc to the node under work, and where it leads.
    Context context
    Arc arc


cdef struct Written:
    # What the edges of a group write.
    uint32_t symbol
    bint nothing
    double cost, unseen  # in the channel; with the symbol where the model has not seen it behind the last one
    Py_ssize_t first, next  # in the group, that write the same symbol; -1 behind the last one
    double least  # bits of the best arc of this symbol so far


cdef struct Met:
    # An edge from a state that the model may have seen the symbol behind.
    Py_ssize_t source, edge
    Written* written
    uint64_t pair, triple  # mixed keys
    uint32_t entry  # of the bigram
    int known  # as ``advance_known`` wants it, or 0


cdef struct Slot:
    Context context
    double bits
    Py_ssize_t kept  # where the state stays; -1 when the beam drops it
    bint used


cdef enum:
    MOST_MET = 64  # looked up together: the model lies in slow memory, which takes many questions at once
    CROWD = 48  # edges of a group from which on rows of successors are gone through: see crowds.pxi


cdef struct Search:
    const Model* model
    const Document* document  # or NULL
    Py_ssize_t nodes, edges, beam
    double margin, reach, spread
    double most  # bits of a whole path from which on none is kept
    double* rests  # by node: least bits from it to the end, as far as is known
    double* leasts  # by edge: bits of the best one between its nodes, roughly
    # the edges by the node where they end, and within it by the node where they start
    const int32_t* starts
    const int32_t* ends
    const uint32_t* points
    const float* costs
    Py_ssize_t* order
    Py_ssize_t* first
    # kept states, the first of each node, kept arcs, the first of each node
    Point* states
    Py_ssize_t n_states, room_states
    Py_ssize_t* states_of
    Arc* arcs
    Py_ssize_t n_arcs, room_arcs
    Py_ssize_t* arcs_of
    # the node under work
    Fresh* fresh
    Py_ssize_t n_fresh, room_fresh
    Written* written
    Py_ssize_t room_written
    Met[MOST_MET] met
    Py_ssize_t n_met
    double limit  # bits from which on an arc is dropped
    # for a group of many edges: the first one of each symbol, room to sort, edges to be looked at, rows of the states
    int32_t* first_of
    double* sorted
    int32_t* listed
    const uint32_t** rows
    Py_ssize_t room_first_of, room_sorted, room_listed, room_rows
    Written* group  # where it has more edges than the beam keeps states; else NULL
    Slot* slots
    Py_ssize_t n_slots, room_slots
    Py_ssize_t* chosen
    double* shares  # of every edge
    double* from_states  # by kept state: least bits from it to the end
    Py_ssize_t* moved  # by kept state: its place once others are dropped, -1 for those
    Py_ssize_t room_from_states, room_moved


cdef bint grow(void** at, Py_ssize_t* room, Py_ssize_t need, Py_ssize_t size) noexcept nogil:
    cdef void* moved
    if need <= room[0]:
        return True
    moved = realloc(at[0], (need + need // 2 + 64) * size)
    if moved == NULL:
        return False
    at[0] = moved
    room[0] = need + need // 2 + 64
    return True


cdef inline bint better(const Slot* a, const Slot* b) noexcept nogil:
    """Tell whether a slot goes before another: fewer bits, then the shorter context, then the lower symbols."""
    if a.bits != b.bits:
        return a.bits < b.bits
    if a.context.length != b.context.length:
        return a.context.length < b.context.length
    return a.context.symbols < b.context.symbols


cdef inline Py_ssize_t slot_of(Search* s, const Context* c) noexcept nogil:
    """Return the slot of a context at the node under work, which may be empty."""
    cdef uint64_t mixed = (c.symbols ^ (<uint64_t>c.length << 60)) * <uint64_t>0x9E3779B97F4A7C15
    cdef Py_ssize_t at = <Py_ssize_t>(mixed >> 32) & (s.n_slots - 1)
    while s.slots[at].used and (s.slots[at].context.symbols != c.symbols or s.slots[at].context.length != c.length):
        at = (at + 1) & (s.n_slots - 1)
    return at


cdef bint arrange(Search* s) noexcept nogil:
    """Sort the edges by end and start, keeping their order otherwise."""
    cdef Py_ssize_t k, total = 0, node
    cdef Py_ssize_t* by_start = <Py_ssize_t*>malloc((s.edges + 1) * sizeof(Py_ssize_t))
    cdef Py_ssize_t* count = <Py_ssize_t*>calloc(s.nodes + 2, sizeof(Py_ssize_t))
    if by_start == NULL or count == NULL:
        free(by_start)
        free(count)
        return False
    for k in range(s.edges):
        count[s.starts[k] + 1] += 1
    for node in range(s.nodes):
        count[node + 1] += count[node]
    for k in range(s.edges):
        by_start[count[s.starts[k]]] = k
        count[s.starts[k]] += 1
    for k in range(s.edges):
        s.first[s.ends[k] + 1] += 1
    for node in range(s.nodes):
        s.first[node + 1] += s.first[node]
    memcpy(count, s.first, s.nodes * sizeof(Py_ssize_t))
    for k in range(s.edges):
        node = s.ends[by_start[k]]
        s.order[count[node]] = by_start[k]
        count[node] += 1
    free(by_start)
    free(count)
    return True


cdef inline void add_fresh(Search* s, Py_ssize_t source, Py_ssize_t edge, double cost, Written* written) noexcept nogil:
    """Keep the arc whose context lies in the next fresh one, if it is good enough."""
    cdef Fresh* fresh = &s.fresh[s.n_fresh]
    cdef double bits = s.states[source].bits + cost
    if bits > s.limit:
        return
    s.limit = min(s.limit, bits + s.margin)
    if s.group != NULL:
        s.group[written.first].least = min(s.group[written.first].least, bits)
    fresh.arc.source = source
    fresh.arc.edge = edge
    fresh.arc.cost = cost
    s.n_fresh += 1


cdef void look_up(Search* s) noexcept nogil:
    """Add the arcs whose symbols may have been seen behind the last ones; memory is asked for all before any is needed."""
    cdef Py_ssize_t k
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
    for k in range(s.n_met):
        met = &s.met[k]
        if met.triple:
            prefetch(entry_at(triples, triples.offsets[(met.triple >> 1) >> triples.shift]))
    for k in range(s.n_met):
        met = &s.met[k]
        if s.states[met.source].bits + met.written.cost > s.limit:
            continue
        c = &s.states[met.source].context
        known = met.known
        if known == 0:
            known = 2 if entry_of(pairs, met.pair, &met.entry) else 1
        if known == 2 and not met.triple:
            known = 3
        if s.document == NULL or may_be_said(s.document, mixed_from(key_behind(c, met.written.symbol, 1))):
            bits = advance_known(m, s.document, c, met.written.symbol, known, met.entry, &s.fresh[s.n_fresh].context)
        else:
            bits = advance_known(m, NULL, c, met.written.symbol, known, met.entry, &s.fresh[s.n_fresh].context)
            bits += s.states[met.source].unsaid
        add_fresh(s, met.source, met.edge, bits + met.written.cost, met.written)
    s.n_met = 0


cdef inline void meet_later(
    Search* s, Py_ssize_t source, Py_ssize_t edge, Written* written, uint64_t pair, int known, uint32_t entry
) noexcept nogil:
    """Add the arc of an edge from a state when its symbol has been looked up."""
    cdef const Context* c = &s.states[source].context
    cdef const Model* m = s.model
    cdef Met* met = &s.met[s.n_met]
    met.source = source
    met.edge = edge
    met.written = written
    met.pair = pair
    met.known = known
    met.entry = entry
    met.triple = 0
    if known == 0:
        prefetch(&m.levels[2].offsets[(pair >> 1) >> m.levels[2].shift])
    if known != 1 and m.order > 2 and c.length > 1:
        met.triple = mixed_from(key_behind(c, written.symbol, 2))
        prefetch(&m.successors.triples[(met.triple >> 1) >> m.levels[3].shift])
    s.n_met += 1
    if s.n_met == MOST_MET:
        look_up(s)


cdef inline void meet_unseen(Search* s, Py_ssize_t source, Py_ssize_t edge, Written* written) noexcept nogil:
    """Add the arc of an edge whose symbol was never seen behind the last one."""
    cdef Context* c = &s.fresh[s.n_fresh].context
    c.symbols = written.symbol
    c.length = 1
    c.weights[0] = s.model.backoffs[written.symbol]
    add_fresh(s, source, edge, written.unseen + s.states[source].unseen, written)


cdef inline void meet_nothing(Search* s, Py_ssize_t source, Py_ssize_t edge, Written* written) noexcept nogil:
    """Add the arc of an edge that writes nothing."""
    s.fresh[s.n_fresh].context = s.states[source].context
    add_fresh(s, source, edge, written.cost, written)


cdef inline bint may_be_seen(const Search* s, uint64_t mixed) noexcept nogil:
    return may_be_bigram(s.model, mixed) or (s.document != NULL and may_be_said(s.document, mixed))


cdef void meet(Search* s, Py_ssize_t source, Py_ssize_t edge, Written* written) noexcept nogil:
    """Add the arc of an edge from a state, at once or when its symbol has been looked up."""
    cdef const Point* state = &s.states[source]
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


cdef inline void expect(const Search* s, Point* state) noexcept nogil:
    """Set what a symbol costs in addition that was not seen behind the last one: the bits of backing off."""
    cdef double weight = 0.0
    cdef int k
    for k in range(state.context.length):
        weight += state.context.weights[k]
    state.unsaid = 0.0 if s.document == NULL else unsaid(s.document, &state.context)
    state.unseen = weight + state.unsaid


cdef double nth(double* numbers, Py_ssize_t count, Py_ssize_t n) noexcept nogil:
    """Return the number that would be in the place ``n`` if they were sorted, and put them in disorder (Hoare, Find)."""
    cdef Py_ssize_t low = 0, high = count - 1, i, j
    cdef double pivot, moved
    while low < high:
        pivot = numbers[(low + high) >> 1]
        i, j = low, high
        while i <= j:
            while numbers[i] < pivot:
                i += 1
            while numbers[j] > pivot:
                j -= 1
            if i <= j:
                moved = numbers[i]
                numbers[i] = numbers[j]
                numbers[j] = moved
                i += 1
                j -= 1
        if n <= j:
            high = j
        elif n >= i:
            low = i
        else:
            break
    return numbers[n]


cdef bint open_group(Search* s, Py_ssize_t count) noexcept nogil:
    """Find the edges of a large group that write the same symbol; tell whether there was memory.

    The first one of each symbol is in ``first_of`` until ``close_group``.
    """
    cdef Py_ssize_t k
    cdef Written* written
    if s.first_of == NULL:
        if not grow(<void**>&s.first_of, &s.room_first_of, 1 << SYMBOL, sizeof(int32_t)):
            return False
        memset(s.first_of, 0xFF, (<size_t>1 << SYMBOL) * sizeof(int32_t))
    for k in range(count - 1, -1, -1):
        written = &s.written[k]
        written.next = -1
        if not written.nothing:
            written.next = s.first_of[written.symbol]
            s.first_of[written.symbol] = <int32_t>k
    s.group = NULL
    if count < 2 * s.beam:
        return True
    if not grow(<void**>&s.sorted, &s.room_sorted, count, sizeof(double)):
        return False
    s.group = s.written
    for k in range(count):
        written = &s.group[k]
        written.least = INFINITY
        written.first = k if written.nothing else s.first_of[written.symbol]
    return True


cdef void close_group(Search* s, Py_ssize_t count) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(count):
        if not s.written[k].nothing:
            s.first_of[s.written[k].symbol] = -1
    s.group = NULL


cdef void tighten(Search* s, Py_ssize_t count) noexcept nogil:
    """Lower the limit to the beam-th best symbol: different symbols lead to different states, so no worse state is kept."""
    cdef Py_ssize_t k, n = 0
    look_up(s)
    for k in range(count):
        if s.group[k].least < INFINITY:
            s.sorted[n] = s.group[k].least
            n += 1
    if n >= s.beam:
        s.limit = min(s.limit, nth(s.sorted, n, s.beam - 1) + SLACK)


cdef bint gather(Search* s, Py_ssize_t node) noexcept nogil:
    """Find all arcs to a node from the states before it."""
    cdef Py_ssize_t at, edge, source, group, end, first, last
    cdef Written* written
    s.n_fresh = s.n_met = 0
    s.group = NULL
    s.limit = s.most - s.rests[node] if s.most < INFINITY else INFINITY
    at = s.first[node]
    while at < s.first[node + 1]:
        end = at
        while end < s.first[node + 1] and s.starts[s.order[end]] == s.starts[s.order[at]]:
            end += 1
        if not grow(<void**>&s.written, &s.room_written, end - at, sizeof(Written)):
            return False
        for group in range(at, end):
            edge = s.order[group]
            written = &s.written[group - at]
            written.nothing = s.points[edge] >= NODES
            written.cost = s.costs[edge]
            if not written.nothing:
                written.symbol = symbol_of(s.model, s.points[edge])
                written.unseen = <double>s.model.unigrams[written.symbol] + s.model.within[written.symbol] + written.cost
        first, last = s.states_of[s.starts[s.order[at]]], s.states_of[s.starts[s.order[at]] + 1]
        if end - at >= CROWD:
            if not gather_crowd(s, at, end, first, last):
                return False
            at = end
            continue
        for source in range(first, last):
            if s.states[source].bits > s.limit:
                break  # the states of a node lie best first
            if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + s.n_met + end - at + 1, sizeof(Fresh)):
                return False
            for group in range(at, end):
                meet(s, source, s.order[group], &s.written[group - at])
        look_up(s)
        at = end
    source = 0
    for at in range(s.n_fresh):  # some were taken before the best was known
        if s.states[s.fresh[at].arc.source].bits + s.fresh[at].arc.cost <= s.limit:
            s.fresh[source] = s.fresh[at]
            source += 1
    s.n_fresh = source
    return True


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
