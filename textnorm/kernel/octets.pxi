# Pricing the bytes of a document as text in one encoding or another; ``reference_octets`` defines what this must do.

cdef enum Shape:
    ONE, TWO, QUAD_GB, QUAD_CNS, TRIPLE_JIS, RANDOM, NOISE, UTF8, UTF16LE, UTF16BE

cdef enum:
    LOST = 0xFFFF  # stands for "no telling" where the character before is asked for
    LAST = 8  # positions that are kept: a character has at most four bytes
    FOREVER = 0x3FFFFFFF
    GREEK = 0x370  # the first code point of alphabets and symbols that stand in runs in Chinese text


cdef struct Place:
    # The best reading of the bytes up to a position: its price, its last character, and the bytes that one took (0: lost).
    int price
    uint16_t before
    uint16_t length


cdef struct Tables:
    const uint8_t* ascii
    const uint8_t* characters
    const uint8_t* unseen
    const uint32_t* pairs
    uint32_t shift, mask
    uint64_t language
    bint letters
    int astral, damage, more, start, end, noise, random, run


cdef class Evidence:
    """What characters cost, by language: ``ascii`` pairs, then for each language characters and unseen, and pairs."""
    cdef readonly bytes ascii, characters, pairs
    cdef readonly int bits, letters, astral, damage, more, edge, noise, random, run

    def __init__(self, bytes ascii not None, bytes characters not None, bytes pairs not None, dict numbers not None):
        self.ascii, self.characters, self.pairs = ascii, characters, pairs
        self.bits, self.letters = numbers["pair_bits"], numbers["letters"]
        self.astral, self.damage, self.edge = numbers["astral"], numbers["damage"], numbers["edge"]
        self.noise, self.run, self.more = numbers["noise"], numbers["run"], numbers["more"]
        self.random = numbers["random"]
        if len(ascii) != 128 * 128 or len(characters) % 0x20000 or len(pairs) != 4 << self.bits:
            raise ValueError("tables of the wrong size")


cdef class Reader:
    """How an encoding makes characters of bytes: its shape, the characters of single bytes and those of pairs."""
    cdef readonly int shape
    cdef readonly bytes singles, pairs
    cdef dict plain  # what pairs cost without their neighbours, by language and usual price

    def __init__(self, int shape, bytes singles not None, bytes pairs not None):
        self.shape, self.singles, self.pairs, self.plain = shape, singles, pairs, {}
        if shape < RANDOM and (len(singles) != 512 or len(pairs) not in (0, 0x10000)):
            raise ValueError("tables of the wrong size")
        if shape in (TWO, QUAD_GB, QUAD_CNS, TRIPLE_JIS) and not pairs:
            raise ValueError("pairs are missing")


cdef inline int character_price(const Tables* t, uint16_t before, uint16_t c) noexcept nogil:
    cdef uint64_t key
    cdef uint32_t at, check, slot
    if before < 0x80 and not t.letters:
        before = 0
    if before == LOST:
        return t.characters[c]
    key = (t.language << 32 | <uint64_t>before << 16 | c) * <uint64_t>0x9E3779B97F4A7C15
    at = <uint32_t>(key >> t.shift)
    check = (<uint32_t>(key >> 8) & 0xFFFFFF) | 1
    while True:
        slot = t.pairs[at]
        if not slot:
            break
        if slot >> 8 == check:
            return slot & 0xFF
        at = (at + 1) & t.mask
    if c >> 8 == before >> 8 and c >= GREEK and not t.letters and (c == before or c < 0x3000 or c >= 0xFF00):
        return min(t.run, t.unseen[before] + t.characters[c])
    return t.unseen[before] + t.characters[c]


cdef inline int ascii_price(const Tables* t, uint16_t before, uint8_t c) noexcept nogil:
    return t.ascii[(before << 7 if before < 0x80 else 0) + c]


cdef inline void offer(Place* best, const Place* start, int price, uint16_t c, uint16_t length) noexcept nogil:
    price += start.price
    if price < best.price:
        best.price = price
        best.before = c
        best.length = length


