# The lattice of a byte slip as a whole: which edges may be part of a likely reading, and the likeliest one.

cdef struct SlipRough:
    # What a group of edges costs by itself, and where it leads.
    Py_ssize_t target  # -1 for a place that no path goes through
    Py_ssize_t first  # the first group between the same nodes: it knows of all of them
    Py_ssize_t size  # how many edges these are
    double least  # bits of the best of them


cdef struct SlipReached:
    # The edges that may be part of a likely reading, and for each the bits of the best one between its nodes.
    Spelling edges
    double* leasts
    Py_ssize_t room_leasts


cdef class SlipLattice:
    """All texts that a stretch of shifted pairs can be; ``end`` is the offset where it ends."""

    cdef SlipGraph graph
    cdef SlipRough* rough
    cdef SlipDecoder decoder
    cdef str text
    cdef readonly Py_ssize_t end

    def __dealloc__(self):
        drop_graph(&self.graph)
        free(self.rough)

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
        while k < characters.n:
            if characters.unigrams[k] + group.bits >= least and characters.again:  # no form makes one cheaper
                if k >= characters.again:
                    break
                k = characters.again
                continue
            if self.writes(group, k):
                least = min(least, <double>characters.unigrams[k] + self.cost_of(group, characters.points[k]))
            k += 1
        return least

    cdef inline float cost_of(self, const SlipGroup* group, uint32_t point) noexcept nogil:
        """Return the bits of an edge in the channel."""
        cdef const SlipGraph* g = &self.graph
        cdef int due = g.closing[group.source]
        cdef float bits = 0.0
        cdef Py_ssize_t offset = offset_of(group.target)
        cdef bint last = state_of(group.target) == STANDS_IN_STEP and (offset >= g.length or shown_at(g, offset) == 10)
        if not group.shown:
            bits = <float>(group.bits + <double>self.decoder.forms.price(point))
            if due >= 0 and <int>point != due and ((due and last) or (point <= 0xFFFF and self.decoder.codes.closes[point])):
                bits = <float>(bits + self.decoder.codes.bits.misplaced)
        if last and not (point <= 0xFFFF and self.decoder.codes.final[point]):
            bits = <float>(bits + g.unended)
        return bits

    cdef int arrange(self) except -1:
        """Find out where the groups lead, how large they are and what the commonest character costs without context."""
        cdef SlipGraph* g = &self.graph
        cdef const SlipGroup* group
        cdef SlipRough* rough
        cdef SlipRough* first
        cdef Py_ssize_t k, i, size
        cdef double least
        cdef const Model* m = &self.decoder.codes.grams.model
        cdef Py_ssize_t* firsts = <Py_ssize_t*>malloc(g.n_places * sizeof(Py_ssize_t))  # by target
        self.rough = <SlipRough*>malloc((g.n_groups + 1) * sizeof(SlipRough))
        if firsts == NULL or self.rough == NULL:
            free(firsts)
            raise MemoryError
        for k in range(g.n_places):
            firsts[k] = -1
        for k in range(g.n_groups):
            group = &g.groups[k]
            rough = &self.rough[k]
            rough.target = number_of(g, group.target)
            if rough.target < 0:
                continue
            size, least = 1, INFINITY
            if group.characters == NULL:
                least = self.unigram(m, group.single) + self.cost_of(group, group.single)
            else:
                size = self.written(group)
                least = self.least_of(group)
            rough.first = firsts[rough.target]
            if rough.first < 0 or g.groups[rough.first].source != group.source:
                rough.first = firsts[rough.target] = k
                rough.size, rough.least = 0, INFINITY
            first = &self.rough[rough.first]
            first.size += size
            first.least = min(first.least, least)
        free(firsts)
        return 0

    cdef bint estimate(self, const Model* m, const Document* d, const Context* start, double* ahead, double* behind) noexcept nogil:
        """Set the least bits to and from each node; tell whether there was memory. See ``reference_reach``."""
        cdef SlipGraph* g = &self.graph
        cdef Py_ssize_t k, last = g.n_places - 1
        cdef SlipRough* rough
        cdef const SlipGroup* group
        cdef Context to
        cdef Context* contexts = <Context*>calloc(g.n_places, sizeof(Context))
        if contexts == NULL:
            return False
        contexts[0] = start[0]
        for k in range(g.n_places):
            ahead[k] = behind[k] = INFINITY
        ahead[0] = behind[last] = 0.0
        for k in range(g.n_groups):
            rough = &self.rough[k]
            group = &g.groups[k]
            if rough.target < 0 or rough.first != k:
                continue
            if rough.size == 1:
                rough.least = advance(m, d, &contexts[group.source], symbol_of(m, self.point_of(group)), &to)
                rough.least += self.cost_of(group, self.point_of(group))
                if contexts[rough.target].length == 0:
                    contexts[rough.target] = to
            ahead[rough.target] = min(ahead[rough.target], ahead[group.source] + rough.least)
        for k in range(g.n_groups - 1, -1, -1):
            rough = &self.rough[k]
            if rough.target >= 0 and rough.first == k:
                behind[g.groups[k].source] = min(behind[g.groups[k].source], behind[rough.target] + rough.least)
        free(contexts)
        return True

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

    cdef bint write(self, SlipReached* out, const double* ahead, const double* behind, double most) noexcept nogil:
        """Write the edges of the groups through which a path may cost ``most`` bits; tell whether there was memory."""
        cdef const SlipGroup* group
        cdef const SlipRough* rough
        cdef Py_ssize_t k, i, n
        cdef uint32_t point
        cdef double least
        for k in range(self.graph.n_groups):
            group = &self.graph.groups[k]
            rough = &self.rough[k]
            least = self.rough[rough.first].least if rough.target >= 0 else 0.0
            if rough.target < 0 or ahead[group.source] + least + behind[rough.target] > most:
                continue
            n = 1 if group.characters == NULL else group.characters.n
            if not grow(<void**>&out.leasts, &out.room_leasts, out.edges.n + n, sizeof(double)):
                return False
            for i in range(n):
                point = group.single if group.characters == NULL else group.characters.points[i]
                if self.writes(group, i):
                    out.leasts[out.edges.n] = least
                    if not write_edge(&out.edges, group.source, rough.target, point, self.cost_of(group, point)):
                        return False
        return True

    cdef Py_ssize_t choices(self, Py_ssize_t source, Py_ssize_t target) noexcept nogil:
        """Return how many edges lead from one node to another."""
        cdef Py_ssize_t low = 0, high = self.graph.n_groups, middle
        while low < high:
            middle = (low + high) >> 1
            if self.graph.groups[middle].source < source:
                low = middle + 1
            else:
                high = middle
        while self.rough[low].target != target:
            low += 1
        return self.rough[self.rough[low].first].size

    def rough_bits(self, str before not None, Recent recent=None):
        """Return what the best path costs by the rough estimate."""
        cdef Context start
        cdef Grams model = self.decoder.codes.grams
        cdef const Document* document = NULL if recent is None else &recent.document
        cdef Py_ssize_t n = self.graph.n_places
        cdef double* least = <double*>malloc(2 * n * sizeof(double))
        model.begin(document, before, &start)
        try:
            if least == NULL or not self.estimate(&model.model, document, &start, least, least + n):
                raise MemoryError
            return least[n - 1]
        finally:
            free(least)

    def columns(self, str before=None, *, double reach=0.0, Recent recent=None):
        """Return the edges as the columns of a lattice, with a text ``before`` only those within reach.

        Columns are starts, ends, code points and bits.
        """
        cdef SlipReached reached
        cdef Context start
        cdef Grams model = self.decoder.codes.grams
        cdef const Document* document = NULL if recent is None else &recent.document
        cdef Py_ssize_t n = self.graph.n_places, k
        cdef double* least = <double*>malloc(2 * n * sizeof(double))
        cdef bint fine = least != NULL
        model.begin(document, before or "", &start)
        memset(&reached, 0, sizeof(SlipReached))
        try:
            fine = fine and self.estimate(&model.model, document, &start, least, least + n)
            fine = fine and grow(<void**>&reached.edges.reached, &reached.edges.room_reached, n, 1)
            fine = fine and self.write(&reached, least, least + n, INFINITY if before is None else least[n - 1] + reach)
            if not fine:
                raise MemoryError
            return (
                array("i", [reached.edges.starts[k] for k in range(reached.edges.n)]),
                array("i", [reached.edges.ends[k] for k in range(reached.edges.n)]),
                array("I", [reached.edges.points[k] for k in range(reached.edges.n)]),
                array("f", [reached.edges.costs[k] for k in range(reached.edges.n)]),
            )
        finally:
            free(least)
            free(reached.leasts)
            drop_spelling(&reached.edges)

    def fill(self, str before not None, str after, *, Py_ssize_t beam, double margin, double reach, double spread=INFINITY, Recent recent=None):
        """Return (text, bits, spans, probabilities, alternatives, choices) of the likeliest text; None where there is none.

        A span is offsets in the text, ``choices`` counts what the bytes allow there; ``reach`` is how many bits behind
        the best one a path may be by a rough estimate, ``spread`` how many by searches with fewer paths.
        """
        cdef Bench* bench = take_bench()
        cdef Search* s = &bench.search
        cdef SlipReached reached
        cdef Context start
        cdef Division division
        cdef Grams model = self.decoder.codes.grams
        cdef Py_ssize_t best = -1, length = 0, n = self.graph.n_places
        cdef double everything = INFINITY
        cdef bint fine = False
        cdef int kind = 1
        cdef const void* behind = NULL
        cdef const Document* document = NULL if recent is None else &recent.document
        cdef double* least = <double*>malloc(2 * n * sizeof(double))
        if after is not None:
            after = after[: LONGEST_WORD - 1] or "\n"
            length = len(after)
            kind = PyUnicode_KIND(after)
            behind = PyUnicode_DATA(after)
        model.begin(document, before, &start)
        divide_before(&model.model, before, &division)
        memset(&reached, 0, sizeof(SlipReached))
        try:
            with nogil:
                fine = bench != NULL and least != NULL and self.estimate(&model.model, document, &start, least, least + n)
                fine = fine and grow(<void**>&reached.edges.reached, &reached.edges.room_reached, n, 1)
                fine = fine and self.write(&reached, least, least + n, least[n - 1] + reach)
                fine = fine and prepare(s, &model.model, document, n, reached.edges.n, beam, margin)
                if fine:
                    s.starts, s.ends = reached.edges.starts, reached.edges.ends
                    s.points, s.costs = reached.edges.points, reached.edges.costs
                    s.spread = spread
                    memcpy(s.rests, least + n, n * sizeof(double))
                    memcpy(s.leasts, reached.leasts, reached.edges.n * sizeof(double))
                    fine = search_through(s, &start, &division, behind, kind, length, &best, &everything)
            if not fine:
                raise MemoryError
            return None if best < 0 else self.filled(s, best)
        finally:
            free(least)
            give_bench(bench, fine)
            free(reached.leasts)
            drop_spelling(&reached.edges)

    cdef tuple filled(self, Search* s, Py_ssize_t best):
        """Return what ``fill`` returns for the best path to a state."""
        cdef Py_ssize_t edge
        cdef const uint64_t* places = self.graph.places
        path = path_to(s, best)
        spans, shares, rest, choices = [], [], [], []
        for edge in path:
            spans.append((offset_of(places[s.starts[edge]]), offset_of(places[s.ends[edge]])))
            shares.append(min(1.0, share_of(s, edge)))
            rest.append(others(s, edge))
            choices.append(self.choices(s.starts[edge], s.ends[edge]))
        text = "".join([chr(s.points[<Py_ssize_t>one]) for one in path])
        return text, s.states[best].plain, tuple(spans), tuple(shares), tuple(rest), tuple(choices)
