# Could any wrong codec have made some suspect characters?  repair/chains/look.py defines it.

cdef enum:
    # What a code point is: used by Chinese texts; such that they, or what was misread twice, may hold it.
    IS_USED = 1
    IS_LIKELY = 2
    FIRST_EAST_ASIAN = 0x3000
    REREAD_FIRST = 0x951F  # 锟
    REREAD_LAST = 0x62F7  # 拷
    MOST_CODECS = 8


cdef struct Row:
    # Characters beside each other of which every text that a codec read has some; 0 for a codec without such ones.
    uint32_t first, last


cdef struct ChainLimits:
    Py_ssize_t around, before, behind, whole, few
    double share, gain, gain_of_one, broken, foreign, halves


cdef struct Bytes:
    # The bytes that some characters were read from, taken one after the other.
    const uint16_t* codes
    const void* text
    int kind
    Py_ssize_t at, stop  # the next character, and the one behind the last one
    uint32_t second  # the second byte of the character before, 0 for none
    bint one_less  # the last byte is left out


cdef inline int next_byte(Bytes* b) noexcept nogil:
    """Return the next byte, -1 at the end."""
    cdef uint32_t point, code
    cdef bint last
    if b.second:
        code = b.second
        b.second = 0
        return code
    if b.at >= b.stop:
        return -1
    point = point_at(b.text, b.kind, b.at)
    b.at += 1
    code = point if point < HIGH_BYTE else b.codes[point] if point < 0x10000 else 0
    last = b.one_less and b.at == b.stop
    if code <= 0xFF:
        return -1 if last else code if code or not point else 0xFF
    if not last:
        b.second = code & 0xFF
    return code >> 8


