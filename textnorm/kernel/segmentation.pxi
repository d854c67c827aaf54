# The words of a stretch of Chinese: the cheapest way through a lattice, as ``script.words`` defines it.

cdef enum:
    UNKNOWN_COST = 96  # of a character that no word list has; as ``script.words``
    FIRST_HAN = 0x3400
    LAST_HAN = 0x9FFF
    HALF = 4  # symbols in 64 bits; stretches of twice as many are remembered
    MEMORY = 10  # logarithm of how many


cdef packed struct Character:
    # What is known of a code point; 8 bytes, so that one cache line serves all questions.
    uint16_t plain  # what it becomes wherever it stands
    uint16_t symbol  # what models read in its place
    uint8_t marks
    uint8_t cost  # as a word of its own; 0 when no list has it
    uint16_t place  # the number of the ambiguous place that it is; 0 when it is none


cdef enum Mark:
    THEIRS = 1  # only the script to convert from has it
    OURS = 2  # only the target has it
    LEANING = 4
    REGIONAL = 8
    ENDING = 16  # ends a sentence
    AMBIGUOUS = 32
    STRANGE = 64  # what it becomes is among ``others``
    CHANGING = 128  # it may become another


cdef struct Other:
    # A character beyond the basic plane, or one that becomes such a character.
    uint32_t point, plain
    Character known


cdef struct Word:
    Py_ssize_t start, end
    uint32_t block  # where its records begin; 0 when nothing in it is ambiguous


cdef struct Lattice:
    const Character* characters
    const uint64_t* pairs  # filter: neighbours inside a word
    uint32_t mask
    Trie words  # of two and more; values: cost << 24 | block


cdef struct Remembered:
    # The words of a short stretch: its symbols, and where each word ends.
    uint64_t first, rest
    uint32_t blocks[2 * HALF]
    uint8_t ends[2 * HALF]


cdef struct Cut:
    # The words of the stretch [low:high) of a sentence, and the memory to find them.
    Remembered* memory  # of the stretches that came last; may be missing
    Word* words
    int64_t* best
    Word* back
    Py_ssize_t n, low, high, room


cdef inline bint is_han(uint16_t symbol) noexcept nogil:
    return FIRST_HAN <= symbol <= LAST_HAN


cdef inline bint joined(const Lattice* lattice, uint16_t left, uint16_t right) noexcept nogil:
    """Tell whether a word may reach across the place between two neighbours."""
    return likely(lattice.pairs, lattice.mask, left, right) and is_han(left) and is_han(right)


cdef bint reserve_cut(Cut* cut, Py_ssize_t room) noexcept nogil:
    if room <= cut.room:
        return True
    free_words(cut)
    room = max(room + (room >> 1), 256)
    cut.words = <Word*>malloc((room + 1) * sizeof(Word))
    cut.best = <int64_t*>malloc((room + 1) * sizeof(int64_t))
    cut.back = <Word*>malloc((room + 1) * sizeof(Word))
    if cut.words == NULL or cut.best == NULL or cut.back == NULL:
        free_words(cut)
        return False
    cut.room = room
    return True


cdef void free_words(Cut* cut) noexcept nogil:
    free(cut.words)
    free(cut.best)
    free(cut.back)
    cut.words, cut.best, cut.back = NULL, NULL, NULL
    cut.n = cut.low = cut.high = cut.room = 0


cdef inline uint64_t packed(const uint16_t* symbols, Py_ssize_t n) noexcept nogil:
    """Return up to four symbols as one number."""
    cdef uint64_t key = 0
    cdef Py_ssize_t k
    for k in range(n):
        key |= <uint64_t>symbols[k] << (16 * k)
    return key


