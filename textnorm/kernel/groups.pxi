# Which edges of a group write what was seen behind a symbol: found once for all states that end with it.

cdef enum:
    ROW_ORDER = 3  # of the models of which rows are gone through: nothing longer than two symbols begins a row


cdef bint open_group(Search* s, Py_ssize_t first, Py_ssize_t last) noexcept nogil:
    """Find the edges of a group that write the same symbol, and the last symbols of its states; tell whether there was memory.

    The first one of each symbol is in ``first_of`` until ``close_group``, and matches in ``matches_of``. Of a crowd there
    are no edges yet.
    """
    cdef Py_ssize_t k, count = s.n_written - s.base if s.crowd == NULL else s.crowd.n
    if s.first_of == NULL:
        if not grow(<void**>&s.first_of, &s.room_first_of, 1 << SYMBOL, sizeof(int32_t)):
            return False
        if not grow(<void**>&s.matches_of, &s.room_matches_of, 1 << SYMBOL, sizeof(int32_t)):
            return False
        memset(s.first_of, 0xFF, (<size_t>1 << SYMBOL) * sizeof(int32_t))
        memset(s.matches_of, 0xFF, (<size_t>1 << SYMBOL) * sizeof(int32_t))
    if s.own_writes == NULL and not cleared(<void**>&s.own_writes, &s.room_own_writes, SYMBOL_WORDS, sizeof(uint64_t)):
        return False
    if not grow(<void**>&s.listed, &s.room_listed, count, sizeof(int32_t)):
        return False
    s.n_matched = s.n_asked = s.n_seen = 0
    if s.crowd != NULL:
        s.writes = &s.crowd.writes[0]
        s.lowest, s.highest = s.crowd.lowest, s.crowd.highest
        s.least_paid = s.crowd_bits - ROUNDED
    else:
        open_edges(s)
    begin_tally(&s.tally, count * (last - first) > s.beam)
    return open_states(s, first, last)


cdef void open_edges(Search* s) noexcept nogil:
    cdef Written* written
    cdef Py_ssize_t k
    s.writes = s.own_writes
    s.lowest, s.highest = 1 << SYMBOL, 0
    s.least_paid = INFINITY
    for k in range(s.n_written - 1, s.base - 1, -1):
        written = &s.written[k]
        if written.nothing:
            continue
        written.next = s.first_of[written.symbol]
        s.first_of[written.symbol] = <int32_t>k
        s.own_writes[written.symbol >> 6] |= <uint64_t>1 << (written.symbol & 63)
        s.lowest = min(s.lowest, written.symbol)
        s.highest = max(s.highest, written.symbol)
        s.least_paid = min(s.least_paid, written.within + written.cost)
    for k in range(s.base, s.n_written):
        if not s.written[k].nothing:
            s.written[k].first = s.first_of[s.written[k].symbol]


cdef bint open_states(Search* s, Py_ssize_t first, Py_ssize_t last) noexcept nogil:
    cdef Py_ssize_t k
    cdef uint32_t before
    cdef int32_t at
    cdef Matches* found
    s.n_matches = 0
    if not grow(<void**>&s.matches, &s.room_matches, last - first, sizeof(Matches)):
        return False
    for k in range(first, last):
        before = <uint32_t>last_symbols(s.kept[k].context.symbols, 1)
        at = s.matches_of[before]
        if at < 0:
            at = <int32_t>s.n_matches
            s.matches_of[before] = at
            s.n_matches += 1
            found = &s.matches[at]
            found.before, found.states, found.met, found.found, found.through = before, 0, False, False, False
            found.first = found.end = 0
            found.seen = found.in_row = -1
            found.whole = False
        s.matches[at].states += 1
    return True


cdef void close_group(Search* s) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(s.base, s.n_written):
        if not s.written[k].nothing:
            s.first_of[s.written[k].symbol] = -1
            s.own_writes[s.written[k].symbol >> 6] = 0
    for k in range(s.n_matches):
        s.matches_of[s.matches[k].before] = -1


cdef inline void begin_written(Written* written, uint32_t point, int32_t start, int32_t edge, double cost) noexcept nogil:
    written.start = start
    written.point = point
    written.edge = edge
    written.nothing = point >= NODES
    written.cost = cost
    written.first = written.next = written.source = -1
    written.least = INFINITY


