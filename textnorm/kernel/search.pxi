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