cdef inline int lost_price(const Tables* t, const Place* start, Py_ssize_t i, bint first, bint last) noexcept nogil:
    if i > 1 and start.length == 0:
        return t.more
    return min(t.damage, min(t.start if first else t.damage, t.end if last else t.damage))


cdef void step(const Tables* t, int shape, const uint16_t* singles, const uint16_t* pairs, const uint8_t* d,
               Py_ssize_t i, Py_ssize_t n, Place* p, Place* best) noexcept nogil:
    # The best reading of the first ``i`` of ``n`` bytes, given those of fewer bytes: p[k & 7] is that of k bytes.
    cdef uint8_t b = d[i - 1], a
    cdef uint16_t c
    cdef uint32_t unit
    cdef Py_ssize_t reach
    cdef Place* start = &p[(i - 1) & 7]
    best.price = FOREVER
    if shape >= UTF16LE:
        if i >= 2:
            unit = d[i - 2] | <uint32_t>b << 8 if shape == UTF16LE else <uint32_t>d[i - 2] << 8 | b
            c = <uint16_t>unit
            start = &p[(i - 2) & 7]
            if c == 0 and start.before == 0 and i > 2:
                offer(best, start, 0, 0, 2)
            elif c < 0x80:
                offer(best, start, ascii_price(t, start.before, <uint8_t>c), c, 2)
            elif c >> 11 != 0x1B:
                offer(best, start, character_price(t, start.before, c), c, 2)
            elif c >> 10 == 0x37 and i >= 4:
                unit = d[i - 4] | <uint32_t>d[i - 3] << 8 if shape == UTF16LE else <uint32_t>d[i - 4] << 8 | d[i - 3]
                if unit >> 10 == 0x36:
                    offer(best, &p[(i - 4) & 7], t.astral, LOST, 4)
            start = &p[(i - 1) & 7]
        offer(best, start, lost_price(t, start, i, i == 1, i == n), LOST, 0)
        return
    if shape == NOISE:
        if i >= 2 and d[i - 2] == b and (b == 0 or b >= 0x80):
            offer(best, start, 0 if b == 0 else t.noise >> 1, b, 1)
        offer(best, start, ascii_price(t, start.before, b) if b < 0x80 else t.noise, b, 1)
        return
    if shape == RANDOM:
        offer(best, start, t.random if i < 2 or d[i - 2] != b else t.random >> 1 if b else 0, b, 1)
        return
    if b < 0x80:
        if b == 0 and i >= 2 and d[i - 2] == 0:
            offer(best, start, 0, 0, 1)
        else:
            offer(best, start, ascii_price(t, start.before, b), b, 1)
    else:
        reach = 3 if shape == UTF8 else 1
        if shape < UTF8 and singles[b]:
            offer(best, start, character_price(t, start.before, singles[b]), singles[b], 1)
        else:
            offer(best, start, lost_price(t, start, i, i <= reach, n - i < reach), LOST, 0)
    if shape == ONE or i < 2:
        return
    a = d[i - 2]
    if shape == UTF8:
        if b >> 6 != 2 or a < 0x80:
            return
        if 0xC2 <= a <= 0xDF:
            c = (a & 0x1F) << 6 | (b & 0x3F)
            start = &p[(i - 2) & 7]
            offer(best, start, character_price(t, start.before, c), c, 2)
        elif a < 0xC0 and i >= 3:
            if d[i - 3] >> 4 == 0xE:
                c = <uint16_t>((d[i - 3] & 0xF) << 12 | (a & 0x3F) << 6 | (b & 0x3F))
                start = &p[(i - 3) & 7]
                if c >> 11 == 0x1B:
                    offer(best, start, t.astral >> 1, LOST, 3)  # half of a character, in CESU-8
                elif c >= 0x800:
                    offer(best, start, character_price(t, start.before, c), c, 3)
            elif d[i - 3] >> 6 == 2 and i >= 4 and 0xF0 <= d[i - 4] <= 0xF4:
                unit = (d[i - 4] & 7) << 6 | (d[i - 3] & 0x3F)
                if 0x10 <= unit < 0x110:
                    offer(best, &p[(i - 4) & 7], t.astral, LOST, 4)
        return
    if a >= 0x80:
        c = pairs[(a & 0x7F) << 8 | b]
        if c:
            start = &p[(i - 2) & 7]
            offer(best, start, character_price(t, start.before, c), c, 2)
    if shape == TWO:
        return
    if shape == QUAD_GB:
        if i >= 4 and b - 0x30 < 10 and b >= 0x30 and a > 0x80 and d[i - 4] > 0x80 and 0x30 <= d[i - 3] <= 0x39:
            offer(best, &p[(i - 4) & 7], t.astral, LOST, 4)
    elif shape == QUAD_CNS:
        if i >= 4 and b > 0xA0 and a > 0xA0 and d[i - 4] == 0x8E and 0xA1 <= d[i - 3] <= 0xAF:
            offer(best, &p[(i - 4) & 7], t.astral, LOST, 4)
    elif i >= 3 and b > 0xA0 and a > 0xA0 and d[i - 3] == 0x8F:
        offer(best, &p[(i - 3) & 7], t.astral, LOST, 3)


