# The places that the decoder of damaged bytes may reach, as a graph: numbers of places, and those still to be followed.

cdef struct SlipGroup:
    # Edges from one node to another: characters of a set, or a single one.
    Py_ssize_t source
    uint64_t target  # a place
    Py_ssize_t seen  # and which of those that were seen
    const SlipSet* characters  # NULL for the single one
    uint32_t single
    bint shown  # as it is: its form costs nothing
    bint unlisted  # those that carry a reading are left out
    double bits


cdef struct SlipRough:
    # What a group of edges costs by itself, and where it leads.
    Py_ssize_t target  # -1 for a place that no path goes through
    Py_ssize_t first  # the first group between the same nodes: it knows of all of them
    Py_ssize_t size  # how many edges these are
    double least  # bits of the best of them


cdef struct SlipSeen:
    # A place that some path reaches: its number once it is followed, -1 before, and how often it was reached before.
    uint64_t place
    int32_t number, reached


cdef struct SlipGraph:
    # Nodes are places: offset, how the decoder stands, the rank of the lead bytes that wait, in one number that sorts.
    uint64_t* places
    int32_t* closing  # the mark that is due at a node; 0 for none, -1 where it was not asked
    Py_ssize_t n_places, room_places, room_closing
    SlipGroup* groups
    Py_ssize_t n_groups, room_groups
    uint64_t* todo  # a heap
    Py_ssize_t n_todo, room_todo
    Py_ssize_t n_pending  # how often the places in it were reached
    SlipSeen* seen  # places in the order in which they were seen
    int32_t* slots  # which one it is, from 1 on, by the hash of a place; 0 for none
    Py_ssize_t n_seen, room_seen, n_slots, room_slots
    # the text
    const void* text
    int kind
    Py_ssize_t length, start, stop
    bint ends_line
    double unended  # bits against a last character of the line that ends no sentence
    Py_ssize_t first_slip, behind_slips
    # what speaks against gaps
    Py_ssize_t begin
    bint known
    bint is_straight  # whether the next two are known
    double* straight  # bits of a character across an offset from ``begin`` on and of the next one; infinite for none
    uint32_t* across
    int32_t* annotations  # where a reading in brackets ends, by the offset where it begins
    Py_ssize_t room_straight, room_across, room_annotations
    # of the lattice: what is known of each group of edges
    SlipRough* rough
    Py_ssize_t room_rough


cdef inline uint64_t place_of(Py_ssize_t offset, int state, int rank) noexcept nogil:
    return <uint64_t>offset << 32 | <uint64_t>state << 16 | <uint64_t>rank


cdef inline Py_ssize_t offset_of(uint64_t place) noexcept nogil:
    return <Py_ssize_t>(place >> 32)


cdef inline int state_of(uint64_t place) noexcept nogil:
    return <int>(place >> 16) & 0xFFFF


cdef enum:
    SPARE_GRAPHS = 2  # kept for the next lattices: asking for memory and giving it back was a third of growing one
    LARGEST_GRAPH = 1 << 14  # groups up to which one is kept
    FIRST_SLOTS = 512


cdef void* GRAPHS[SPARE_GRAPHS]


cdef SlipGraph* take_graph() noexcept nogil:
    """Return an empty graph, NULL where there is no memory."""
    cdef SlipGraph* g = NULL
    cdef int k
    for k in range(SPARE_GRAPHS):
        g = <SlipGraph*>exchange(&GRAPHS[k], NULL)
        if g != NULL:
            break
    if g == NULL:
        g = <SlipGraph*>calloc(1, sizeof(SlipGraph))
    if g != NULL:
        g.n_places = g.n_groups = g.n_todo = g.n_pending = g.n_seen = g.n_slots = 0
        g.is_straight = False
    return g


cdef void give_graph(SlipGraph* g) noexcept nogil:
    """Keep a graph for another lattice, or drop it."""
    cdef int k
    if g != NULL and g.room_groups <= LARGEST_GRAPH:
        for k in range(SPARE_GRAPHS):
            g = <SlipGraph*>exchange(&GRAPHS[k], g)
            if g == NULL:
                return
    if g != NULL:
        free(g.places)
        free(g.closing)
        free(g.groups)
        free(g.todo)
        free(g.seen)
        free(g.slots)
        free(g.straight)
        free(g.across)
        free(g.annotations)
        free(g.rough)
        free(g)


