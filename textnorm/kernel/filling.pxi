# Spelling and searching between two texts, and what comes out; reference_spelling defines it.

cdef enum:
    ALTERNATIVES = 5  # given for a character

cdef double CERTAIN = 0.999  # from this probability on a character needs no alternatives


cdef tuple others(list rank, uint32_t chosen):
    """Return the likeliest of ranked code points but the chosen one, as characters with their probabilities."""
    rest = [(chr(point), share) for point, share in rank[: ALTERNATIVES + 1] if point != chosen]
    return tuple(rest[:ALTERNATIVES])


cdef struct Likely:
    # A character at a place, and its probability; by several edges, which have an order.
    uint32_t point
    int32_t order
    double share


cdef struct Path:
    # The edges of a path that write something, what they write, and room for the characters of a place.
    Py_ssize_t* edges
    uint32_t* points
    Likely* likely
    Py_ssize_t n, room_edges, room_points, room_likely


cdef void drop_path(Path* p) noexcept nogil:
    free(p.edges)
    free(p.points)
    free(p.likely)


cdef int by_point(const void* a, const void* b) noexcept nogil:
    cdef const Likely* one = <const Likely*>a
    cdef const Likely* other = <const Likely*>b
    if one.point != other.point:
        return 1 if one.point > other.point else -1
    return (one.order > other.order) - (one.order < other.order)


