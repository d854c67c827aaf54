# A first look for byte slips at a whole text, which clean text ends with; repair/slips/look.py defines it.

cdef enum:
    # What a code point can be for the places where a run may begin; more than one of these, in a byte.
    IS_TELLTALE = 1
    IS_RARE = 2  # telltale by itself, too
    IS_LOST_MARK = 4  # U+FFFD or a question mark
    IS_ENDING = 8  # ASCII that can be a trail byte, but for the last one
    IS_IDEOGRAPH = 16
    IS_EAST_ASIAN = 32
    IS_TRAILING = 64  # ASCII that can be a trail byte
    REPLACED_AFTER = 12  # characters, at most, that U+FFFD may stand behind
    ALL_OF_RUN = 16  # characters of a run that are looked at, at most
    FIRST_LEAD_BYTE = 0x81
    LAST_BYTE = 0xFE
    HIGH_BYTE = 0x80
    UNKNOWN_POINT = 0xFFFD
    HELD_LASTS = 8  # last characters that are tried, at most


cdef struct SlipLimits:
    # The constants of ``slips.shifted``, ``slips.short`` and ``slips.scan`` under their names there.
    double unlikely, likelier, likely, evidence, gain, odd, silent_gain, unknown, lost, silent, stumble, nothing_known, plain
    Py_ssize_t context, glance, many, longest, behind, before, most, after, last, apart


cdef void begin_behind(Walk* w, const Model* m, uint32_t point) noexcept nogil:
    """Begin a walk behind one code point of which alone the model is told."""
    w.model, w.steps = m, 0
    w.both[0].symbols = 0
    w.both[0].length = 0
    go_on(w, point)


