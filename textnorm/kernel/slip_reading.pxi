# The lattice of a byte slip as a whole: which edges may be part of a likely reading, and the likeliest one.

cdef struct SlipRoom:
    # The edges that may be part of a likely reading, for each the bits of the best one between its nodes, and the
    # estimate by nodes.  Kept for the next search.
    Spelling edges
    double* leasts
    double* ahead  # least bits to each node
    double* behind  # and from it
    Context* contexts
    Py_ssize_t room_leasts, room_ahead, room_behind, room_contexts


cdef void* SPARE_ROOM = NULL


cdef SlipRoom* take_room(Py_ssize_t nodes) noexcept nogil:
    """Return room for a lattice of some nodes without an edge, NULL where there is no memory."""
    cdef SlipRoom* room = <SlipRoom*>exchange(&SPARE_ROOM, NULL)
    cdef bint fine
    if room == NULL:
        room = <SlipRoom*>calloc(1, sizeof(SlipRoom))
        if room == NULL:
            return NULL
    room.edges.n = 0
    fine = grow(<void**>&room.edges.reached, &room.edges.room_reached, nodes, 1)
    fine = fine and grow(<void**>&room.ahead, &room.room_ahead, nodes, sizeof(double))
    fine = fine and grow(<void**>&room.behind, &room.room_behind, nodes, sizeof(double))
    fine = fine and cleared(<void**>&room.contexts, &room.room_contexts, nodes, sizeof(Context))
    if not fine:
        drop_room(room)
        return NULL
    return room


cdef void give_room(SlipRoom* room) noexcept nogil:
    """Keep room for another search; where it is very large, it is dropped."""
    if room != NULL and room.edges.room_points <= LARGEST:
        room = <SlipRoom*>exchange(&SPARE_ROOM, room)
    drop_room(room)


cdef void drop_room(SlipRoom* room) noexcept nogil:
    if room != NULL:
        drop_spelling(&room.edges)
        free(room.leasts)
        free(room.ahead)
        free(room.behind)
        free(room.contexts)
        free(room)


