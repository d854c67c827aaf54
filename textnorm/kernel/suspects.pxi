# Suspect spans: where weights of characters add up.

ctypedef fused any_unit:
    uint8_t
    uint16_t
    uint32_t

cdef Py_ssize_t accumulate_weights(
    const int8_t* weights, const any_unit* s, Py_ssize_t n, int threshold, Py_ssize_t* spans, Py_ssize_t room, Py_ssize_t* at
) noexcept nogil:
    """Write the next suspect spans to ``spans`` until ``room`` are there or the text ends; see ``reference_suspects``."""
    cdef Py_ssize_t k = at[0], found = 0, start = k, best_end = k
    cdef int total = 0, best = 0
    while k < n:
        if total == 0:  # nothing has begun, as nearly everywhere in clean text
            while k < n and weights[s[k] if s[k] < 0x10000 else 0xFFFF] <= 0:
                k += 1
            start = best_end = k
            if k == n:
                continue  # and no span is open
        total += weights[s[k] if s[k] < 0x10000 else 0xFFFF]
        k += 1
        if total <= 0 or total <= best - threshold:
            if best >= threshold:
                spans[2 * found] = start
                spans[2 * found + 1] = best_end
                found += 1
                k = best_end
                if found == room:
                    break
            total = best = 0
            start = best_end = k
        elif total > best:
            best = total
            best_end = k
    else:
        if best >= threshold:
            spans[2 * found] = start
            spans[2 * found + 1] = best_end
            found += 1
    at[0] = k
    return found


def suspects(str text not None, bytes weights not None, int threshold):
    """Return the starts and the ends of the spans whose weights add up to ``threshold``."""
    cdef Py_ssize_t n = len(text), at = 0, found, k
    cdef Py_ssize_t spans[128]
    cdef int kind = PyUnicode_KIND(text)
    cdef void* s = PyUnicode_DATA(text)
    cdef const int8_t* table = <const int8_t*><const char*>weights
    if len(weights) != 0x10000 or threshold < 1:
        raise ValueError("65,536 weights and a threshold of at least 1 are needed")
    starts, ends = array("q"), array("q")
    while at < n:
        with nogil:
            if kind == 1:
                found = accumulate_weights(table, <const uint8_t*>s, n, threshold, spans, 64, &at)
            elif kind == 2:
                found = accumulate_weights(table, <const uint16_t*>s, n, threshold, spans, 64, &at)
            else:
                found = accumulate_weights(table, <const uint32_t*>s, n, threshold, spans, 64, &at)
        for k in range(found):
            starts.append(spans[2 * k])
            ends.append(spans[2 * k + 1])
        if found < 64:
            break
    return starts, ends


def weigh(str text not None, bytes weights not None):
    """Return the sum of the weights of the characters of a text."""
    cdef Py_ssize_t n = len(text), k
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* s = PyUnicode_DATA(text)
    cdef const int8_t* table = <const int8_t*><const char*>weights
    cdef uint32_t point
    cdef Py_ssize_t total = 0
    if len(weights) != 0x10000:
        raise ValueError("65,536 weights are needed")
    for k in range(n):
        point = point_at(s, kind, k)
        total += table[point if point < 0x10000 else 0xFFFF]
    return total


def chain_counts(str seen not None, str text not None, bytes weights not None, int most):
    """Return what is counted of a text as it stands and as it may have been; see ``reference_suspects``."""
    cdef Py_ssize_t n = len(seen), k, marks = 0, above = 0, lost = 0
    cdef int64_t weight = 0
    cdef int kind = PyUnicode_KIND(seen), differing = 0, i
    cdef const void* s = PyUnicode_DATA(seen)
    cdef const int8_t* table = <const int8_t*><const char*>weights
    cdef uint32_t point
    cdef uint32_t kinds[64]
    if len(weights) != 0x10000 or not 0 <= most <= 64:
        raise ValueError("65,536 weights and a limit of at most 64 are needed")
    for k in range(n):
        point = point_at(s, kind, k)
        marks += point == c'?' or point == 0xFFFD
        weight += table[point if point < 0x10000 else 0xFFFF]
        if differing < most:
            i = 0
            while i < differing and kinds[i] != point:
                i += 1
            if i == differing:
                kinds[i] = point
                differing += 1
    kind, s = PyUnicode_KIND(text), PyUnicode_DATA(text)
    for k in range(len(text)):
        point = point_at(s, kind, k)
        above += point >= 0x80
        lost += point == 0xFFFD
    return marks, differing, weight, above, lost