cdef inline void price_written(const Model* m, Written* written, uint32_t symbol) noexcept nogil:
    written.symbol = symbol
    written.within = m.within[symbol]
    written.unseen = <double>m.unigrams[symbol] + m.within[symbol] + written.cost


cdef inline bint writes_symbol(const Search* s, uint32_t symbol) noexcept nogil:
    """Tell whether an edge of the group writes a symbol."""
    return (s.writes[symbol >> 6] >> (symbol & 63)) & 1


cdef inline int32_t edge_with(Search* s, uint32_t symbol) noexcept nogil:
    """Return the first edge of the group with a symbol that one of them writes."""
    cdef int32_t k = s.first_of[symbol]
    return k if k >= 0 else come_forward(s, symbol)


cdef int32_t come_forward(Search* s, uint32_t symbol) noexcept nogil:
    """Describe the characters of the crowd that have a symbol, and return the first one; there is room."""
    cdef const Crowd* crowd = s.crowd
    cdef Py_ssize_t rank = rank_in(crowd, symbol), k
    cdef int32_t first = <int32_t>s.n_written
    cdef const Used* used
    cdef Written* written = NULL
    for k in range(crowd.firsts[rank], crowd.firsts[rank + 1]):
        used = &crowd.used[crowd.by_symbol[k]]
        if written != NULL:
            written.next = <int32_t>s.n_written
        written = &s.written[s.n_written]
        begin_written(written, used.point, s.crowd_start, -1, <float>(s.crowd_bits + <double>used_price(s.prices, used)))
        price_written(s.model, written, symbol)
        written.first = first
        s.n_written += 1
    s.first_of[symbol] = first
    return first


cdef inline bint is_marked_edge(const Search* s, Py_ssize_t bits, Py_ssize_t written) noexcept nogil:
    """Tell whether the bit of an edge is set; ``bits`` of -1 have none."""
    written -= s.base
    return bits >= 0 and (s.seen[bits + (written >> 6)] >> (written & 63)) & 1


cdef inline bint was_seen(const Search* s, const Matches* found, Py_ssize_t k) noexcept nogil:
    """Tell whether the symbol of an edge was seen behind that of some matches, by the document or the model."""
    cdef const Written* written = &s.written[k]
    if is_marked_edge(s, found.seen, k):
        return True
    if not found.through:
        return False
    if found.whole:
        return is_marked_edge(s, found.in_row, written.first)
    return is_bigram(s.model, found.before, written.symbol)


cdef inline void mark(Search* s, Py_ssize_t bits, Py_ssize_t written) noexcept nogil:
    """Set the bit of an edge."""
    written -= s.base
    s.seen[bits + (written >> 6)] |= <uint64_t>1 << (written & 63)


cdef bint add_match(Search* s, Py_ssize_t matches, int32_t written, const Known* known, bint said) noexcept nogil:
    """Add an edge to some matches, the last that edges are added to; tell whether there was memory."""
    cdef Matches* found = &s.matches[matches]
    cdef Match* match
    if not grow(<void**>&s.matched, &s.room_matched, s.n_matched + 1, sizeof(Match)):
        return False
    if found.first == found.end:
        found.first = s.n_matched
    match = &s.matched[s.n_matched]
    match.written = written
    match.said = said
    match.known = known[0]
    match.bits = -INFINITY
    if not said:
        match.bits = (known.entry >> 7 & 127) * QUANTUM + (s.written[written].within + s.written[written].cost)
    s.n_matched += 1
    found.end = s.n_matched
    mark(s, found.seen, written)
    return True


cdef bint ask(Search* s, Py_ssize_t matches, Py_ssize_t written, bint may_be, bint said) noexcept nogil:
    """Ask for the bigram of an edge behind the symbol of some matches; tell whether there was memory."""
    cdef Asked* one = &s.asked[s.n_asked]
    one.symbol, one.first, one.end = s.written[written].symbol, 0, 0
    one.matches, one.written, one.said = <int32_t>matches, <int32_t>written, said
    if may_be:
        find_row(&s.model.levels[2], s.matches[matches].before, &one.first, &one.end)
        prefetch(s.model.levels[2].entries + 4 * <Py_ssize_t>((one.first + one.end) >> 1))
    s.n_asked += 1
    return s.n_asked < MOST_ASKED or answer(s)


