# The places that the decoder of damaged bytes may reach, as a graph: numbers of places, and those still to be followed.

cdef struct SlipGroup:
    # Edges from one node to another: characters of a set, or a single one.
    Py_ssize_t source
    uint64_t target  # a place
    const SlipSet* characters  # NULL for the single one
    uint32_t single
    bint shown  # as it is: its form costs nothing
    bint unlisted  # those that carry a reading are left out
    double bits


cdef struct SlipGraph:
    # Nodes are places: offset, how the decoder stands, the rank of the lead bytes that wait, in one number that sorts.
    uint64_t* places
    int32_t* closing  # the mark that is due at a node; 0 for none, -1 where it was not asked
    Py_ssize_t n_places, room_places, room_closing
    SlipGroup* groups
    Py_ssize_t n_groups, room_groups
    uint64_t* todo  # a heap
    Py_ssize_t n_todo, room_todo
    uint64_t* slots  # numbers of places by place: the place, less one
    Py_ssize_t* numbers
    Py_ssize_t n_slots
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
    double* straight  # bits of a character across an offset from ``begin`` on and of the next one; infinite for none
    uint32_t* across
    Py_ssize_t n_straight
    int32_t* annotations  # where a reading in brackets ends, by the offset where it begins


cdef inline uint64_t place_of(Py_ssize_t offset, int state, int rank) noexcept nogil:
    return <uint64_t>offset << 32 | <uint64_t>state << 16 | <uint64_t>rank


cdef inline Py_ssize_t offset_of(uint64_t place) noexcept nogil:
    return <Py_ssize_t>(place >> 32)


cdef inline int state_of(uint64_t place) noexcept nogil:
    return <int>(place >> 16) & 0xFFFF


cdef void drop_graph(SlipGraph* g) noexcept nogil:
    free(g.places)
    free(g.closing)
    free(g.groups)
    free(g.todo)
    free(g.slots)
    free(g.numbers)
    free(g.straight)
    free(g.across)
    free(g.annotations)


cdef inline uint32_t shown_at(const SlipGraph* g, Py_ssize_t at) noexcept nogil:
    return point_at(g.text, g.kind, at)


cdef inline bint is_together(const SlipGraph* g, Py_ssize_t at) noexcept nogil:
    """Tell whether the bytes that meet at an offset were a pair to the annotator: no reading stood between them."""
    return at == 0 or shown_at(g, at - 1) != 41


cdef Py_ssize_t number_of(const SlipGraph* g, uint64_t place) noexcept nogil:
    """Return the number of a place, or -1."""
    cdef Py_ssize_t at
    if g.n_slots == 0:
        return -1
    at = <Py_ssize_t>((place * <uint64_t>0x9E3779B97F4A7C15) >> 32) & (g.n_slots - 1)
    while g.slots[at]:
        if g.slots[at] == place + 1:
            return g.numbers[at]
        at = (at + 1) & (g.n_slots - 1)
    return -1


cdef void put_number(SlipGraph* g, Py_ssize_t number) noexcept nogil:
    cdef uint64_t place = g.places[number]
    cdef Py_ssize_t at = <Py_ssize_t>((place * <uint64_t>0x9E3779B97F4A7C15) >> 32) & (g.n_slots - 1)
    while g.slots[at]:
        at = (at + 1) & (g.n_slots - 1)
    g.slots[at] = place + 1
    g.numbers[at] = number


cdef bint add_place(SlipGraph* g, uint64_t place) noexcept nogil:
    """Number a place; tell whether there was memory."""
    cdef Py_ssize_t k
    if not grow(<void**>&g.places, &g.room_places, g.n_places + 1, sizeof(uint64_t)):
        return False
    if not grow(<void**>&g.closing, &g.room_closing, g.n_places + 1, sizeof(int32_t)):
        return False
    g.places[g.n_places] = place
    g.closing[g.n_places] = -1
    g.n_places += 1
    if 2 * g.n_places > g.n_slots:
        g.n_slots = 2 * g.n_slots + 512
        while g.n_slots & (g.n_slots - 1):
            g.n_slots &= g.n_slots - 1
        free(g.slots)
        free(g.numbers)
        g.slots = <uint64_t*>calloc(g.n_slots, sizeof(uint64_t))
        g.numbers = <Py_ssize_t*>malloc(g.n_slots * sizeof(Py_ssize_t))
        if g.slots == NULL or g.numbers == NULL:
            return False
        for k in range(g.n_places):
            put_number(g, k)
    else:
        put_number(g, g.n_places - 1)
    return True


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