cdef bint follow(Path* p, const Search* s, Py_ssize_t best) noexcept nogil:
    """Find the edges of the best path to a state; tell whether there was memory."""
    cdef Py_ssize_t k, edge
    p.n = 0
    for k in range(s.nodes):  # a path has no more edges than that
        if s.states[best].best < 0:
            break
        edge = s.arcs[s.states[best].best].edge
        best = s.arcs[s.states[best].best].source
        if s.points[edge] >= NODES:
            continue
        if not grow(<void**>&p.edges, &p.room_edges, p.n + 1, sizeof(Py_ssize_t)):
            return False
        p.edges[p.n] = edge
        p.n += 1
    if not grow(<void**>&p.points, &p.room_points, p.n, sizeof(uint32_t)):
        return False
    for k in range(p.n // 2):
        edge = p.edges[k]
        p.edges[k] = p.edges[p.n - 1 - k]
        p.edges[p.n - 1 - k] = edge
    for k in range(p.n):
        p.points[k] = s.points[p.edges[k]]
    return True


cdef double list_characters(Path* p, const Search* s, Py_ssize_t edge, Py_ssize_t* found) noexcept nogil:
    """Return the probability of the character of an edge at its place, and list all that have one; -1 without memory."""
    cdef Py_ssize_t k, one, n = 0, node = s.ends[edge], first = s.first[node], count = s.first[node + 1] - first, made = 0
    cdef double share = 0.0
    if s.graph != NULL:
        made = s.made_end[node] - s.made[node]
    if not grow(<void**>&p.likely, &p.room_likely, count + made, sizeof(Likely)):
        return -1.0
    for k in range(count + made):
        one = s.order[first + k] if k < count else s.made[node] + k - count
        if s.starts[one] == s.starts[edge] and s.shares[one] > 0.0 and s.points[one] < NODES:
            if s.points[one] == s.points[edge]:
                share += s.shares[one]
            p.likely[n] = Likely(s.points[one], <int32_t>n, s.shares[one])
            n += 1
    found[0] = n
    return share


cdef tuple likeliest(Path* p, Py_ssize_t n, uint32_t point):
    """Return the likeliest of the ``n`` characters that were listed but ``point``, with their probabilities."""
    cdef Likely[ALTERNATIVES + 1] best  # ``point`` may be among them, or stand behind them
    cdef Likely new
    cdef Py_ssize_t k, at, kept = 0
    qsort(p.likely, n, sizeof(Likely), &by_point)
    k = 0
    while k < n:
        new = p.likely[k]
        k += 1
        while k < n and p.likely[k].point == new.point:
            new.share += p.likely[k].share
            k += 1
        at = kept
        while at and best[at - 1].share < new.share:  # of the same share the lower code point comes first
            at -= 1
        if at <= ALTERNATIVES:
            kept = min(kept + 1, ALTERNATIVES + 1)
            memmove(&best[at + 1], &best[at], (kept - at - 1) * sizeof(Likely))
            best[at] = new
    found = [(chr(best[at].point), best[at].share) for at in range(kept) if best[at].point != point]
    return tuple(found[:ALTERNATIVES])


cdef tuple filled(Path* p, const Search* s, Py_ssize_t best, double certain):
    """Return (text, bits, probabilities, alternatives) of the best path, none where a probability is ``certain``."""
    cdef Py_ssize_t k, n = 0
    cdef double share
    if not follow(p, s, best):
        raise MemoryError
    shares, rest = [], []
    for k in range(p.n):
        share = list_characters(p, s, p.edges[k], &n)
        if share < 0.0:
            raise MemoryError
        shares.append(min(1.0, share))
        rest.append(() if share >= certain else likeliest(p, n, p.points[k]))
    return PyUnicode_FromKindAndData(4, p.points, p.n), s.states[best].plain, tuple(shares), tuple(rest)


cdef struct Filling:
    # What searches of one size work with, one after the other.
    Bench* bench
    bint fine  # whether there was memory
    Path path
    const Model* model
    const Document* document  # or NULL
    Py_ssize_t beam
    double margin, reach


cdef int begin_filling(Filling* f, Grams grams, Recent recent, Py_ssize_t beam, double margin, double reach) except -1:
    memset(f, 0, sizeof(Filling))
    f.model = &grams.model
    f.document = NULL if recent is None else &recent.document
    f.beam = beam
    f.margin = margin
    f.reach = reach
    f.bench = take_bench()
    f.fine = f.bench != NULL
    if not f.fine:
        raise MemoryError
    return 0


cdef void end_filling(Filling* f) noexcept:
    drop_path(&f.path)
    give_bench(f.bench, f.fine)


def fill_marks(
    Grams model not None,
    DocumentForms forms not None,
    str marks not None,
    str lost not None,
    str literal not None,
    str before not None,
    str after not None,
    *,
    Py_ssize_t beam,
    double margin,
    double reach=INFINITY,
    Recent recent=None,
):
    """Return (text, bits, probabilities, alternatives) of the likeliest characters that marks stand for.

    See ``reference_marks``.
    """
    cdef Filling f
    cdef Sides sides = Sides(run_of(before), run_of(after))
    cdef Run points = run_of(lost)
    cdef Py_ssize_t k, i, n = len(marks)
    cdef Spelling* graph
    cdef uint32_t point
    begin_filling(&f, model, recent, beam, margin, INFINITY)
    graph = &f.bench.graph
    try:
        graph.n = 0
        if not grow(<void**>&graph.reached, &graph.room_reached, n + 1, 1):
            raise MemoryError
        for k in range(n):
            for i in range(points.n):
                point = point_at(points.data, points.kind, i)
                if not write_edge(graph, k, k + 1, point, forms.price(point)):
                    raise MemoryError
            if marks[k] == u"?" and not write_edge(graph, k, k + 1, <uint32_t>ord(literal), 0.0):
                raise MemoryError
        return found_through(&f, n + 1, &sides, reach if n == 1 else INFINITY) if n else ("", 0.0, (), ())
    finally:
        end_filling(&f)


cdef tuple found_through(Filling* f, Py_ssize_t nodes, const Sides* sides, double far):
    """Return what a search of the edges that are written finds; None where there is nothing.

    far: bits behind the best last state from which on none is weighed, each with the character behind it.
    """
    cdef Context start
    cdef Division division
    cdef Py_ssize_t best = -1
    cdef double everything = INFINITY
    cdef Run after = ahead_of(&sides.after)
    cdef Spelling* graph = &f.bench.graph
    cdef Search* s = &f.bench.search
    with nogil:
        start_behind(f.model, f.document, &sides.before, &start, &division)
        f.fine = prepare(s, f.model, f.document, nodes, graph.n, f.beam, f.margin)
        if f.fine:
            s.far = far
            s.starts, s.ends, s.points, s.costs = graph.starts, graph.ends, graph.points, graph.costs
            f.fine = search_through(s, &start, &division, after.data, after.kind, after.n, &best, &everything)
    if not f.fine:
        raise MemoryError
    return None if best < 0 else filled(&f.path, s, best, INFINITY)


cdef tuple searched(Filling* f, Grams grams, Alphabet alphabet, DocumentForms forms, const Sides* sides):
    """Return (text, bits, probabilities, alternatives) of the likeliest text of the graph on the bench; None where there is none."""
    cdef Context start
    cdef Division division
    cdef Py_ssize_t best = -1
    cdef bint dead = False
    cdef Run after = ahead_of(&sides.after)
    alphabet.rank(grams, forms.forms)
    with nogil:
        start_behind(f.model, f.document, &sides.before, &start, &division)
        f.fine = search_spelling(
            f.bench, alphabet, forms, f.model, f.document, &start, &division, after.data, after.kind, after.n, f.beam, f.margin,
            f.reach, &best, &dead
        )
    if not f.fine:
        raise MemoryError
    return None if dead or best < 0 else filled(&f.path, &f.bench.search, best, CERTAIN)
