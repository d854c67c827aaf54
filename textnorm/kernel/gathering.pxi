# All arcs that end at a node, edges of one span together; reference_search defines them.


cdef double nth(double* numbers, Py_ssize_t count, Py_ssize_t n) noexcept nogil:
    """Return the number that would be in the place ``n`` if they were sorted, and put them in disorder (Hoare, Find)."""
    cdef Py_ssize_t low = 0, high = count - 1, i, j
    cdef double pivot, moved
    while low < high:
        pivot = numbers[(low + high) >> 1]
        i, j = low, high
        while i <= j:
            while numbers[i] < pivot:
                i += 1
            while numbers[j] > pivot:
                j -= 1
            if i <= j:
                moved = numbers[i]
                numbers[i] = numbers[j]
                numbers[j] = moved
                i += 1
                j -= 1
        if n <= j:
            high = j
        elif n >= i:
            low = i
        else:
            break
    return numbers[n]


cdef bint open_group(Search* s, Py_ssize_t count) noexcept nogil:
    """Find the edges of a large group that write the same symbol; tell whether there was memory.

    The first one of each symbol is in ``first_of`` until ``close_group``.
    """
    cdef Py_ssize_t k
    cdef Written* written
    if s.first_of == NULL:
        if not grow(<void**>&s.first_of, &s.room_first_of, 1 << SYMBOL, sizeof(int32_t)):
            return False
        memset(s.first_of, 0xFF, (<size_t>1 << SYMBOL) * sizeof(int32_t))
    for k in range(count - 1, -1, -1):
        written = &s.written[k]
        written.next = -1
        if not written.nothing:
            written.next = s.first_of[written.symbol]
            s.first_of[written.symbol] = <int32_t>k
    s.group = NULL
    if count < 2 * s.beam:
        return True
    if not grow(<void**>&s.sorted, &s.room_sorted, count, sizeof(double)):
        return False
    s.group = s.written
    for k in range(count):
        written = &s.group[k]
        written.least = INFINITY
        written.first = <int32_t>k if written.nothing else s.first_of[written.symbol]
    return True


cdef void close_group(Search* s, Py_ssize_t count) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(count):
        if not s.written[k].nothing:
            s.first_of[s.written[k].symbol] = -1
    s.group = NULL


cdef void tighten(Search* s, Py_ssize_t count) noexcept nogil:
    """Lower the limit to the beam-th best symbol: different symbols lead to different states, so no worse state is kept."""
    cdef Py_ssize_t k, n = 0
    look_up(s)
    for k in range(count):
        if s.group[k].least < INFINITY:
            s.sorted[n] = s.group[k].least
            n += 1
    if n >= s.beam:
        s.limit = min(s.limit, nth(s.sorted, n, s.beam - 1) + SLACK)


cdef bint gather(Search* s, Py_ssize_t node) noexcept nogil:
    """Find all arcs to a node from the states before it."""
    cdef Py_ssize_t at, edge, source, group, end, first, last
    cdef Written* written
    s.n_fresh = s.n_met = 0
    s.group = NULL
    s.limit = s.most - s.rests[node] if s.most < INFINITY else INFINITY
    at = s.first[node]
    while at < s.first[node + 1]:
        end = at
        while end < s.first[node + 1] and s.starts[s.order[end]] == s.starts[s.order[at]]:
            end += 1
        first, last = s.states_of[s.starts[s.order[at]]], s.states_end[s.starts[s.order[at]]]
        if first == last or s.kept[first].bits > s.limit:
            at = end
            continue
        if not grow(<void**>&s.written, &s.room_written, end - at, sizeof(Written)):
            return False
        for group in range(at, end):
            edge = s.order[group]
            written = &s.written[group - at]
            written.nothing = s.points[edge] >= NODES
            written.cost = s.costs[edge]
            if not written.nothing:
                written.symbol = symbol_of(s.model, s.points[edge])
                written.unseen = <double>s.model.unigrams[written.symbol] + s.model.within[written.symbol] + written.cost
                written.paid = s.model.within[written.symbol] + written.cost
        if end - at >= CROWD:
            if not gather_crowd(s, at, end, first, last):
                return False
            at = end
            continue
        for source in range(first, last):
            if s.kept[source].bits > s.limit:
                break  # the states of a node lie best first
            if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + s.n_met + end - at + 1, sizeof(Fresh)):
                return False
            for group in range(at, end):
                meet(s, <int32_t>source, s.order[group], &s.written[group - at])
        look_up(s)
        at = end
    source = 0
    for at in range(s.n_fresh):  # some were taken before the best was known
        if s.fresh[at].bits <= s.limit:
            if source < at:
                s.fresh[source] = s.fresh[at]
            source += 1
    s.n_fresh = source
    return True
