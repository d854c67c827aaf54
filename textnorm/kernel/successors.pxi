# Which symbols the model has seen behind another one, as rows, and which trigrams it has; for searches.
#
# The tables of the model answer questions about one n-gram.  Where hundreds of characters can stand behind one, a row of
# the few that the model has seen there is gone through faster than all of them are asked about.  A row is made when
# that many questions have been asked that it would have saved as many as it takes, so it never costs more than twice.


cdef Successors* new_successors(const Model* m) noexcept nogil:
    """Make what searches are told, without rows; NULL where there is no memory."""
    cdef const Level* level = &m.levels[3]
    cdef Py_ssize_t buckets = <Py_ssize_t>1 << (63 - level.shift) if m.order > 2 else 0, bucket
    cdef Py_ssize_t word_buckets = <Py_ssize_t>1 << (63 - m.words.shift)
    cdef uint32_t k
    cdef uint64_t found, at
    cdef Successors* made = <Successors*>calloc(1, sizeof(Successors))
    if made == NULL:
        return NULL
    made.symbols = m.symbols
    made.rows = <const uint32_t**>calloc(m.symbols, sizeof(uint32_t*))
    made.asked = <uint32_t*>calloc(m.symbols, sizeof(uint32_t))
    made.triples = <uint64_t*>malloc((buckets + 1) * sizeof(uint64_t))
    made.words = <uint64_t*>calloc((word_buckets << WORD_SIEVE) // 64, sizeof(uint64_t))
    if made.rows == NULL or made.asked == NULL or made.triples == NULL or made.words == NULL:
        drop_successors(made)
        return NULL
    for bucket in range(buckets):
        found = 0
        for k in range(level.offsets[bucket], level.offsets[bucket + 1]):
            found |= <uint64_t>1 << (entry_at(level, k)[level.width - 1] >> (8 - SIEVE))
        made.triples[bucket] = found
    for bucket in range(word_buckets):
        for k in range(m.words.offsets[bucket], m.words.offsets[bucket + 1]):
            at = <uint64_t>bucket << WORD_SIEVE | entry_at(&m.words, k)[m.words.width - 1] >> (8 - WORD_SIEVE)
            made.words[at >> 6] |= <uint64_t>1 << (at & 63)
    return made


cdef void drop_successors(Successors* made) noexcept nogil:
    cdef Py_ssize_t k
    if made == NULL:
        return
    for k in range(made.symbols if made.rows != NULL else 0):
        free(<void*>made.rows[k])
    free(made.rows)
    free(made.asked)
    free(made.triples)
    free(made.words)
    free(made)


cdef Successors* successors_of(Model* m) noexcept nogil:
    """Return what searches are told of a model; NULL where there is no memory."""
    cdef Successors* made = <Successors*>published(<void**>&m.successors)
    cdef Successors* before
    if made == NULL:
        made = new_successors(m)
        if made != NULL:
            before = <Successors*>publish(<void**>&m.successors, made)
            if before != NULL:  # another thread made them meanwhile
                drop_successors(made)
                return before
    return made


cdef inline bint may_be_trigram(const Model* m, uint64_t mixed) noexcept nogil:
    cdef uint64_t at = (mixed >> 1) >> (m.levels[3].shift - SIEVE)
    return (m.successors.triples[at >> 6] >> (at & 63)) & 1


cdef inline bint may_be_word(const Model* m, uint64_t mixed) noexcept nogil:
    cdef uint64_t at = (mixed >> 1) >> (m.words.shift - WORD_SIEVE)
    return (m.successors.words[at >> 6] >> (at & 63)) & 1


cdef inline void prefetch_word(const Model* m, uint64_t mixed) noexcept nogil:
    prefetch(&m.successors.words[((mixed >> 1) >> (m.words.shift - WORD_SIEVE)) >> 6])


cdef const uint32_t* new_row(const Model* m, uint32_t last) noexcept nogil:
    """Return the row of a symbol, in ascending order; NULL where there is no memory."""
    cdef uint32_t symbol, entry = 0, n = 0, room = 64
    cdef uint64_t mixed
    cdef uint32_t* row = <uint32_t*>malloc((room + 1) * sizeof(uint32_t))
    cdef uint32_t* larger
    if row == NULL:
        return NULL
    for symbol in range(m.symbols):
        mixed = mixed_from(<uint64_t>last << SYMBOL | symbol)
        if may_be_bigram(m, mixed) and entry_of(&m.levels[2], mixed, &entry):
            if n == room:
                room *= 2
                larger = <uint32_t*>realloc(row, (room + 1) * sizeof(uint32_t))
                if larger == NULL:
                    free(row)
                    return NULL
                row = larger
            n += 1
            row[n] = symbol << 14 | (entry & 0x3FFF)
    row[0] = n
    return row


cdef const uint32_t* row_of(const Model* m, uint32_t last, uint32_t count) noexcept nogil:
    """Return the row of a symbol: its length, then (symbol << 14 | entry of the bigram); NULL where it is not worth while.

    count: how many symbols are asked for behind it.
    """
    cdef Successors* s = m.successors
    cdef const uint32_t* row = <const uint32_t*>published(<void**>&s.rows[last])
    cdef const uint32_t* before
    if row != NULL:
        return row
    s.asked[last] += count
    if s.asked[last] < m.symbols:
        return NULL
    row = new_row(m, last)
    if row != NULL:
        before = <const uint32_t*>publish(<void**>&s.rows[last], <void*>row)
        if before != NULL:
            free(<void*>row)
            return before
    return row


cdef inline bint is_in_row(const uint32_t* row, uint32_t symbol) noexcept nogil:
    cdef uint32_t low = 1, high = row[0] + 1, middle
    while low < high:
        middle = (low + high) >> 1
        if row[middle] >> 14 < symbol:
            low = middle + 1
        else:
            high = middle
    return low <= row[0] and row[low] >> 14 == symbol


cdef Py_ssize_t first_said(const Document* d, uint32_t last) noexcept nogil:
    """Return where the bigrams of a document begin that begin with a symbol, in the order of their keys."""
    cdef Py_ssize_t low = 0, high = d.n_pairs, middle
    while low < high:
        middle = (low + high) >> 1
        if d.pairs[middle] >> SYMBOL < last:
            low = middle + 1
        else:
            high = middle
    return low
