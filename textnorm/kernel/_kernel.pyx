# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: embedsignature=False, freethreading_compatible=True
"""The compiled kernel: what ``reference`` defines, as loops over code units that need no GIL.

A ``Table`` is one stage of a conversion.  Every code point has an entry in a plain array, so that most of a text is
converted by one load for each code point; a bit filter over pairs of neighbours marks the few places where a longer key
may start, and only there a trie is walked, which lies in one hash table ((node, code point) -> node).  A block of 64
places is converted and filtered without a branch, then the marked places are visited.

The sections of a table are arrays in the byte order of the machine (little-endian in files):

- ``map``: 65,536 × u16, what each code point of the basic plane becomes; 0 where the array cannot say (an astral or
  longer value) and for U+FFFF, which stands for all astral code points;
- ``filter``: bits by the hash of two neighbours, over the first two code points of hard and soft keys;
- ``second_filter``: bits by another hash, over whole keys of two code points and the first three of longer ones: asked
  only where ``filter`` says yes, since most pairs that start a key are not followed by the rest of it;
- ``hard``, ``soft``: two tries as slots of u64: 43 bits of key (22 bits of node, 21 bits of code point), 21 bits of
  node.  The node of a first code point is the code point itself;
- ``hard_values``, ``soft_values``: u32, where the values lie in the pool; bit 31 for astral ones.  Nodes are numbered so
  that those with a value that the map does not make come last, and only they have an entry;
- ``pool``: u16, the values: length in two units, low half first, then one unit for each code point, or two for astral
  values;
- ``soft_filter``: as ``filter``, for soft keys alone;
- ``singles``: bits, which code points of the basic plane are keys by themselves.

*Hard* keys are the words that a configuration cuts its text at, or simply the keys of a dictionary.  *Soft* keys match
only between them: never where a hard key starts, nor across such a place.
"""

from cpython.buffer cimport PyBUF_SIMPLE, Py_buffer, PyBuffer_Release, PyObject_GetBuffer
from cpython.ref cimport PyObject
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcpy, memmove

from array import array

cdef extern from "Python.h":
    PyObject* PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar) except NULL
    object PyUnicode_FromKindAndData(int kind, const void* data, Py_ssize_t size)
    int PyUnicode_Resize(PyObject** text, Py_ssize_t size) except -1
    void* PyUnicode_DATA(object text)
    void* PyUnicode_DATA_ "PyUnicode_DATA"(PyObject* text)
    int PyUnicode_KIND(object text)
    void Py_DECREF(PyObject* o)

cdef extern from *:
    """
    #if defined(_MSC_VER)
    #include <intrin.h>
    static __inline int textnorm_lowest_bit(unsigned long long bits) {
        unsigned long at;
    #if defined(_WIN64)
        _BitScanForward64(&at, bits);
    #else
        if (!_BitScanForward(&at, (unsigned long)bits)) { _BitScanForward(&at, (unsigned long)(bits >> 32)); at += 32; }
    #endif
        return (int)at;
    }
    #else
    #define textnorm_lowest_bit __builtin_ctzll
    #endif
    #if defined(__GNUC__)
    #define textnorm_prefetch(address) __builtin_prefetch(address)
    #else
    #define textnorm_prefetch(address) ((void)(address))
    #endif
    """
    void prefetch "textnorm_prefetch"(const void* address) noexcept nogil
    int lowest_bit "textnorm_lowest_bit"(uint64_t bits) noexcept nogil

ctypedef fused unit:
    uint16_t
    uint32_t

cdef enum:
    BLOCK = 64  # places that are converted at once: the bits of ``hits``
    NODES = 0x110000  # added to a node in a key, so that it differs from every code point; node 0 starts keys of one
    DEEPEST = 15  # how deep descriptions may be nested
    UNLOCKED = 4096  # for a shorter text, giving up the GIL and taking it again costs more than it saves

cdef enum Status:
    DONE, FULL, TOO_WIDE, NO_MEMORY


cdef struct Trie:
    const uint64_t* slots
    uint64_t size
    # Nodes by what they are: from ``valued`` on a key ends there, from ``leaves`` to ``inner`` no key goes on,
    # from ``written`` on the value differs from what the map makes of the key.
    uint32_t valued, leaves, written, inner
    const uint32_t* values


