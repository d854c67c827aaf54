# The decoder of the damaged bytes, place by place; repair/slips/lattice.py defines it.

cdef class SlipDecoder(SlipEdges):
    """Grows the lattice of a stretch of text."""

    # Gaps

    cdef double gap_bits(self, SlipGraph* g, str text, Py_ssize_t at, int leads) except? -1.0:
        """Return the bits against a missing pair at an offset; see ``repair/slips/gaps.py``."""
        cdef uint32_t points[2]
        cdef float[3] bits
        cdef Py_ssize_t offsets[2]
        cdef Py_ssize_t n
        cdef Context c
        cdef double cost = INFINITY
        if leads >= 256:
            return 0.0
        if at > g.stop:  # behind a reading that stood across it
            return INFINITY
        if at < g.stop and (self.is_unreadable(g, at) if g.known else shown_at(g, at) == c'?'):
            return 0.0
        if g.known and at == g.begin:
            n = self.straight_from(g, text, at, min(g.stop, at + 2), leads, points, offsets)
            if n and offsets[0] == at and points[0] != 10:
                self.codes.grams.begin(NULL, "", &c)
                bits[1] = 0.0
                advance_through(&self.codes.grams.model, NULL, &c, points, 4, 0, n, bits)
                cost = <double>bits[0] + <double>bits[1]
            return self.against_gap(g, cost, points[0] if cost < INFINITY else 0)
        if not g.is_straight:
            self.read_straight(g, text)
        return self.against_gap(g, g.straight[at - g.begin], g.across[at - g.begin])

    cdef int read_straight(self, SlipGraph* g, str text) except -1:
        """Price the characters across all offsets of the run."""
        cdef Py_ssize_t room = g.stop - g.begin + 2, n, k
        cdef Context c
        cdef uint32_t* points = <uint32_t*>malloc(room * sizeof(uint32_t))
        cdef Py_ssize_t* offsets = <Py_ssize_t*>malloc(room * sizeof(Py_ssize_t))
        cdef float* bits = <float*>malloc(room * sizeof(float))
        try:
            if points == NULL or offsets == NULL or bits == NULL:
                raise MemoryError
            if not grow(<void**>&g.straight, &g.room_straight, room, sizeof(double)):
                raise MemoryError
            if not cleared(<void**>&g.across, &g.room_across, room, sizeof(uint32_t)):
                raise MemoryError
            g.is_straight = True
            for k in range(room):
                g.straight[k] = INFINITY
            n = self.straight_from(g, text, g.begin, g.stop, 0, points, offsets)
            self.codes.grams.begin(NULL, "", &c)
            advance_through(&self.codes.grams.model, NULL, &c, points, 4, 0, n, bits)
            for k in range(n):
                if points[k] != 10:
                    g.straight[offsets[k] - g.begin] = <double>bits[k] + (<double>bits[k + 1] if k + 1 < n else 0.0)
                    g.across[offsets[k] - g.begin] = points[k]
        finally:
            free(points)
            free(offsets)
            free(bits)
        return 0

    cdef double against_gap(self, const SlipGraph* g, double cost, uint32_t point) noexcept nogil:
        cdef const Model* m = &self.codes.grams.model
        cdef uint32_t symbol
        if cost < (self.codes.bits.stumble if g.known else self.codes.bits.anywhere):
            return INFINITY
        if point == 0 or (g.known and self.codes.seldom[point]):
            return 0.0
        symbol = symbol_of(m, point)
        return max(0.0, self.codes.bits.common_bits * (self.codes.bits.common - (<double>m.unigrams[symbol] + <double>m.within[symbol])))

    cdef inline bint is_unreadable(self, const SlipGraph* g, Py_ssize_t at) noexcept nogil:
        return shown_at(g, at) == 63 or shown_at(g, at) == REPLACED_MARK

    # The decoder

    cdef int follow(self, SlipGraph* g, str text) except -1:
        """Follow the decoder until it is in step on every path; tell whether it ever is."""
        cdef uint64_t place
        cdef Py_ssize_t number, at
        cdef int state, leads
        cdef bint alone  # whether one edge alone leads to a place, and no other place is left
        if g.behind_slips > g.first_slip:
            self.stand_in_step(g, text, 0, g.start)
        while g.n_todo:
            place = pop_place(g)
            alone = g.n_pending == 1
            number = g.n_places
            if not add_place(g, place):
                raise MemoryError
            at, state, leads = offset_of(place), state_of(place), self.codes.by_rank[place & 0xFFFF]
            if state == STANDS_IN_STEP:
                if (alone and at >= g.behind_slips) or at >= g.stop:
                    return True
                self.stand_in_step(g, text, number, at)
            elif state == STANDS_LITERAL:
                self.add(g, number, place_of(at + 1, STANDS_IN_STEP, 0), NULL, leads, 0.0, False)
            elif state == STANDS_SWALLOWED:
                for character, cost in self.readings.swallowed(text, at + 1, self.unspaced):
                    self.add(g, number, place_of(at + 1, STANDS_IN_STEP, 0), NULL, ord(character), cost, False)
            else:
                self.wait(g, text, number, leads, at, 0.0, state)
        return False

    cdef Py_ssize_t behind_annotation(self, SlipGraph* g, str text, Py_ssize_t at) except -1:
        """Return the offset behind the reading of the character that ends at an offset, if it carries one."""
        cdef Py_ssize_t end = self.annotation_at(g, text, at) if self.annotates else -1
        return end if end >= 0 and self.readings.is_first(text[at - 1], text, at) else at

    cdef int stand_in_step(self, SlipGraph* g, str text, Py_ssize_t number, Py_ssize_t at) except -1:
        """Read the character shown at an offset as it is, or let a byte be lost or gained there."""
        cdef uint64_t target
        cdef SlipGroup* group
        if at >= g.stop:
            return 0
        target = place_of(self.behind_annotation(g, text, at + 1), STANDS_IN_STEP, 0)
        if not grow(<void**>&g.groups, &g.room_groups, g.n_groups + 1, sizeof(SlipGroup)):
            raise MemoryError
        group = &g.groups[g.n_groups]
        g.n_groups += 1
        memset(group, 0, sizeof(SlipGroup))
        group.seen = reach_place(g, target)
        if group.seen < 0:
            raise MemoryError
        group.source, group.target, group.single, group.shown = number, target, shown_at(g, at), True
        if g.first_slip <= at < g.behind_slips:
            self.slip(g, text, number, at)
        if self.annotates and shown_at(g, at) == 63:
            self.begin_again(g, text, number, at)
        return 0

    cdef int begin_again(self, SlipGraph* g, str text, Py_ssize_t number, Py_ssize_t at) except -1:
        """Let another run begin at a question mark in step."""
        cdef uint64_t target
        found = self.readings.beginning(text, at)
        if found is None or found[0] > g.stop:
            return 0
        for lead, bits in found[1]:
            self.wait(g, text, number, lead, found[0], bits, STANDS_WAITING)
        for lead, characters, bits in found[2]:
            target = place_of(found[0], STANDS_WAITING, self.codes.ranks[<uint8_t>lead])
            for character in characters:
                self.add(g, number, target, NULL, ord(character), bits, True)
        return 0

    cdef int slip(self, SlipGraph* g, str text, Py_ssize_t number, Py_ssize_t at) except -1:
        """Let a byte be lost or gained at the character shown at an offset."""
        cdef uint32_t shown = shown_at(g, at)
        cdef uint16_t pair = self.pair_at(g, at)
        cdef int first = pair >> 8, second = pair & 0xFF
        cdef uint64_t target
        cdef const SlipBits* bits = &self.codes.bits
        cdef double against
        cdef int j
        if self.is_unreadable(g, at):
            self.wait(g, text, number, ALL_LEADS, at + 1, bits.gained, STANDS_WAITING)
        if shown == REPLACED_MARK:
            g.closing[number] = self.due_at(g, text, at)
            self.add(
                g, number, place_of(at + 1, STANDS_IN_STEP, 0), self.codes.chosen(REMNANT, 0, self.pair_at(g, at + 1) >> 8), 0, bits.lost, False
            )
        if shown < 0x80:
            if 0x40 <= shown < 0x7F:
                self.add(g, number, place_of(at + 1, STANDS_IN_STEP, 0), self.codes.chosen(COMPLETED, ALL_LEADS, shown), 0, bits.lost + bits.letter, False)
        elif pair:
            target = self.behind(g, text, at, second)
            if target:
                self.add(g, number, target, self.codes.chosen(LOST_BYTE, 0, first), 0, bits.lost, False)
            if second >= 0x81:
                against = bits.repeated if first == second else bits.gained
                self.wait(g, text, number, second, at + 1, against, STANDS_WAITING)
            elif 0x40 <= second < 0x7F:  # what came in took an ASCII byte for its trail byte
                self.add(g, number, place_of(at + 1, STANDS_IN_STEP, 0), NULL, second, bits.gained, False)
            against = bits.repeated if second == first or second == self.pair_at(g, at + 1) >> 8 else bits.gained
            self.wait(g, text, number, first, at + 1, against, STANDS_WAITING)
        if self.missing < INFINITY:
            for j in range(min(self.codes.user_defined, self.codes.n_pairs)):
                target = place_of(at, STANDS_SLIPPED + 1, self.codes.ranks[DROPPED + j])
                self.add(g, number, target, self.codes.chosen(LOST_PAIR, 0, j), 0, bits.lost + self.missing, False)
        return 0

    cdef uint64_t behind(self, SlipGraph* g, str text, Py_ssize_t at, int second) except? 0:
        """Return where the decoder stands once the first byte of the character at an offset is used; 0 for nowhere."""
        if second >= 0x81:
            return place_of(self.behind_annotation(g, text, at + 1), STANDS_WAITING, self.codes.ranks[second])
        if 0x40 <= second < 0x7F:  # an ASCII byte that the lead byte swallowed
            return place_of(at, STANDS_LITERAL, self.codes.ranks[second])
        return 0

    cdef int wait(self, SlipGraph* g, str text, Py_ssize_t number, int leads, Py_ssize_t at, double bits, int state) except -1:
        """Follow lead bytes, one of which waits for the trail byte that begins at an offset."""
        cdef double gap = INFINITY, cost
        cdef uint16_t pair
        cdef uint32_t shown
        cdef uint64_t target
        cdef int j
        if self.missing < INFINITY and state < self.most_dropped:
            gap = self.missing + self.gap_bits(g, text, at, leads)
        if gap < INFINITY:
            for j in range(min(self.codes.user_defined, self.codes.n_pairs) if leads >= 256 else self.codes.n_pairs):
                target = place_of(at, state + 1, self.codes.ranks[DROPPED + j])
                self.complete(g, number, target, leads, DROPPED_FIRST + j, at, bits + gap)
        if at >= g.stop:
            if g.ends_line:
                self.add(
                    g, number, place_of(at, STANDS_IN_STEP, 0), self.codes.chosen(COMPLETED, leads, self.codes.high_trails), 0,
                    bits + self.codes.bits.no_trace, is_together(g, at),
                )
            return 0
        shown = shown_at(g, at)
        if not self.annotates and state == STANDS_WAITING and bits == 0.0:  # not where a byte came in just before
            self.resynchronise(g, number, leads, at, bits)
        if self.is_unreadable(g, at):
            self.read_mark(g, text, number, leads, at, bits)
        elif 0x40 <= shown < 0x7F:
            self.end_in_ascii(g, text, number, leads, at, bits)
        pair = self.shown_pair(g, at, &cost)
        if pair:
            target = self.behind(g, text, at, pair & 0xFF)
            if target:
                self.complete(g, number, target, leads, pair >> 8, at, bits + cost)
        return 0

    cdef int resynchronise(self, SlipGraph* g, Py_ssize_t number, int leads, Py_ssize_t at, double bits) except -1:
        """Let another byte be lost, or the decoder give up one that makes no pair with the next one."""
        cdef const SlipBits* all_bits = &self.codes.bits
        cdef uint32_t mark = shown_at(g, at) if self.is_unreadable(g, at) else 0
        cdef uint16_t pair = self.pair_at(g, at + 1 if mark else at)
        cdef double against = self.skipped
        self.add(g, number, place_of(at, STANDS_IN_STEP, 0), self.codes.chosen(COMPLETED, leads, self.codes.trails), 0, bits + all_bits.again, False)
        if mark:
            against = all_bits.resync_replaced if mark == REPLACED_MARK else all_bits.resync_marked
        if pair and against < INFINITY:
            self.add(
                g, number, place_of(at + 1 if mark else at, STANDS_IN_STEP, 0), self.codes.chosen(GIVEN_UP, leads, pair >> 8), 0,
                bits + against, False,
            )
        elif not mark and shown_at(g, at) < 0x40 and against < INFINITY:
            self.add(
                g, number, place_of(at, STANDS_IN_STEP, 0), self.codes.chosen(COMPLETED, leads, self.codes.high_trails), 0,
                bits + against, False,
            )
        return 0

    cdef int read_mark(self, SlipGraph* g, str text, Py_ssize_t number, int leads, Py_ssize_t at, double bits) except -1:
        """Read the mark of an unreadable pair: a lost trail byte, an ASCII character swallowed with it or not."""
        cdef const SlipBits* all_bits = &self.codes.bits
        cdef bint replaced = shown_at(g, at) == REPLACED_MARK
        cdef uint32_t following = shown_at(g, at + 1) if at + 1 < g.length else 10
        cdef uint64_t target = place_of(at + 1, STANDS_IN_STEP, 0)
        cdef const SlipSet* last
        cdef Py_ssize_t end = -1
        cdef bint together = is_together(g, at)
        cdef int j
        found = self.readings.lost(text, at, self.codes.leads[leads]) if self.annotates else None
        if found is not None:
            for character, cost in found[1]:
                self.add(g, number, place_of(found[0], STANDS_IN_STEP, 0), NULL, ord(character), bits + <double>cost, False)
            return 0
        # No pair begins with 0x80, so such a trail byte spoils the pair that it seems to begin.
        self.complete(g, number, place_of(at + 1, STANDS_WAITING, self.codes.ranks[ALL_LEADS]), leads, 0x80, at, bits)
        last = self.codes.chosen(COMPLETED, leads, self.codes.high_trails)
        g.closing[number] = self.due_at(g, text, at)
        if following == 47:  # a slash
            end = self.readings.tag_end(text, at + 1)
        if end >= 0:
            self.add(g, number, place_of(end, STANDS_IN_STEP, 0), last, 0, bits, together)
        elif following == 10 or (following <= 0xFFFF and self.codes.splits[following] and (self.annotates or following < 0x80)):
            self.add(g, number, target, last, 0, bits, together)
        else:
            self.add(
                g, number, place_of(at, STANDS_SWALLOWED, 0), last, 0,
                bits + (all_bits.swallows_replaced if replaced else all_bits.swallows_marked), together,
            )
            if following < 0x80:
                self.add(
                    g, number, target, last, 0,
                    bits + (all_bits.returned if self.annotates else all_bits.returns_replaced if replaced else all_bits.returns_marked), together,
                )
            for j in range(self.codes.n_pairs):
                target = place_of(at + 1, STANDS_WAITING + 1, self.codes.ranks[DROPPED + j])
                self.complete(g, number, target, leads, DROPPED_FIRST + j, at, bits + all_bits.trace)
        return 0

    cdef int end_in_ascii(self, SlipGraph* g, str text, Py_ssize_t number, int leads, Py_ssize_t at, double bits) except -1:
        """Read an ASCII letter as the trail byte of the last character of the run."""
        cdef uint32_t trail = shown_at(g, at), last
        cdef Py_ssize_t end = self.annotation_at(g, text, at + 1) if self.annotates else -1
        cdef double against = 0.0
        if at + 1 < g.length and 97 <= shown_at(g, at + 1) <= 122:  # it begins a word, as it seems
            against = self.codes.bits.letter
        for lead in self.codes.leads[leads]:
            last = self.codes.characters[<int>lead << 8 | trail]
            if last and end < 0:
                self.add(g, number, place_of(at + 1, STANDS_IN_STEP, 0), NULL, last, bits + against, False)
            elif last and self.readings.is_first(chr(last), text, at + 1):
                self.add(g, number, place_of(end, STANDS_IN_STEP, 0), NULL, last, bits, False)
        return 0
