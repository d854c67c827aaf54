# Which characters some bytes are of, of which many are known by their kind alone; reference_remains defines it.

from libc.math cimport exp2, log2


cdef double FAINT = 1e-290  # a product below it may lose what counts in the end
cdef double RAISE = 2.0 ** 200  # what the weights of a place are multiplied by when they are all below its inverse


cdef struct RemainArc:
    int32_t start, end
    int32_t first, octet  # what is written: -1 and ASCII, a pair, or a lone first byte and ASCII; -1, -1 for nothing
    bint alone
    double bits, weight


cdef struct RemainNode:
    int32_t first  # awaits a second byte; -1 for none
    bint closed
    double ahead, back, best  # weights of all ways, or their bits where weights are too faint; bits of the best way
    int32_t arc  # of the best way here; -1 for none


cdef struct RemainWay:
    Py_ssize_t octets, n  # where its octets begin, and how many they are
    bint closed
    double bits, weight
    Py_ssize_t before, behind  # the nodes before its last octet


cdef struct Remainder:
    RemainNode* nodes
    Py_ssize_t n_nodes, room_nodes
    RemainArc* arcs
    Py_ssize_t n_arcs, room_arcs
    RemainWay* ways  # of all places that differ
    Py_ssize_t n_ways, room_ways
    int32_t* octets  # of all ways
    Py_ssize_t n_octets, room_octets
    int32_t* found  # by what a node of the place under work awaits: the node, or -1
    bint faint
    double raised  # bits by which the weights were raised


cdef inline double both(double a, double b) noexcept nogil:
    """Return the bits of two ways together."""
    if a > b:
        a, b = b, a
    return a if b - a > 50.0 or b == INFINITY else a - log2(1.0 + exp2(a - b))