cdef bint set_tables(Tables* t, Evidence evidence, int language):
    if not 0 <= language < len(evidence.characters) // 0x20000:
        raise ValueError("no such language")
    t.ascii = evidence.ascii
    t.characters = <const uint8_t*><char*>evidence.characters + language * 0x20000
    t.unseen = t.characters + 0x10000
    t.pairs = <const uint32_t*><char*>evidence.pairs
    t.shift = 64 - evidence.bits
    t.mask = (1 << evidence.bits) - 1
    t.language = language
    t.letters = language == evidence.letters
    t.astral = evidence.astral
    t.damage = evidence.damage
    t.start = t.end = evidence.edge
    t.noise = evidence.noise
    t.random = evidence.random
    t.more = evidence.more
    t.run = evidence.run
    return True


cdef inline void begin(Place* place) noexcept nogil:
    place.price = 0
    place.before = 0
    place.length = 0


def prices(bytes data not None, Evidence evidence not None, list readers not None):
    """Return what ``data`` costs at the least with each (reader, language), in steps of the tables."""
    cdef Py_ssize_t n = len(data), i
    cdef const uint8_t* d = data
    cdef Place places[8]
    cdef Place best
    cdef Tables t
    cdef Reader reader
    cdef const uint16_t* singles
    cdef const uint16_t* pairs
    cdef int shape
    found = []
    for each in readers:
        reader = each[0]
        set_tables(&t, evidence, each[1])
        shape = reader.shape
        singles = <const uint16_t*><char*>reader.singles
        pairs = <const uint16_t*><char*>reader.pairs
        begin(&places[0])
        with nogil:
            for i in range(1, n + 1):
                step(&t, shape, singles, pairs, d, i, n, places, &best)
                places[i & 7] = best
        found.append(places[n & 7].price)
    return found


cdef enum:
    STATES = 16  # at most so many readers in one path
    SWITCHED = 0x80  # a mark beside the length of a character: the path came from another reader