cdef struct Stage:
    const uint16_t* map
    const uint64_t* filter
    const uint64_t* second_filter
    const uint64_t* soft_filter
    const uint8_t* singles
    const uint16_t* pool
    uint32_t mask, second_mask, soft_mask  # the number of bits of each filter, less one
    Trie hard, soft


cdef struct Rows:
    # Rows of numbers: spans (start, end) or edits (start, end, start in the result, end in the result).
    Py_ssize_t* at
    Py_ssize_t n, room


cdef inline bint add(Rows* rows, Py_ssize_t a, Py_ssize_t b, Py_ssize_t c, Py_ssize_t d) noexcept nogil:
    """Append a row of four; tell whether there was memory."""
    cdef Py_ssize_t* moved
    if rows.n + 4 > rows.room:
        rows.room = 2 * rows.room + 64
        moved = <Py_ssize_t*>realloc(rows.at, rows.room * sizeof(Py_ssize_t))
        if moved == NULL:
            return False
        rows.at = moved
    rows.at[rows.n] = a
    rows.at[rows.n + 1] = b
    rows.at[rows.n + 2] = c
    rows.at[rows.n + 3] = d
    rows.n += 4
    return True


# ---- looking up

cdef inline uint32_t pair_hash(uint32_t first, uint32_t second) noexcept nogil:
    """Return the 20 best bits of a hash of two neighbours."""
    return (first * <uint32_t>0x9E3779B1 + second * <uint32_t>0x85EBCA6B) >> 12


cdef inline uint64_t home(uint64_t key, uint64_t size) noexcept nogil:
    return (((key * <uint64_t>0x9E3779B97F4A7C15) >> 32) * size) >> 32


cdef inline uint32_t child(const Trie* trie, uint32_t node, uint32_t point) noexcept nogil:
    """Return the node below ``node`` (or below a first code point) for a code point; 0 when there is none."""
    cdef uint64_t key = (<uint64_t>node << 21) | point
    cdef const uint64_t* at = trie.slots + home(key, trie.size)
    # two at once, for whether the first is the one is hard to predict; the slots end with two empty ones
    cdef uint64_t slot = at[0] if at[0] >> 21 == key else at[1]
    while slot >> 21 != key:
        if at[0] == 0 or slot == 0:
            return 0
        at += 1
        slot = at[1]
    return <uint32_t>(slot & 0x1FFFFF)


cdef inline uint32_t longest(const Trie* trie, const unit* s, Py_ssize_t n, Py_ssize_t at, Py_ssize_t* end) noexcept nogil:
    """Return the node of the longest key of two or more code points that starts at ``at`` and ends by ``n``; 0 if none."""
    cdef uint32_t node, best = 0
    cdef Py_ssize_t to = at + 2
    if to > n:
        return 0
    node = child(trie, s[at], s[at + 1])
    while node:
        if node >= trie.valued:
            best = node
            end[0] = to
        if node - trie.leaves < trie.inner - trie.leaves or to >= n:
            break
        node = child(trie, NODES + node, s[to])
        to += 1
    return best


cdef inline bint likely(const uint64_t* bits, uint32_t mask, uint32_t first, uint32_t second) noexcept nogil:
    cdef uint32_t h = pair_hash(first, second) & mask
    return (bits[h >> 6] >> (h & 63)) & 1


cdef inline uint32_t second_hash(uint32_t first, uint32_t second, uint32_t third) noexcept nogil:
    """Return a hash of a key of two (``third`` is 0) or of the first three code points of a longer one."""
    cdef uint32_t h = first * <uint32_t>0xC2B2AE35 + second * <uint32_t>0x27D4EB2F + third * <uint32_t>0x165667B1
    return (h ^ h >> 15) * <uint32_t>0x9E3779B1 >> 12


# ---- converting

cdef inline void put(const uint16_t* value, bint wide, Py_ssize_t m, unit* out) noexcept nogil:
    """Write a value of the pool, which has ``m`` code points."""
    cdef Py_ssize_t i
    if wide:
        for i in range(m):
            out[i] = <unit>(value[2 + 2 * i] | <uint32_t>value[3 + 2 * i] << 16)
    else:
        for i in range(m):
            out[i] = value[2 + i]


