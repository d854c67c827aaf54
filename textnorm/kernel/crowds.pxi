# The characters of a row of sets as a search looks at them: hundreds, of which few follow what was said.  They are found
# by their symbols, or the commonest first, and only those that a path leads to become edges.  The same sets come at every
# broken place, so a crowd is made once.

cdef enum:
    CROWDED = 128  # characters from which on they are no edges
    SYMBOL_WORDS = (1 << SYMBOL) >> 6


# Bits by which the cost of an edge may be less than the sum it is rounded from.
cdef double ROUNDED = 0.001


cdef struct Used  # alphabet.pxi


cdef struct Crowd:
    Crowd* next  # in a list of those to be dropped
    const Used* used  # the characters of the alphabet that the places in the lists mean
    int32_t* by_symbol  # those of one symbol beside each other
    int32_t* firsts  # by the order of the symbols: where they begin in that list; then where it ends
    int32_t* by_rough  # the commonest first
    Py_ssize_t n, n_symbols
    uint32_t lowest, highest  # symbols
    uint64_t[SYMBOL_WORDS] writes  # a bit for each symbol
    uint16_t[SYMBOL_WORDS] before  # how many symbols are in the words before


cdef struct Arrangement:
    # Characters in some order: the place of each in it, and which one is at a place.
    int32_t* places
    int32_t* at


cdef struct UsedCharacters:
    # The characters in use of one length, and their orders by symbol and by how common they are.
    const Used* used
    Py_ssize_t n
    Arrangement by_symbol, by_rough


cdef struct CrowdEdge:
    # A crowd between two nodes of a lattice.
    const Crowd* crowd
    int32_t start, end
    double bits  # in the channel, beside those of forms


cdef void drop_crowd(Crowd* crowd) noexcept nogil:
    if crowd != NULL:
        free(crowd.by_symbol)
        free(crowd.firsts)
        free(crowd.by_rough)
        free(crowd)


cdef void arrange_some(const Arrangement* order, const int32_t* listed, Py_ssize_t n, uint64_t* marks, int32_t* to) noexcept nogil:
    """Write some characters in an order of all; ``marks`` has a bit for each of all, and none is set."""
    cdef Py_ssize_t k, word = 0, done = 0
    for k in range(n):
        marks[order.places[listed[k]] >> 6] |= <uint64_t>1 << (order.places[listed[k]] & 63)
    while done < n:
        while marks[word]:
            to[done] = order.at[64 * word + lowest_bit(marks[word])]
            marks[word] &= marks[word] - 1
            done += 1
        word += 1


cdef Crowd* new_crowd(const UsedCharacters* all, const int32_t* listed, Py_ssize_t n) noexcept nogil:
    """Make a crowd of some characters; NULL where there is no memory."""
    cdef Crowd* crowd = <Crowd*>calloc(1, sizeof(Crowd))
    cdef uint64_t* marks = <uint64_t*>calloc((all.n >> 6) + 1, sizeof(uint64_t))
    cdef Py_ssize_t k, word
    cdef uint32_t symbol = 0
    if crowd != NULL:
        crowd.by_symbol = <int32_t*>malloc((n + 1) * sizeof(int32_t))
        crowd.by_rough = <int32_t*>malloc((n + 1) * sizeof(int32_t))
        crowd.firsts = <int32_t*>malloc((n + 1) * sizeof(int32_t))
    if crowd == NULL or marks == NULL or crowd.by_symbol == NULL or crowd.by_rough == NULL or crowd.firsts == NULL:
        free(marks)
        drop_crowd(crowd)
        return NULL
    crowd.used = all.used
    crowd.n = n
    arrange_some(&all.by_rough, listed, n, marks, crowd.by_rough)
    arrange_some(&all.by_symbol, listed, n, marks, crowd.by_symbol)
    free(marks)
    for k in range(n):
        if k == 0 or crowd.used[crowd.by_symbol[k]].symbol != symbol:
            symbol = crowd.used[crowd.by_symbol[k]].symbol
            crowd.firsts[crowd.n_symbols] = <int32_t>k
            crowd.n_symbols += 1
            crowd.writes[symbol >> 6] |= <uint64_t>1 << (symbol & 63)
    crowd.firsts[crowd.n_symbols] = <int32_t>n
    crowd.lowest = crowd.used[crowd.by_symbol[0]].symbol
    crowd.highest = symbol
    k = 0
    for word in range(SYMBOL_WORDS):
        crowd.before[word] = <uint16_t>k
        k += bits_in(crowd.writes[word])
    return crowd


cdef inline Py_ssize_t rank_in(const Crowd* crowd, uint32_t symbol) noexcept nogil:
    """Return which of its symbols one is."""
    cdef uint64_t below = crowd.writes[symbol >> 6] & (((<uint64_t>1) << (symbol & 63)) - 1)
    return crowd.before[symbol >> 6] + bits_in(below)