def path(bytes data not None, Evidence evidence not None, list readers not None, int first, int edges, int lost,
         int line, int anywhere):
    """Return (segments, lost bytes): the cheapest way through ``data`` with several readers; see the reference."""
    cdef Py_ssize_t n = len(data), i, number = len(readers), s, cheapest
    cdef const uint8_t* d = data
    cdef Place places[STATES][8]
    cdef Place best
    cdef Tables tables[STATES]
    cdef const uint16_t* singles[STATES]
    cdef const uint16_t* pairs[STATES]
    cdef int shapes[STATES]
    cdef int least, price
    cdef Reader reader
    cdef uint8_t* lengths
    cdef uint8_t* origins
    if not 0 < number <= STATES or not 0 <= first < number:
        raise ValueError("too many readers, or none")
    for s in range(number):
        reader = readers[s][0]
        set_tables(&tables[s], evidence, readers[s][1])
        tables[s].damage = lost
        if not edges & 1:
            tables[s].start = lost
        if not edges & 2:
            tables[s].end = lost
        shapes[s] = reader.shape
        singles[s] = <const uint16_t*><char*>reader.singles
        pairs[s] = <const uint16_t*><char*>reader.pairs
        begin(&places[s][0])
        places[s][0].price = 0 if s == first else line
    lengths = <uint8_t*>malloc((n + 1) * number)
    origins = <uint8_t*>malloc(n + 1)
    if lengths == NULL or origins == NULL:
        free(lengths)
        free(origins)
        raise MemoryError
    try:
        with nogil:
            for i in range(1, n + 1):
                least = FOREVER
                cheapest = 0
                for s in range(number):
                    step(&tables[s], shapes[s], singles[s], pairs[s], d, i, n, places[s], &best)
                    places[s][i & 7] = best
                    lengths[i * number + s] = <uint8_t>best.length
                    if best.price < least:
                        least = best.price
                        cheapest = s
                origins[i] = <uint8_t>cheapest
                if number > 1 and i < n:
                    price = least + (line if d[i - 1] == 0x0A else anywhere)
                    for s in range(number):
                        if price <= places[s][i & 7].price and s != cheapest:
                            places[s][i & 7].price = price
                            places[s][i & 7].before = 0
                            lengths[i * number + s] = SWITCHED
        return trace_back(lengths, origins, number, n)
    finally:
        free(lengths)
        free(origins)


cdef tuple trace_back(const uint8_t* lengths, const uint8_t* origins, Py_ssize_t number, Py_ssize_t n):
    cdef Py_ssize_t i = n, end = n, s = origins[n] if n else 0
    cdef uint8_t length
    segments, missing = [], []
    while i > 0:
        length = lengths[i * number + s]
        if length == SWITCHED:
            segments.append((i, end, s))
            end = i
            s = origins[i]
            length = lengths[i * number + s]
        if length == 0:
            i -= 1
            missing.append(i)
        else:
            i -= length
    if end > 0:
        segments.append((0, end, s))
    segments.reverse()
    missing.reverse()
    return segments, missing


cdef inline Py_ssize_t long_code(int shape, const uint8_t* d, Py_ssize_t n) noexcept nogil:
    # The length of a character of three or four bytes that begins here, 0 if there is none.
    if shape == QUAD_GB and n >= 4 and d[0] > 0x80 and d[2] > 0x80:
        return 4 if 0x30 <= d[1] <= 0x39 and 0x30 <= d[3] <= 0x39 else 0
    if shape == QUAD_CNS and n >= 4 and d[0] == 0x8E and 0xA1 <= d[1] <= 0xAF:
        return 4 if d[2] > 0xA0 and d[3] > 0xA0 else 0
    if shape == TRIPLE_JIS and n >= 3 and d[0] == 0x8F:
        return 3 if d[1] > 0xA0 and d[2] > 0xA0 else 0
    return 0


cdef enum:
    NO_PAIR = -128


cdef bytes excesses(Reader reader, Evidence evidence, int language, int usual):
    """Return by how much each pair costs more than ``usual``, as signed bytes; NO_PAIR for what is no character."""
    cdef bytes found = reader.plain.get((language, usual))
    cdef const uint16_t* pairs
    cdef const uint8_t* characters
    cdef int k
    if found is None:
        table = bytearray(0x8000)
        pairs = <const uint16_t*><char*>reader.pairs
        characters = <const uint8_t*><char*>evidence.characters + language * 0x20000
        for k in range(0x8000):
            table[k] = (max(-127, min(127, <int>characters[pairs[k]] - usual)) if pairs[k] else NO_PAIR) & 0xFF
        found = bytes(table)
        reader.plain[language, usual] = found
    return found


