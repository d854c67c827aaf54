# What the bytes of shifted pairs can be, for the lattices of byte slips; repair/slips/lattice.py defines these.

cdef enum:
    # How sets of bytes are numbered: a single byte by itself, then all lead bytes, then what a dropped pair leaves.
    ALL_LEADS = 256
    DROPPED = 257  # the first of the sets of dropped pairs, as lead bytes that wait behind one
    DROPPED_FIRST = 256  # the first of them, as trail bytes
    MOST_PAIRS = 16  # sets of dropped pairs
    WAITING_SETS = DROPPED + MOST_PAIRS
    TRAIL_SETS = DROPPED_FIRST + MOST_PAIRS + 2


cdef enum Family:
    # By what rule characters are chosen.
    COMPLETED, LOST_BYTE, REMNANT, LOST_PAIR, GIVEN_UP, FAMILIES


cdef struct SlipSet:
    # Some characters, and what each costs without context.
    uint16_t* points
    float* unigrams
    Py_ssize_t n
    Py_ssize_t again  # where the characters go from the commonest on a second time: ``n`` for once; 0 for no such order


cdef struct Ranked:
    # A character and its bits without context.
    double bits
    uint32_t point


cdef struct SlipBits:
    # Bits for and against what the channel does; ``slips.lattice`` says what they mean.
    double no_trace, trace, lost, letter, gained, repeated, again, returned, misplaced
    double swallows_replaced, swallows_marked, returns_replaced, returns_marked
    double resync_replaced, resync_marked
    double stumble, anywhere, common_bits, common


