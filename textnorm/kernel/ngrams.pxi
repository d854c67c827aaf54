# Bits of text by the n-gram model, and by what the document says elsewhere; reference_ngrams defines them.


cdef struct Seen:
    uint64_t key  # the symbols, their number in the four highest bits
    uint32_t count  # how often they were seen
    uint32_t kinds  # how many different symbols followed


cdef struct Document:
    Seen* slots
    Py_ssize_t size, used  # the size is a power of two
    # A bit for the hash of each bigram, eight times as many bits as slots: most pairs of characters are not in the document.
    uint64_t* sieve
    int shift  # from a hash to the bit
    uint32_t* pairs  # the keys of all bigrams in ascending order
    Py_ssize_t n_pairs


cdef inline Seen* seen_at(const Document* d, uint64_t symbols, int length) noexcept nogil:
    """Return the slot of some symbols; its key is 0 where they were not seen."""
    cdef uint64_t key = symbols | (<uint64_t>length << 60)
    cdef Py_ssize_t at = <Py_ssize_t>((key * <uint64_t>0x9E3779B97F4A7C15) >> 32) & (d.size - 1)
    while d.slots[at].key != 0 and d.slots[at].key != key:
        at = (at + 1) & (d.size - 1)
    return &d.slots[at]


cdef inline uint64_t last_symbols(uint64_t symbols, int length) noexcept nogil:
    return symbols & ((<uint64_t>1 << (SYMBOL * length)) - 1)


cdef inline bint may_be_said(const Document* d, uint64_t mixed) noexcept nogil:
    cdef uint64_t at = mixed >> d.shift
    return (d.sieve[at >> 6] >> (at & 63)) & 1


cdef double unsaid(const Document* d, const Context* c) noexcept nogil:
    """Return the bits that any symbol costs in addition which the document never writes behind a context."""
    cdef double share = 1.0
    cdef int length
    cdef const Seen* before
    for length in range(1, min(c.length, LATEST) + 1):
        before = seen_at(d, last_symbols(c.symbols, length), length)
        if before.kinds == 0:
            break
        share *= before.kinds / (<double>before.count + before.kinds)
    return -log2(share) if share < 1.0 else 0.0


cdef double blend(const Document* d, const Context* c, uint32_t new, double bits) noexcept nogil:
    """Return the bits of a symbol given those under the model; see ``reference_ngrams.Recent``."""
    cdef double probability = exp2(-bits)
    cdef int length
    cdef uint64_t context
    cdef const Seen* before
    for length in range(1, min(c.length, LATEST) + 1):
        context = last_symbols(c.symbols, length)
        before = seen_at(d, context, length)
        if before.kinds == 0:
            break
        probability = (seen_at(d, (context << SYMBOL) | new, length + 1).count + before.kinds * probability) / (<double>before.count + before.kinds)
    return -log2(probability)


cdef inline uint64_t key_behind(const Context* c, uint32_t new, int length) noexcept nogil:
    """Return the key of a symbol behind the last ``length`` ones."""
    return last_symbols(c.symbols, length) << SYMBOL | new


cdef enum Knowledge:
    UNSEEN, A_PAIR, NO_TRIPLE, A_TRIPLE


cdef struct Known:
    # What is known of a symbol behind a context: nothing is (UNSEEN), the bigram (A_PAIR), with or without a trigram
    # (A_TRIPLE, NO_TRIPLE).
    Knowledge what
    uint32_t entry, place  # of the bigram
    uint32_t triple  # the place of the trigram


cdef inline double advance(const Model* m, const Document* d, const Context* c, uint32_t new, Context* to) noexcept nogil:
    """Set ``to`` to the context after a symbol and return the bits that it costs."""
    cdef uint64_t key
    cdef Known known
    known.what = UNSEEN
    if c.length:
        key = key_behind(c, new, 1)
        if may_be_bigram(m, mixed_from(key)) and find_longer(&m.levels[2], <uint32_t>(key >> SYMBOL), new, &known.entry, &known.place):
            known.what = A_PAIR
    return advance_known(m, d, c, new, &known, to)


