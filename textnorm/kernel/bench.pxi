# The memory of searches, kept for the next one.

cdef struct Bench:
    Spelling graph
    Search search


cdef void* SPARE_BENCH = NULL


cdef void clear_spelling(Spelling* s) noexcept nogil:
    """Empty a graph and keep its room."""
    s.n_nodes = s.n_edges = s.n = s.n_spelt = 0


cdef Bench* take_bench() noexcept nogil:
    """Return memory to work in, NULL where there is none; its graph is that of an earlier search."""
    cdef Bench* b = <Bench*>exchange(&SPARE_BENCH, NULL)
    return b if b != NULL else <Bench*>calloc(1, sizeof(Bench))


cdef void give_bench(Bench* b) noexcept nogil:
    cdef Bench* before = <Bench*>exchange(&SPARE_BENCH, b)
    if before != NULL:
        drop_spelling(&before.graph)
        drop_search(&before.search)
        free(before)


cdef bint search_spelling(
    Bench* b, Alphabet alphabet, DocumentForms forms, const Model* m, const Document* d, const Context* start, const Division* division,
    const void* after, int kind, Py_ssize_t length, Py_ssize_t beam, double margin, double reach, double spread, Py_ssize_t* best, bint* dead
) noexcept nogil:
    """Spell the graph on a bench and search it: the best last state, or ``dead`` where it spells nothing; False without memory."""
    cdef Spelling* g = &b.graph
    cdef double everything = INFINITY
    cdef bint fine
    g.n = g.n_spelt = 0
    g.model = m if reach < INFINITY else NULL
    fine = write_all(g, alphabet, forms)
    dead[0] = fine and (g.n_nodes < 2 or not g.reached[g.n_nodes - 1])  # nothing to search
    if fine and not dead[0] and reach < INFINITY:
        fine = write_within(g, alphabet, forms, d, start, reach)
    if not fine or dead[0]:
        return fine
    drop_search(&b.search)
    fine = prepare(&b.search, m, d, max(2, g.n_nodes), g.n, beam, margin)
    if fine:
        b.search.spread = spread
        b.search.starts, b.search.ends, b.search.points, b.search.costs = g.starts, g.ends, g.points, g.costs
        fine = search_through(&b.search, start, division, after, kind, length, best, &everything)
    return fine
