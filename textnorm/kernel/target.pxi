# A text brought to a target script, sentence by sentence, as ``script.definition`` says it in plain Python.

cdef enum Rule:
    SCRIPT_RULE, REGION_RULE, WORD_RULE, FIXED_RULE


cdef struct Target:
    const Character* characters
    const Other* others
    Py_ssize_t n_others
    Lattice lattice
    ContextModel context
    # To Simplified there is ``simplify`` alone; ``region`` and ``words`` may be missing.
    const Stage* simplify
    const Stage* region
    const Stage* words
    # For each value of ``words`` that is written: the place of two senses, or 0; of ``simplify``: whether it is a word.
    const uint16_t* senses
    uint8_t* firsts  # of ``words``: bits, which code points of the basic plane are the first of a key


cdef struct Stretch:
    # A part of a sentence that no word reaches into or out of, with the ambiguous places [first:last) in it.
    Py_ssize_t low, high, first, last
    uint64_t key  # its symbols, where they are at most four; else 0


cdef enum Span:
    HELD, NAMED

cdef enum:
    STRETCHES = 32  # that are looked at together
    UNREAD = 0x4F  # "O", the symbol of what is neither Chinese nor Latin


cdef inline const Character* known(const Target* t, uint32_t point, uint32_t* plain) noexcept nogil:
    """Return what is known of a code point, and what it becomes wherever it stands."""
    cdef Py_ssize_t low = 0, high = t.n_others, middle
    cdef const Character* found = &t.characters[point if point < 0xFFFF else 0xFFFF]
    plain[0] = found.plain
    if not found.marks & STRANGE:
        return found
    plain[0] = point
    while low < high:
        middle = (low + high) >> 1
        if t.others[middle].point < point:
            low = middle + 1
        else:
            high = middle
    if low < t.n_others and t.others[low].point == point:
        plain[0] = t.others[low].plain
        return &t.others[low].known
    return found


cdef inline uint8_t marks_of(const Target* t, uint32_t point) noexcept nogil:
    cdef uint32_t ignored
    return known(t, point, &ignored).marks


cdef Status read_sentence(const Target* t, Work* w, const unit* s, Py_ssize_t n, Py_ssize_t i, Py_ssize_t* end, uint8_t* marks) noexcept nogil:
    """Read the sentence that starts at ``i``: its end, its marks, its symbols, what its plain characters become."""
    cdef Py_ssize_t j = i, stop, k, held = w.next_held
    cdef const Character* e
    cdef const Character* characters = t.characters
    cdef uint8_t seen = 0, own
    cdef uint32_t plain, c
    cdef uint16_t* symbols = w.edged + NEAR - i
    cdef unit* middle = <unit*>w.middle - i
    cdef Py_ssize_t* places = w.places
    cdef Py_ssize_t found = 0
    cdef bint tells
    w.spans.n = 0
    while True:
        stop = min(n, i + w.room)
        if held < w.n_held and w.held[4 * held] < stop:
            stop = w.held[4 * held]
        while j < stop:
            c = s[j]
            if unit is uint32_t and c > 0xFFFF:
                c = 0xFFFF
            e = characters + c
            own = e.marks
            if own & (ENDING | STRANGE):
                if own & ENDING:
                    break
                e = known(t, s[j], &plain)
                own = e.marks
                if unit is uint16_t and plain > 0xFFFF:
                    middle[j] = 0
                else:
                    middle[j] = <unit>plain
            else:
                middle[j] = e.plain
            symbols[j] = e.symbol
            seen |= own
            places[found] = j - i
            found += (own >> 5) & 1
            j += 1
        if j < stop or j == n:
            break
        if j - i >= w.room:
            if not reserve_work(w, j - i + 1):
                return NO_MEMORY
            symbols = w.edged + NEAR - i
            middle = <unit*>w.middle - i
            places = w.places
            continue
        # a held span: it stays
        k = w.held[4 * held + 1]
        if not reserve_work(w, k - i) or not add(&w.spans, j - i, k - i, HELD, held):
            return NO_MEMORY
        symbols = w.edged + NEAR - i
        middle = <unit*>w.middle - i
        places = w.places
        tells = is_telling(w, s, held)
        while j < k:
            e = known(t, s[j], &plain)
            symbols[j] = e.symbol if w.held[4 * held + 2] >= 0 else UNREAD
            if tells:
                seen |= e.marks & (THEIRS | OURS)
            middle[j] = s[j]
            j += 1
        held += 1
    w.next_held = held
    w.n_places = found
    for k in range(NEAR):
        w.edged[k] = w.edged[NEAR + j - i + k] = SENTENCE_EDGE
    end[0] = j
    marks[0] = seen
    return DONE


cdef const int16_t* record_at(const Target* t, Word* word, Py_ssize_t at, uint16_t place) noexcept nogil:
    """Return what is known of an ambiguous place in a word."""
    cdef const int16_t* block
    if word.end - word.start == 1:
        return t.context.records + t.context.places[place].block
    block = t.context.records + word.block
    return block + block[at - word.start]


cdef inline uint64_t known_home(const ContextModel* c, uint64_t key) noexcept nogil:
    return key * <uint64_t>0x9E3779B97F4A7C15 >> c.known_shift