cdef Status run(
    const Stage* t, const unit* s, Py_ssize_t n, Py_ssize_t* source, unit* out, Py_ssize_t room, Py_ssize_t* target,
    Rows* changed, Rows* kept, Py_ssize_t base,
) noexcept nogil:
    """Convert ``s[source:n]``, of which ``s[n]`` can be read, to ``out[target:room]``; advance both.

    What changes its length is recorded in ``changed``, hard matches in ``kept``, where these are given; ``base``
    is where ``s`` starts in the coordinates of both.
    """
    cdef Py_ssize_t i = source[0], o = target[0], k, q, at, end, top, m, grown, left
    cdef uint64_t hits, pairs
    cdef uint32_t c, d, e, h, node, where
    cdef uint16_t v
    cdef const uint16_t* value
    cdef const uint16_t* map = t.map
    cdef const uint64_t* bits = t.filter
    cdef const uint64_t* second = t.second_filter
    cdef uint32_t mask = t.mask, second_mask = t.second_mask
    cdef const Trie* trie
    cdef bint soft = t.soft_filter != NULL
    while i < n:
        source[0], target[0] = i, o
        top = BLOCK if n - i > BLOCK else n - i
        if o + top > room:
            return FULL
        hits = pairs = 0
        c = s[i]
        for k in range(top):
            d = s[i + k + 1]
            if unit is uint16_t:
                v = map[c]
            else:
                v = map[c if c < 0xFFFF else 0xFFFF]
            out[o + k] = v
            h = pair_hash(c, d) & mask
            pairs = pairs >> 1 | bits[h >> 6] >> (h & 63) << 63
            hits = hits >> 1 | <uint64_t>(v == 0) << 63
            c = d
        pairs >>= BLOCK - top
        hits >>= BLOCK - top
        while pairs:
            k = lowest_bit(pairs)
            pairs &= pairs - 1
            c, d = s[i + k], s[i + k + 1]
            e = s[i + k + 2] if i + k + 2 < n else 0
            h = second_hash(c, d, 0) & second_mask
            node = second_hash(c, d, e) & second_mask
            hits |= (((second[h >> 6] >> (h & 63)) | (second[node >> 6] >> (node & 63))) & 1) << k
            prefetch(t.hard.slots + home((<uint64_t>c << 21) | d, t.hard.size))
        while hits:
            k = lowest_bit(hits)
            hits &= hits - 1
            at = i + k
            trie = &t.hard
            node = longest(trie, s, n, at, &end)
            if node == 0:
                if soft and likely(t.soft_filter, t.soft_mask, s[at], s[at + 1]):
                    trie = &t.soft
                    node = longest_between(t, s, n, at, &end)
                if node == 0:
                    if out[o + k]:
                        continue
                    trie = &t.hard
                    node = child(trie, NODES, s[at])
                    end = at + 1
                    if node == 0:
                        out[o + k] = s[at]
                        continue
            if kept != NULL and trie == &t.hard and end > at + 1:
                if not add(kept, at + base, end + base, o + k, o + k + end - at):
                    return NO_MEMORY
            if node < trie.written:
                if end - i > top:
                    if o + end - i > room:
                        source[0], target[0] = at, o + k
                        return undo(kept, trie == &t.hard and end > at + 1)
                    for q in range(top, end - i):
                        out[o + q] = map[s[i + q]]
                    top = end - i
                    break
            else:
                where = trie.values[node - trie.written]
                value = t.pool + (where & 0x7FFFFFFF)
                m = value[0] | <Py_ssize_t>value[1] << 16
                grown = m - (end - at)
                left = i + top - end  # what is converted already behind the match
                if o + k + m + max(left, 0) > room or (unit is uint16_t and where >> 31):
                    source[0], target[0] = at, o + k
                    undo(kept, trie == &t.hard and end > at + 1)
                    return TOO_WIDE if unit is uint16_t and where >> 31 else FULL
                if grown:
                    if kept != NULL and trie == &t.hard and end > at + 1:
                        kept.at[kept.n - 1] = o + k + m
                    if changed != NULL and not add(changed, at + base, end + base, o + k, o + k + m):
                        return NO_MEMORY
                    if left > 0:
                        memmove(out + o + k + m, out + o + k + m - grown, left * sizeof(unit))
                put(value, where >> 31, m, out + o + k)
                o += grown
                if left < 0:
                    top = end - i
                    break
            if end - i >= BLOCK:
                break
            hits &= ~<uint64_t>0 << (end - i)
        i += top
        o += top
    source[0], target[0] = i, o
    return DONE


cdef inline Status undo(Rows* kept, bint added) noexcept nogil:
    """Forget the last row, because its place will be visited again with more room."""
    if kept != NULL and added:
        kept.n -= 4
    return FULL