cdef bint answer(Search* s) noexcept nogil:
    """Find the bigrams that were asked for; tell whether there was memory."""
    cdef Py_ssize_t k
    cdef Known known
    cdef const Asked* one
    for k in range(s.n_asked):
        one = &s.asked[k]
        look_up(&s.model.levels[2], one.first, one.end, one.symbol, &known)
        if known.what != UNSEEN or one.said:
            if not add_match(s, one.matches, one.written, &known, one.said):
                return False
    s.n_asked = 0
    return True


cdef inline void look_up(const Level* level, uint32_t first, uint32_t end, uint32_t symbol, Known* known) noexcept nogil:
    """Find out what is known of a symbol by the row of what may follow."""
    known.what, known.entry, known.place, known.triple = UNSEEN, 0, 0, 0
    if first < end:
        known.place = place_in(level, first, end, symbol)
        known.entry = entry_in(level, known.place) if known.place < end else 0
        if known.place < end and known.entry >> 14 == symbol:
            known.what = A_PAIR


cdef bint match_behind(Search* s, Py_ssize_t matches) noexcept nogil:
    """Find the edges of the group that were seen behind a symbol, or ask for them; tell whether there was memory.

    Where the row of the model is gone through, only those that the document has.
    """
    cdef Py_ssize_t i, count = s.n_written - s.base if s.crowd == NULL else s.crowd.n, words = (count + 63) >> 6
    cdef uint64_t mixed
    cdef bint said, may_be
    cdef uint32_t first = 0, end = 0
    cdef Matches* found = &s.matches[matches]
    found.found = True
    if s.lowest > s.highest:
        return True
    find_row(&s.model.levels[2], found.before, &first, &end)
    found.through = s.crowd != NULL or (s.model.order == ROW_ORDER and end - first <= READ_THROUGH * count)
    if not grow(<void**>&s.seen, &s.room_seen, s.n_seen + 2 * words, sizeof(uint64_t)):
        return False
    found.seen = s.n_seen
    found.in_row = s.n_seen + words
    s.n_seen += 2 * words
    memset(s.seen + found.seen, 0, 2 * words * sizeof(uint64_t))
    if found.through:
        return s.document == NULL or (answer(s) and match_said(s, matches, first, end))
    for i in range(s.base, s.n_written):
        if s.written[i].nothing:
            continue
        mixed = mixed_from(<uint64_t>found.before << SYMBOL | s.written[i].symbol)
        said = s.document != NULL and may_be_said(s.document, mixed)
        may_be = may_be_bigram(s.model, mixed)
        if (may_be or said) and not ask(s, matches, i, may_be, said):
            return False
    return True


cdef Py_ssize_t first_said(const Document* d, uint32_t last, uint32_t symbol) noexcept nogil:
    """Return where the bigrams of a document are, in the order of their keys, from one of two symbols on."""
    cdef Py_ssize_t low = 0, high = d.n_pairs, middle
    while low < high:
        middle = (low + high) >> 1
        if d.pairs[middle] < (last << SYMBOL | symbol):
            low = middle + 1
        else:
            high = middle
    return low


cdef bint match_said(Search* s, Py_ssize_t matches, uint32_t first, uint32_t end) noexcept nogil:
    """Find the edges whose symbols the document has for some matches, with the row of the model; False without memory."""
    cdef uint32_t before = s.matches[matches].before, symbol
    cdef Py_ssize_t at
    cdef int32_t i
    cdef Known known
    for at in range(first_said(s.document, before, s.lowest), s.document.n_pairs):
        if s.document.pairs[at] > (before << SYMBOL | s.highest):
            break
        symbol = s.document.pairs[at] & ((1 << SYMBOL) - 1)
        if not writes_symbol(s, symbol):
            continue
        look_up(&s.model.levels[2], first, end, symbol, &known)
        i = edge_with(s, symbol)
        while i >= 0:
            if not add_match(s, matches, i, &known, True):
                return False
            i = s.written[i].next
    return True
