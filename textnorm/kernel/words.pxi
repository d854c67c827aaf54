# What a text costs as a row of words; reference_words defines it.

cdef enum:
    LONGEST_WORD = 4  # symbols
    WORDS_BEFORE = 6  # characters looked at behind which a division into words goes on

cdef double WORD_QUANTUM = 0.25
cdef double WORDS_SHARE = 0.35  # in the bits of a path


cdef struct Division:
    # The last symbols, the last one lowest, and the bits of the best division into words up to now, up to one, two,
    # three symbols ago, less the first.
    uint64_t symbols
    int length
    double costs[LONGEST_WORD]
    Sentence sentence


cdef uint64_t* new_word_sieve(const WordTable* words) noexcept nogil:
    """Make the sieve of words; NULL where there is no memory."""
    cdef Py_ssize_t buckets = <Py_ssize_t>1 << (63 - words.shift), bucket
    cdef uint32_t k
    cdef uint64_t at
    cdef uint64_t* made = <uint64_t*>calloc((buckets << WORD_SIEVE) // 64 + 1, sizeof(uint64_t))
    if made == NULL:
        return NULL
    for bucket in range(buckets):
        for k in range(words.offsets[bucket], words.offsets[bucket + 1]):
            at = <uint64_t>bucket << WORD_SIEVE | words.entries[3 * <Py_ssize_t>k + 2] >> (8 - WORD_SIEVE)
            made[at >> 6] |= <uint64_t>1 << (at & 63)
    return made


cdef bint sift_words(Model* m) noexcept nogil:
    """Make the sieve of words unless it has been made; tell whether there was memory."""
    cdef uint64_t* made
    if published(<void**>&m.words.sieve) != NULL:
        return True
    made = new_word_sieve(&m.words)
    if made != NULL and publish(<void**>&m.words.sieve, made) != NULL:  # another thread made it meanwhile
        free(made)
    return made != NULL


cdef inline void undivided(Division* d) noexcept nogil:
    """Set ``d`` to nothing, as at the beginning and behind what is no word."""
    d.symbols = 0
    d.length = 0
    d.costs[0] = 0.0


cdef inline void find_word_keys(const Model* m, const Division* d, uint32_t new, uint64_t* keys) noexcept nogil:
    """Find the mixed keys of the words of two and more symbols that may end with a symbol; 0 for none."""
    cdef uint64_t key = new
    cdef int k
    for k in range(1, LONGEST_WORD):
        keys[k - 1] = 0
        if k <= d.length and m.singles[new] >= 0:
            key |= ((d.symbols >> (SYMBOL * (k - 1))) & ((1 << SYMBOL) - 1)) << (SYMBOL * k)
            keys[k - 1] = mixed_from(key | <uint64_t>(k + 1) << 60)
            if m.words.sieve != NULL:
                prefetch(&m.words.sieve[((keys[k - 1] >> 1) >> (m.words.shift - WORD_SIEVE)) >> 6])


cdef inline double divide(const Model* m, const Division* d, uint32_t new, double otherwise, Division* to) noexcept nogil:
    """Set ``to`` to the division behind a symbol and return by how many bits it makes the best one dearer.

    otherwise: the bits of a symbol that is no word.
    """
    cdef uint64_t keys[LONGEST_WORD - 1]
    find_word_keys(m, d, new, keys)
    return divide_known(m, d, new, otherwise, keys, to)


cdef inline double divide_known(
    const Model* m, const Division* d, uint32_t new, double otherwise, const uint64_t* keys, Division* to
) noexcept nogil:
    """Do the same as ``divide`` where the keys of words are known."""
    cdef double best = m.singles[new], cost
    cdef int k, length = d.length
    cdef uint32_t paid = 0
    if best < 0:
        undivided(to)
        return otherwise
    for k in range(1, length + 1):
        if keys[k - 1] and (m.words.sieve == NULL or may_be_word(&m.words, keys[k - 1])) and find_word(&m.words, keys[k - 1], &paid):
            cost = d.costs[k] + paid * WORD_QUANTUM
            if cost < best:
                best = cost
    length = min(length + 1, LONGEST_WORD - 1)
    to.symbols = last_symbols((d.symbols << SYMBOL) | new, length)
    to.length = length
    for k in range(length, 0, -1):
        to.costs[k] = d.costs[k - 1] - best
    to.costs[0] = 0.0
    return best


cdef inline double mix(double grams, double words) noexcept nogil:
    return (1.0 - WORDS_SHARE) * grams + WORDS_SHARE * words


cdef void divide_before(const Model* m, str before, Division* d):
    """Set ``d`` to the division behind a text."""
    divide_behind(m, PyUnicode_DATA(before), PyUnicode_KIND(before), len(before), d)


cdef void divide_behind(const Model* m, const void* s, int kind, Py_ssize_t n, Division* d) noexcept nogil:
    """Do so behind ``n`` code points of a kind."""
    cdef Py_ssize_t i
    cdef Division both[2]
    cdef Py_ssize_t first = max(0, n - WORDS_BEFORE)
    cdef Sentence sentences[2]
    undivided(&both[0])
    for i in range(first, n):
        divide(m, &both[(i - first) & 1], symbol_of(m, point_at(s, kind, i)), 0.0, &both[~(i - first) & 1])
    d[0] = both[(n - first) & 1]
    first = max(0, n - SENTENCE_BEFORE)
    memset(sentences, 0, sizeof(sentences))
    for i in range(first, n):
        sentence_step(m, &sentences[(i - first) & 1], symbol_of(m, point_at(s, kind, i)), &sentences[~(i - first) & 1])
    d.sentence = sentences[(n - first) & 1]