def doubts(bytes data not None, Evidence evidence not None, Reader reader not None, int language, int usual, int limit,
           Py_ssize_t longest):
    """Return the parts of ``data``, (start, end), that do not read well; see the reference."""
    cdef Tables t
    cdef Py_ssize_t n = len(data), i = 0, start = 0, first = -1, last = -1, length
    cdef const uint8_t* d = data
    cdef const uint16_t* singles = <const uint16_t*><char*>reader.singles
    cdef int shape = reader.shape, excess = 0
    cdef bint doubtful = False, ends, paired = len(reader.pairs) > 0
    cdef uint8_t b
    cdef uint16_t c
    cdef int more
    cdef bytes table = excesses(reader, evidence, language, usual) if paired else b""
    cdef const signed char* plain = <const signed char*><char*>table
    found = []
    set_tables(&t, evidence, language)
    while i < n:
        with nogil:
            ends = False
            while i < n and not ends:
                b = d[i]
                if b < 0x80:
                    i += 1
                    ends = b == 0x0A or (i - start > longest and b < 0x30)
                    continue
                length = 1
                c = 0
                if shape == UTF8:
                    length = well_formed(d + i, n - i)
                    if length == 0:
                        length = 1
                        doubtful = True
                else:
                    more = plain[(b & 0x7F) << 8 | d[i + 1]] if paired and i + 1 < n else NO_PAIR
                    if more != NO_PAIR:
                        length = 2
                    else:
                        length = long_code(shape, d + i, n - i)
                        if length == 0:
                            length = 1
                            c = singles[b]
                            if c == 0:
                                doubtful = True
                        more = max(-127, min(127, (t.astral if c == 0 else <int>t.characters[c]) - usual))
                    excess = max(excess + more, 0)
                    if excess > limit:
                        doubtful = True
                i += length
                if i - start > 8 * longest:
                    ends = True
        if doubtful:
            if first >= 0 and last < start:
                found.append((first, last))
                first = start
            elif first < 0:
                first = start
            last = i
        start = i
        doubtful = False
        excess = 0
    if first >= 0:
        found.append((first, last))
    return found


cdef inline Py_ssize_t well_formed(const uint8_t* d, Py_ssize_t n) noexcept nogil:
    # The length of the UTF-8 character that begins here, 0 if there is none (Unicode, table 3-7).
    cdef uint8_t b = d[0], low = 0x80, high = 0xBF
    cdef Py_ssize_t length = 2, k
    if b < 0xC2 or b > 0xF4:
        return 0
    if b >= 0xE0:
        length = 3
        if b == 0xE0:
            low = 0xA0
        elif b == 0xED:
            high = 0x9F
        elif b >= 0xF0:
            length = 4
            if b == 0xF0:
                low = 0x90
            elif b == 0xF4:
                high = 0x8F
    if n < length or not low <= d[1] <= high:
        return 0
    for k in range(2, length):
        if d[k] >> 6 != 2:
            return 0
    return length


def is_utf8(bytes data not None):
    """Tell whether ``data`` is valid UTF-8, without making text of it."""
    cdef Py_ssize_t n = len(data), i = 0, length
    cdef const uint8_t* d = data
    cdef uint64_t word
    with nogil:
        while i < n:
            if d[i] < 0x80:
                i += 1
                while i + 8 <= n:
                    memcpy(&word, d + i, 8)
                    if word & <uint64_t>0x8080808080808080:
                        break
                    i += 8
                continue
            if i + 4 <= n and d[i] >> 4 == 0xE and d[i] != 0xE0 and d[i] != 0xED:
                if d[i + 1] >> 6 != 2 or d[i + 2] >> 6 != 2:
                    break
                i += 3
                continue
            length = well_formed(d + i, n - i)
            if length == 0:
                break
            i += length
    return i >= n


cdef inline bint between(const unit* s, Py_ssize_t n, Py_UCS4 low, Py_UCS4 high) noexcept nogil:
    cdef Py_ssize_t k
    cdef bint found = False
    for k in range(n):
        found |= low <= s[k] and s[k] <= high
    return found


def holds_between(str text not None, Py_UCS4 low, Py_UCS4 high):
    """Tell whether ``text`` has a code point from ``low`` to ``high``."""
    cdef Py_ssize_t n = len(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* s = PyUnicode_DATA(text)
    cdef bint found
    if kind == 1:
        return low < 0x100 and any(low <= ord(c) <= high for c in text)
    with nogil:
        found = between(<const uint16_t*>s, n, low, high) if kind == 2 else between(<const uint32_t*>s, n, low, high)
    return found
