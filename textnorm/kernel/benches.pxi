# Room for spelling and searching, kept from one search to the next: most searches are small, and asking for memory that
# must be cleared first was a fifth of the work.

cdef enum:
    SPARE = 4  # benches kept: as many threads find one ready
    LARGEST = 1 << 16  # arcs to a node, and edges, up to which a bench is kept


cdef struct Bench:
    Spelling graph
    Search search


cdef void* BENCHES[SPARE]


cdef Bench* take_bench() noexcept nogil:
    """Return a bench that nobody else uses, NULL where there is no memory; what is on it is of the last search."""
    cdef int k
    cdef Bench* bench
    for k in range(SPARE):
        bench = <Bench*>exchange(&BENCHES[k], NULL)
        if bench != NULL:
            return bench
    return <Bench*>calloc(1, sizeof(Bench))


cdef void give_bench(Bench* bench, bint fine) noexcept nogil:
    """Keep a bench for another search; where one failed for want of memory, or was very large, it is dropped."""
    cdef int k
    if bench != NULL and fine and bench.search.room_fresh <= LARGEST and bench.graph.room_points <= LARGEST:
        for k in range(SPARE):
            bench = <Bench*>exchange(&BENCHES[k], bench)
            if bench == NULL:
                return
    drop_bench(bench)


cdef void drop_bench(Bench* bench) noexcept nogil:
    if bench == NULL:
        return
    drop_search(&bench.search)
    drop_spelling(&bench.graph)
    free(bench)
