# Pricing the bytes of a document as text in one encoding or another; ``reference_octets`` defines what this must do.

cdef enum Shape:
    ONE, TWO, QUAD_GB, QUAD_CNS, TRIPLE_JIS, RANDOM, NOISE, UTF8, UTF16LE, UTF16BE

cdef enum:
    LOST = 0xFFFF  # stands for "no telling" where the character before is asked for
    LAST = 8  # positions that are kept: a character has at most four bytes
    FOREVER = 0x3FFFFFFF
    ROUND = 32  # bytes after which readers may be given up
    GREEK = 0x370  # the first code point of alphabets and symbols that stand in runs in Chinese text


cdef struct Octet:
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
    cdef readonly bytes singles, pairs, classes
    cdef dict plain  # what pairs cost without their neighbours, by language and usual price

    def __init__(self, int shape, bytes singles not None, bytes pairs not None, bytes classes not None=b""):
        self.shape, self.singles, self.pairs, self.classes, self.plain = shape, singles, pairs, classes, {}
        if shape < RANDOM and (len(singles) != 512 or len(pairs) not in (0, 0x10000) or len(classes) not in (0, 0x8000)):
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


cdef inline void offer(Octet* best, const Octet* start, int price, uint16_t c, uint16_t length) noexcept nogil:
    price += start.price
    if price < best.price:
        best.price = price
        best.before = c
        best.length = length


cdef inline int lost_price(const Tables* t, const Octet* start, Py_ssize_t i, bint first, bint last) noexcept nogil:
    if i > 1 and start.length == 0:
        return t.more
    return min(t.damage, min(t.start if first else t.damage, t.end if last else t.damage))


cdef void step(const Tables* t, int shape, const uint16_t* singles, const uint16_t* pairs, const uint8_t* d,
               Py_ssize_t i, Py_ssize_t n, Octet* p, Octet* best) noexcept nogil:
    # The best reading of the first ``i`` of ``n`` bytes, given those of fewer bytes: p[k & 7] is that of k bytes.
    cdef uint8_t b = d[i - 1], a
    cdef uint16_t c
    cdef uint32_t unit
    cdef Py_ssize_t reach
    cdef Octet* start = &p[(i - 1) & 7]
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


cdef inline void begin(Octet* place) noexcept nogil:
    place.price = 0
    place.before = 0
    place.length = 0


cdef struct Race:
    # One of the readers that read the same bytes: how, its best readings so far, and whether it was given up.
    Tables t
    int shape
    const uint16_t* singles
    const uint16_t* pairs
    Octet places[8]
    int behind  # the bits behind the first at which it was given up, -1 for none


cdef int run_race(Race* races, Py_ssize_t number, const uint8_t* d, Py_ssize_t n, int slack) noexcept nogil:
    # Price all bytes with all readers, round by round; return the least price.
    cdef Py_ssize_t at = 0, stop, i, k
    cdef int least = 0, behind
    cdef Octet best
    cdef Race* race
    while True:
        stop = n if slack < 0 or n - at <= ROUND + ROUND // 2 else at + ROUND
        least = FOREVER
        for k in range(number):
            race = &races[k]
            if race.behind >= 0:
                continue
            for i in range(at + 1, stop + 1):
                step(&race.t, race.shape, race.singles, race.pairs, d, i, n, race.places, &best)
                race.places[i & 7] = best
            least = min(least, race.places[stop & 7].price)
        at = stop
        if at >= n:
            return least
        for k in range(number):
            behind = races[k].places[at & 7].price - least
            if races[k].behind < 0 and behind > slack and races[k].shape not in (RANDOM, NOISE):
                races[k].behind = behind


def prices(bytes data not None, Evidence evidence not None, list readers not None, int slack=-1):
    """Return what ``data`` costs at the least with each (reader, language), in steps of the tables; see the reference."""
    cdef Py_ssize_t n = len(data), number = len(readers), k
    cdef const uint8_t* d = data
    cdef Race* races = <Race*>malloc((number + 1) * sizeof(Race))
    cdef Reader reader
    cdef int least
    if races == NULL:
        raise MemoryError
    try:
        for k in range(number):
            reader = readers[k][0]
            set_tables(&races[k].t, evidence, readers[k][1])
            races[k].shape = reader.shape
            races[k].singles = <const uint16_t*><char*>reader.singles
            races[k].pairs = <const uint16_t*><char*>reader.pairs
            races[k].behind = -1
            begin(&races[k].places[0])
        with nogil:
            least = run_race(races, number, d, n, slack)
        return [races[k].places[n & 7].price if races[k].behind < 0 else least + races[k].behind for k in range(number)]
    finally:
        free(races)
