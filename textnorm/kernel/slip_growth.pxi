# The lattice of a byte slip, grown by following the decoder of the damaged bytes; repair/slips/lattice.py defines it.

cdef enum:
    # How the decoder stands, in the order of the nodes at one offset.
    STANDS_WAITING = 0, STANDS_IN_STEP = 10, STANDS_SLIPPED = 20, STANDS_SWALLOWED = 30, STANDS_LITERAL = 31
    UNASKED = -2  # of a memory of answers
    FULL_STOP_MARK = 0x3002
    REPLACED_MARK = 0xFFFD


cdef class SlipEdges:
    """Reads byte slips of one document: what the programs did besides shifting pairs, and what they need to know.

    ``readings`` answers what needs the readings of characters: see ``repair/slips/codes.py``.
    """

    cdef SlipCodes codes
    cdef DocumentForms forms
    cdef object readings
    cdef bint annotates, has_listed
    cdef double missing, skipped  # bits against a missing pair, and against a byte that is gone without a mark
    cdef double unspaced  # and against a space beside a number
    cdef int most_dropped  # pairs that may be missing in a row
    cdef uint64_t* listed  # a bit for each code point of the basic plane

    def __cinit__(self, SlipCodes codes not None, DocumentForms forms not None, readings, *, bint annotates, double missing, double skipped, double unspaced, int most_dropped, listed):
        cdef uint32_t point
        self.codes = codes
        self.forms = forms
        self.readings = readings
        self.annotates = annotates
        self.missing = missing
        self.skipped = skipped
        self.unspaced = unspaced
        self.most_dropped = most_dropped
        self.has_listed = bool(listed)
        if self.has_listed:
            self.listed = <uint64_t*>calloc(65536 // 64, sizeof(uint64_t))
            if self.listed == NULL:
                raise MemoryError
            for character in listed:
                point = ord(character)
                if point <= 0xFFFF:
                    self.listed[point >> 6] |= <uint64_t>1 << (point & 63)

    def __dealloc__(self):
        free(self.listed)

    cdef inline bint is_listed(self, uint32_t point) noexcept nogil:
        return (self.listed[point >> 6] >> (point & 63)) & 1

    # Edges

    cdef int add(self, SlipGraph* g, Py_ssize_t source, uint64_t target, const SlipSet* characters, uint32_t single, double bits, bint unlisted) except -1:
        """Add edges for the characters of a set, or for a single one (0 for none)."""
        cdef SlipGroup* group
        cdef Py_ssize_t k
        unlisted = unlisted and self.has_listed
        if characters == NULL:
            if single == 0 or (unlisted and single <= 0xFFFF and self.is_listed(single)):
                return 0
        else:
            k = 0
            while k < characters.n and unlisted and self.is_listed(characters.points[k]):
                k += 1
            if k == characters.n:
                return 0
        if not grow(<void**>&g.groups, &g.room_groups, g.n_groups + 1, sizeof(SlipGroup)):
            raise MemoryError
        group = &g.groups[g.n_groups]
        g.n_groups += 1
        group.source, group.target, group.characters, group.single, group.bits = source, target, characters, single, bits
        group.shown = False
        group.unlisted = unlisted
        group.seen = reach_place(g, target)
        if group.seen < 0:
            raise MemoryError
        return 0

    cdef int complete(self, SlipGraph* g, Py_ssize_t source, uint64_t target, int leads, int trails, Py_ssize_t at, double bits) except -1:
        """Add edges for the characters of some lead and trail bytes that would not carry a reading."""
        cdef bint together = is_together(g, at)
        if leads < 256 and trails < 256:
            return self.add(g, source, target, NULL, self.codes.characters[leads << 8 | trails], bits, together)
        return self.add(g, source, target, self.codes.chosen(COMPLETED, leads, trails), 0, bits, together)

    # What is shown

    cdef uint16_t pair_at(self, const SlipGraph* g, Py_ssize_t at) noexcept nogil:
        """Return the bytes of the character above ASCII shown at an offset, 0 for none."""
        cdef uint32_t point
        if at >= g.length:
            return 0
        point = shown_at(g, at)
        return self.codes.pairs[point] if 0x7F < point <= 0xFFFF else 0

    cdef uint16_t shown_pair(self, const SlipGraph* g, Py_ssize_t at, double* bits) noexcept nogil:
        """Return the bytes of a character shown in a run, before later folding to half width, 0 for none."""
        cdef uint32_t point = shown_at(g, at)
        bits[0] = 0.0
        if point < 0x80:
            bits[0] = self.codes.folded[point]
            return self.codes.shown[point]
        return self.codes.pairs[point] if point <= 0xFFFF else 0

    cdef Py_ssize_t annotation_at(self, SlipGraph* g, str text, Py_ssize_t at) except -2:
        """Return where the reading in brackets ends that begins at an offset, or -1."""
        if at >= g.length or shown_at(g, at) != 40:  # a bracket
            return -1
        if g.start <= at <= g.stop:
            if g.annotations[at - g.start] == UNASKED:
                g.annotations[at - g.start] = self.readings.end(text, at)
            return g.annotations[at - g.start]
        return self.readings.end(text, at)

    cdef Py_ssize_t straight_from(self, SlipGraph* g, str text, Py_ssize_t at, Py_ssize_t stop, int lead, uint32_t* points, Py_ssize_t* offsets) except -1:
        """Write the characters across the offsets of a run in which no pair is missing; return how many there are."""
        cdef Py_ssize_t n = 0, end
        cdef uint16_t pair
        cdef double bits
        while at < stop:
            end = self.annotation_at(g, text, at)
            if end >= 0:
                at = end
                continue
            pair = self.shown_pair(g, at, &bits)
            points[n] = self.codes.characters[lead << 8 | pair >> 8] if lead and pair else 0
            if points[n] == 0:
                points[n] = 10
            offsets[n] = at
            n += 1
            lead = pair & 0xFF
            at += 1
        return n

    cdef int due_at(self, SlipGraph* g, str text, Py_ssize_t at) except -1:
        """Return the mark that would close the innermost quotation or bracket open before an offset, 0 for none."""
        cdef Py_ssize_t shifted = max(g.start, min(at, g.behind_slips - 1)), k, n, line = g.start, depth = 0
        cdef uint32_t point
        cdef uint32_t* points = <uint32_t*>malloc((2 * (g.stop - g.start) + self.codes.longest + 4) * sizeof(uint32_t))
        cdef Py_ssize_t* offsets = <Py_ssize_t*>malloc((g.stop - g.start + 2) * sizeof(Py_ssize_t))
        try:
            if points == NULL or offsets == NULL:
                raise MemoryError
            while line > 0 and line > g.start - self.codes.longest and shown_at(g, line - 1) != 10:
                line -= 1
            n = shifted - line
            for k in range(n):
                points[k] = shown_at(g, line + k)
            n += self.straight_from(g, text, shifted, at, 0, points + n, offsets)
            for k in range(n):  # the marks that are awaited take the place of what was read
                point = points[k]
                if point > 0xFFFF:
                    continue
                if self.codes.closed_by[point]:
                    points[depth] = self.codes.closed_by[point]
                    depth += 1
                elif depth and point == points[depth - 1]:
                    depth -= 1
            return <int>points[depth - 1] if depth else 0
        finally:
            free(points)
            free(offsets)