cdef class OctetPairs:
    """How often octets are first in a character, and second behind a first one; see ``reference_remains.OctetPairs``."""

    cdef double* firsts
    cdef double* seconds
    cdef double* weights  # 2 to the power of minus the bits: of the first ones, then of the second ones
    cdef bytes trails
    cdef Py_ssize_t size
    cdef double ascii, alone, ascii_weight, alone_weight

    def __cinit__(self, firsts, seconds, bytes trails not None, double ascii_bits, double alone_bits):
        cdef Py_ssize_t k
        self.size = len(firsts)
        if len(seconds) != self.size * self.size or len(trails) != self.size:
            raise ValueError(f"bits of each of {self.size} octets behind each are needed, and as many marks, not {len(seconds)} and {len(trails)}")
        self.firsts = <double*>malloc((self.size + 1) * sizeof(double))
        self.seconds = <double*>malloc((self.size * self.size + 1) * sizeof(double))
        self.weights = <double*>malloc((self.size * (self.size + 1) + 1) * sizeof(double))
        if self.firsts == NULL or self.seconds == NULL or self.weights == NULL:
            raise MemoryError
        for k in range(self.size):
            self.firsts[k] = firsts[k]
            self.weights[k] = exp2(-self.firsts[k])
        for k in range(self.size * self.size):
            self.seconds[k] = seconds[k]
            self.weights[self.size + k] = exp2(-self.seconds[k])
        self.trails = trails
        self.ascii, self.alone = ascii_bits, alone_bits
        self.ascii_weight, self.alone_weight = exp2(-ascii_bits), exp2(-alone_bits)

    def __dealloc__(self):
        free(self.firsts)
        free(self.seconds)
        free(self.weights)

    cdef int lead(self, Remainder* r, Py_ssize_t node, int32_t behind, bint closed, double bits, double weight, int32_t first, int32_t octet, bint alone) except -1:
        """Add a way from a node to what is awaited behind it."""
        cdef int32_t* end = &r.found[2 * (behind + 1) + closed]
        cdef RemainArc* arc
        cdef RemainNode* to
        cdef double total
        if end[0] < 0:
            if not grow(<void**>&r.nodes, &r.room_nodes, r.n_nodes + 1, sizeof(RemainNode)):
                raise MemoryError
            to = &r.nodes[r.n_nodes]
            to.first, to.closed, to.arc = behind, closed, -1
            to.ahead = to.back = 0.0
            to.best = INFINITY
            end[0] = <int32_t>r.n_nodes
            r.n_nodes += 1
        if not grow(<void**>&r.arcs, &r.room_arcs, r.n_arcs + 1, sizeof(RemainArc)):
            raise MemoryError
        arc = &r.arcs[r.n_arcs]
        arc.start, arc.end = <int32_t>node, end[0]
        arc.first, arc.octet, arc.alone, arc.bits, arc.weight = first, octet, alone, bits, weight
        to = &r.nodes[end[0]]
        total = r.nodes[node].ahead * weight
        r.faint = r.faint or total < FAINT
        to.ahead += total
        total = r.nodes[node].best + bits
        if total < to.best:
            to.best = total
            to.arc = <int32_t>r.n_arcs
        r.n_arcs += 1
        return 0

    cdef int step(self, Remainder* r, Py_ssize_t start, Py_ssize_t end, int32_t octet, bint closed, double more, double share) except -1:
        """Go on with a byte from some nodes; ``more`` bits are against it, and its weight is multiplied by ``share``."""
        cdef Py_ssize_t node, at
        cdef int32_t first
        cdef bint trail = self.trails[octet]
        for node in range(start, end):
            first = r.nodes[node].first
            if r.nodes[node].closed and trail:
                continue
            if first < 0:
                if octet < 0x80:
                    self.lead(r, node, -1, closed, self.ascii + more, self.ascii_weight * share, -1, octet, False)
                elif self.firsts[octet] < INFINITY:
                    self.lead(r, node, octet, closed, self.firsts[octet] + more, self.weights[octet] * share, -1, -1, False)
                continue
            at = first * self.size + octet
            if self.seconds[at] < INFINITY:
                self.lead(r, node, -1, closed, self.seconds[at] + more, self.weights[self.size + at] * share, first, octet, False)
            if octet < 0x80:
                self.lead(r, node, -1, closed, self.alone + more, self.alone_weight * share, first, octet, True)
        return 0

    cdef void forget(self, Remainder* r, Py_ssize_t start) noexcept nogil:
        """Let the nodes from ``start`` on be reached no more."""
        cdef Py_ssize_t node
        for node in range(start, r.n_nodes):
            r.found[2 * (r.nodes[node].first + 1) + r.nodes[node].closed] = -1

    cdef int note(self, Remainder* r, ways) except -1:
        """Keep the ways of a place."""
        cdef RemainWay* way
        cdef Py_ssize_t number
        for octets, closed, bits in ways:
            if not grow(<void**>&r.ways, &r.room_ways, r.n_ways + 1, sizeof(RemainWay)):
                raise MemoryError
            if not grow(<void**>&r.octets, &r.room_octets, r.n_octets + len(octets), sizeof(int32_t)):
                raise MemoryError
            way = &r.ways[r.n_ways]
            way.octets, way.n, way.closed, way.bits = r.n_octets, len(octets), closed, bits
            way.weight = exp2(-way.bits)
            if way.n == 0:
                raise IndexError("a way has one octet at least")
            for octet in octets:
                number = octet
                if not 0 <= number < self.size:
                    raise ValueError(f"octet {number} is none of the {self.size} of the table")
                r.octets[r.n_octets] = <int32_t>number
                r.n_octets += 1
            r.n_ways += 1
        return 0

    cdef (Py_ssize_t, Py_ssize_t) go_on(self, Remainder* r, Py_ssize_t way, Py_ssize_t last_way, Py_ssize_t start, Py_ssize_t end) except *:
        """Go on with what may have stood at a place; return the first node behind it and the one behind the last."""
        cdef Py_ssize_t k, i, first, arcs
        cdef RemainWay* one
        cdef double total = 0.0
        # The bytes inside come before all nodes behind the place, which then lie beside each other.
        for k in range(way, last_way):
            one = &r.ways[k]
            one.before, one.behind = start, end
            for i in range(one.n - 1):
                first = r.n_nodes
                self.step(r, one.before, one.behind, r.octets[one.octets + i], False, 0.0, 1.0)
                self.forget(r, first)
                one.before, one.behind = first, r.n_nodes
        first = r.n_nodes
        arcs = r.n_arcs
        for k in range(way, last_way):
            one = &r.ways[k]
            self.step(r, one.before, one.behind, r.octets[one.octets + one.n - 1], one.closed, one.bits, one.weight)
        self.forget(r, first)
        for k in range(first, r.n_nodes):
            total += r.nodes[k].ahead
        if total < 1 / RAISE:
            r.raised += log2(RAISE)
            for k in range(first, r.n_nodes):
                r.nodes[k].ahead *= RAISE
            for k in range(arcs, r.n_arcs):
                r.arcs[k].weight *= RAISE
        return first, r.n_nodes

    def divide(self, places):
        """Return the likeliest characters and the bits of all divisions; None where there is none."""
        cdef Remainder r
        cdef Py_ssize_t start = 0, end = 1
        memset(&r, 0, sizeof(Remainder))
        places = list(places)
        known = {}  # most places are marks, all of which can stand for the same
        try:
            r.found = <int32_t*>malloc(2 * (self.size + 1) * sizeof(int32_t))
            if r.found == NULL or not grow(<void**>&r.nodes, &r.room_nodes, 1, sizeof(RemainNode)):
                raise MemoryError
            memset(r.found, 0xFF, 2 * (self.size + 1) * sizeof(int32_t))
            r.nodes[0].first, r.nodes[0].closed, r.nodes[0].arc = -1, False, -1
            r.nodes[0].ahead, r.nodes[0].best, r.nodes[0].back = 1.0, 0.0, 0.0
            r.n_nodes = 1
            for ways in places:
                span = known.get(id(ways))
                if span is None:
                    first = r.n_ways
                    self.note(&r, ways)
                    span = known[id(ways)] = first, r.n_ways
                start, end = self.go_on(&r, span[0], span[1], start, end)
            return best_division(&r, start, end)
        finally:
            free(r.found)
            free(r.nodes)
            free(r.arcs)
            free(r.ways)
            free(r.octets)