cdef class SlipCodes:
    """Which characters bytes can be, and which bytes a character shown in a run stands for.

    ``pairs`` gives the two bytes of each code point of the basic plane (lead byte first), ``characters`` the code
    point of two bytes, 0 for none; ``shown`` the bytes, and the bits against them, of ASCII shown in a run.
    """

    cdef uint16_t pairs[65536]
    cdef uint16_t characters[65536]
    cdef uint16_t shown[128]
    cdef float folded[128]
    cdef uint32_t closed_by[65536]  # the mark that closes what a mark opens
    cdef uint8_t closes[65536]
    cdef uint8_t splits[65536]
    cdef uint8_t final[65536]  # what a line of prose ends in
    cdef uint8_t seldom[65536]
    cdef uint16_t ranks[WAITING_SETS]  # of sets of lead bytes, in the order of their bytes
    cdef uint16_t by_rank[WAITING_SETS]
    cdef int n_pairs, user_defined
    cdef Py_ssize_t longest
    cdef int trails, high_trails  # their numbers
    cdef SlipBits bits
    cdef Grams grams
    cdef double rarest
    cdef Py_ssize_t most_choices
    cdef list leads, trail_bytes
    cdef SlipSet** made[FAMILIES]

    def __cinit__(self, Grams grams not None, const uint16_t[::1] pairs, const uint16_t[::1] characters, tables):
        cdef Py_ssize_t k
        cdef int family
        self.grams = grams
        for k in range(65536):
            self.pairs[k] = pairs[k]
            self.characters[k] = characters[k]
        for code, (pair, bits) in tables["shown"].items():
            self.shown[<uint8_t>code] = pair
            self.folded[<uint8_t>code] = bits
        for mark, closing in tables["closing"].items():
            self.closed_by[<uint16_t>ord(mark)] = ord(closing)
            self.closes[<uint16_t>ord(closing)] = 1
        for mark in tables["splitters"]:
            self.splits[<uint16_t>ord(mark)] = 1
        for mark in tables["final"]:
            self.final[<uint16_t>ord(mark)] = 1
        for mark in tables["seldom"]:
            self.seldom[<uint16_t>ord(mark)] = 1
        self.leads = [bytes((k,)) for k in range(256)] + tables["waiting"]
        self.trail_bytes = [bytes((k,)) for k in range(256)] + tables["trailing"]
        if not DROPPED < len(self.leads) <= WAITING_SETS:
            raise ValueError(f"{len(tables['waiting'])} sets of lead bytes; at most {MOST_PAIRS + 1} have room")
        for rank, k in enumerate(sorted(range(len(self.leads)), key=self.leads.__getitem__)):
            self.ranks[k] = rank
            self.by_rank[rank] = k
        self.n_pairs = len(tables["waiting"]) - 1
        self.user_defined = tables["user_defined"]
        self.longest = tables["longest"]
        self.rarest, self.most_choices = tables["rarest"], tables["most_choices"]
        self.trails = DROPPED_FIRST + self.n_pairs
        self.high_trails = self.trails + 1
        self.bits = tables["bits"]
        for family in range(<int>FAMILIES):
            self.made[family] = <SlipSet**>calloc(WAITING_SETS * TRAIL_SETS, sizeof(SlipSet*))
            if self.made[family] == NULL:
                raise MemoryError

    def __dealloc__(self):
        cdef int family
        cdef Py_ssize_t k
        for family in range(<int>FAMILIES):
            for k in range(WAITING_SETS * TRAIL_SETS if self.made[family] != NULL else 0):
                if self.made[family][k] != NULL:
                    free(self.made[family][k].points)
                    free(self.made[family][k].unigrams)
                    free(self.made[family][k])
            free(self.made[family])

    cdef int keep(self, SlipSet* one, list points) except -1:
        """Set ``one`` to some characters."""
        cdef Py_ssize_t k, n = len(points)
        cdef uint32_t symbol
        one.points = <uint16_t*>malloc((n + 1) * sizeof(uint16_t))
        one.unigrams = <float*>malloc((n + 1) * sizeof(float))
        if one.points == NULL or one.unigrams == NULL:
            raise MemoryError
        one.n = n
        for k in range(n):
            one.points[k] = <uint16_t>points[k]
            symbol = symbol_of(&self.grams.model, one.points[k])
            one.unigrams[k] = self.grams.model.unigrams[symbol] + self.grams.model.within[symbol]
        one.again = n
        for k in range(1, n):
            if one.unigrams[k] < one.unigrams[k - 1]:
                one.again = k if one.again == n else 0
        return 0

    cdef list choices(self, bytes leads, bytes trails, double rarest):
        """Return the code points with one of these lead and trail bytes: see ``repair/slips/choices.py``."""
        cdef const uint8_t* first = leads
        cdef const uint8_t* second = trails
        cdef Py_ssize_t i, k, n = 0, n_leads = len(leads), n_trails = len(trails)
        cdef bint alone = n_leads == n_trails == 1
        cdef uint32_t symbol
        cdef Ranked* found = <Ranked*>malloc((n_leads * n_trails + 1) * sizeof(Ranked))
        if found == NULL:
            raise MemoryError
        for i in range(n_leads):
            for k in range(n_trails):
                found[n].point = self.characters[first[i] << 8 | second[k]]
                symbol = symbol_of(&self.grams.model, found[n].point)
                found[n].bits = <double>self.grams.model.unigrams[symbol] + <double>self.grams.model.within[symbol]
                n += found[n].point != 0 and (alone or found[n].bits <= rarest)
        if not alone:
            qsort(found, n, sizeof(Ranked), &rank)
            n = min(n, self.most_choices)
        points = [found[k].point for k in range(n) if alone or not self.seldom[found[k].point]]
        free(found)
        return points

    cdef bytes unpaired(self, int second):
        """Return the lead bytes that make no character with a second byte."""
        return bytes([lead for lead in self.leads[ALL_LEADS] if not self.characters[<int>lead << 8 | second]])

    cdef list chosen_by(self, int family, int leads, int trails):
        """Return the code points that a rule of ``repair/slips/choices.py`` allows."""
        cdef bytes lead_bytes = self.leads[ALL_LEADS], left
        cdef bytes trail_bytes = self.trail_bytes[self.trails]
        if family == COMPLETED:
            return self.choices(self.leads[leads], self.trail_bytes[trails], self.rarest)
        if family == GIVEN_UP:
            return self.choices(self.leads[leads], self.unpaired(trails), INFINITY)
        if family == LOST_PAIR:
            left = self.trail_bytes[DROPPED_FIRST + trails]
        elif family == REMNANT:
            left = self.unpaired(trails) if trails else lead_bytes
        else:
            left = bytes((trails,))
        return self.choices(lead_bytes, left, self.rarest) + self.choices(left, trail_bytes, self.rarest)

    cdef const SlipSet* chosen(self, int family, int leads, int trails) except NULL:
        """Return the characters that a rule allows, made when they are first asked for."""
        cdef SlipSet** place = &self.made[family][leads * TRAIL_SETS + trails]
        cdef SlipSet* one
        if place[0] == NULL:
            one = <SlipSet*>calloc(1, sizeof(SlipSet))
            if one == NULL:
                raise MemoryError
            place[0] = one
            self.keep(one, self.chosen_by(family, leads, trails))
        return place[0]


cdef int rank(const void* a, const void* b) noexcept nogil:
    """Order characters from the commonest on."""
    cdef const Ranked* one = <const Ranked*>a
    cdef const Ranked* other = <const Ranked*>b
    if one.bits != other.bits:
        return -1 if one.bits < other.bits else 1
    return <int>(one.point > other.point) - <int>(one.point < other.point)
