# The rows of bigrams once more, the likeliest first: what can follow a path is asked for from there, and hardly ever to
# the end.  They make the search of reference_search faster and nothing else.

cdef enum:
    COARSE = 3  # bits of the cost that the order leaves out
    PLACE = 14  # bits of a place in a row
    FINENESS = 1 << (7 - COARSE)  # how many costs the order tells apart


cdef struct LikelyRows:
    # By row where those begin behind which nothing longer is known; they come last.
    uint32_t* parts
    # The cost in bits, without fractions; the place in the row; the symbol.
    uint32_t* entries


cdef inline uint32_t symbol_at(uint32_t likely) noexcept nogil:
    return likely & ((1 << SYMBOL) - 1)


cdef inline uint32_t place_at(uint32_t likely) noexcept nogil:
    return likely >> SYMBOL & ((1 << PLACE) - 1)


cdef void rank_row(const Level* level, uint32_t first, uint32_t end, uint32_t* entries, uint32_t* part) noexcept nogil:
    """Sort the entries of a row, by counting."""
    cdef uint32_t[2 * FINENESS + 1] places
    cdef uint32_t k, entry, kind, total = first, n
    memset(places, 0, sizeof(places))
    for k in range(first, end):
        places[order_of(entry_in(level, k))] += 1
    for kind in range(2 * FINENESS):
        n = places[kind]
        places[kind] = total
        total += n
    part[0] = places[FINENESS]
    for k in range(first, end):
        entry = entry_in(level, k)
        kind = order_of(entry)
        entries[places[kind]] = (kind & (FINENESS - 1)) << (SYMBOL + PLACE) | (k - first) << SYMBOL | entry >> 14
        places[kind] += 1


cdef inline uint32_t order_of(uint32_t entry) noexcept nogil:
    """Return where an entry stands in the order; no context goes on behind the boundary of a line."""
    return (0 if entry & 127 and entry >> 14 else FINENESS) + (entry >> (7 + COARSE) & (FINENESS - 1))


cdef LikelyRows* new_likely_rows(const Model* m) noexcept nogil:
    """Sort the rows of bigrams; NULL where there is no memory."""
    cdef const Level* level = &m.levels[2]
    cdef uint32_t symbol
    cdef LikelyRows* made = <LikelyRows*>calloc(1, sizeof(LikelyRows))
    if made == NULL:
        return NULL
    made.parts = <uint32_t*>malloc((m.symbols + 1) * sizeof(uint32_t))
    made.entries = <uint32_t*>malloc((level.starts[m.symbols] + 1) * sizeof(uint32_t))
    if made.parts == NULL or made.entries == NULL:
        drop_likely_rows(made)
        return NULL
    for symbol in range(m.symbols):
        rank_row(level, level.starts[symbol], level.starts[symbol + 1], made.entries, &made.parts[symbol])
    return made


cdef void drop_likely_rows(LikelyRows* rows) noexcept nogil:
    if rows != NULL:
        free(rows.parts)
        free(rows.entries)
        free(rows)


cdef bint rank_rows(Model* m) noexcept nogil:
    """Sort the rows of bigrams unless that has been done; tell whether there was memory."""
    cdef LikelyRows* made
    if published(<void**>&m.likely) != NULL:
        return True
    made = new_likely_rows(m)
    if made != NULL and publish(<void**>&m.likely, made) != NULL:  # another thread made it meanwhile
        drop_likely_rows(made)
        return True
    return made != NULL