cdef void segment(const Lattice* lattice, const uint16_t* symbols, Py_ssize_t low, Py_ssize_t high, bint whole, Cut* cut) noexcept nogil:
    """Cut [low:high) into its words; it must not be one word itself unless ``whole``."""
    cdef Py_ssize_t length = high - low, k, start = low
    cdef uint64_t first, rest
    cdef Remembered* entry
    if cut.memory == NULL or not whole or length > 2 * HALF:
        find_words(lattice, symbols, low, high, whole, cut)
        return
    first, rest = packed(symbols + low, min(length, HALF)), packed(symbols + low + HALF, length - HALF)
    entry = cut.memory + ((first * <uint64_t>0x9E3779B97F4A7C15 + rest * <uint64_t>0xC2B2AE3D27D4EB4F) >> (64 - MEMORY))
    if entry.first == first and entry.rest == rest:
        cut.low, cut.high, cut.n = low, high, 0
        while start < high:
            k = cut.n
            cut.words[k].start, cut.words[k].end, cut.words[k].block = start, low + entry.ends[k], entry.blocks[k]
            start = cut.words[k].end
            cut.n += 1
        return
    find_words(lattice, symbols, low, high, whole, cut)
    entry.first, entry.rest = first, rest
    for k in range(cut.n):
        entry.ends[k], entry.blocks[k] = <uint8_t>(cut.words[k].end - low), cut.words[k].block


cdef void find_words(const Lattice* lattice, const uint16_t* symbols, Py_ssize_t low, Py_ssize_t high, bint whole, Cut* cut) noexcept nogil:
    """Do what ``segment`` does, from the lattice."""
    cdef Py_ssize_t length = high - low, start, to, k
    cdef const uint16_t* s = symbols + low
    cdef const Trie* trie = &lattice.words
    cdef int64_t before, cost
    cdef int64_t* best = cut.best
    cdef Word* back = cut.back
    cdef uint32_t node, value
    cut.low, cut.high, cut.n = low, high, 0
    best[0] = 0
    for k in range(1, length + 1):
        best[k] = UNKNOWN_COST * (length + 1)
        if k < length:
            prefetch(trie.slots + home((<uint64_t>s[k - 1] << 21) | s[k], trie.size))
    for start in range(length):
        before = best[start]
        cost = lattice.characters[s[start]].cost
        cost = before + (cost if cost else UNKNOWN_COST)
        if cost < best[start + 1]:
            best[start + 1] = cost
            back[start + 1].start, back[start + 1].block = start, 0
        to = start + 2
        if to > length:
            break
        node = child(trie, s[start], s[start + 1])
        while node:
            if node >= trie.valued and (whole or to - start < length):
                value = trie.values[node - trie.written]
                cost = before + (value >> 24)
                if cost < best[to]:
                    best[to] = cost
                    back[to].start, back[to].block = start, value & 0xFFFFFF
            if node - trie.leaves < trie.inner - trie.leaves or to >= length:
                break
            node = child(trie, NODES + node, s[to])
            to += 1
    to = length
    while to:  # count, then fill from the end
        cut.n += 1
        to = back[to].start
    to, k = length, cut.n
    while to:
        k -= 1
        start = back[to].start
        cut.words[k].start, cut.words[k].end, cut.words[k].block = low + start, low + to, back[to].block
        to = start


cdef void cut_around(const Lattice* lattice, const uint16_t* symbols, Py_ssize_t n, Py_ssize_t at, Cut* cut) noexcept nogil:
    """Cut the shortest stretch around ``at`` that no word reaches into or out of."""
    cdef Py_ssize_t low = at, high = at + 1
    if cut.low <= at < cut.high:
        return
    while low > 0 and joined(lattice, symbols[low - 1], symbols[low]):
        low -= 1
    while high < n and joined(lattice, symbols[high - 1], symbols[high]):
        high += 1
    segment(lattice, symbols, low, high, True, cut)


cdef inline Word* word_at(Cut* cut, Py_ssize_t at) noexcept nogil:
    """Return the word of the cut stretch that holds ``at``."""
    cdef Py_ssize_t low = 0, high = cut.n - 1, middle
    if high < 8:
        while cut.words[low].end <= at:
            low += 1
        return &cut.words[low]
    while low < high:
        middle = (low + high) >> 1
        if cut.words[middle].end <= at:
            low = middle + 1
        else:
            high = middle
    return &cut.words[low]
