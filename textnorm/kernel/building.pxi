# Building.

class TooManyNodesError(ValueError):
    """A dictionary has too many keys for a table."""


cdef class _Nodes:
    """A trie while it grows: a hash table from (parent, code point) to nodes, whose numbers are final only at the end."""

    cdef uint64_t* slots
    cdef uint32_t* parents
    cdef uint32_t* points
    cdef uint8_t* ends  # 0: no key ends here, 1: one that the map covers, 2: one whose value is to be written
    cdef uint8_t* inner
    cdef int64_t* keys
    cdef uint64_t mask
    cdef uint32_t n

    def __cinit__(self, Py_ssize_t most):
        cdef uint64_t size = 16
        if most >= 1 << 21:
            raise TooManyNodesError("the keys of a dictionary have more than two million code points")
        while size < <uint64_t>(2 * most):
            size *= 2
        self.mask = size - 1
        self.n = 1
        self.slots = <uint64_t*>calloc(size, 8)
        self.parents = <uint32_t*>calloc(most + 2, 4)
        self.points = <uint32_t*>calloc(most + 2, 4)
        self.ends = <uint8_t*>calloc(most + 2, 1)
        self.inner = <uint8_t*>calloc(most + 2, 1)
        self.keys = <int64_t*>calloc(most + 2, 8)
        if not (self.slots and self.parents and self.points and self.ends and self.inner and self.keys):
            raise MemoryError

    def __dealloc__(self):
        free(self.slots)
        free(self.parents)
        free(self.points)
        free(self.ends)
        free(self.inner)
        free(self.keys)

    cdef uint32_t below(self, uint32_t parent, uint32_t point):
        """Return the node below another, which is made if need be."""
        cdef uint64_t key = (<uint64_t>parent << 21) | point
        cdef uint64_t at = ((key * <uint64_t>0x9E3779B97F4A7C15) >> 32) & self.mask
        while self.slots[at]:
            if self.slots[at] >> 21 == key:
                return <uint32_t>(self.slots[at] & 0x1FFFFF)
            at = (at + 1) & self.mask
        self.slots[at] = key << 21 | self.n
        self.parents[self.n] = parent
        self.points[self.n] = point
        if parent > NODES:
            self.inner[parent - NODES] = 1
        self.n += 1
        return self.n - 1


cdef bint covered(str key, str value, const uint16_t* mapped):
    """Tell whether the map makes the value of a key."""
    cdef Py_ssize_t k
    cdef Py_UCS4 c
    if len(key) != len(value):
        return False
    for k in range(len(key)):
        c = key[k]
        if c >= 0xFFFF or mapped[<uint32_t>c] == 0 or mapped[<uint32_t>c] != <uint32_t>value[k]:
            return False
    return True


def trie(list keys, list values, const uint16_t[::1] mapped, set written, dict sources):
    """Return the trie of ``keys``: slots, bounds of nodes, the written keys in the order of nodes, pairs.

    written: the keys whose value is to be written even where ``mapped`` makes it.
    sources: for a code point of a key, the code points of a text that are read as it; others are read as themselves.
    """
    cdef _Nodes nodes = _Nodes(sum(map(len, keys)))
    cdef Py_ssize_t k, i
    cdef uint32_t node, parent, p, q
    cdef uint64_t at, key, size
    cdef str text
    for k in range(len(keys)):
        text = keys[k]
        if len(text) == 1:
            node = nodes.below(NODES, <Py_UCS4>text[0])
        else:
            node = nodes.below(<Py_UCS4>text[0], <Py_UCS4>text[1])
            for i in range(2, len(text)):
                node = nodes.below(NODES + node, <Py_UCS4>text[i])
        nodes.ends[node] = 1 if covered(text, values[k], &mapped[0]) and text not in written else 2
        nodes.keys[node] = k
    # number the nodes by what they are
    cdef list groups = [[], [], [], [], []]
    for node in range(1, nodes.n):
        if nodes.ends[node] == 0:
            groups[0].append(node)
        elif nodes.ends[node] == 1:
            groups[1 if nodes.inner[node] else 2].append(node)
        else:
            groups[4 if nodes.inner[node] else 3].append(node)
    cdef list order = [0]
    bounds = []
    for group in groups:
        bounds.append(len(order))
        order += group
    numbers = array("I", bytes(4 * nodes.n))
    cdef uint32_t[::1] number = numbers
    for k in range(len(order)):
        node = order[k]
        number[node] = k
    # enter each edge by every code point that is read as it
    cdef list pairs = []
    cdef list entered = []
    for node in range(1, nodes.n):
        parent = nodes.parents[node]
        # keys of one code point are given for each that is read as them
        seconds = sources.get(nodes.points[node]) if parent != NODES else None
        if parent >= NODES:
            above = (NODES + number[parent - NODES],)
        else:
            above = sources.get(parent, (parent,))
        for p in above:
            for second in ((nodes.points[node],) if seconds is None else seconds):
                q = second
                entered.append((((<uint64_t>p << 21) | q) << 21) | number[node])
                if p < NODES:
                    pairs.append((p, q))
    size = max(16, 2 * len(entered))
    slots = array("Q", bytes(8 * (size + len(entered) + 2)))
    cdef uint64_t[::1] slot = slots
    cdef uint64_t last = size
    for key in entered:
        at = home(key >> 21, size)
        while slot[at]:
            at += 1
        slot[at] = key
        last = max(last, at + 1)
    return slots[: last + 2].tobytes(), (size, *bounds[1:]), [keys[nodes.keys[n]] for n in order[bounds[3] :]], pairs


def second_filter(list groups, int size):
    """Return the filter, of 2 ** ``size`` bits, over keys of two code points and the first three of longer ones.

    groups: keys with the code points that are read as those in them (as in ``trie``).
    """
    bits = array("Q", bytes(1 << (size - 3)))
    cdef uint64_t[::1] words = bits
    cdef uint32_t h, mask = (1 << size) - 1, first, second, third
    cdef str key
    cdef dict sources
    for keys, sources in groups:
        for key in keys:
            for first in sources.get(ord(key[0]), (ord(key[0]),)) if sources else (ord(key[0]),):
                for second in sources.get(ord(key[1]), (ord(key[1]),)) if sources else (ord(key[1]),):
                    for third in (0,) if len(key) == 2 else sources.get(ord(key[2]), (ord(key[2]),)):
                        h = second_hash(first, second, third) & mask
                        words[h >> 6] |= <uint64_t>1 << (h & 63)
    return bits.tobytes()


def pair_filter(pairs, int size):
    """Return the filter over pairs of code points, of 2 ** ``size`` bits."""
    bits = array("Q", bytes(1 << (size - 3)))
    cdef uint64_t[::1] words = bits
    cdef uint32_t h, p, q
    for p, q in pairs:
        h = pair_hash(p, q) & ((1 << size) - 1)
        words[h >> 6] |= <uint64_t>1 << (h & 63)
    return bits.tobytes()
