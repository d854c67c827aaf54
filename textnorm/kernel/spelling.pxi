# All texts that bytes with gaps allow, as edges of a lattice; reference_spelling defines them.


cdef struct Spelt  # rough.pxi


cdef struct ByteEdge:
    const ByteSet* bytes  # NULL: nothing stands there
    int32_t behind, next
    double bits


cdef struct Spelling:
    # The graph of bytes: the first and the last edge of each node, -1 for none.
    int32_t* firsts
    int32_t* lasts
    Py_ssize_t n_nodes, room_firsts, room_lasts
    ByteEdge* edges
    Py_ssize_t n_edges, room_edges
    # What it spells, as columns of a lattice.
    int32_t* starts
    int32_t* ends
    uint32_t* points
    float* costs
    Py_ssize_t n, room_starts, room_ends, room_points, room_costs
    uint8_t* reached
    Py_ssize_t room_reached
    # What can be written between nodes, where only what is within reach is written; by the unigrams of a model, or NULL
    Spelt* spelt
    Py_ssize_t n_spelt, room_spelt
    const Model* model
    Py_ssize_t room_order, room_first, room_ahead, room_behind, room_contexts
    int32_t* order
    int32_t* first
    double* ahead  # by node: least bits from the first one, and to the last one
    double* behind
    Context* contexts
    Fitted fitted  # characters that were looked for before
    # What many characters can be written between.
    CrowdEdge* crowds
    Py_ssize_t n_crowds, room_crowds


cdef void drop_spelling(Spelling* s) noexcept nogil:
    free(s.firsts)
    free(s.lasts)
    free(s.edges)
    free(s.starts)
    free(s.ends)
    free(s.points)
    free(s.costs)
    free(s.reached)
    free(s.spelt)
    free(s.order)
    free(s.first)
    free(s.ahead)
    free(s.behind)
    free(s.contexts)
    drop_fitted(&s.fitted)
    free(s.crowds)


cdef void clear_spelling(Spelling* s) noexcept nogil:
    """Begin another graph."""
    s.n_nodes = s.n_edges = 0


cdef bint add_node(Spelling* s) noexcept nogil:
    if not grow(<void**>&s.firsts, &s.room_firsts, s.n_nodes + 1, sizeof(int32_t)):
        return False
    if not grow(<void**>&s.lasts, &s.room_lasts, s.n_nodes + 1, sizeof(int32_t)):
        return False
    s.firsts[s.n_nodes] = s.lasts[s.n_nodes] = -1
    s.n_nodes += 1
    return True


cdef bint add_edge(Spelling* s, Py_ssize_t start, const ByteSet* data, Py_ssize_t behind, double bits) noexcept nogil:
    cdef ByteEdge* edge
    if not grow(<void**>&s.edges, &s.room_edges, s.n_edges + 1, sizeof(ByteEdge)):
        return False
    edge = &s.edges[s.n_edges]
    edge.bytes = data if data != NULL and data.n else NULL
    edge.behind = <int32_t>behind
    edge.next = -1
    edge.bits = bits
    if s.lasts[start] < 0:
        s.firsts[start] = <int32_t>s.n_edges
    else:
        s.edges[s.lasts[start]].next = <int32_t>s.n_edges
    s.lasts[start] = <int32_t>s.n_edges
    s.n_edges += 1
    return True


