# Which characters some bytes are of, of which many are known by their kind alone; reference_remains defines it.

from libc.math cimport exp2, log2


cdef struct RemainArc:
    int32_t start, end
    int32_t first, octet  # what is written: -1 and ASCII, a pair, or a lone first byte and ASCII; -1, -1 for nothing
    bint alone
    double bits


cdef struct RemainNode:
    int32_t first  # awaits a second byte; -1 for none
    bint closed
    double ahead, back, best
    int32_t arc  # of the best way here; -1 for none


cdef struct Remainder:
    RemainNode* nodes
    Py_ssize_t n_nodes, room_nodes
    RemainArc* arcs
    Py_ssize_t n_arcs, room_arcs
    int32_t* found  # by what a node of the place under work awaits: the node, or -1


cdef inline double both(double a, double b) noexcept nogil:
    """Return the bits of two ways together."""
    if a > b:
        a, b = b, a
    return a if b - a > 50.0 or b == INFINITY else a - log2(1.0 + exp2(a - b))


cdef class OctetPairs:
    """How often octets are first in a character, and second behind a first one; see ``reference_remains.OctetPairs``."""

    cdef double* firsts
    cdef double* seconds
    cdef bytes trails
    cdef Py_ssize_t size
    cdef double ascii, alone

    def __cinit__(self, firsts, seconds, bytes trails not None, double ascii_bits, double alone_bits):
        cdef Py_ssize_t k
        self.size = len(firsts)
        if len(seconds) != self.size * self.size or len(trails) != self.size:
            raise ValueError(f"bits of each of {self.size} octets behind each are needed, and as many marks, not {len(seconds)} and {len(trails)}")
        self.firsts = <double*>malloc((self.size + 1) * sizeof(double))
        self.seconds = <double*>malloc((self.size * self.size + 1) * sizeof(double))
        if self.firsts == NULL or self.seconds == NULL:
            raise MemoryError
        for k in range(self.size):
            self.firsts[k] = firsts[k]
        for k in range(self.size * self.size):
            self.seconds[k] = seconds[k]
        self.trails = trails
        self.ascii, self.alone = ascii_bits, alone_bits

    def __dealloc__(self):
        free(self.firsts)
        free(self.seconds)

    cdef int lead(self, Remainder* r, Py_ssize_t node, int32_t behind, bint closed, double bits, int32_t first, int32_t octet, bint alone) except -1:
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
            to.ahead = to.back = to.best = INFINITY
            end[0] = <int32_t>r.n_nodes
            r.n_nodes += 1
        if not grow(<void**>&r.arcs, &r.room_arcs, r.n_arcs + 1, sizeof(RemainArc)):
            raise MemoryError
        arc = &r.arcs[r.n_arcs]
        arc.start, arc.end = <int32_t>node, end[0]
        arc.first, arc.octet, arc.alone, arc.bits = first, octet, alone, bits
        to = &r.nodes[end[0]]
        to.ahead = both(to.ahead, r.nodes[node].ahead + bits)
        total = r.nodes[node].best + bits
        if total < to.best:
            to.best = total
            to.arc = <int32_t>r.n_arcs
        r.n_arcs += 1
        return 0

    cdef int step(self, Remainder* r, Py_ssize_t start, Py_ssize_t end, int32_t octet, bint closed, double more) except -1:
        """Go on with a byte from some nodes."""
        cdef Py_ssize_t node
        cdef int32_t first
        cdef double bits
        cdef bint trail = self.trails[octet]
        for node in range(start, end):
            first = r.nodes[node].first
            if r.nodes[node].closed and trail:
                continue
            if first < 0:
                if octet < 0x80:
                    self.lead(r, node, -1, closed, self.ascii + more, -1, octet, False)
                elif self.firsts[octet] < INFINITY:
                    self.lead(r, node, octet, closed, self.firsts[octet] + more, -1, -1, False)
                continue
            bits = self.seconds[first * self.size + octet]
            if bits < INFINITY:
                self.lead(r, node, -1, closed, bits + more, first, octet, False)
            if octet < 0x80:
                self.lead(r, node, -1, closed, self.alone + more, first, octet, True)
        return 0

    cdef void forget(self, Remainder* r, Py_ssize_t start) noexcept nogil:
        """Let the nodes from ``start`` on be reached no more."""
        cdef Py_ssize_t node
        for node in range(start, r.n_nodes):
            r.found[2 * (r.nodes[node].first + 1) + r.nodes[node].closed] = -1

    cdef int32_t number(self, octet) except -1:
        cdef Py_ssize_t number = octet
        if not 0 <= number < self.size:
            raise ValueError(f"octet {number} is none of the {self.size} of the table")
        return <int32_t>number

    def divide(self, places):
        """Return the likeliest characters and the bits of all divisions; None where there is none."""
        cdef Remainder r
        cdef Py_ssize_t k, start, end, at, last
        cdef RemainArc* arc
        cdef double everything = INFINITY
        memset(&r, 0, sizeof(Remainder))
        try:
            r.found = <int32_t*>malloc(2 * (self.size + 1) * sizeof(int32_t))
            if r.found == NULL or not grow(<void**>&r.nodes, &r.room_nodes, 1, sizeof(RemainNode)):
                raise MemoryError
            memset(r.found, 0xFF, 2 * (self.size + 1) * sizeof(int32_t))
            r.nodes[0].first, r.nodes[0].closed, r.nodes[0].arc = -1, False, -1
            r.nodes[0].ahead = r.nodes[0].best = 0.0
            r.nodes[0].back = INFINITY
            r.n_nodes = 1
            start, end = 0, 1
            for ways in places:
                start, end = self.go_on(&r, ways, start, end)
            for k in range(start, end):
                if r.nodes[k].first < 0:
                    everything = both(everything, r.nodes[k].ahead)
            if everything == INFINITY:
                return None
            last = -1
            for k in range(start, end):
                if r.nodes[k].first < 0:
                    r.nodes[k].back = 0.0
                    if last < 0 or r.nodes[k].best < r.nodes[last].best:
                        last = k
            for k in range(r.n_arcs - 1, -1, -1):
                arc = &r.arcs[k]
                r.nodes[arc.start].back = both(r.nodes[arc.start].back, r.nodes[arc.end].back + arc.bits)
            characters = []
            at = last
            while r.nodes[at].arc >= 0:
                arc = &r.arcs[r.nodes[at].arc]
                if arc.octet >= 0:
                    share = min(1.0, exp2(everything - r.nodes[arc.start].ahead - arc.bits - r.nodes[at].back))
                    characters.append((arc.first, arc.octet, arc.alone, share))
                at = arc.start
            characters.reverse()
            return characters, everything
        finally:
            free(r.found)
            free(r.nodes)
            free(r.arcs)

    cdef (Py_ssize_t, Py_ssize_t) go_on(self, Remainder* r, ways, Py_ssize_t start, Py_ssize_t end) except *:
        """Go on with what may have stood at a place; return the first node behind it and the one behind the last."""
        cdef Py_ssize_t k, before, behind, first, size
        cdef double bits
        cdef bint closed
        # The bytes inside come before all nodes behind the place, which then lie beside each other.
        cdef list inner = []
        for octets, shut, more in ways:
            before, behind = start, end
            size = len(octets)
            for k in range(size - 1):
                first = r.n_nodes
                self.step(r, before, behind, self.number(octets[k]), False, 0.0)
                self.forget(r, first)
                before, behind = first, r.n_nodes
            inner.append((before, behind))
        first = r.n_nodes
        k = 0
        for octets, shut, more in ways:
            before, behind = inner[k]
            k += 1
            closed, bits = shut, more
            self.step(r, before, behind, self.number(octets[len(octets) - 1]), closed, bits)
        self.forget(r, first)
        return first, r.n_nodes