cdef inline double advance_known(
    const Model* m, const Document* d, const Context* c, uint32_t new, const Known* known, Context* to
) noexcept nogil:
    """Do the same as ``advance`` where it is known what the model has seen."""
    cdef double cost = m.unigrams[new]
    cdef int k, found = 0, length = 1
    cdef uint32_t entry = known.entry, place = known.place
    to.weights[0] = m.backoffs[new]
    to.rows[0] = NO_ROW
    for k in range(1, c.length + 1 if known.what != UNSEEN else 0):
        if k == 2 and known.what == A_TRIPLE:
            place = known.triple
            entry = entry_in(&m.levels[3], place)
        elif k > 1 and (known.what == NO_TRIPLE or not find_longer(&m.levels[k + 1], c.rows[k - 2], new, &entry, &place)):
            break
        cost = (entry >> 7 & 127) * QUANTUM
        found = k
        if entry & 127 and k < m.order - 1:
            to.weights[length] = <float>(<int>((entry & 127) - 1) * QUANTUM)
            to.rows[length - 1] = place
            length += 1
    for k in range(found, c.length):
        cost += c.weights[k]
    if d != NULL:
        cost = blend(d, c, new, cost)
        if length < LATEST and length <= c.length and seen_at(d, last_symbols((c.symbols << SYMBOL) | new, LATEST), LATEST).kinds:
            to.weights[length] = 0.0  # nothing longer begins so in the model, but in the document
            length += 1
    if new == 0:
        length = 1
    to.symbols = last_symbols((c.symbols << SYMBOL) | new, length)
    to.length = length
    return cost + m.within[new]


cdef inline uint32_t point_at(const void* s, int kind, Py_ssize_t i) noexcept nogil:
    if kind == 1:
        return (<const uint8_t*>s)[i]
    return (<const uint16_t*>s)[i] if kind == 2 else (<const uint32_t*>s)[i]


cdef void advance_through(const Model* m, const Document* d, Context* c, const void* s, int kind, Py_ssize_t start, Py_ssize_t end, float* out) noexcept nogil:
    """Go on through a text, writing the bits of every code point where ``out`` is given."""
    cdef Py_ssize_t i
    cdef double bits
    cdef Context both[2]  # two take turns, so that none is copied
    both[0] = c[0]
    for i in range(end - start):
        bits = advance(m, d, &both[i & 1], symbol_of(m, point_at(s, kind, start + i)), &both[~i & 1])
        if out != NULL:
            out[i] = bits
    if end > start:
        c[0] = both[(end - start) & 1]


cdef double bits_through(const Model* m, const Context* c, const void* s, int kind, Py_ssize_t n) noexcept nogil:
    """Return the bits of a text, each rounded as ``bits_each`` does."""
    cdef Py_ssize_t i
    cdef double total = 0.0
    cdef Context both[2]
    both[0] = c[0]
    for i in range(n):
        total += <float>advance(m, NULL, &both[i & 1], symbol_of(m, point_at(s, kind, i)), &both[~i & 1])
    return total


