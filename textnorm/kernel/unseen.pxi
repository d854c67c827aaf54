# Arcs to symbols that were never seen behind a state; reference_search defines them.


cdef bint meet_all_unseen(Search* s, Py_ssize_t first, Py_ssize_t last, double ahead) noexcept nogil:
    """Add the arcs of the symbols that were never seen behind the states, as far as they are likely enough.

    ahead: bits of the best state with what an unseen symbol costs behind it.
    """
    cdef Py_ssize_t source, k, n = 0, i
    cdef const Kept* state
    cdef const Matches* found
    cdef const Written* written
    cdef double least = INFINITY
    cdef uint64_t key
    if s.crowd != NULL:
        call_common(s, ahead)
    if not grow(<void**>&s.sorted, &s.room_sorted, s.n_written - s.base, sizeof(double)):
        return False
    for k in range(s.base, s.n_written):
        written = &s.written[k]
        if not written.nothing and ahead + written.unseen <= limit_alone(s, k) + UNCERTAIN:
            s.listed[n] = <int32_t>k
            s.sorted[n] = written.unseen
            least = min(least, written.unseen)
            n += 1
    for source in range(first, last if n else first):
        state = &s.kept[source]
        if state.bits + state.unseen + least > s.limit:
            continue
        if not grow(<void**>&s.fresh, &s.room_fresh, s.n_fresh + n + 1, sizeof(Fresh)):
            return False
        found = &s.matches[s.matches_of[last_symbols(state.context.symbols, 1)]]
        for i in range(n):
            k = s.listed[i]
            written = &s.written[k]
            if state.bits + state.unseen + s.sorted[i] > s.limit or was_seen(s, found, k):
                continue
            key = <uint64_t>1 << 60 | written.symbol
            add_fresh(s, <int32_t>source, <int32_t>k, written.unseen + state.unseen, key, NO_ROW, False)
    return True


cdef inline double limit_alone(const Search* s, Py_ssize_t k) noexcept nogil:
    """Return the bits from which on no arc is needed to the symbol of an edge as the whole context."""
    cdef const Written* written = &s.written[k]
    if s.sole and written.first == k and written.next < 0 and written.least > s.tally.near:
        return s.tally.near  # the context is not kept
    return s.limit


cdef void call_common(Search* s, double ahead) noexcept nogil:
    """Let those of a crowd come forward that may be likely enough behind states where they were never seen."""
    cdef Py_ssize_t k
    cdef const Used* used
    cdef double most = (s.tally.near if s.sole else s.limit) + UNCERTAIN - ahead - s.least_paid
    for k in range(s.crowd.n):
        used = &s.crowd.used[s.crowd.by_rough[k]]
        if used.rough > most:
            break
        edge_with(s, used.symbol)