cdef class ChainLook:
    """What ``repair.chains.look`` asks of suspect characters, over tables of codecs and of code points."""

    cdef Grams grams
    cdef bytes kept
    cdef list held
    cdef const uint8_t* kinds
    cdef const uint16_t* utf8_by[MOST_CODECS]
    cdef const uint16_t* pair_codes[MOST_CODECS]
    cdef const uint16_t* pair_points[MOST_CODECS]
    cdef Row utf8_signs[MOST_CODECS]
    cdef Row pair_signs[MOST_CODECS]
    cdef int n_utf8, n_pairs
    cdef ChainLimits limits

    def __init__(self, Grams grams not None, utf8_by, pairs, bytes kinds not None, limits):
        if len(kinds) != 65536:
            raise ValueError("tables of 65536 places are needed")
        if len(utf8_by) > MOST_CODECS or len(pairs) > MOST_CODECS:
            raise ValueError(f"more than {<int>MOST_CODECS} codecs are not looked at")
        self.grams, self.kept, self.held = grams, kinds, []
        self.kinds = <const uint8_t*><const char*>kinds
        self.limits = limits
        self.n_utf8 = self.n_pairs = 0
        for codes, (first, last) in utf8_by:
            self.utf8_by[self.n_utf8] = self.table(codes)
            self.utf8_signs[self.n_utf8].first, self.utf8_signs[self.n_utf8].last = first, last
            self.n_utf8 += 1
        for codes, points, (first, last) in pairs:
            self.pair_codes[self.n_pairs] = self.table(codes)
            self.pair_points[self.n_pairs] = self.table(points)
            self.pair_signs[self.n_pairs].first, self.pair_signs[self.n_pairs].last = first, last
            self.n_pairs += 1

    cdef const uint16_t* table(self, const uint16_t[::1] codes) except NULL:
        if len(codes) != 65536:
            raise ValueError("tables of 65536 places are needed")
        self.held.append(codes)
        return &codes[0]

    cdef inline uint8_t kind_of(self, uint32_t point) noexcept nogil:
        return self.kinds[point if point < 0x10000 else 0xFFFF]

    cdef Py_ssize_t room(self, const uint16_t* codes, const void* s, int kind, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        """Return how many bytes some characters were read from."""
        cdef Py_ssize_t k, found = 0
        cdef uint32_t point
        for k in range(start, end):
            point = point_at(s, kind, k)
            found += 2 if HIGH_BYTE <= point < 0x10000 and codes[point] > 0xFF else 1
        return found

    cdef bint is_utf8(self, const uint16_t* codes, const void* s, int kind, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        cdef Py_ssize_t first = start - self.limits.around if start > self.limits.around else 0
        cdef Py_ssize_t low = self.room(codes, s, kind, first, start)
        cdef Py_ssize_t size = self.room(codes, s, kind, start, end), at = 0, covered = 0, length, k
        cdef int window[4]
        cdef uint32_t point
        cdef Bytes b = Bytes(codes, s, kind, first, min(end + self.limits.around, n), 0, False)
        for k in range(4):
            window[k] = next_byte(&b)
        while window[0] >= 0:
            length = whole_character(window, &point)
            if length > 1 and self.kind_of(point) & IS_LIKELY:
                covered += max(0, min(at + length, low + size) - max(at, low))
            for k in range(length):
                window[0], window[1], window[2] = window[1], window[2], window[3]
                window[3] = next_byte(&b)
            at += length
        return covered >= min(self.limits.whole, size) and covered >= self.limits.share * size

    cdef bint pairs_cost_less(
        self, int which, const void* s, int kind, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end, bint shifted, double most
    ) noexcept nogil:
        """Tell whether the characters that pairs of bytes make cost less than ``most``."""
        cdef const uint16_t* points = self.pair_points[which]
        cdef Bytes b = Bytes(self.pair_codes[which], s, kind, start, end, 0, shifted)
        cdef int byte, behind
        cdef uint32_t point
        cdef double bits = 0.0
        cdef bint some = False
        cdef Walk walk
        if shifted:
            next_byte(&b)
            bits += self.limits.halves
            begin_behind(&walk, &self.grams.model, UNKNOWN_POINT)
        else:
            set_out(&walk, &self.grams.model, s, kind, start, self.limits.before, True)
        byte = next_byte(&b)
        while byte >= 0:
            if bits >= most:
                return False
            some = True
            behind = next_byte(&b)
            point = points[byte << 8 | behind] if byte >= FIRST_LEAD_BYTE and behind >= 0 else 0
            if byte < HIGH_BYTE or point:
                bits += self.step(&walk, point if point else byte)
            else:
                bits += self.limits.broken
            byte = next_byte(&b) if point else behind
        if shifted:
            return some and bits + go_on(&walk, UNKNOWN_POINT) < most
        return bits + self.following(&walk, s, kind, n, end) < most

    cdef inline double step(self, Walk* walk, uint32_t point) noexcept nogil:
        """Return the bits of a character in the model, and of its being no Chinese."""
        return go_on(walk, point) + (self.limits.foreign if point >= HIGH_BYTE and not self.kind_of(point) & IS_USED else 0.0)

    cdef double following(self, Walk* walk, const void* s, int kind, Py_ssize_t n, Py_ssize_t end) noexcept nogil:
        """Return the bits of what follows in the line, or of its end."""
        cdef double bits = 0.0
        cdef Py_ssize_t at = end
        while at < n and at - end < self.limits.behind and at - end < self.grams.model.order - 1 and point_at(s, kind, at) != c'\n':
            bits += go_on(walk, point_at(s, kind, at))
            at += 1
        return bits if at > end else go_on(walk, c'\n')

    cdef bint shows(self, Row signs, const void* s, int kind, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        """Tell whether a character near by is such that every text which a codec read has some, or there are few."""
        cdef Py_ssize_t k
        if n <= self.limits.few or not signs.first:
            return True
        for k in range(max(0, start - self.limits.before), min(end + self.limits.before, n)):
            if signs.first <= point_at(s, kind, k) <= signs.last:
                return True
        return False

    cdef bint is_made(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        cdef Walk walk
        cdef double most = 0.0, bits = 0.0
        cdef uint32_t point
        cdef Py_ssize_t k
        cdef int which
        for which in range(self.n_utf8):
            if self.shows(self.utf8_signs[which], s, kind, n, start, end) and self.is_utf8(self.utf8_by[which], s, kind, n, start, end):
                return True
        set_out(&walk, &self.grams.model, s, kind, start, self.limits.before, True)
        for k in range(start, end):
            most += go_on(&walk, point_at(s, kind, k))
        most += self.following(&walk, s, kind, n, end)
        most -= self.limits.gain_of_one if end - start == 1 else self.limits.gain
        for which in range(self.n_pairs):
            if not self.shows(self.pair_signs[which], s, kind, n, start, end):
                continue
            if self.pairs_cost_less(which, s, kind, n, start, end, False, most):
                return True
            if self.pairs_cost_less(which, s, kind, n, start, end, True, most):
                return True
        set_out(&walk, &self.grams.model, s, kind, start, self.limits.before, True)
        for k in range(start, end):
            if bits >= most:
                return False
            point = point_at(s, kind, k)
            bits += self.step(&walk, point >> 8 | (point & 0xFF) << 8) if point < 0x10000 else self.limits.broken
        return bits + self.following(&walk, s, kind, n, end) < most

    cdef bint was_made(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        cdef Py_ssize_t k, narrow = 0
        cdef uint32_t point
        cdef bint above = False
        for k in range(start - 1 if start else 0, min(end + 1, n)):
            point = point_at(s, kind, k)
            if point == c'?' or point == UNKNOWN_POINT or point == REREAD_FIRST or point == REREAD_LAST:
                return True
        for k in range(start, end):
            point = point_at(s, kind, k)
            narrow += point < FIRST_EAST_ASIAN
            above = above or HIGH_BYTE <= point < FIRST_EAST_ASIAN
        return (above and 2 * narrow >= end - start) or self.is_made(s, kind, n, start, end)

    def made(self, str text not None, cores):
        """Tell of each core, a (start, end), whether some codec may have made it."""
        cdef Py_ssize_t n = len(text), start, end
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* s = PyUnicode_DATA(text)
        found = []
        for start, end in cores:
            if not 0 <= start <= end <= n:
                raise ValueError(f"a text of {n} code points has no span from {start} to {end}")
            found.append(self.was_made(s, kind, n, start, end))
        return found


cdef Py_ssize_t whole_character(const int* b, uint32_t* point) noexcept nogil:
    """Return the length of the character of UTF-8 that some bytes begin with, 1 for a broken one; set its code point."""
    cdef int low = 0x80, high = 0xBF
    if b[0] < 0xC2 or b[0] > 0xF4:
        return 1
    if b[0] < 0xE0:
        point[0] = (b[0] & 31) << 6 | (b[1] & 63)
        return 2 if 0x80 <= b[1] <= 0xBF else 1
    if b[0] == 0xE0 or b[0] == 0xF0:
        low = 0xA0 if b[0] == 0xE0 else 0x90
    if b[0] == 0xED or b[0] == 0xF4:
        high = 0x9F if b[0] == 0xED else 0x8F
    if not (low <= b[1] <= high and 0x80 <= b[2] <= 0xBF):
        return 1
    if b[0] < 0xF0:
        point[0] = (b[0] & 15) << 12 | (b[1] & 63) << 6 | (b[2] & 63)
        return 3
    point[0] = (b[0] & 7) << 18 | (b[1] & 63) << 12 | (b[2] & 63) << 6 | (b[3] & 63)
    return 4 if 0x80 <= b[3] <= 0xBF else 1