cdef uint32_t longest_between(const Stage* t, const unit* s, Py_ssize_t n, Py_ssize_t at, Py_ssize_t* end) noexcept nogil:
    """Return the node of the longest soft key at ``at`` that does not reach across the start of a hard key."""
    cdef Py_ssize_t i, ignored
    cdef uint32_t node = longest(&t.soft, s, n, at, end)
    if node == 0:
        return 0
    for i in range(at + 1, end[0]):
        if likely(t.filter, t.mask, s[i], s[i + 1]) and longest(&t.hard, s, n, i, &ignored):
            return longest(&t.soft, s, i, at, end)
    return node


# ---- ideographic description sequences

cdef inline int operands(uint32_t point) noexcept nogil:
    if point < 0x2FF0 or point > 0x2FFF:
        return 0
    if point == 0x2FF2 or point == 0x2FF3:
        return 3
    return 1 if point >= 0x2FFE else 2


cdef Py_ssize_t first_operator(const unit* s, Py_ssize_t n) noexcept nogil:
    """Return where the first ideographic description character is, or ``n``."""
    cdef Py_ssize_t i = 0, k
    cdef unit found
    while i + 256 <= n:
        found = 0
        for k in range(256):  # without a branch, so that the compiler can use vector instructions
            found |= <unit>(<unit>(s[i + k] - <unit>0x2FF0) < 16)
        if found:
            break
        i += 256
    while i < n and not operands(s[i]):
        i += 1
    return i


cdef Status find_descriptions(const unit* s, Py_ssize_t n, Rows* found) noexcept nogil:
    """Record the outermost complete sequences of ``s`` as (start, end, 0, 0)."""
    cdef Py_ssize_t first = first_operator(s, n), at, end, size = n - first
    cdef int left, depth
    cdef Py_ssize_t* ends
    cdef uint8_t* depths
    if size == 0:
        return DONE
    ends = <Py_ssize_t*>calloc(size, sizeof(Py_ssize_t))  # as distances from ``first``; 0 where none starts
    depths = <uint8_t*>malloc(size)
    if ends == NULL or depths == NULL:
        free(ends)
        free(depths)
        return NO_MEMORY
    s += first
    for at in range(size - 1, -1, -1):
        left = operands(s[at])
        if left == 0:
            continue
        end, depth = at + 1, 1
        while left:
            if end >= size:
                break
            if not operands(s[end]):
                end += 1
            elif ends[end] and depths[end] < DEEPEST:
                depth = max(depth, depths[end] + 1)
                end = ends[end]
            else:
                break
            left -= 1
        if left == 0:
            ends[at] = end
            depths[at] = depth
    at = 0
    cdef Status status = DONE
    while at < size:
        if ends[at]:
            if not add(found, first + at, first + ends[at], 0, 0):
                status = NO_MEMORY
                break
            at = ends[at]
        else:
            at += 1
    free(ends)
    free(depths)
    return status


# ---- one text through several stages

cdef struct Buffer:
    # Code units of 16 or 32 bits; the place after the last is 0.
    void* units
    Py_ssize_t n, room


cdef inline bint reserve(Buffer* buffer, Py_ssize_t room, size_t width) noexcept nogil:
    cdef void* moved
    if room > buffer.room or buffer.units == NULL:
        moved = realloc(buffer.units, (room + 1) * width)
        if moved == NULL:
            return False
        buffer.units, buffer.room = moved, room
    return True


cdef Status append_run(
    const Stage* t, const unit* s, Py_ssize_t start, Py_ssize_t end, Buffer* out, Rows* changed, Rows* kept
) noexcept nogil:
    """Convert ``s[start:end]`` to the end of ``out``, which grows."""
    cdef Status status
    cdef Py_ssize_t at = 0
    while True:
        status = run(
            t, s + start, end - start, &at, <unit*>out.units, out.room, &out.n, changed, kept, start
        )
        if status != FULL:
            return status
        if not reserve(out, out.room + (out.room >> 1) + 256, sizeof(unit)):
            return NO_MEMORY


