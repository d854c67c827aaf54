# Which of many small patterns occur in a text, and whether weights add up, in one pass; ``reference_triggers`` defines it.

cdef struct Net:
    # What ``trigger_patterns`` makes of the patterns, and the weights of ``suspects`` where there are any.
    const uint8_t* classes
    const uint64_t* allowed
    const int8_t* weights
    uint64_t first[2]
    uint64_t repeats[2]


cdef struct State:
    # The positions that the patterns have reached, those that they ever reached, and the sum of the weights.
    uint64_t now[2]
    uint64_t ever[2]
    Py_ssize_t sum, highest


cdef inline void reach(const Net* net, uint32_t code, State* state) noexcept nogil:
    """Go over one character."""
    cdef const uint64_t* allowed = net.allowed + 2 * net.classes[code]
    state.now[0] = (state.now[0] << 1 | net.first[0] | state.now[0] & net.repeats[0]) & allowed[0]
    state.now[1] = (state.now[1] << 1 | net.first[1] | state.now[1] & net.repeats[1]) & allowed[1]
    state.ever[0] |= state.now[0]
    state.ever[1] |= state.now[1]


cdef State whole_look(Net net, const any_unit* s, Py_ssize_t n) noexcept nogil:
    """Go over a text and the line feed that its end counts as."""
    cdef uint32_t code
    cdef Py_ssize_t k
    cdef State state
    state.now[0] = state.now[1] = state.ever[0] = state.ever[1] = 0
    state.sum = state.highest = 0
    for k in range(n):
        code = s[k] if any_unit is not uint32_t or s[k] < 0x10000 else 0xFFFF
        reach(&net, code, &state)
        if net.weights:
            state.sum += net.weights[code]
            state.sum = state.sum if state.sum > 0 else 0
            state.highest = state.sum if state.sum > state.highest else state.highest
    reach(&net, c'\n', &state)
    return state


cdef Py_ssize_t next_ends(
    Net net, const uint64_t* last, const any_unit* s, Py_ssize_t n, Py_ssize_t* at, State* state, Py_ssize_t* ends,
    Py_ssize_t room
) noexcept nogil:
    """Write where the next patterns end to ``ends``, until ``room`` are there or the text and its line feed are over."""
    cdef uint32_t code
    cdef Py_ssize_t found = 0
    while at[0] <= n and found < room:
        code = c'\n' if at[0] == n else s[at[0]] if any_unit is not uint32_t or s[at[0]] < 0x10000 else 0xFFFF
        reach(&net, code, state)
        at[0] += 1
        if state.now[0] & last[0] or state.now[1] & last[1]:
            ends[found] = at[0]
            found += 1
    return found


cdef Py_ssize_t next_lines(
    Net net, const uint64_t* last, const any_unit* s, Py_ssize_t n, Py_ssize_t* at, Py_ssize_t* spans, Py_ssize_t room
) noexcept nogil:
    """Write the next lines with a pattern to ``spans``, until ``room`` are there or the text and its line feed are over."""
    cdef uint32_t code
    cdef State state
    cdef Py_ssize_t found = 0, k = at[0], begin = k
    state.now[0] = state.now[1] = state.ever[0] = state.ever[1] = 0
    while k <= n and found < room:
        code = c'\n' if k == n else s[k] if any_unit is not uint32_t or s[k] < 0x10000 else 0xFFFF
        reach(&net, code, &state)
        if state.now[0] & last[0] or state.now[1] & last[1]:
            while k < n and s[k] != c'\n':
                k += 1
            spans[2 * found] = begin
            spans[2 * found + 1] = k
            found += 1
            code = c'\n'
        if code == c'\n':
            begin = k + 1
            state.now[0] = state.now[1] = 0
        k += 1
    at[0] = k
    return found