cdef bint add_bytes(Spelling* s, Alphabet alphabet, const uint8_t* code, Py_ssize_t length, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Add known bytes from a node on; ``end`` is the node behind, or -1 for a new one."""
    cdef Py_ssize_t k, at = start
    for k in range(length - 1):
        if not add_node(s) or not add_edge(s, at, &alphabet.singles[code[k]], s.n_nodes - 1, 0.0):
            return False
        at = s.n_nodes - 1
    if end < 0:
        if not add_node(s):
            return False
        end = s.n_nodes - 1
    return add_edge(s, at, &alphabet.singles[code[length - 1]] if length else NULL, end, 0.0)


cdef bint add_character(Spelling* s, Alphabet alphabet, Codes codes, uint32_t point) noexcept nogil:
    """Add the ways to write a character."""
    cdef const uint8_t* code = code_of(codes, point)
    cdef Py_ssize_t k, i, n = code[0], start = s.n_nodes - 1
    cdef Py_ssize_t[8] at
    cdef Py_ssize_t[8] lasts
    if n == 1:
        return add_bytes(s, alphabet, code + 2, code[1], start, -1)
    n = min(n, 8)
    code += 1
    for k in range(n):  # all nodes of the ways come before the one behind, and its edges last
        at[k] = start
        for i in range(code[0] - 1):
            if not add_node(s) or not add_edge(s, at[k], &alphabet.singles[code[1 + i]], s.n_nodes - 1, 0.0):
                return False
            at[k] = s.n_nodes - 1
        lasts[k] = code[code[0]]
        code += 1 + code[0]
    if not add_node(s):
        return False
    for k in range(n):
        if not add_edge(s, at[k], &alphabet.singles[lasts[k]], s.n_nodes - 1, 0.0):
            return False
    return True


cdef bint add_gap(Spelling* s, Gap gap) noexcept nogil:
    cdef Py_ssize_t k, start = s.n_nodes - 1
    for k in range(gap.size):
        if not add_node(s):
            return False
    for k in range(gap.n):
        if not add_edge(s, start + gap.starts[k], gap.sets[k], start + gap.ends[k], gap.bits[k]):
            return False
    return True


cdef bint write_edge(Spelling* s, Py_ssize_t start, Py_ssize_t end, uint32_t point, double bits) noexcept nogil:
    if not grow(<void**>&s.starts, &s.room_starts, s.n + 1, sizeof(int32_t)):
        return False
    if not grow(<void**>&s.ends, &s.room_ends, s.n + 1, sizeof(int32_t)):
        return False
    if not grow(<void**>&s.points, &s.room_points, s.n + 1, sizeof(uint32_t)):
        return False
    if not grow(<void**>&s.costs, &s.room_costs, s.n + 1, sizeof(float)):
        return False
    s.starts[s.n] = <int32_t>start
    s.ends[s.n] = <int32_t>end
    s.points[s.n] = point
    s.costs[s.n] = <float>bits
    s.n += 1
    s.reached[end] = 1
    return True


cdef bint write_fitting(
    Spelling* s, Alphabet alphabet, DocumentForms forms, Py_ssize_t start, const ByteSet** sets, int length, Py_ssize_t end, double bits
) noexcept nogil:
    """Write the edges of the characters whose bytes are in ``sets``."""
    cdef uint8_t code[MOST_BYTES]
    cdef int k, known = 1 if sets[0].n_firsts[length] == 1 else 0
    cdef uint32_t point
    code[0] = sets[0].first[length]
    for k in range(1, length):
        known += sets[k].n_trails == 1
        code[k] = sets[k].trail
    if known == length:
        point = alphabet.decoded(code, length)
        return point == 0 or write_point(s, start, end, point, bits)
    if is_barren(sets, length, length):
        return True
    if s.model != NULL:
        return spell_fitting(s, alphabet, forms, start, sets, length, end, bits)
    return write_open(s, alphabet, forms, start, sets, length, end, bits)


cdef inline bint write_point(Spelling* s, Py_ssize_t start, Py_ssize_t end, uint32_t point, double bits) noexcept nogil:
    """Write an edge, or note it where only what is within reach is written."""
    return write_edge(s, start, end, point, bits) if s.model == NULL else spell_point(s, start, end, point, bits)


cdef bint write_ascii(Spelling* s, Py_ssize_t start, Py_ssize_t end, const ByteSet* data, double bits) noexcept nogil:
    """Write the edges of the ASCII characters among some bytes."""
    cdef int k
    for k in range(data.n if data.n_low else 0):
        if data.bytes[k] < 0x80 and not write_edge(s, start, end, data.bytes[k], bits):
            return False
    return True


cdef bint write_open(
    Spelling* s, Alphabet alphabet, DocumentForms forms, Py_ssize_t start, const ByteSet** sets, int length, Py_ssize_t end, double bits
) noexcept nogil:
    """Write the edges of the characters in use whose bytes are in ``sets``."""
    cdef Fitting found
    cdef const Used* used
    cdef Py_ssize_t k
    if not find_fitting(&found, &s.fitted, alphabet, sets, length):
        return False
    if found.row != NULL and found.n >= CROWDED:
        return add_crowd(s, alphabet, found.row, start, length, end, bits)
    for k in range(found.n):
        used = &alphabet.used[length][found.listed[k]]
        if is_fitting(&found, used.code) and not write_edge(s, start, end, used.point, bits + <double>used_price(&forms.prices, used)):
            return False
    return True


cdef bint add_crowd(
    Spelling* s, Alphabet alphabet, Listed* row, Py_ssize_t start, int length, Py_ssize_t end, double bits
) noexcept nogil:
    """Note that the many characters of a row can be written between two nodes."""
    cdef CrowdEdge* one
    if row.crowd == NULL:
        row.crowd = new_crowd(&alphabet.orders[length], s.fitted.listed + row.first, row.n)
    if row.crowd == NULL or not grow(<void**>&s.crowds, &s.room_crowds, s.n_crowds + 1, sizeof(CrowdEdge)):
        return False
    one = &s.crowds[s.n_crowds]
    one.crowd = row.crowd
    one.start, one.end = <int32_t>start, <int32_t>end
    one.bits = bits
    s.n_crowds += 1
    s.reached[end] = 1
    return True


cdef bint write_paths(
    Spelling* s, Alphabet alphabet, DocumentForms forms, Py_ssize_t start, const ByteSet** sets, int have, int length, Py_ssize_t node, double bits, double paid
) noexcept nogil:
    """Find the sets of the bytes that are wanting of a character of ``length`` bytes from ``node`` on, and write what fits."""
    cdef int32_t k = s.firsts[node]
    cdef const ByteEdge* edge
    if have == length:
        return write_fitting(s, alphabet, forms, start, sets, length, node, bits + paid)
    if is_barren(sets, have, length):
        return True
    while k >= 0:
        edge = &s.edges[k]
        k = edge.next
        if edge.bytes == NULL:
            if not write_paths(s, alphabet, forms, start, sets, have, length, edge.behind, bits, paid + edge.bits):
                return False
        elif edge.bytes.n_trails:
            sets[have] = edge.bytes
            if not write_paths(s, alphabet, forms, start, sets, have + 1, length, edge.behind, bits, paid + edge.bits):
                return False
    return True


cdef inline bint is_barren(const ByteSet** sets, int have, int length) noexcept nogil:
    """Tell whether the first sets of a character leave a choice, but none of characters in use."""
    cdef int k
    cdef bint open = sets[0].n_firsts[length] != 1, barren = (sets[0].barren[length] & 1) != 0
    for k in range(1, have):
        open = open or sets[k].n_trails != 1
        barren = barren or (sets[k].barren[length] >> k) & 1
    return open and barren


cdef bint write_all(Spelling* s, Alphabet alphabet, DocumentForms forms) noexcept nogil:
    """Write all texts that the bytes spell as columns of a lattice; tell whether there was memory."""
    cdef Py_ssize_t node
    cdef int32_t k
    cdef int i
    cdef const ByteEdge* edge
    cdef const ByteSet* sets[MOST_BYTES]
    s.n = s.n_spelt = s.n_crowds = 0
    drop_retired(&s.fitted)
    if not grow(<void**>&s.reached, &s.room_reached, s.n_nodes + 1, 1):
        return False
    memset(s.reached, 0, s.n_nodes + 1)
    s.reached[0] = 1
    for node in range(s.n_nodes):
        k = s.firsts[node] if s.reached[node] else -1
        while k >= 0:
            edge = &s.edges[k]
            k = edge.next
            if edge.bytes == NULL:
                if not write_point(s, node, edge.behind, NODES, edge.bits):
                    return False
                continue
            if s.model != NULL:
                if not spell_ascii(s, node, edge.behind, edge.bytes, edge.bits):
                    return False
            elif not write_ascii(s, node, edge.behind, edge.bytes, edge.bits):
                return False
            for i in range(edge.bytes.n_lengths):
                sets[0] = edge.bytes
                if not write_paths(s, alphabet, forms, node, sets, 1, edge.bytes.lengths[i], edge.behind, edge.bits, 0.0):
                    return False
    return True
