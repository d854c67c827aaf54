# Spelling and searching in one call; reference_spelling defines it.

cdef enum:
    ALTERNATIVES = 5  # given for a character

cdef double CERTAIN = 0.999  # from this probability on a character needs no alternatives


cdef double share_of(const Search* s, Py_ssize_t edge) noexcept nogil:
    """Return the probability of the character of an edge at its place."""
    cdef Py_ssize_t k, one
    cdef double share = 0.0
    for k in range(s.first[s.ends[edge]], s.first[s.ends[edge] + 1]):
        one = s.order[k]
        if s.starts[one] == s.starts[edge] and s.points[one] == s.points[edge]:
            share += s.shares[one]
    return share


cdef tuple others(Search* s, Py_ssize_t edge):
    """Return the likeliest other characters at the place of an edge, with their probabilities."""
    rank = ranked(s, edge)[: ALTERNATIVES + 1]
    rest = [(chr(point), share) for point, share in rank if point != s.points[edge]]
    return tuple(rest[:ALTERNATIVES])


cdef bint add_part(Spelling* s, Alphabet alphabet, Codes codes, part) except -1:
    """Add a part of what was seen to the graph; tell whether there was memory."""
    cdef Py_ssize_t k
    cdef int kind
    cdef const void* text
    if isinstance(part, str):
        kind = PyUnicode_KIND(part)
        text = PyUnicode_DATA(part)
        for k in range(len(part)):
            if not add_character(s, alphabet, codes, point_at(text, kind, k)):
                return False
        return True
    if isinstance(part, bytes):
        return add_bytes(s, alphabet, <const uint8_t*><const char*>(<bytes>part), len(part), s.n_nodes - 1, -1)
    return add_gap(s, <Gap?>part)


cdef tuple filled(Search* s, Py_ssize_t best):
    """Return (text, bits, probabilities, alternatives) of the best path."""
    cdef Py_ssize_t n = 0, at
    cdef double share
    path = [edge for edge in path_to(s, best) if s.points[<Py_ssize_t>edge] < NODES]
    shares, rest = [], []
    for edge in path:
        share = share_of(s, edge)
        shares.append(min(1.0, share))
        rest.append(() if share >= CERTAIN else others(s, edge))
    text = "".join([chr(s.points[<Py_ssize_t>edge]) for edge in path])
    return text, s.states[best].plain, tuple(shares), tuple(rest)


def spell(
    Grams model not None,
    Alphabet alphabet not None,
    DocumentForms forms not None,
    Codes codes not None,
    parts,
    str before not None,
    str after,
    *,
    Py_ssize_t beam,
    double margin,
    double reach=INFINITY,
    Recent recent=None,
):
    """Return (text, bits, probabilities, alternatives) of the likeliest text behind ``parts``; None where they spell none.

    See ``reference_spelling.spell``.
    """
    cdef Bench* bench = take_bench()
    cdef Spelling* graph = &bench.graph
    cdef Search* s = &bench.search
    cdef Context start
    cdef Division division
    cdef Py_ssize_t best = -1, length = 0
    cdef bint fine = False, dead = False
    cdef int kind = 1
    cdef const void* behind = NULL
    cdef const Document* document = NULL if recent is None else &recent.document
    if after is not None:
        after = after[: LONGEST_WORD - 1] or "\n"
        length = len(after)
        kind = PyUnicode_KIND(after)
        behind = PyUnicode_DATA(after)
    try:
        if bench == NULL:
            raise MemoryError
        model.begin(document, before, &start)
        divide_before(&model.model, before, &division)
        alphabet.rank(model, forms.forms)
        clear_spelling(graph)
        fine = add_node(graph)
        for part in parts:
            fine = fine and add_part(graph, alphabet, codes, part)
        if fine:
            with nogil:
                fine = search_spelling(
                    bench, alphabet, forms, &model.model, document, &start, &division, behind, kind, length, beam, margin, reach, INFINITY, &best, &dead
                )
        if not fine:
            raise MemoryError
        return None if dead or best < 0 else filled(s, best)
    finally:
        give_bench(bench, fine)
