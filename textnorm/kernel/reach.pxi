# Which edges of a lattice may be part of a likely path, by a rough estimate; reference_reach defines it.

cdef bint confine(Search* s, const Context* start, double reach) noexcept nogil:
    """Drop the edges through which each path is more than ``reach`` bits behind; tell whether there was memory.

    The edges have been arranged, and stay so.
    """
    cdef Py_ssize_t node, at, end, k, edge, kept = 0, last = s.nodes - 1
    cdef uint32_t symbol
    cdef double least
    cdef Context to
    cdef double* ahead = <double*>malloc(2 * s.nodes * sizeof(double))
    cdef double* behind = ahead + s.nodes
    cdef double* spans = <double*>malloc((s.edges + 1) * sizeof(double))  # of the first edge between two nodes: bits
    cdef Context* contexts = <Context*>calloc(s.nodes, sizeof(Context))
    if ahead == NULL or spans == NULL or contexts == NULL:
        free(ahead)
        free(spans)
        free(contexts)
        return False
    for node in range(s.nodes):
        ahead[node] = behind[node] = INFINITY
    ahead[0] = behind[last] = 0.0
    contexts[0] = start[0]
    for node in range(1, s.nodes):
        at = s.first[node]
        while at < s.first[node + 1]:
            edge = s.order[at]
            end = at + 1
            while end < s.first[node + 1] and s.starts[s.order[end]] == s.starts[edge]:
                end += 1
            if end > at + 1:
                least = INFINITY
                for k in range(at, end):
                    edge = s.order[k]
                    if s.points[edge] >= NODES:
                        least = min(least, <double>s.costs[edge])
                    else:
                        symbol = symbol_of(s.model, s.points[edge])
                        least = min(least, <double>s.model.unigrams[symbol] + s.model.within[symbol] + s.costs[edge])
            elif s.points[edge] >= NODES:
                least = s.costs[edge]
                if contexts[node].length == 0:
                    contexts[node] = contexts[s.starts[edge]]
            else:
                least = s.costs[edge] + advance(
                    s.model, s.document, &contexts[s.starts[edge]], symbol_of(s.model, s.points[edge]), &to
                )
                if contexts[node].length == 0:
                    contexts[node] = to
            spans[at] = least
            ahead[node] = min(ahead[node], ahead[s.starts[edge]] + least)
            at = end
    for node in range(last, 0, -1):
        at = s.first[node]
        while at < s.first[node + 1]:
            edge = s.order[at]
            behind[s.starts[edge]] = min(behind[s.starts[edge]], behind[node] + spans[at])
            at += 1
            while at < s.first[node + 1] and s.starts[s.order[at]] == s.starts[edge]:
                spans[at] = spans[at - 1]
                at += 1
    for node in range(1, s.nodes):
        at = s.first[node]
        s.first[node] = <int32_t>kept
        for k in range(at, s.first[node + 1]):
            edge = s.order[k]
            if ahead[s.starts[edge]] + spans[k] + behind[node] <= ahead[last] + reach:
                s.order[kept] = <int32_t>edge
                s.leasts[edge] = spans[k]
                kept += 1
    s.first[s.nodes] = <int32_t>kept
    memcpy(s.rests, behind, s.nodes * sizeof(double))
    free(ahead)
    free(spans)
    free(contexts)
    return True