cdef inline uint64_t known_stretch(const ContextModel* c, uint64_t key) noexcept nogil:
    """Return what becomes of a stretch, four times 16 bits; 0 when that is not known beforehand."""
    cdef uint64_t at = known_home(c, key)
    cdef uint64_t mask = (<uint64_t>1 << (64 - c.known_shift)) - 1
    while c.known[2 * at]:
        if c.known[2 * at] == key:
            return c.known[2 * at + 1]
        at = (at + 1) & mask
    return 0


cdef Py_ssize_t cut_out(const Target* t, const Work* w, Py_ssize_t n, Py_ssize_t k, Stretch* stretch) noexcept nogil:
    """Set the stretch around the ambiguous place ``k``, which no word reaches into or out of; return the place after it."""
    cdef const uint16_t* symbols = w.edged + NEAR
    cdef Py_ssize_t low = w.places[k], high = low + 1
    while low > 0 and joined(&t.lattice, symbols[low - 1], symbols[low]):
        low -= 1
    while high < n and joined(&t.lattice, symbols[high - 1], symbols[high]):
        high += 1
    stretch.low, stretch.high, stretch.first = low, high, k
    while k < w.n_places and w.places[k] < high:
        k += 1
    stretch.last = k
    stretch.key = packed(symbols + low, high - low) if high - low <= HALF else 0
    if stretch.key:
        prefetch(t.context.known + 2 * known_home(&t.context, stretch.key))
    return k


cdef bint write_known(const Target* t, const Work* w, const Stretch* stretch, unit* middle) noexcept nogil:
    """Write the forms of a stretch if they are known beforehand; else ask for the words that may start in it."""
    cdef uint64_t value = known_stretch(&t.context, stretch.key) if stretch.key else 0
    cdef const uint16_t* symbols = w.edged + NEAR
    cdef Py_ssize_t k
    if value:
        for k in range(stretch.first, stretch.last):
            middle[w.places[k]] = <uint16_t>(value >> (16 * (w.places[k] - stretch.low)))
        return True
    for k in range(stretch.low, stretch.high - 1):
        prefetch(t.lattice.words.slots + home((<uint64_t>symbols[k] << 21) | symbols[k + 1], t.lattice.words.size))
    return False


cdef void choose_forms(const Target* t, Work* w, const unit* s, Py_ssize_t n, unit* middle) noexcept nogil:
    """Write the form of each ambiguous place of a sentence.

    What several stretches need is asked for before the first of them is looked at, for memory is slow.
    """
    cdef Stretch stretches[STRETCHES]
    cdef Stretch* stretch
    cdef Py_ssize_t place = 0, k, at
    cdef int number, size, left
    cdef Word* word
    while place < w.n_places:
        size = left = 0
        while place < w.n_places and size < STRETCHES:
            place = cut_out(t, w, n, place, stretches + size)
            size += 1
        for number in range(size):
            if not write_known(t, w, stretches + number, middle):
                stretches[left] = stretches[number]
                left += 1
        for number in range(left):
            stretch = stretches + number
            segment(&t.lattice, w.edged + NEAR, stretch.low, stretch.high, True, &w.cut)
            word = w.cut.words
            for k in range(stretch.first, stretch.last):
                at = w.places[k]
                while word.end <= at:
                    word += 1
                middle[at] = <unit>form_at(t, w, word, at, t.characters[s[at]].place)


cdef uint32_t form_at(const Target* t, const Work* w, Word* word, Py_ssize_t at, uint16_t number) noexcept nogil:
    """Return the form of an ambiguous place in a word."""
    cdef const Place* place = t.context.places + number
    cdef const int16_t* record = record_at(t, word, at, number)
    cdef int form = record[0]
    if not record[1] & 1:
        form = chosen(&t.context, place, record, w.edged + NEAR + at, word.start == at, word.end == at + 1)
    return t.context.forms[place.forms + form]


cdef bint speaks(const Target* t, Work* w, const unit* s, Py_ssize_t n, const unit* middle) noexcept nogil:
    """Tell whether the words of a sentence without theirs and ours speak for the script to convert from.

    They do when the dictionary changes a leaning character that is a word, or more than regional forms of a longer word.
    """
    cdef const uint16_t* symbols = w.edged + NEAR
    cdef Py_ssize_t at = 0, k, place = 0
    cdef Word* word
    cdef bint changes
    cdef const Character* e
    cdef uint32_t plain
    w.cut.low = w.cut.high = 0
    while at < n:
        cut_around(&t.lattice, symbols, n, at, &w.cut)
        word = word_at(&w.cut, at)
        for k in range(word.start, word.end):
            e = known(t, s[k], &plain)
            while place < w.n_places and w.places[place] < k:
                place += 1
            if place < w.n_places and w.places[place] == k:
                changes = (record_at(t, word, k, e.place)[1] & 2) != 0
            else:
                changes = middle[k] != s[k]
            if changes and word.end - word.start == 1:
                changes = (e.marks & LEANING) != 0
            elif changes:
                changes = (e.marks & REGIONAL) == 0
            if changes:
                return True
        at = word.end
    return False