cdef void count_in_bits(Remainder* r, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Sum up the ways to and from each node in bits, of which none is too faint; the last nodes are given."""
    cdef Py_ssize_t k
    cdef RemainArc* arc
    for k in range(r.n_nodes):
        r.nodes[k].ahead = r.nodes[k].back = INFINITY
    r.nodes[0].ahead = 0.0
    for k in range(r.n_arcs):
        arc = &r.arcs[k]
        r.nodes[arc.end].ahead = both(r.nodes[arc.end].ahead, r.nodes[arc.start].ahead + arc.bits)
    for k in range(start, end):
        if r.nodes[k].first < 0:
            r.nodes[k].back = 0.0
    for k in range(r.n_arcs - 1, -1, -1):
        arc = &r.arcs[k]
        r.nodes[arc.start].back = both(r.nodes[arc.start].back, r.nodes[arc.end].back + arc.bits)


cdef void count_back(Remainder* r, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Sum up the weights of the ways from each node."""
    cdef Py_ssize_t k
    cdef RemainArc* arc
    for k in range(start, end):
        if r.nodes[k].first < 0:
            r.nodes[k].back = 1.0
    for k in range(r.n_arcs - 1, -1, -1):
        arc = &r.arcs[k]
        r.nodes[arc.start].back += r.nodes[arc.end].back * arc.weight


cdef tuple best_division(Remainder* r, Py_ssize_t start, Py_ssize_t end):
    """Return the characters of the best way to one of the last nodes, and the bits of all ways to them; or None."""
    cdef Py_ssize_t k, at, last = -1
    cdef RemainArc* arc
    cdef double everything = INFINITY if r.faint else 0.0, share
    if r.faint:
        count_in_bits(r, start, end)
    else:
        count_back(r, start, end)
    for k in range(start, end):
        if r.nodes[k].first < 0:
            everything = both(everything, r.nodes[k].ahead) if r.faint else everything + r.nodes[k].ahead
            if last < 0 or r.nodes[k].best < r.nodes[last].best:
                last = k
    if last < 0 or (everything == INFINITY if r.faint else everything == 0.0):
        return None
    characters = []
    at = last
    while r.nodes[at].arc >= 0:
        arc = &r.arcs[r.nodes[at].arc]
        if arc.octet >= 0:
            if r.faint:
                share = exp2(everything - r.nodes[arc.start].ahead - arc.bits - r.nodes[at].back)
            else:
                share = r.nodes[arc.start].ahead * arc.weight * r.nodes[at].back / everything
            characters.append((arc.first, arc.octet, arc.alone, min(1.0, share)))
        at = arc.start
    characters.reverse()
    return characters, everything if r.faint else r.raised - log2(everything)