cdef class Grams:
    """The tables of a model, over sections that stay where they are; see ``reference_ngrams.Grams``."""

    cdef Model model
    cdef Py_buffer views[7 + 3 * LONGEST]
    cdef int held

    def __init__(self, sections, numbers):
        cdef Model* m = &self.model
        cdef int k
        m.symbols = numbers["symbols"]
        m.order = numbers["order"]
        m.astral = numbers["astral"]
        if not 2 <= m.order <= LONGEST:
            raise ValueError(f"a model of order {m.order} cannot be read; 2 to {LONGEST} can")
        count = numbers["symbols"]
        m.map = <const uint16_t*>self.view(sections["map"], 65536 * 2)
        m.within = <const float*>self.view(sections["within"], 4 * count)
        m.unigrams = <const float*>self.view(sections["unigrams"], 4 * count)
        m.backoffs = <const float*>self.view(sections["backoffs"], 4 * count)
        beginnings = count
        for k in range(2, m.order + 1):
            beginnings = self.level(&m.levels[k], k, k == 2 or k < m.order, beginnings, sections)
        m.singles = <const float*>self.view(sections["word_singles"], 4 * count)
        m.words.shift = 63 - numbers["bits_words"]
        m.words.offsets = <const uint32_t*>self.view(sections["offsets_words"], 4 * ((1 << numbers["bits_words"]) + 1))
        m.words.entries = <const uint8_t*>self.view(sections["entries_words"], 3 * m.words.offsets[1 << numbers["bits_words"]])
        self.sift()
        m.effects = <uint8_t*>calloc(count, 1)
        if m.effects == NULL:
            raise MemoryError
        mark_symbols(m, m.effects)

    cdef uint32_t level(self, Level* level, int order, bint wide, uint32_t beginnings, sections) except 0xFFFFFFFF:
        """Use the n-grams of an order, which begin with ``beginnings`` others; return how many they are."""
        cdef uint32_t first = 0, end = 0
        entries = sections[f"entries{order}"]
        level.wide = wide
        level.entries = <const uint8_t*>self.view(entries, 0)
        if order == 2:
            level.starts = <const uint32_t*>self.view(sections["starts2"], 4 * (beginnings + 1))
        else:
            level.rows = <const uint64_t*>self.view(sections[f"rows{order}"], (beginnings + 1) // 8)
            level.marks = <const uint32_t*>self.view(sections[f"marks{order}"], 4 * ((beginnings >> MARKED) + 1))
        if beginnings:
            find_row(level, beginnings - 1, &first, &end)
        if len(entries) < (4 if wide else 3) * end or (order > 2 and len(sections[f"rows{order}"]) < (beginnings + end + 8) // 8):
            raise ValueError(f"the model has not all n-grams of {order} symbols")
        return end

    cdef int sift(self) except -1:
        """Make the sieve of bigrams."""
        cdef Model* m = &self.model
        cdef uint32_t symbol, k
        cdef uint64_t at
        m.sieve = <uint64_t*>calloc((1 << SIEVE) // 64, sizeof(uint64_t))
        if m.sieve == NULL:
            raise MemoryError
        for symbol in range(m.symbols):
            for k in range(m.levels[2].starts[symbol], m.levels[2].starts[symbol + 1]):
                at = sieve_bit(mixed_from(<uint64_t>symbol << SYMBOL | entry_in(&m.levels[2], k) >> 14))
                m.sieve[at >> 6] |= <uint64_t>1 << (at & 63)
        return 0

    cdef const void* view(self, section, Py_ssize_t least) except NULL:
        cdef Py_buffer* view = &self.views[self.held]
        PyObject_GetBuffer(section, view, PyBUF_SIMPLE)
        self.held += 1
        if view.len < least:
            raise ValueError(f"a section of the model has {view.len} bytes, expected at least {least}")
        return view.buf

    def __dealloc__(self):
        cdef int k
        for k in range(self.held):
            PyBuffer_Release(&self.views[k])
        free(self.model.sieve)
        free(self.model.effects)
        free(self.model.words.sieve)

    @property
    def order(self):
        """How many characters a probability looks at, the predicted one included."""
        return self.model.order

    def symbol(self, uint32_t point):
        """Return the symbol of a code point."""
        return symbol_of(&self.model, point)

    def unigram(self, uint32_t point):
        """Return the bits of a code point without context."""
        cdef uint32_t symbol = symbol_of(&self.model, point)
        return <double>self.model.unigrams[symbol] + <double>self.model.within[symbol]

    cdef void begin(self, const Document* d, str before, Context* c):
        """Set ``c`` to the context after a text; "" is the boundary of a line."""
        text = before or "\n"
        cdef Py_ssize_t n = len(text), start = n - (self.model.order - 1)
        c.length = 0
        c.symbols = 0
        advance_through(&self.model, d, c, PyUnicode_DATA(text), PyUnicode_KIND(text), start if start > 0 else 0, n, NULL)

    def bits(self, str text not None, str before not None):
        """Return the bits of ``text`` after ``before``."""
        cdef Py_ssize_t n = len(text)
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* s = PyUnicode_DATA(text)
        cdef Context c
        cdef double total
        self.begin(NULL, before, &c)
        if n < UNLOCKED:
            return bits_through(&self.model, &c, s, kind, n)
        with nogil:
            total = bits_through(&self.model, &c, s, kind, n)
        return total

    def bits_each(self, str text not None, str before not None):
        """Return the bits of every code point of ``text`` after ``before``."""
        cdef Py_ssize_t n = len(text)
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* s = PyUnicode_DATA(text)
        cdef Context c
        out = array("f", bytes(4 * n))
        cdef float[::1] costs = out
        if n == 0:
            return out
        self.begin(NULL, before, &c)
        if n < UNLOCKED:
            advance_through(&self.model, NULL, &c, s, kind, 0, n, &costs[0])
        else:
            with nogil:
                advance_through(&self.model, NULL, &c, s, kind, 0, n, &costs[0])
        return out
