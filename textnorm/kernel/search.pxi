# The likeliest path through a lattice; reference_search defines it.

from libc.math cimport INFINITY, exp2f, log2f
from libc.string cimport memset


# Bits that a path to a kept state may be behind the last one that is kept: together such paths count in probabilities.
cdef double SLACK = 5.0


cdef struct Kept:
    # A kept state, as the search goes on from it: all paths to a node that the model cannot tell apart any more.
    Context context
    double bits
    double unseen  # what a symbol costs in addition that was not seen behind the last one; infinite until somebody asks
    double unsaid  # the part of it that the document is the reason for
    uint32_t first, end  # trigrams that begin with the last two symbols, once it is opened
    bint opened


cdef struct Point:
    # The same state, as it is weighed when the search is over.
    double bits, all_bits, behind
    double share  # of all paths
    double plain  # bits of the best path under the n-grams alone
    Division division  # of the best path into words
    int32_t best  # the arc of the best path; -1 at the start


cdef struct Arc:
    int32_t source, edge, target  # the states are places among those kept
    double cost
    double share  # of the paths to its target


cdef struct Fresh:
    # An arc to the node under work, and where it leads.
    Context context
    int32_t source, edge
    int32_t slot
    double cost
    double bits  # of the best path through it


cdef struct Written:
    # What the edges of a group write.
    uint32_t symbol
    bint nothing
    double cost, unseen  # in the channel; with the symbol where the model has not seen it behind the last one
    double paid  # in the channel, and for the character as one of its class
    int32_t first, next  # in the group, that write the same symbol; -1 behind the last one
    double least  # bits of the best arc of this symbol so far
    int32_t source  # the last state behind which the model has a trigram
    uint32_t triple  # where that is


cdef struct Match:
    # An edge of a group whose symbol the model or the document has seen behind another one.
    int32_t written
    bint said  # perhaps by the document: then nothing is known of its bits
    Known known
    double bits  # of the bigram, with what is paid


cdef struct Matches:
    # Those behind one symbol.
    uint32_t before
    Py_ssize_t first, end
    Py_ssize_t seen  # where the bits are that say which edges they are


cdef struct Asked:
    # A bigram that is looked for in its row.
    uint32_t symbol, first, end  # nowhere, where only the document may have it
    int32_t matches, written
    bint said


cdef struct Slot:
    # A context at the node under work.
    Context context
    double bits
    int32_t kept  # where the state stays; -1 when the beam drops it


cdef struct Rank:
    double bits
    int32_t slot


cdef enum:
    MOST_ASKED = 64  # bigrams looked up together: the model lies in slow memory, which takes many questions at once
    CROWD = 48  # edges of a group from which on it is not asked in advance what follows all states
    READ_THROUGH = 4  # entries of a row that are gone through as fast as it is asked for one symbol
    FEW_SLOTS = 8  # contexts at a node that are compared one by one


cdef struct Search:
    # What is searched.  Memory is kept for the next search: see benches.pxi.
    const Model* model
    const Document* document  # or NULL
    Py_ssize_t nodes, edges, beam
    double margin, reach, spread
    double most  # bits of a whole path from which on none is kept
    double far  # bits behind the best last state, each with what follows it, from which on none is weighed
    double* rests  # by node: least bits from it to the end, as far as is known
    double* leasts  # by edge: bits of the best one between its nodes, roughly
    # the edges by the node where they end, and within it by the node where they start; the nodes where any end, ascending
    const int32_t* starts
    const int32_t* ends
    const uint32_t* points
    const float* costs
    int32_t* order
    int32_t* first
    int32_t* live
    Py_ssize_t n_live
    Py_ssize_t room_rests, room_leasts, room_order, room_first, room_live, room_counts
    int32_t* counts  # room to sort edges
    # kept states, the first of each node and the one behind its last, kept arcs, the same
    Kept* kept
    Point* states
    int32_t* states_of
    int32_t* states_end
    Arc* arcs
    int32_t* arcs_of
    int32_t* arcs_end
    Py_ssize_t n_states, room_kept, room_states, n_arcs, room_arcs
    Py_ssize_t room_states_of, room_states_end, room_arcs_of, room_arcs_end
    # the node under work
    Fresh* fresh
    Py_ssize_t n_fresh, room_fresh
    Written* written
    Py_ssize_t room_written
    double limit  # bits from which on an arc is dropped
    # for the group under work: the first edge of each symbol, the lowest symbol and the highest, room to sort, edges to be
    # looked at
    int32_t* first_of
    uint32_t lowest, highest
    double* sorted
    int32_t* listed
    # what of the group was seen behind the last symbols of the states, by symbol which matches these are, and their bits
    Match* matched
    Matches* matches
    int32_t* matches_of
    uint64_t* seen
    Asked[MOST_ASKED] asked
    Py_ssize_t n_matched, n_matches, n_asked
    Py_ssize_t room_first_of, room_sorted, room_listed, room_matched, room_matches, room_matches_of, room_seen
    Written* group  # where it has more edges than the beam keeps states; else NULL
    # the contexts that the arcs to the node lead to: where each is by its hash, from 1 on, 0 for none; and the best ones
    Slot* slots
    uint32_t* hashed
    Rank* chosen
    Py_ssize_t n_slots, room_slots, n_hashed, room_hashed, room_chosen
    double* shares  # of every edge
    double* from_states  # by kept state: least bits from it to the end
    int32_t* moved  # by kept state: its place once others are dropped, -1 for those
    uint64_t* sought  # by arc to the node that is divided: the words of two and more symbols that may end there
    Py_ssize_t room_shares, room_from_states, room_moved, room_sought


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


