# What marks cost by what stands far before them: open brackets, words that ask; reference_sentences defines it.

cdef enum:
    KINDS = 9
    TITLES = 5  # the first kinds: no sentence ends inside them
    BRACKET = 4  # bits of a kind among those that are open
    SENTENCE_BEFORE = 64  # characters looked at before a search
    # What a symbol does: one that opens has its kind.
    CLOSES = 16  # and the kind
    WIDE_SPACE = 32
    PAUSES = 33
    STOPS = 34
    ENDS = 35
    EXCLAIMS = 36
    ASKS = 37
    ELLIPSIS = 38
    IS_WORD = 64  # a word that asks
    ENDS_WORD = 65  # may be the second character of one
    MARKS_OF_SENTENCES = 9
    ASKING = 8
    ASKING_PAIRS = 9

cdef double PAIRED = 4.0  # bits
cdef double ASKED = 1.5
cdef uint32_t[KINDS] OPENING = [0x300A, 0x3008, 0xFF08, 0x3010, 0x3014, 0x300C, 0x300E, 0x201C, 0x2018]
cdef uint32_t[KINDS] CLOSING = [0x300B, 0x3009, 0xFF09, 0x3011, 0x3015, 0x300D, 0x300F, 0x201D, 0x2019]
cdef uint32_t[MARKS_OF_SENTENCES] SENTENCE_MARKS = [0x3000, 0xFF0C, 0x3001, 0xFF1B, 0xFF1A, 0x3002, 0xFF01, 0xFF1F, 0x2026]
cdef uint8_t[MARKS_OF_SENTENCES] EFFECTS = [WIDE_SPACE, PAUSES, PAUSES, STOPS, STOPS, ENDS, EXCLAIMS, ASKS, ELLIPSIS]
# Words of one character and of two that ask, folded: 谁哪何怎几吗呢岂, 什么 甚么 多少 是否 还是 难道 请问 有没 能不.
cdef uint32_t[ASKING] ASKING_WORDS = [0x8C01, 0x54EA, 0x4F55, 0x600E, 0x51E0, 0x5417, 0x5462, 0x5C82]
cdef uint32_t[ASKING_PAIRS] ASKING_FIRST = [0x4EC0, 0x751A, 0x591A, 0x662F, 0x8FD8, 0x96BE, 0x8BF7, 0x6709, 0x80FD]
cdef uint32_t[ASKING_PAIRS] ASKING_SECOND = [0x4E48, 0x4E48, 0x5C11, 0x5426, 0x662F, 0x9053, 0x95EE, 0x6CA1, 0x4E0D]


cdef struct Sentence:
    # What is open, the innermost lowest, the last symbol, whether words that ask ended before it, and with it.
    uint32_t open, last
    bint asked, asks


cdef inline bint is_own(const Model* m, uint32_t point) noexcept nogil:
    """Tell whether a code point has a symbol of its own: those of a class are told apart by bits."""
    return m.within[symbol_of(m, point)] == 0.0


cdef void mark_symbols(const Model* m, uint8_t* effects) noexcept nogil:
    """Write what each symbol does."""
    cdef int k
    for k in range(MARKS_OF_SENTENCES):
        if is_own(m, SENTENCE_MARKS[k]):
            effects[symbol_of(m, SENTENCE_MARKS[k])] = EFFECTS[k]
    for k in range(KINDS):
        if is_own(m, OPENING[k]) and is_own(m, CLOSING[k]):
            effects[symbol_of(m, OPENING[k])] = k + 1
            effects[symbol_of(m, CLOSING[k])] = CLOSES + k + 1
    for k in range(ASKING_PAIRS):
        effects[symbol_of(m, ASKING_SECOND[k])] = ENDS_WORD
    for k in range(ASKING):
        effects[symbol_of(m, ASKING_WORDS[k])] = IS_WORD


cdef inline bint is_pair(const Model* m, uint32_t last, uint32_t new) noexcept nogil:
    """Tell whether two symbols are a word that asks."""
    cdef int k
    for k in range(ASKING_PAIRS):
        if new == symbol_of(m, ASKING_SECOND[k]) and last == symbol_of(m, ASKING_FIRST[k]):
            return True
    return False


cdef inline double close_bracket(uint32_t kind, uint32_t* open) noexcept nogil:
    cdef uint32_t rest = open[0]
    cdef double bits = 0.0
    while rest:
        if rest & 15 == kind:
            open[0] = rest >> BRACKET
            return bits - PAIRED
        rest >>= BRACKET
        bits += PAIRED
    return PAIRED


cdef inline double sentence_step(const Model* m, const Sentence* at, uint32_t new, Sentence* to) noexcept nogil:
    """Set ``to`` to what is behind a symbol and return the bits that it costs in addition."""
    cdef int effect = m.effects[new]
    cdef double bits = 0.0
    cdef bint asked = at.asked
    to.open = at.open
    to.asked = at.asked or at.asks
    to.asks = False
    to.last = new
    if new == 0:
        bits = PAIRED if at.open else 0.0
        to.open = 0
        to.asked = False
    elif effect == 0:
        pass
    elif effect >= IS_WORD:
        to.asks = effect == IS_WORD or is_pair(m, at.last, new)
    elif effect < CLOSES:
        bits = PAIRED if at.open & 15 == <uint32_t>effect else 0.0
        to.open = at.open << BRACKET | effect
    elif effect < WIDE_SPACE:
        bits = close_bracket(effect - CLOSES, &to.open)
        if bits > 0.0 and ENDS <= m.effects[at.last] <= ASKS:
            bits = 0.0  # a quotation may have begun lines before
    else:
        if (effect == WIDE_SPACE or ENDS <= effect <= ASKS) and 0 < at.open & 15 <= TITLES:
            bits = PAIRED
        if effect != WIDE_SPACE and PAUSES <= m.effects[at.last] <= ASKS and min(effect, <int>m.effects[at.last]) < EXCLAIMS:
            bits += PAIRED
        if effect == ASKS:
            bits += -ASKED if asked else ASKED / 2
        elif asked and PAUSES <= effect < ASKS:
            bits += ASKED / 2 if effect == PAUSES else ASKED
        if ENDS <= effect <= ASKS:
            to.asked = False
    return bits
