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


cdef void tighten(Search* s, Py_ssize_t count) noexcept nogil:
    """Lower the limit to the beam-th best symbol: different symbols lead to different states, so no worse state is kept."""
    cdef Py_ssize_t k, n = 0
    for k in range(count):
        if s.group[k].least < INFINITY:
            s.sorted[n] = s.group[k].least
            n += 1
    if n >= s.beam:
        s.limit = min(s.limit, nth(s.sorted, n, s.beam - 1) + SLACK)


cdef bint gather_group(Search* s, Py_ssize_t at, Py_ssize_t count, Py_ssize_t first, Py_ssize_t last) noexcept nogil:
    """Find the arcs of some edges from ``at`` in the order, which are described in ``written``, from some states."""
    cdef Py_ssize_t source, k, sources = 0
    cdef int32_t matches
    cdef uint32_t before
    cdef double ahead = INFINITY
    cdef bint fine
    if not open_group(s, count):
        return False
    for source in range(first, last):
        if s.kept[source].bits > s.limit:
            last = source  # the states of a node lie best first
            break
    open_rows(s, first, last)
    for source in range(first, last if count < CROWD else first):
        before = <uint32_t>last_symbols(s.kept[source].context.symbols, 1)
        if s.matches_of[before] < 0 and not match_behind(s, count, before):
            return False
    if not answer(s):
        return False
    for source in range(first, last):
        if s.kept[source].bits > s.limit:
            break
        if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + count + 1, sizeof(Fresh)):
            return False
        before = <uint32_t>last_symbols(s.kept[source].context.symbols, 1)
        if s.matches_of[before] < 0 and not (match_behind(s, count, before) and answer(s)):
            return False
        matches = s.matches_of[before]
        ahead = min(ahead, s.kept[source].bits + expected(s, <int32_t>source).unseen)
        meet_seen(s, <int32_t>source, at, &s.matches[matches])
        sources += 1
        if s.group != NULL and sources & (sources - 1) == 0:
            tighten(s, count)
    for k in range(count):
        if s.written[k].nothing:
            if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + sources + 1, sizeof(Fresh)):
                return False
            for source in range(first, first + sources):
                meet_nothing(s, <int32_t>source, s.order[at + k], &s.written[k])
    fine = meet_all_unseen(s, first, first + sources, at, count, ahead)
    close_group(s, count)
    return fine


cdef bint gather(Search* s, Py_ssize_t node) noexcept nogil:
    """Find all arcs to a node from the states before it."""
    cdef Py_ssize_t at, edge, source, group, end, first, last
    cdef Written* written
    s.n_fresh = 0
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
        if not gather_group(s, at, end - at, first, last):
            return False
        at = end
    source = 0
    for at in range(s.n_fresh):  # some were taken before the best was known
        if s.fresh[at].bits <= s.limit:
            if source < at:
                s.fresh[source] = s.fresh[at]
            source += 1
    s.n_fresh = source
    return True