cdef class Triggers:
    """The automaton that ``trigger_patterns`` makes of groups of patterns, with the weights of ``suspects``."""
    cdef bytes classes, allowed, weights, last
    cdef uint64_t first[2]
    cdef uint64_t repeats[2]
    cdef int threshold, groups, threshold_of_few
    cdef Py_ssize_t few

    def __init__(
        self, bytes classes not None, bytes allowed not None, first, repeats, bytes last not None,
        bytes weights not None, int threshold, Py_ssize_t few=0, int threshold_of_few=0
    ):
        if len(classes) != 0x10000 or len(allowed) != 256 * 16 or len(last) % 16 or len(last) // 16 > 62:
            raise ValueError("tables of the wrong size")
        if len(weights) not in (0, 0x10000) or (weights and (threshold < 1 or (few and threshold_of_few < 1))):
            raise ValueError("65,536 weights and a threshold of at least 1 are needed")
        self.classes, self.allowed, self.last, self.weights = classes, allowed, last, weights
        self.threshold, self.groups = threshold if weights else 0, len(last) // 16
        self.few, self.threshold_of_few = few, threshold_of_few
        self.first = first
        self.repeats = repeats

    cdef Net net(self) except *:
        cdef Net net
        net.classes = <const uint8_t*><const char*>self.classes
        net.allowed = <const uint64_t*><const char*>self.allowed
        net.weights = <const int8_t*><const char*>self.weights if self.threshold else NULL
        net.first = self.first
        net.repeats = self.repeats
        return net

    cdef void lasts(self, uint64_t* last) noexcept:
        """Write the last positions of the patterns of all groups."""
        cdef const uint64_t* each = <const uint64_t*><const char*>self.last
        cdef int group
        last[0] = last[1] = 0
        for group in range(self.groups):
            last[0] |= each[2 * group]
            last[1] |= each[2 * group + 1]

    def seen(self, str text not None):
        """Return which groups have a pattern that occurs, a bit for each; the bit above them is that of the weights."""
        cdef Py_ssize_t n = len(text), group
        cdef int kind = PyUnicode_KIND(text)
        cdef void* s = PyUnicode_DATA(text)
        cdef const uint64_t* last = <const uint64_t*><const char*>self.last
        cdef uint64_t found = 0
        cdef Net net = self.net()
        cdef State state
        if n < UNLOCKED:
            state = (
                whole_look(net, <const uint8_t*>s, n) if kind == 1
                else whole_look(net, <const uint16_t*>s, n) if kind == 2
                else whole_look(net, <const uint32_t*>s, n)
            )
        else:
            with nogil:
                state = (
                    whole_look(net, <const uint8_t*>s, n) if kind == 1
                    else whole_look(net, <const uint16_t*>s, n) if kind == 2
                    else whole_look(net, <const uint32_t*>s, n)
                )
        for group in range(self.groups):
            if state.ever[0] & last[2 * group] or state.ever[1] & last[2 * group + 1]:
                found |= <uint64_t>1 << group
        if self.threshold and state.highest >= (self.threshold_of_few if 0 < n <= self.few else self.threshold):
            found |= <uint64_t>1 << self.groups
        return found

    def ends(self, str text not None):
        """Return where patterns of all groups end, in ascending order; behind the end where a line feed is meant."""
        cdef Py_ssize_t n = len(text), at = 0, found, k
        cdef Py_ssize_t ends[128]
        cdef int kind = PyUnicode_KIND(text)
        cdef void* s = PyUnicode_DATA(text)
        cdef uint64_t last[2]
        cdef Net net = self.net()
        cdef State state
        state.now[0] = state.now[1] = state.ever[0] = state.ever[1] = 0
        self.lasts(last)
        result = array("q")
        while at <= n:
            with nogil:
                if kind == 1:
                    found = next_ends(net, last, <const uint8_t*>s, n, &at, &state, ends, 128)
                elif kind == 2:
                    found = next_ends(net, last, <const uint16_t*>s, n, &at, &state, ends, 128)
                else:
                    found = next_ends(net, last, <const uint32_t*>s, n, &at, &state, ends, 128)
            for k in range(found):
                result.append(ends[k])
        return result

    def lines(self, str text not None):
        """Return where the lines begin and end that have a pattern of any group; each one ends with a line feed."""
        cdef Py_ssize_t n = len(text), at = 0, found, k
        cdef Py_ssize_t spans[128]
        cdef int kind = PyUnicode_KIND(text)
        cdef void* s = PyUnicode_DATA(text)
        cdef uint64_t last[2]
        cdef Net net = self.net()
        self.lasts(last)
        begins, ends = array("q"), array("q")
        while at <= n:
            with nogil:
                if kind == 1:
                    found = next_lines(net, last, <const uint8_t*>s, n, &at, spans, 64)
                elif kind == 2:
                    found = next_lines(net, last, <const uint16_t*>s, n, &at, spans, 64)
                else:
                    found = next_lines(net, last, <const uint32_t*>s, n, &at, spans, 64)
            for k in range(found):
                begins.append(spans[2 * k])
                ends.append(spans[2 * k + 1])
        return begins, ends
