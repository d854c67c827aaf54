# The tables of the n-gram model; reference_ngrams says what they hold.

from libc.math cimport exp2, log2


cdef enum:
    LONGEST = 4  # the highest order
    SYMBOL = 14  # bits of a symbol in a key
    LATEST = 2  # how many symbols of context a document's own n-grams look at
    CHECK = 17  # bits of a check in an entry of the words
    MARKED = 4  # bits of the number of a row, less those of its mark
    SIEVE = 22  # bits of a hash that the sieve of bigrams tells apart
    WORD_SIEVE = 7  # bits of a check that the sieve of words tells apart

cdef double QUANTUM = 0.125
cdef uint32_t NO_ROW = 0xFFFFFFFF


cdef struct Level:
    # N-grams of two and more symbols, in rows by what they begin with.
    const uint32_t* starts  # of the rows; or NULL where they are written as bits
    const uint64_t* rows
    const uint32_t* marks
    const uint8_t* entries
    bint wide  # whether an entry has four bytes, not three


cdef struct WordTable:
    const uint32_t* offsets
    const uint8_t* entries
    int shift  # from a hash to the bucket
    # A bit for each bucket and beginning of a check in it, made by the first search: most that is asked for is no word.
    uint64_t* sieve


cdef struct LikelyRows  # likely_rows.pxi


cdef struct Model:
    const uint16_t* map
    const float* within
    const float* unigrams
    const float* backoffs
    const float* singles  # bits of the symbols that stand alone as words
    Level levels[LONGEST + 1]  # from bigrams on
    WordTable words
    LikelyRows* likely  # made by the first search
    uint64_t* sieve  # a bit for the hash of each bigram: most pairs of characters are none, and one load tells that
    uint8_t* effects  # what a symbol does in a sentence: see sentences.pxi
    int order
    uint32_t astral, symbols


cdef struct Context:
    # The symbols that the model still looks at, the last one lowest, and the weights of backing off from them.
    uint64_t symbols
    int length
    float weights[LONGEST - 1]
    uint32_t rows[LONGEST - 2]  # of the n-grams that begin with the last two, three; NO_ROW for none; as far as ``length``


cdef inline uint32_t symbol_of(const Model* m, uint32_t point) noexcept nogil:
    return m.map[point] if point <= 0xFFFF else m.astral


cdef inline uint64_t mixed_from(uint64_t key) noexcept nogil:
    cdef uint64_t mixed = key * <uint64_t>0x9E3779B97F4A7C15
    return (mixed ^ (mixed >> 29)) * <uint64_t>0xD6E8FEB86659FD93


cdef inline uint64_t sieve_bit(uint64_t mixed) noexcept nogil:
    return mixed >> (64 - SIEVE)


cdef inline bint may_be_bigram(const Model* m, uint64_t mixed) noexcept nogil:
    cdef uint64_t at = sieve_bit(mixed)
    return (m.sieve[at >> 6] >> (at & 63)) & 1


cdef inline bint is_bigram(const Model* m, uint32_t before, uint32_t symbol) noexcept nogil:
    cdef uint32_t entry = 0, place = 0
    if not may_be_bigram(m, mixed_from(<uint64_t>before << SYMBOL | symbol)):
        return False
    return find_longer(&m.levels[2], before, symbol, &entry, &place)


cdef inline void prefetch_bigram(const Model* m, uint64_t mixed) noexcept nogil:
    prefetch(&m.sieve[sieve_bit(mixed) >> 6])


cdef inline bint may_be_word(const WordTable* words, uint64_t mixed) noexcept nogil:
    cdef uint64_t at = (mixed >> 1) >> (words.shift - WORD_SIEVE)
    return (words.sieve[at >> 6] >> (at & 63)) & 1


cdef inline bint find_word(const WordTable* words, uint64_t mixed, uint32_t* cost) noexcept nogil:
    """Find what a word costs, given its mixed key."""
    cdef uint64_t bucket = (mixed >> 1) >> words.shift
    cdef uint32_t check = <uint32_t>(mixed >> (words.shift + 1 - CHECK)) & ((1 << CHECK) - 1)
    cdef uint32_t k
    cdef const uint8_t* at = words.entries + 3 * <Py_ssize_t>words.offsets[bucket]
    for k in range(words.offsets[bucket + 1] - words.offsets[bucket]):
        if <uint32_t>(at[2] << 16 | at[1] << 8 | at[0]) >> 7 == check:
            cost[0] = at[0] & 127
            return True
        at += 3
    return False


cdef inline void find_row(const Level* level, uint32_t row, uint32_t* first, uint32_t* end) noexcept nogil:
    """Find where the entries of a row begin and end."""
    cdef uint64_t at, start, zeros
    cdef uint32_t more = row & ((1 << MARKED) - 1)
    cdef const uint64_t* word
    if level.starts != NULL:
        first[0], end[0] = level.starts[row], level.starts[row + 1]
        return
    at = level.marks[row >> MARKED]
    word = level.rows + (at >> 6)
    zeros = ~word[0] & (<uint64_t>-1 << (at & 63))  # one for each row
    while True:
        while zeros == 0:
            word += 1
            zeros = ~word[0]
        if more == 0:
            break
        zeros &= zeros - 1
        more -= 1
    start = 64 * <uint64_t>(word - level.rows) + lowest_bit(zeros)
    zeros &= zeros - 1
    while zeros == 0:
        word += 1
        zeros = ~word[0]
    first[0] = <uint32_t>(start - row)
    end[0] = <uint32_t>(64 * <uint64_t>(word - level.rows) + lowest_bit(zeros) - row - 1)


cdef inline uint32_t entry_in(const Level* level, uint32_t at) noexcept nogil:
    """Return an entry of a row: the symbol, 7 bits of cost, 7 bits of back-off weight."""
    cdef const uint8_t* entry
    if level.wide:
        return (<const uint32_t*>level.entries)[at]
    entry = level.entries + 3 * <Py_ssize_t>at
    return <uint32_t>(entry[2] << 16 | entry[1] << 8 | entry[0]) << 7


cdef inline uint32_t place_in(const Level* level, uint32_t first, uint32_t end, uint32_t symbol) noexcept nogil:
    """Return where the entry of a symbol is in a row, or of the next one above it."""
    cdef uint32_t count = end - first, half
    if count == 0:
        return end
    while count > 1:  # without a branch that nobody can foresee
        half = count >> 1
        first += half if entry_in(level, first + half - 1) >> 14 < symbol else 0
        count -= half
    return first + (entry_in(level, first) >> 14 < symbol)


cdef inline bint find_longer(const Level* level, uint32_t row, uint32_t symbol, uint32_t* entry, uint32_t* place) noexcept nogil:
    """Find the entry of a symbol in a row, and where it is."""
    cdef uint32_t first = 0, end = 0
    if row == NO_ROW:
        return False
    find_row(level, row, &first, &end)
    place[0] = place_in(level, first, end, symbol)
    if place[0] == end:
        return False
    entry[0] = entry_in(level, place[0])
    return entry[0] >> 14 == symbol