cdef class SlipLook:
    """What ``repair.slips.look`` asks of a text, over tables of GBK and of code points."""

    cdef Grams grams
    cdef const uint16_t[::1] pairs  # the two bytes of each code point, 0 for none
    cdef const uint16_t[::1] characters  # the code point of two bytes, 0 for none
    cdef bytes kept
    cdef const uint8_t* kinds
    cdef SlipLimits limits

    TELLTALE, RARE, LOST_MARK = <int>IS_TELLTALE, <int>IS_RARE, <int>IS_LOST_MARK
    ENDING, TRAILING = <int>IS_ENDING, <int>IS_TRAILING
    IDEOGRAPH, EAST_ASIAN = <int>IS_IDEOGRAPH, <int>IS_EAST_ASIAN

    def __init__(
        self, Grams grams not None, const uint16_t[::1] pairs not None, const uint16_t[::1] characters not None,
        bytes kinds not None, limits
    ):
        if len(pairs) != 65536 or len(characters) != 65536 or len(kinds) != 65536:
            raise ValueError("tables of 65536 places are needed")
        self.grams, self.pairs, self.characters, self.kept = grams, pairs, characters, kinds
        self.kinds = <const uint8_t*><const char*>kinds
        self.limits = limits
        if self.limits.glance > ALL_OF_RUN or self.limits.longest > ALL_OF_RUN or self.limits.most > ALL_OF_RUN:
            raise ValueError(f"more than {<int>ALL_OF_RUN} characters of a run are not looked at")
        if self.limits.last > HELD_LASTS:
            raise ValueError(f"more than {<int>HELD_LASTS} last characters are not tried")

    cdef inline uint32_t pair_of(self, uint32_t point) noexcept nogil:
        return self.pairs[point] if 0x7F < point < 0x10000 else 0

    cdef inline uint32_t across(self, uint32_t trail, uint32_t lead) noexcept nogil:
        """Return the character across two pairs, 0 for none."""
        return self.characters[(trail & 0xFF) << 8 | lead >> 8] if trail and lead else 0

    cdef bint better_shifted(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
        cdef const SlipLimits* m = &self.limits
        cdef Py_ssize_t stop = at, k
        cdef Walk shown, straight
        cdef double bits = 0.0, shifted = 0.0, surviving = 0.0, highest = 0.0, cost, most
        cdef double each[ALL_OF_RUN]
        cdef uint32_t point, code
        while stop < n and stop - at < m.glance and point_at(s, kind, stop) >= HIGH_BYTE:
            stop += 1
        if stop - at < 2:
            return self.ends_run(s, kind, n, stop)
        set_out(&shown, &self.grams.model, s, kind, at, m.context, False)
        for k in range(at, stop):
            each[k - at] = go_on(&shown, point_at(s, kind, k))
            bits += each[k - at]
            if k > at:
                highest = max(highest, bits / (k - at + 1))
        if highest <= m.unlikely:
            return False  # it is Chinese as it stands, as nearly everywhere
        begin_behind(&straight, &self.grams.model, c'\n')
        bits = 0.0
        for k in range(at, stop):
            point = point_at(s, kind, k)
            bits += each[k - at]
            surviving += m.nothing_known if point == UNKNOWN_POINT else each[k - at]
            if k == at:
                continue
            code = self.across(self.pair_of(point_at(s, kind, k - 1)), self.pair_of(point))
            shifted += go_on(&straight, code if code else c'\n')
            cost = bits / (k - at + 1)
            most = cost - m.likelier
            if k - at < m.many and m.likely < most:
                most = m.likely
            if cost > m.unlikely and shifted / (k - at) < most and surviving > shifted + m.evidence:
                return True
        return False

    cdef bint plainly_shifted(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
        """Tell whether the characters across the pairs from ``at`` on read as plain Chinese."""
        cdef Py_ssize_t stop = at, k
        cdef Walk straight
        cdef double shifted = 0.0
        cdef uint32_t code
        while stop < n and stop - at < self.limits.glance and point_at(s, kind, stop) >= HIGH_BYTE:
            stop += 1
        if stop - at <= self.limits.many:
            return False
        begin_behind(&straight, &self.grams.model, c'\n')
        for k in range(at + 1, stop):
            code = self.across(self.pair_of(point_at(s, kind, k - 1)), self.pair_of(point_at(s, kind, k)))
            shifted += go_on(&straight, code if code else c'\n')
        return shifted < self.limits.plain * (stop - at - 1)

    cdef bint ends_run(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t end) noexcept nogil:
        """Tell whether an ASCII character at ``end`` ends a run too short to hold telltale characters."""
        cdef const SlipLimits* m = &self.limits
        cdef uint32_t straight[ALL_OF_RUN]
        cdef uint32_t trail, pair, code
        cdef Py_ssize_t size = 0, first, last, k, i
        cdef Walk walk
        cdef double each[2 * ALL_OF_RUN]
        cdef double worth, spent
        if end >= n or not self.kinds[point_at(s, kind, end) & 0x7F] & IS_ENDING or point_at(s, kind, end) >= HIGH_BYTE:
            return False
        trail = point_at(s, kind, end)
        while size < end and size < m.longest:
            pair = self.pair_of(point_at(s, kind, end - 1 - size))
            code = self.across(pair, trail << 8)
            if not code:
                break
            straight[size] = code
            size += 1
            trail = pair >> 8
        last = end + 1
        while last < n and last - end - 1 < m.behind and point_at(s, kind, last) != c'\n':
            last += 1
        first = end - size
        set_out(&walk, &self.grams.model, s, kind, first, m.context, False)
        worth = -m.unknown - m.lost - m.gain
        for k in range(first, last):
            each[k - first] = go_on(&walk, point_at(s, kind, k))
            worth += each[k - first]
        for k in range(size):  # the run begins before that character; ``straight`` is the last one first
            begin_behind(&walk, &self.grams.model, UNKNOWN_POINT)
            spent = 0.0
            for i in range(size - 1 - k, -1, -1):
                spent += go_on(&walk, straight[i])
                if spent >= worth:
                    break
            for i in range(end + 1, last):
                if spent >= worth:
                    break
                spent += go_on(&walk, point_at(s, kind, i))
            if spent < worth:
                return True
            worth -= each[k]
        return False

    cdef bint short_run(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
        """Tell whether a run that ends without a trace explains the odd characters around ``at``."""
        cdef const SlipLimits* m = &self.limits
        cdef Py_ssize_t first = at - 1 if at else 0, stop = min(at + 3, n), k
        cdef double each[2 * ALL_OF_RUN]
        cdef double bits = 0.0
        cdef Walk walk
        set_out(&walk, &self.grams.model, s, kind, first, m.context, False)
        for k in range(first, stop):
            bits += go_on(&walk, point_at(s, kind, k))
        if bits <= m.odd * (stop - first):
            return False
        first = at
        while first > 0 and at - first < m.before and point_at(s, kind, first - 1) != c'\n':
            first -= 1
        stop = at
        while stop < n and stop < at + m.most + m.after and point_at(s, kind, stop) != c'\n':
            stop += 1
        set_out(&walk, &self.grams.model, s, kind, first, m.context, False)
        for k in range(first, stop):
            each[k - first] = go_on(&walk, point_at(s, kind, k))
        for k in range(first, min(at + 1, stop)):
            if self.gains_from(s, kind, first, stop, k, at, each):
                return True
        return False

    cdef bint gains_from(
        self, const void* s, int kind, Py_ssize_t first, Py_ssize_t stop, Py_ssize_t start, Py_ssize_t at, const double* each
    ) noexcept nogil:
        """Tell whether a run that begins at ``start`` and ends behind ``at`` explains what ``each`` costs from ``first``."""
        cdef const SlipLimits* m = &self.limits
        cdef Py_ssize_t end = start, behind, k, i, tried
        cdef uint32_t pair = 0, last = 0, code, following
        cdef uint32_t lasts[HELD_LASTS]
        cdef double worth, spent = 0.0, shown = 0.0, read
        cdef Walk walk, other
        begin_behind(&walk, &self.grams.model, UNKNOWN_POINT)
        while end < stop and end - start < m.most:
            pair = self.pair_of(point_at(s, kind, end))
            if not pair:
                return False
            if end > start:
                code = self.across(last, pair)
                if not code:
                    return False
                spent += go_on(&walk, code)
            shown += each[end - first]
            last = pair
            end += 1
            behind = min(end + m.after, stop)
            worth = shown - m.silent - m.silent_gain
            for k in range(end, behind):
                worth += each[k - first]
            if end <= at or last & 0xFF < FIRST_LEAD_BYTE or worth <= spent:
                continue
            following = self.pair_of(point_at(s, kind, end)) >> 8 if end < behind else 0
            tried = self.last_characters(last & 0xFF, following, lasts)
            for k in range(tried):
                other.model = walk.model
                other.both[0] = walk.both[walk.steps & 1]
                other.steps = 0
                read = spent + go_on(&other, lasts[k])
                if end == behind:
                    read += go_on(&other, c'\n')
                for i in range(end, behind):
                    if read >= worth:
                        break
                    read += go_on(&other, point_at(s, kind, i))
                if read < worth:
                    return True
        return False

    cdef Py_ssize_t last_characters(self, uint32_t lead, uint32_t following, uint32_t* found) noexcept nogil:
        """Write the commonest characters whose trail byte makes no pair with the byte behind it, 0 for one of ASCII."""
        cdef const Model* m = &self.grams.model
        cdef double costs[HELD_LASTS]
        cdef double cost
        cdef uint32_t trail, code, symbol
        cdef Py_ssize_t n = 0, k
        for trail in range(HIGH_BYTE if not following else FIRST_LEAD_BYTE, LAST_BYTE + 1):
            code = self.characters[lead << 8 | trail]
            if not code or (following and self.characters[trail << 8 | following]):
                continue
            symbol = symbol_of(m, code)
            cost = <double>m.unigrams[symbol] + <double>m.within[symbol]
            k = min(n, self.limits.last)
            while k > 0 and costs[k - 1] > cost:
                if k < self.limits.last:
                    costs[k], found[k] = costs[k - 1], found[k - 1]
                k -= 1
            if k < self.limits.last:
                costs[k], found[k] = cost, code
                n = min(n + 1, self.limits.last)
        return n

    cdef bint crowds(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
        """Tell whether a telltale character at ``at`` stands beside another one, a mark of lost bytes or a letter."""
        cdef uint8_t next = self.kind_at(s, kind, n, at + 1), second
        if next & IS_TELLTALE or next & IS_TRAILING:
            return True
        if next & IS_LOST_MARK and not self.kind_at(s, kind, n, at + 2) & IS_LOST_MARK:
            return True
        if at + 1 >= n or point_at(s, kind, at + 1) < HIGH_BYTE:
            return False
        second = self.kind_at(s, kind, n, at + 2)
        return second & IS_TELLTALE or (second & IS_LOST_MARK and not self.kind_at(s, kind, n, at + 3) & IS_LOST_MARK)

    cdef inline uint8_t kind_at(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
        cdef uint32_t point
        if at >= n:
            return 0
        point = point_at(s, kind, at)
        return self.kinds[point] if point < 0x10000 else 0

    cdef bint stumbles(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
        """Tell whether the model stumbles over a rare character."""
        cdef Py_ssize_t first = at - 1 if at else 0, stop = min(at + 3, n), k
        cdef double bits = 0.0
        cdef Walk walk
        set_out(&walk, &self.grams.model, s, kind, first, self.limits.context, False)
        for k in range(first, stop):
            bits += go_on(&walk, point_at(s, kind, k))
        return bits > self.limits.stumble * (stop - first)

    cdef bint is_replaced(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
        """Tell whether U+FFFD stands alone behind a few characters from ``at`` on."""
        cdef Py_ssize_t k = at
        while k < n and k - at <= REPLACED_AFTER and HIGH_BYTE <= point_at(s, kind, k) and point_at(s, kind, k) != UNKNOWN_POINT:
            k += 1
        if k == at or k - at > REPLACED_AFTER or k >= n or point_at(s, kind, k) != UNKNOWN_POINT:
            return False
        return k + 1 >= n or point_at(s, kind, k + 1) != UNKNOWN_POINT

    cdef bint shows(self, const void* s, int kind, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
        return (
            self.is_replaced(s, kind, n, at)
            or self.better_shifted(s, kind, n, at)
            or self.short_run(s, kind, n, at)
        )

    cdef bint look(self, const any_unit* s, int kind, Py_ssize_t n, Rows* found) noexcept nogil:
        """Record the places of ``repair.slips.look.places``; tell whether there was memory."""
        cdef Py_ssize_t k, at, place, ascii = -1, last = -1, kept = 0
        cdef uint8_t what, before = 0
        cdef bint shown = False
        for k in range(n):
            what = self.kinds[s[k]] if any_unit is not uint32_t or s[k] < 0x10000 else 0
            if what & (IS_TELLTALE | IS_LOST_MARK) or (what & IS_ENDING and before & IS_IDEOGRAPH):
                for place in range(2):  # the one before, then this one
                    if place == 0:
                        if k == 0 or last == k - 1:
                            continue
                        at = k - 1
                        if what & IS_ENDING:
                            if not self.kind_at(s, kind, n, k + 1) & IS_EAST_ASIAN:
                                continue
                        elif s[k] != UNKNOWN_POINT or s[at] < HIGH_BYTE or s[at] == UNKNOWN_POINT or (k + 1 < n and s[k + 1] == UNKNOWN_POINT):
                            continue
                    else:
                        at = k
                        if not what & IS_TELLTALE:
                            continue
                        if not self.crowds(s, kind, n, k) and not (what & IS_RARE and self.stumbles(s, kind, n, k)):
                            continue
                    if at - last > self.limits.apart and ascii > last:
                        if not shown:
                            found.n = kept
                        kept, shown = found.n, False
                    last = at
                    shown = shown or self.shows(s, kind, n, at)
                    if not add(found, at, 0, 0, 0):
                        return False
            before = what
            if s[k] < HIGH_BYTE:
                ascii = k
        if not shown:
            found.n = kept
        return True

    def places(self, str text not None):
        """Return the places of ``repair.slips.look.places`` in ascending order."""
        cdef Py_ssize_t n = len(text), k
        cdef int kind = PyUnicode_KIND(text)
        cdef void* s = PyUnicode_DATA(text)
        cdef Rows found = Rows(NULL, 0, 0)
        cdef bint enough = True
        if kind == 1:
            return []  # no telltale character, and no ideograph
        try:
            with nogil:
                if kind == 2:
                    enough = self.look(<const uint16_t*>s, kind, n, &found)
                else:
                    enough = self.look(<const uint32_t*>s, kind, n, &found)
            if not enough:
                raise MemoryError
            return [found.at[k] for k in range(0, found.n, 4)]
        finally:
            free(found.at)

    def is_better_shifted(self, str text not None, Py_ssize_t at):
        """Tell whether the characters from ``at`` make less sense as they are than shifted by one byte."""
        if not 0 <= at <= len(text):
            raise ValueError(f"a text of {len(text)} code points has no place {at}")
        return self.better_shifted(PyUnicode_DATA(text), PyUnicode_KIND(text), len(text), at)

    def is_plainly_shifted(self, str text not None, Py_ssize_t at):
        """Tell whether the characters across the pairs from ``at`` on read as plain Chinese."""
        if not 0 <= at <= len(text):
            raise ValueError(f"a text of {len(text)} code points has no place {at}")
        return self.plainly_shifted(PyUnicode_DATA(text), PyUnicode_KIND(text), len(text), at)

    def is_short_run(self, str text not None, Py_ssize_t at):
        """Tell whether a short run that ends without a trace explains the odd characters around ``at``."""
        if not 0 <= at < len(text):
            raise ValueError(f"a text of {len(text)} code points has no character at {at}")
        return self.short_run(PyUnicode_DATA(text), PyUnicode_KIND(text), len(text), at)
