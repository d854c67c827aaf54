# The lattice of one byte slip, from where it begins; repair/slips/lattice.py defines it.

cdef class SlipReader(SlipDecoder):
    """Reads byte slips of one document; see ``SlipEdges``."""

    def lattice(self, str text not None, Py_ssize_t start, *, Py_ssize_t begin=-1, lost=(), opened=(), slips=None, double unended=0.0):
        """Return the lattice of the run that begins at ``start``; None where no path comes back into step.

        ``begin`` is where a lead byte waits: one of ``lost``, (byte, bits) each, or the
        one that ``opened``, (byte, characters, bits) each, leaves; ``slips`` are the first and last offset at which
        a byte may be lost or gained, ``unended`` the bits against a last character of the line that ends no sentence.
        """
        cdef SlipLattice found = SlipLattice.__new__(SlipLattice)
        cdef SlipGraph* g
        cdef Py_ssize_t k, n = len(text)
        cdef uint64_t target
        cdef uint32_t point
        g = found.graph = take_graph()
        if g == NULL:
            raise MemoryError
        found.decoder = self
        found.text = text
        g.text, g.kind, g.length, g.start = PyUnicode_DATA(text), PyUnicode_KIND(text), n, start
        g.stop = start
        while g.stop < n and g.stop < start + self.codes.longest and shown_at(g, g.stop) != 10:
            g.stop += 1
        g.ends_line = g.stop == n or (g.stop < start + self.codes.longest and shown_at(g, g.stop) == 10)
        if not 0 <= start <= n or begin > g.stop:
            raise ValueError(f"a run from {start} on cannot begin at {begin}, behind the end of the line")
        g.unended = unended
        g.known = begin >= 0
        g.begin = begin if g.known else start
        g.first_slip, g.behind_slips = (slips[0], slips[1] + 1) if slips is not None else (0, 0)
        if not grow(<void**>&g.annotations, &g.room_annotations, g.stop - start + 1, sizeof(int32_t)):
            raise MemoryError
        if not add_place(g, place_of(start, STANDS_IN_STEP, 0)):
            raise MemoryError
        for k in range(g.stop - start + 1):
            g.annotations[k] = UNASKED
        for lead, bits in lost:
            self.wait(g, text, 0, lead, begin, bits, STANDS_WAITING)
        if opened:
            g.closing[0] = self.due_at(g, text, start)
        for lead, characters, bits in opened:
            target = place_of(begin, STANDS_WAITING, self.codes.ranks[<uint8_t>lead])
            for character in characters:
                point = ord(character)
                self.add(g, 0, target, NULL, point, bits, True)
        if not self.follow(g, text):
            return None
        found.end = offset_of(g.places[g.n_places - 1])
        found.arrange()
        return found