cdef inline bint better(const Slot* slots, const Rank* a, const Rank* b) noexcept nogil:
    """Tell whether a state goes before another: fewer bits, then the shorter context, then the lower symbols."""
    cdef const Context* one
    cdef const Context* other
    if a.bits != b.bits:
        return a.bits < b.bits
    one, other = &slots[a.slot].context, &slots[b.slot].context
    if one.length != other.length:
        return one.length < other.length
    return one.symbols < other.symbols


cdef inline Slot* slot_of(Search* s, const Context* c, int32_t* at) noexcept nogil:
    """Return the slot of a context at the node under work, and where it is; NULL for one that was not there before."""
    cdef Py_ssize_t k
    cdef uint64_t mixed
    if s.n_hashed == 0:
        for k in range(s.n_slots):
            if s.slots[k].context.symbols == c.symbols and s.slots[k].context.length == c.length:
                at[0] = <int32_t>k
                return &s.slots[k]
    else:
        mixed = (c.symbols ^ (<uint64_t>c.length << 60)) * <uint64_t>0x9E3779B97F4A7C15
        k = <Py_ssize_t>(mixed >> 32) & (s.n_hashed - 1)
        while s.hashed[k]:
            at[0] = <int32_t>(s.hashed[k] - 1)
            if s.slots[at[0]].context.symbols == c.symbols and s.slots[at[0]].context.length == c.length:
                return &s.slots[at[0]]
            k = (k + 1) & (s.n_hashed - 1)
        s.hashed[k] = <uint32_t>s.n_slots + 1
    at[0] = <int32_t>s.n_slots
    s.n_slots += 1
    return NULL


cdef bint arrange(Search* s) noexcept nogil:
    """Sort the edges by end and start, keeping their order otherwise; tell whether there was memory."""
    cdef Py_ssize_t k, node
    cdef bint sorted = True
    cdef int32_t* by_start
    cdef int32_t* count
    if not grow(<void**>&s.counts, &s.room_counts, s.nodes + 2 + s.edges + 1, sizeof(int32_t)):
        return False
    count, by_start = s.counts, s.counts + s.nodes + 2
    for k in range(1, s.edges):
        if s.starts[k] < s.starts[k - 1]:
            sorted = False
            break
    if not sorted:
        memset(count, 0, (s.nodes + 2) * sizeof(int32_t))
        for k in range(s.edges):
            count[s.starts[k] + 1] += 1
        for node in range(s.nodes):
            count[node + 1] += count[node]
        for k in range(s.edges):
            by_start[count[s.starts[k]]] = <int32_t>k
            count[s.starts[k]] += 1
    for k in range(s.edges):
        s.first[s.ends[k] + 1] += 1
    for node in range(s.nodes):
        s.first[node + 1] += s.first[node]
    memcpy(count, s.first, s.nodes * sizeof(int32_t))
    for k in range(s.edges):
        node = k if sorted else by_start[k]
        s.order[count[s.ends[node]]] = <int32_t>node
        count[s.ends[node]] += 1
    return True


cdef void enliven(Search* s) noexcept nogil:
    """List the nodes where edges end."""
    cdef Py_ssize_t node
    s.n_live = 0
    for node in range(1, s.nodes):
        if s.first[node] < s.first[node + 1]:
            s.live[s.n_live] = <int32_t>node
            s.n_live += 1


cdef inline Py_ssize_t first_last(const Search* s) noexcept nogil:
    """Return where the states of the last node begin."""
    cdef Py_ssize_t last = s.nodes - 1
    return s.states_of[last] if s.states_of[last] < s.states_end[last] else s.n_states