cdef inline uint32_t shown_at(const SlipGraph* g, Py_ssize_t at) noexcept nogil:
    return point_at(g.text, g.kind, at)


cdef inline bint is_together(const SlipGraph* g, Py_ssize_t at) noexcept nogil:
    """Tell whether the bytes that meet at an offset were a pair to the annotator: no reading stood between them."""
    return at == 0 or shown_at(g, at - 1) != 41


cdef inline Py_ssize_t slot_of_place(const SlipGraph* g, uint64_t place) noexcept nogil:
    """Return the slot of a place, or the free one where it would be."""
    cdef Py_ssize_t at = <Py_ssize_t>((place * <uint64_t>0x9E3779B97F4A7C15) >> 32) & (g.n_slots - 1)
    while g.slots[at] and g.seen[g.slots[at] - 1].place != place:
        at = (at + 1) & (g.n_slots - 1)
    return at


cdef Py_ssize_t see(SlipGraph* g, uint64_t place) noexcept nogil:
    """Return which of the seen places this is, perhaps a new one; -1 where there is no memory."""
    cdef Py_ssize_t k, at
    cdef SlipSeen* one
    if 2 * (g.n_seen + 1) > g.n_slots:
        g.n_slots = max(FIRST_SLOTS, 2 * g.n_slots)
        if not cleared(<void**>&g.slots, &g.room_slots, g.n_slots, sizeof(int32_t)):
            return -1
        for k in range(g.n_seen):
            g.slots[slot_of_place(g, g.seen[k].place)] = <int32_t>k + 1
    at = slot_of_place(g, place)
    if not g.slots[at]:
        if not grow(<void**>&g.seen, &g.room_seen, g.n_seen + 1, sizeof(SlipSeen)):
            return -1
        one = &g.seen[g.n_seen]
        one.place, one.number, one.reached = place, -1, 0
        g.n_seen += 1
        g.slots[at] = <int32_t>g.n_seen
    return g.slots[at] - 1


cdef bint add_place(SlipGraph* g, uint64_t place) noexcept nogil:
    """Number a place; tell whether there was memory."""
    cdef Py_ssize_t seen = see(g, place)
    if seen < 0 or not grow(<void**>&g.places, &g.room_places, g.n_places + 1, sizeof(uint64_t)):
        return False
    if not grow(<void**>&g.closing, &g.room_closing, g.n_places + 1, sizeof(int32_t)):
        return False
    g.seen[seen].number = <int32_t>g.n_places
    g.n_pending -= g.seen[seen].reached
    g.places[g.n_places] = place
    g.closing[g.n_places] = -1
    g.n_places += 1
    return True


cdef Py_ssize_t reach_place(SlipGraph* g, uint64_t place) noexcept nogil:
    """Let a place be followed if it was not; return which of the seen places it is, -1 where there is no memory."""
    cdef Py_ssize_t seen = see(g, place)
    if seen < 0 or g.seen[seen].number >= 0:
        return seen
    g.seen[seen].reached += 1
    g.n_pending += 1
    return seen if g.seen[seen].reached > 1 or push_place(g, place) else -1


cdef bint push_place(SlipGraph* g, uint64_t place) noexcept nogil:
    cdef Py_ssize_t at, above
    if not grow(<void**>&g.todo, &g.room_todo, g.n_todo + 1, sizeof(uint64_t)):
        return False
    at = g.n_todo
    g.n_todo += 1
    while at:
        above = (at - 1) >> 1
        if g.todo[above] <= place:
            break
        g.todo[at] = g.todo[above]
        at = above
    g.todo[at] = place
    return True


cdef uint64_t pop_place(SlipGraph* g) noexcept nogil:
    cdef uint64_t least = g.todo[0], moved
    cdef Py_ssize_t at = 0, child
    g.n_todo -= 1
    moved = g.todo[g.n_todo]
    while True:
        child = 2 * at + 1
        if child >= g.n_todo:
            break
        if child + 1 < g.n_todo and g.todo[child + 1] < g.todo[child]:
            child += 1
        if g.todo[child] >= moved:
            break
        g.todo[at] = g.todo[child]
        at = child
    g.todo[at] = moved
    return least