cdef Status append_copy(const unit* s, Py_ssize_t start, Py_ssize_t end, Buffer* out) noexcept nogil:
    if out.n + end - start > out.room and not reserve(out, out.n + end - start + out.room // 2, sizeof(unit)):
        return NO_MEMORY
    memcpy(<unit*>out.units + out.n, s + start, (end - start) * sizeof(unit))
    out.n += end - start
    return DONE


cdef Status append_part(
    const Stage* t, const unit* s, Py_ssize_t start, Py_ssize_t end, Buffer* out, Rows* changed, Rows* kept, Rows* found
) noexcept nogil:
    """Convert ``s[start:end]`` but for the description sequences in it."""
    cdef Py_ssize_t k, done = start
    cdef Status status
    found.n = 0
    status = find_descriptions(s + start, end - start, found)
    for k in range(0, found.n, 4):
        if status == DONE:
            status = append_run(t, s, done, start + found.at[k], out, changed, kept)
        done = start + found.at[k + 1]
        if status == DONE:
            status = append_copy(s, start + found.at[k], done, out)
    if status == DONE:
        status = append_run(t, s, done, end, out, changed, kept)
    return status


cdef Status stage(
    const Stage* t, const unit* s, Py_ssize_t n, Buffer* out, Rows* frozen, Rows* changed, Rows* kept
) noexcept nogil:
    """Convert ``s`` but for what an earlier stage froze, whose places in ``out`` are entered in ``frozen``."""
    cdef Py_ssize_t k, done = 0, start
    cdef Rows found = Rows(NULL, 0, 0)
    cdef Status status = DONE if reserve(out, n + (n >> 4), sizeof(unit)) else NO_MEMORY
    out.n = 0
    for k in range(0, frozen.n, 4):
        start = frozen.at[k + 2]
        if status == DONE and done < start:
            status = append_part(t, s, done, start, out, changed, kept, &found)
        done = frozen.at[k + 3]
        frozen.at[k + 2] = out.n
        if status == DONE:
            status = append_copy(s, start, done, out)
        frozen.at[k + 3] = out.n
    if status == DONE:
        status = append_part(t, s, done, n, out, changed, kept, &found)
    free(found.at)
    if status == DONE:
        (<unit*>out.units)[out.n] = 0
    return status


cdef bint compose(Rows* first, Rows* second, Rows* both) noexcept nogil:
    """Record in ``both`` the edits of ``first`` and then ``second``, those that overlap as one; tell whether there was memory."""
    cdef Py_ssize_t i = 0, j = 0, low, high, start, begin, source_shift = 0, target_shift = 0
    cdef bint fresh
    cdef Py_ssize_t* a
    cdef Py_ssize_t* b
    both.n = 0
    while i < first.n or j < second.n:
        a, b = first.at + i, second.at + j
        low = high = a[2] if j == second.n or (i < first.n and a[2] <= b[0]) else b[0]
        start, begin = low + source_shift, low + target_shift
        fresh = True
        while True:
            a, b = first.at + i, second.at + j
            if i < first.n and (a[2] < high or (fresh and a[2] == low)):
                high, source_shift, i = max(high, a[3]), a[1] - a[3], i + 4
            elif j < second.n and (b[0] < high or (fresh and b[0] == low)):
                high, target_shift, j = max(high, b[1]), b[3] - b[1], j + 4
            else:
                break
            fresh = False
        if not add(both, start, high + source_shift, begin, high + target_shift):
            return False
    return True


cdef bint record_edits(const unit* s, Py_ssize_t n, const unit* out, Rows* changed, Rows* edits) noexcept nogil:
    """Record each place where the texts differ: what changed its length, trimmed, and runs between; tell whether there was memory."""
    cdef Py_ssize_t k = 0, at = 0, to = 0, stop, start, first, second, begin, finish
    while True:
        stop = changed.at[k] if k < changed.n else n
        while at < stop:
            if s[at] == out[to]:
                at += 1
                to += 1
                continue
            start = at
            while at < stop and s[at] != out[to]:
                at += 1
                to += 1
            if not add(edits, start, at, to - (at - start), to):
                return False
        if k >= changed.n:
            return True
        first, second, begin, finish = changed.at[k], changed.at[k + 1], changed.at[k + 2], changed.at[k + 3]
        k += 4
        at, to = second, finish
        while first < second and begin < finish and s[first] == out[begin]:
            first += 1
            begin += 1
        while first < second and begin < finish and s[second - 1] == out[finish - 1]:
            second -= 1
            finish -= 1
        if (first < second or begin < finish) and not add(edits, first, second, begin, finish):
            return False


cdef Status through(
    Stage** stages, int count, bint freezes, const unit* s, Py_ssize_t n, Buffer* result, Rows* edits
) noexcept nogil:
    """Send ``s`` through all stages to ``result``; the hard matches of the first stay as they are if it ``freezes``."""
    cdef Rows frozen = Rows(NULL, 0, 0), changed = Rows(NULL, 0, 0), sofar = Rows(NULL, 0, 0), both = Rows(NULL, 0, 0)
    cdef Rows none = Rows(NULL, 0, 0)
    cdef Buffer middle = Buffer(NULL, 0, 0)
    cdef Status status = DONE
    cdef int k
    cdef const unit* units = s
    cdef Py_ssize_t size = n
    for k in range(count):
        changed.n = 0
        if k:
            middle, result[0] = result[0], middle
            units, size = <const unit*>middle.units, middle.n
        status = stage(
            stages[k], units, size, result, &frozen if k else &none,
            &changed if edits != NULL else NULL, &frozen if freezes and k == 0 else NULL,
        )
        if status == DONE and edits != NULL:
            if not compose(&sofar, &changed, &both):
                status = NO_MEMORY
            sofar, both = both, sofar
        if status != DONE:
            break
    if status == DONE and edits != NULL and not record_edits(s, n, <const unit*>result.units, &sofar, edits):
        status = NO_MEMORY
    free(middle.units)
    free(frozen.at)
    free(changed.at)
    free(sofar.at)
    free(both.at)
    return status


# ---- objects

cdef class Table:
    """One stage, over sections that stay where they are: bytes just built or parts of a mapped file."""

    cdef Stage stage
    cdef readonly dict sections
    cdef readonly dict numbers
    cdef Py_buffer views[10]
    cdef int held

    def __init__(self, sections, numbers):
        """Use ``sections`` by name and ``numbers`` (sizes, bounds of nodes) without copying them."""
        self.sections = sections
        self.numbers = numbers
        cdef Stage* t = &self.stage
        t.map = <const uint16_t*>self.view("map", 65536 * 2)
        t.mask = (1 << numbers["bits"]) - 1
        t.filter = <const uint64_t*>self.view("filter", (t.mask + 1) // 8)
        t.second_mask = (1 << numbers["second_bits"]) - 1
        t.second_filter = <const uint64_t*>self.view("second_filter", (t.second_mask + 1) // 8)
        t.pool = <const uint16_t*>self.view("pool", 0)
        t.singles = <const uint8_t*>self.view("singles", 8192) if "singles" in sections else NULL
        self.trie(&t.hard, "hard")
        t.soft_filter = NULL
        if "soft" in sections:
            t.soft_mask = (1 << numbers["soft_bits"]) - 1
            t.soft_filter = <const uint64_t*>self.view("soft_filter", (t.soft_mask + 1) // 8)
            self.trie(&t.soft, "soft")

    cdef trie(self, Trie* trie, name):
        trie.size, trie.valued, trie.leaves, trie.written, trie.inner = self.numbers[name]
        trie.slots = <const uint64_t*>self.view(name, 8 * (trie.size + 2))
        trie.values = <const uint32_t*>self.view(f"{name}_values", 0)

    cdef const void* view(self, name, Py_ssize_t least) except NULL:
        cdef Py_buffer* view = &self.views[self.held]
        PyObject_GetBuffer(self.sections[name], view, PyBUF_SIMPLE)
        self.held += 1
        if view.len < least:
            raise ValueError(f"section {name} of a table has {view.len} bytes, expected at least {least}")
        return view.buf

    def __dealloc__(self):
        cdef int k
        for k in range(self.held):
            PyBuffer_Release(&self.views[k])

    def __getattr__(self, name):
        return self.numbers[name]


cdef directly(const Stage* t, const unit* s, Py_ssize_t n):
    """Convert straight into a new string of the same width; None where that cannot hold the result or is too wide for it."""
    cdef Py_ssize_t room = n, i = 0, o = 0, k = 0
    cdef Py_UCS4 most = 0xFFFF if unit is uint16_t else 0x10FFFF
    cdef uint32_t narrower = 0xFF if unit is uint16_t else 0xFFFF
    cdef PyObject* result
    cdef PyObject* larger
    cdef unit* out
    cdef Status status
    if first_operator(s, n) < n:
        return None
    result = PyUnicode_New(room, most)
    while True:
        out = <unit*>PyUnicode_DATA_(result)
        if n < UNLOCKED:
            status = run(t, s, n, &i, out, room, &o, NULL, NULL, 0)
        else:
            with nogil:
                status = run(t, s, n, &i, out, room, &o, NULL, NULL, 0)
        if status != FULL:
            break
        room += (room >> 4) + 256
        try:
            larger = PyUnicode_New(room, most)
        except MemoryError:
            Py_DECREF(result)
            raise
        memcpy(PyUnicode_DATA_(larger), out, o * sizeof(unit))
        Py_DECREF(result)
        result = larger
    while k < o and out[k] <= narrower:
        k += 1
    if status != DONE or k == o:
        Py_DECREF(result)
        return None
    if o != room:
        PyUnicode_Resize(&result, o)
    finished = <object>result
    Py_DECREF(result)
    return finished


cdef class Chain:
    """Tables one after the other; ``freezes``: the hard matches of the first go no further."""

    cdef readonly tuple tables
    cdef readonly bint freezes
    cdef bint latin
    cdef Stage* stages[16]
    cdef int count

    def __init__(self, tables, freezes=False):
        """Raise ValueError for more than 16 tables."""
        self.tables = tuple(tables)
        if not 0 < len(self.tables) <= 16:
            raise ValueError("a chain has 1 to 16 tables")
        self.freezes = freezes
        for k, table in enumerate(self.tables):
            self.stages[k] = &(<Table?>table).stage
            self.latin = self.latin or bool(table.numbers["latin"])
        self.count = len(self.tables)

    def convert(self, str text not None):
        """Return the converted text."""
        cdef int kind = PyUnicode_KIND(text)
        cdef Py_ssize_t n = len(text)
        if kind == 1 and not self.latin or n == 0:
            return text
        if self.count == 1 and kind != 1:
            if kind == 2:
                result = directly(self.stages[0], <const uint16_t*>PyUnicode_DATA(text), n)
            else:
                result = directly(self.stages[0], <const uint32_t*>PyUnicode_DATA(text), n)
            if result is not None:
                return result
        return self.long_way(text, kind, n, None)

    def edits(self, str text not None):
        """Return the converted text and the columns (array of q) of the places that differ."""
        columns = tuple(array("q") for _ in range(4))
        cdef int kind = PyUnicode_KIND(text)
        if kind == 1 and not self.latin or not text:
            return text, columns
        return self.long_way(text, kind, len(text), columns), columns

    cdef long_way(self, str text, int kind, Py_ssize_t n, columns):
        """Convert through buffers: any width, any number of stages, with edits."""
        cdef void* copy = NULL
        cdef void* s = PyUnicode_DATA(text)
        cdef Buffer result = Buffer(NULL, 0, 0)
        cdef Rows edits = Rows(NULL, 0, 0)
        cdef Rows* wanted = &edits if columns is not None else NULL
        cdef Status status
        try:
            if kind == 1:
                copy = widened(s, 1, n, 2)
                s, kind = copy, 2
            status = self.with_kind(kind, s, n, &result, wanted)
            if status == TOO_WIDE:
                edits.n = 0
                s = widened(s, 2, n, 4)
                free(copy)
                copy, kind = s, 4
                free(result.units)
                result = Buffer(NULL, 0, 0)
                status = self.with_kind(4, s, n, &result, wanted)
            if status == NO_MEMORY:
                raise MemoryError
            if columns is not None:
                fill(columns, &edits)
            return PyUnicode_FromKindAndData(kind, result.units, result.n)
        finally:
            free(copy)
            free(result.units)
            free(edits.at)

    cdef Status with_kind(self, int kind, void* s, Py_ssize_t n, Buffer* result, Rows* edits) noexcept:
        cdef Status status
        with nogil:
            if kind == 2:
                status = through(self.stages, self.count, self.freezes, <const uint16_t*>s, n, result, edits)
            else:
                status = through(self.stages, self.count, self.freezes, <const uint32_t*>s, n, result, edits)
        return status


cdef void* widened(const void* s, int kind, Py_ssize_t n, int to) except NULL:
    """Return a copy of code units with another width and a 0 at the end."""
    cdef void* copy = calloc(n + 1, to)
    cdef Py_ssize_t k
    if copy == NULL:
        raise MemoryError
    if kind == 1:
        for k in range(n):
            (<uint16_t*>copy)[k] = (<const uint8_t*>s)[k]
    else:
        for k in range(n):
            (<uint32_t*>copy)[k] = (<const uint16_t*>s)[k]
    return copy


cdef fill(columns, Rows* rows):
    """Append the rows to the columns (arrays of q)."""
    cdef Py_ssize_t k, size = rows.n // 4
    cdef int64_t[::1] view
    for number, column in enumerate(columns):
        column.frombytes(bytes(8 * size))
        if size:
            view = column
            for k in range(size):
                view[k] = rows.at[4 * k + <int>number]


# ---- matching

cdef Status find_matches(const Stage* t, const unit* s, Py_ssize_t n, const Rows* kept, Rows* found) noexcept nogil:
    """Record the matches of ``s`` outside the spans of ``kept`` as (start, end, 0, 0)."""
    cdef Py_ssize_t k, i, end, start = 0, stop
    cdef uint32_t c, node
    cdef Py_ssize_t row = 0
    while True:
        stop = kept.at[row] if row < kept.n else n
        i = start
        while i < stop:
            c = s[i]
            node = longest(&t.hard, s, stop, i, &end) if likely(t.filter, t.mask, c, s[i + 1]) else 0
            if node == 0:
                if c < 0x10000:
                    if not (t.singles[c >> 3] >> (c & 7)) & 1:
                        i += 1
                        continue
                elif child(&t.hard, NODES, c) == 0:
                    i += 1
                    continue
                end = i + 1
            if not add(found, i, end, 0, 0):
                return NO_MEMORY
            i = end
        if row >= kept.n:
            return DONE
        start = kept.at[row + 1]
        row += 4


cdef Status find(const Stage* t, int kind, void* s, Py_ssize_t n, Rows* kept, Rows* found) noexcept nogil:
    """Record the description sequences of ``s`` in ``kept``, and in ``found`` the matches, when there is a stage."""
    cdef Status status
    if kind == 2:
        status = find_descriptions(<const uint16_t*>s, n, kept)
        if status == DONE and t != NULL:
            status = find_matches(t, <const uint16_t*>s, n, kept, found)
    else:
        status = find_descriptions(<const uint32_t*>s, n, kept)
        if status == DONE and t != NULL:
            status = find_matches(t, <const uint32_t*>s, n, kept, found)
    return status


def spans(str text not None, Table table, int columns=2):
    """Return the matches of the keys of a table in ``text``, or the description sequences where ``table`` is None."""
    cdef int kind = PyUnicode_KIND(text)
    cdef Py_ssize_t n = len(text)
    cdef void* s = PyUnicode_DATA(text)
    cdef void* copy = NULL
    cdef Rows kept = Rows(NULL, 0, 0), found = Rows(NULL, 0, 0)
    cdef Stage* t = &table.stage if table is not None else NULL
    cdef Status status
    result = tuple(array("q") for _ in range(columns))
    if kind == 1 and (table is None or not table.numbers["latin"]):
        return result
    try:
        if kind == 1:
            copy = s = widened(s, 1, n, 2)
            kind = 2
        with nogil:
            status = find(t, kind, s, n, &kept, &found)
        if status == NO_MEMORY:
            raise MemoryError
        fill(result, &found if t != NULL else &kept)
    finally:
        free(copy)
        free(kept.at)
        free(found.at)
    return result


# ---- building

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
        number[order[k]] = k
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


# ---- counting

cdef void tally(const uint8_t* masks, Py_ssize_t known, const unit* s, Py_ssize_t n, Py_ssize_t* counts) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(n):
        counts[masks[s[k]] if s[k] < known else 0] += 1


def mask_counts(str text not None, bytes masks not None):
    """Return how many code points of ``text`` have each mask from 0 to 255; those beyond ``masks`` have 0."""
    cdef Py_ssize_t counts[256]
    cdef Py_ssize_t n = len(text), known = len(masks), k
    cdef int kind = PyUnicode_KIND(text)
    cdef void* s = PyUnicode_DATA(text)
    cdef const uint8_t* table = masks
    for k in range(256):
        counts[k] = 0
    with nogil:
        if kind == 1:
            for k in range(n):
                counts[table[(<const uint8_t*>s)[k]] if (<const uint8_t*>s)[k] < known else 0] += 1
        elif kind == 2:
            tally(table, known, <const uint16_t*>s, n, counts)
        else:
            tally(table, known, <const uint32_t*>s, n, counts)
    return [counts[k] for k in range(256)]
