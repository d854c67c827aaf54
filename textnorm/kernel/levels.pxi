# The tables of the n-gram model; reference_ngrams says what they hold.

from libc.math cimport exp2, log2


cdef enum:
    LONGEST = 4  # the highest order
    SYMBOL = 14  # bits of a symbol in a key
    LATEST = 2  # how many symbols of context a document's own n-grams look at
    CHECK = 18  # bits of a check in an entry
    NARROW = 17  # bits of a check in an entry of three bytes
    SIEVE = 6  # bits of a check that the sieve of bigrams tells apart
    WORD_SIEVE = 7  # and that of words

cdef double QUANTUM = 0.125


cdef struct Level:
    const uint32_t* offsets
    const uint8_t* entries
    int width  # bytes of an entry: 4, or 3 where it has no back-off weight
    int shift  # from a hash to the bucket


cdef struct Successors:
    # What a search is told of the model without looking n-grams up; made when the first one needs it.
    uint64_t* triples  # of trigrams, as the sieve of bigrams is
    uint64_t* words  # the same of words
    const uint32_t** rows  # by symbol: the number of symbols that follow it, each with the entry of the bigram; or NULL
    uint32_t* asked  # by symbol: about how many symbols were asked for behind it while it had no row
    uint32_t symbols


cdef struct Model:
    const uint16_t* map
    const float* within
    const float* unigrams
    const float* backoffs
    const float* singles  # bits of the symbols that stand alone as words
    Level levels[LONGEST + 1]
    Level words
    # A bit for each bucket of bigrams and beginning of a check in it: most pairs of characters are no bigram of the
    # model, and that is told by one load from half a megabyte.
    uint64_t* sieve
    Successors* successors  # what a search makes when it is first asked: see successors.pxi
    uint8_t* effects  # what a symbol does in a sentence: see sentences.pxi
    int order
    uint32_t astral, symbols


cdef struct Context:
    # The symbols that the model still looks at, the last one lowest, and the weights of backing off from them.
    uint64_t symbols
    int length
    double weights[LONGEST - 1]


cdef inline uint32_t symbol_of(const Model* m, uint32_t point) noexcept nogil:
    return m.map[point] if point <= 0xFFFF else m.astral


cdef inline uint64_t mixed_from(uint64_t key) noexcept nogil:
    cdef uint64_t mixed = key * <uint64_t>0x9E3779B97F4A7C15
    return (mixed ^ (mixed >> 29)) * <uint64_t>0xD6E8FEB86659FD93


cdef inline bint may_be_bigram(const Model* m, uint64_t mixed) noexcept nogil:
    cdef uint64_t at = (mixed >> 1) >> (m.levels[2].shift - SIEVE)
    return (m.sieve[at >> 6] >> (at & 63)) & 1


cdef inline void prefetch_bigram(const Model* m, uint64_t mixed) noexcept nogil:
    prefetch(&m.sieve[((mixed >> 1) >> (m.levels[2].shift - SIEVE)) >> 6])
    prefetch(&m.levels[2].offsets[(mixed >> 1) >> m.levels[2].shift])


cdef inline const uint8_t* entry_at(const Level* level, Py_ssize_t at) noexcept nogil:
    return level.entries + level.width * at


cdef inline bint entry_of(const Level* level, uint64_t mixed, uint32_t* entry) noexcept nogil:
    """Find the entry of an n-gram, given its mixed key; one of three bytes is given as if it had a back-off weight of 0."""
    cdef uint64_t bucket = (mixed >> 1) >> level.shift
    cdef uint32_t check = <uint32_t>(mixed >> (level.shift + 1 - CHECK)) & ((1 << CHECK) - 1)
    cdef uint32_t k
    cdef const uint8_t* at = entry_at(level, level.offsets[bucket])
    if level.width == 4:
        for k in range(level.offsets[bucket + 1] - level.offsets[bucket]):
            if (<const uint32_t*>at)[k] >> 14 == check:
                entry[0] = (<const uint32_t*>at)[k]
                return True
        return False
    check >>= CHECK - NARROW
    for k in range(level.offsets[bucket + 1] - level.offsets[bucket]):
        if <uint32_t>(at[2] << 16 | at[1] << 8 | at[0]) >> 7 == check:
            entry[0] = <uint32_t>(at[0] & 127) << 7
            return True
        at += 3
    return False