cdef class SlipLattice:
    """All texts that a stretch of shifted pairs can be; ``end`` is the offset where it ends."""

    cdef SlipGraph* graph
    cdef SlipDecoder decoder
    cdef str text
    cdef readonly Py_ssize_t end

    def __dealloc__(self):
        give_graph(self.graph)

    cdef inline bint writes(self, const SlipGroup* group, Py_ssize_t k) noexcept nogil:
        return not group.unlisted or group.characters == NULL or not self.decoder.is_listed(group.characters.points[k])

    cdef Py_ssize_t written(self, const SlipGroup* group) noexcept nogil:
        """Return how many characters of its set a group writes."""
        cdef Py_ssize_t k, n = 0
        if not group.unlisted:
            return group.characters.n
        for k in range(group.characters.n):
            n += self.writes(group, k)
        return n

    cdef double least_of(self, const SlipGroup* group) noexcept nogil:
        """Return the bits without context of the commonest character of its set that a group writes."""
        cdef const SlipSet* characters = group.characters
        cdef double least = INFINITY
        cdef Py_ssize_t k = 0
        cdef bint last
        cdef int due = self.due_of(group, &last)
        while k < characters.n:
            if characters.unigrams[k] + group.bits >= least and characters.again:  # no form makes one cheaper
                if k >= characters.again:
                    break
                k = characters.again
                continue
            if self.writes(group, k):
                least = min(least, <double>characters.unigrams[k] + self.cost_of(group, characters.points[k], due, last))
            k += 1
        return least

    cdef inline int due_of(self, const SlipGroup* group, bint* last) noexcept nogil:
        """Return the mark that is due where edges begin, -1 for none, and set whether they end the line."""
        cdef const SlipGraph* g = self.graph
        cdef Py_ssize_t offset = offset_of(group.target)
        last[0] = state_of(group.target) == STANDS_IN_STEP and (offset >= g.length or shown_at(g, offset) == 10)
        return g.closing[group.source]

    cdef inline float cost_of(self, const SlipGroup* group, uint32_t point, int due, bint last) noexcept nogil:
        """Return the bits of an edge in the channel; ``due`` and ``last`` are of its group."""
        cdef float bits = 0.0
        if not group.shown:
            bits = <float>(group.bits + <double>self.decoder.forms.price(point))
            if due >= 0 and <int>point != due and ((due and last) or (point <= 0xFFFF and self.decoder.codes.closes[point])):
                bits = <float>(bits + self.decoder.codes.bits.misplaced)
        if last and not (point <= 0xFFFF and self.decoder.codes.final[point]):
            bits = <float>(bits + self.graph.unended)
        return bits

    cdef int arrange(self) except -1:
        """Find out where the groups lead, how large they are and what the commonest character costs without context."""
        cdef SlipGraph* g = self.graph
        cdef const SlipGroup* group
        cdef SlipRough* rough
        cdef SlipRough* first
        cdef Py_ssize_t k, size
        cdef double least
        cdef bint last
        cdef int due
        cdef const Model* m = &self.decoder.codes.grams.model
        cdef Py_ssize_t* firsts = <Py_ssize_t*>malloc(g.n_places * sizeof(Py_ssize_t))  # by target
        if firsts == NULL or not grow(<void**>&g.rough, &g.room_rough, g.n_groups + 1, sizeof(SlipRough)):
            free(firsts)
            raise MemoryError
        for k in range(g.n_places):
            firsts[k] = -1
        for k in range(g.n_groups):
            group = &g.groups[k]
            rough = &g.rough[k]
            rough.target = g.seen[group.seen].number
            if rough.target < 0:
                continue
            size, least = 1, INFINITY
            if group.characters == NULL:
                due = self.due_of(group, &last)
                least = self.unigram(m, group.single) + self.cost_of(group, group.single, due, last)
            else:
                size = self.written(group)
                least = self.least_of(group)
            rough.first = firsts[rough.target]
            if rough.first < 0 or g.groups[rough.first].source != group.source:
                rough.first = firsts[rough.target] = k
                rough.size, rough.least = 0, INFINITY
            first = &g.rough[rough.first]
            first.size += size
            first.least = min(first.least, least)
        free(firsts)
        return 0

    cdef void estimate(self, SlipRoom* room, const Model* m, const Document* d, const Context* start) noexcept nogil:
        """Set the least bits to and from each node.  See ``reference_reach``."""
        cdef SlipGraph* g = self.graph
        cdef Py_ssize_t k
        cdef uint32_t point
        cdef SlipRough* rough
        cdef const SlipGroup* group
        cdef Context to
        cdef bint last
        cdef int due
        room.contexts[0] = start[0]
        for k in range(g.n_places):
            room.ahead[k] = room.behind[k] = INFINITY
        room.ahead[0] = room.behind[g.n_places - 1] = 0.0
        for k in range(g.n_groups):
            rough = &g.rough[k]
            group = &g.groups[k]
            if rough.target < 0 or rough.first != k:
                continue
            if rough.size == 1:
                point = self.point_of(group)
                due = self.due_of(group, &last)
                rough.least = advance(m, d, &room.contexts[group.source], symbol_of(m, point), &to)
                rough.least += self.cost_of(group, point, due, last)
                if room.contexts[rough.target].length == 0:
                    room.contexts[rough.target] = to
            room.ahead[rough.target] = min(room.ahead[rough.target], room.ahead[group.source] + rough.least)
        for k in range(g.n_groups - 1, -1, -1):
            rough = &g.rough[k]
            if rough.target >= 0 and rough.first == k:
                group = &g.groups[k]
                room.behind[group.source] = min(room.behind[group.source], room.behind[rough.target] + rough.least)

    cdef inline double unigram(self, const Model* m, uint32_t point) noexcept nogil:
        cdef uint32_t symbol = symbol_of(m, point)
        return <double>(m.unigrams[symbol] + m.within[symbol])

    cdef inline uint32_t point_of(self, const SlipGroup* group) noexcept nogil:
        """Return the only character of a group."""
        cdef Py_ssize_t k = 0
        if group.characters == NULL:
            return group.single
        while not self.writes(group, k):
            k += 1
        return group.characters.points[k]

    cdef bint write(self, SlipRoom* room, double most) noexcept nogil:
        """Write the edges of the groups through which a path may cost ``most`` bits; tell whether there was memory."""
        cdef const SlipGraph* g = self.graph
        cdef const SlipGroup* group
        cdef const SlipRough* rough
        cdef Spelling* edges = &room.edges
        cdef Py_ssize_t k, i, n, at
        cdef uint32_t point
        cdef double least
        cdef bint last
        cdef int due
        for k in range(g.n_groups):
            group = &g.groups[k]
            rough = &g.rough[k]
            if rough.target < 0:
                continue
            least = g.rough[rough.first].least
            if room.ahead[group.source] + least + room.behind[rough.target] > most:
                continue
            n = 1 if group.characters == NULL else group.characters.n
            if not self.has_room(room, edges.n + n):
                return False
            due = self.due_of(group, &last)
            at = edges.n
            for i in range(n):
                point = group.single if group.characters == NULL else group.characters.points[i]
                if self.writes(group, i):
                    edges.starts[at], edges.ends[at] = <int32_t>group.source, <int32_t>rough.target
                    edges.points[at] = point
                    edges.costs[at] = self.cost_of(group, point, due, last)
                    room.leasts[at] = least
                    at += 1
            edges.n = at
        return True

    cdef bint has_room(self, SlipRoom* room, Py_ssize_t edges) noexcept nogil:
        """Make room for some edges; tell whether there was memory."""
        return (
            grow(<void**>&room.edges.starts, &room.edges.room_starts, edges, sizeof(int32_t))
            and grow(<void**>&room.edges.ends, &room.edges.room_ends, edges, sizeof(int32_t))
            and grow(<void**>&room.edges.points, &room.edges.room_points, edges, sizeof(uint32_t))
            and grow(<void**>&room.edges.costs, &room.edges.room_costs, edges, sizeof(float))
            and grow(<void**>&room.leasts, &room.room_leasts, edges, sizeof(double))
        )

    cdef Py_ssize_t choices(self, Py_ssize_t source, Py_ssize_t target) noexcept nogil:
        """Return how many edges lead from one node to another."""
        cdef Py_ssize_t low = 0, high = self.graph.n_groups, middle
        while low < high:
            middle = (low + high) >> 1
            if self.graph.groups[middle].source < source:
                low = middle + 1
            else:
                high = middle
        while self.graph.rough[low].target != target:
            low += 1
        return self.graph.rough[self.graph.rough[low].first].size

    def rough_bits(self, str before not None, Recent recent=None):
        """Return what the best path costs by the rough estimate."""
        cdef Context start
        cdef Grams model = self.decoder.codes.grams
        cdef SlipRoom* room = take_room(self.graph.n_places)
        if room == NULL:
            raise MemoryError
        model.begin(NULL if recent is None else &recent.document, before, &start)
        self.estimate(room, &model.model, NULL if recent is None else &recent.document, &start)
        cdef double bits = room.ahead[self.graph.n_places - 1]
        give_room(room)
        return bits

    def columns(self, str before=None, *, double reach=0.0, Recent recent=None):
        """Return the edges as the columns of a lattice, with a text ``before`` only those within reach.

        Columns are starts, ends, code points and bits.
        """
        cdef Context start
        cdef Grams model = self.decoder.codes.grams
        cdef const Document* document = NULL if recent is None else &recent.document
        cdef SlipRoom* room = take_room(self.graph.n_places)
        cdef Py_ssize_t k
        if room == NULL:
            raise MemoryError
        try:
            model.begin(document, before or "", &start)
            self.estimate(room, &model.model, document, &start)
            if not self.write(room, INFINITY if before is None else room.ahead[self.graph.n_places - 1] + reach):
                raise MemoryError
            return (
                array("i", [room.edges.starts[k] for k in range(room.edges.n)]),
                array("i", [room.edges.ends[k] for k in range(room.edges.n)]),
                array("I", [room.edges.points[k] for k in range(room.edges.n)]),
                array("f", [room.edges.costs[k] for k in range(room.edges.n)]),
            )
        finally:
            give_room(room)

    cdef bint search(
        self, SlipRoom* room, Search* s, const Context* start, const Division* division, str after, double reach, double spread,
        Py_ssize_t beam, double margin, const Document* document, Py_ssize_t* best
    ) except? False:
        """Search the edges within reach and find the best last state (-1: none); tell whether there was memory."""
        cdef const Model* model = &self.decoder.codes.grams.model
        cdef Py_ssize_t length = 0, n = self.graph.n_places
        cdef double everything = INFINITY
        cdef bint fine
        cdef int kind = 1
        cdef const void* behind = NULL
        if after is not None:
            after = after[: LONGEST_WORD - 1] or "\n"
            length = len(after)
            kind = PyUnicode_KIND(after)
            behind = PyUnicode_DATA(after)
        with nogil:
            self.estimate(room, model, document, start)
            fine = self.write(room, room.ahead[n - 1] + reach)
            fine = fine and prepare(s, model, document, n, room.edges.n, beam, margin)
            if fine:
                s.starts, s.ends = room.edges.starts, room.edges.ends
                s.points, s.costs = room.edges.points, room.edges.costs
                s.spread = spread
                memcpy(s.rests, room.behind, n * sizeof(double))
                memcpy(s.leasts, room.leasts, room.edges.n * sizeof(double))
                fine = search_through(s, start, division, behind, kind, length, best, &everything)
        return fine

    def fill(
        self, str before not None, str after, *, Py_ssize_t beam, double margin, double reach, double spread=INFINITY, Recent recent=None
    ):
        """Return the likeliest text and what is known of it, None where there is none: see ``slips.definition.Filled``.

        ``reach`` is how many bits behind the best one a path may be by a rough estimate, ``spread`` how many by
        searches with fewer paths.
        """
        return self.found(before, after, beam, margin, reach, spread, recent, False)

    def likeliest(
        self, str before not None, str after, *, Py_ssize_t beam, double margin, double reach, double spread=INFINITY, Recent recent=None
    ):
        """Return the likeliest text and its bits, as ``fill`` finds them; None where there is none."""
        return self.found(before, after, beam, margin, reach, spread, recent, True)

    cdef tuple found(
        self, str before, str after, Py_ssize_t beam, double margin, double reach, double spread, Recent recent, bint briefly
    ):
        """Search, and return the likeliest text and its bits, or what else ``fill`` tells."""
        cdef Bench* bench = take_bench()
        cdef SlipRoom* room = take_room(self.graph.n_places)
        cdef Context start
        cdef Division division
        cdef Grams model = self.decoder.codes.grams
        cdef const Document* document = NULL if recent is None else &recent.document
        cdef Py_ssize_t best = -1
        cdef bint fine = False
        try:
            if bench == NULL or room == NULL:
                raise MemoryError
            model.begin(document, before, &start)
            divide_before(&model.model, before, &division)
            fine = self.search(
                room, &bench.search, &start, &division, after, reach, spread, beam, margin, document, &best
            )
            if not fine:
                raise MemoryError
            return None if best < 0 else self.filled(&bench.search, best, briefly)
        finally:
            give_bench(bench, fine)
            give_room(room)

    cdef tuple filled(self, Search* s, Py_ssize_t best, bint briefly):
        """Return what ``fill`` returns for the best path to a state."""
        cdef Py_ssize_t edge
        cdef const uint64_t* places = self.graph.places
        path = path_to(s, best)
        text = "".join([chr(s.points[<Py_ssize_t>one]) for one in path])
        if briefly:
            return text, s.states[best].plain
        offsets, shares, rest, choices = [self.graph.start], [], [], []
        for edge in path:
            offsets.append(offset_of(places[s.ends[edge]]))
            count = self.choices(s.starts[edge], s.ends[edge])
            choices.append(count)
            rank = ranked(s, edge, True)
            shares.append(min(1.0, dict(rank)[s.points[edge]]))
            rest.append(others(rank, s.points[edge]) if count > 1 else ())
        return text, s.states[best].plain, offsets, shares, rest, choices
