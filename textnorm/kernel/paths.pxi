# Going through the bytes of a document: see ``reference_paths``, which defines it.

cdef enum:
    STATES = 16  # at most so many readers in one path
    SWITCHED = 0x80  # a mark beside the length of a character: the path came from another reader


def path(bytes data not None, Evidence evidence not None, list readers not None, int first, int edges, int lost,
         int line, int anywhere):
    """Return (segments, lost bytes): the cheapest way through ``data`` with several readers; see the reference."""
    cdef Py_ssize_t n = len(data), i, number = len(readers), s, cheapest
    cdef const uint8_t* d = data
    cdef Octet places[STATES][8]
    cdef Octet best
    cdef Tables tables[STATES]
    cdef const uint16_t* singles[STATES]
    cdef const uint16_t* pairs[STATES]
    cdef int shapes[STATES]
    cdef int least, price
    cdef bint ends_line
    cdef Reader reader
    cdef uint8_t* lengths
    cdef uint8_t* origins
    if not 0 < number <= STATES or not 0 <= first < number:
        raise ValueError("too many readers, or none")
    for s in range(number):
        reader = readers[s][0]
        set_tables(&tables[s], evidence, readers[s][1])
        tables[s].damage = lost
        tables[s].more = lost - (lost >> 2)
        if not edges & 1:
            tables[s].start = lost
        if not edges & 2:
            tables[s].end = lost
        shapes[s] = reader.shape
        singles[s] = <const uint16_t*><char*>reader.singles
        pairs[s] = <const uint16_t*><char*>reader.pairs
        begin(&places[s][0])
        places[s][0].price = 0 if s == first else line
    lengths = <uint8_t*>malloc((n + 1) * number)
    origins = <uint8_t*>malloc(n + 1)
    if lengths == NULL or origins == NULL:
        free(lengths)
        free(origins)
        raise MemoryError
    try:
        with nogil:
            for i in range(1, n + 1):
                least = FOREVER
                cheapest = 0
                for s in range(number):
                    step(&tables[s], shapes[s], singles[s], pairs[s], d, i, n, places[s], &best)
                    places[s][i & 7] = best
                    lengths[i * number + s] = <uint8_t>best.length
                    if best.price < least:
                        least = best.price
                        cheapest = s
                origins[i] = <uint8_t>cheapest
                if number > 1 and i < n:
                    if shapes[cheapest] == UTF16LE:
                        ends_line = d[i - 1] == 0 and i > 1 and d[i - 2] == 0x0A
                    else:
                        ends_line = d[i - 1] == 0x0A
                    price = least + (line if ends_line else anywhere)
                    for s in range(number):
                        if price <= places[s][i & 7].price and s != cheapest:
                            places[s][i & 7].price = price
                            places[s][i & 7].before = 0
                            lengths[i * number + s] = SWITCHED
        return trace_back(lengths, origins, number, n)
    finally:
        free(lengths)
        free(origins)


cdef tuple trace_back(const uint8_t* lengths, const uint8_t* origins, Py_ssize_t number, Py_ssize_t n):
    cdef Py_ssize_t i = n, end = n, s = origins[n] if n else 0
    cdef uint8_t length
    segments, missing = [], []
    while i > 0:
        length = lengths[i * number + s]
        if length == SWITCHED:
            segments.append((i, end, s))
            end = i
            s = origins[i]
            length = lengths[i * number + s]
        if length == 0:
            i -= 1
            missing.append(i)
        else:
            i -= length
    if end > 0:
        segments.append((0, end, s))
    segments.reverse()
    missing.reverse()
    return segments, missing


cdef inline bint between(const unit* s, Py_ssize_t n, Py_UCS4 low, Py_UCS4 high) noexcept nogil:
    cdef Py_ssize_t k
    cdef bint found = False
    for k in range(n):
        found |= low <= s[k] and s[k] <= high
    return found


def holds_between(str text not None, Py_UCS4 low, Py_UCS4 high):
    """Tell whether ``text`` has a code point from ``low`` to ``high``."""
    cdef Py_ssize_t n = len(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* s = PyUnicode_DATA(text)
    cdef bint found
    if kind == 1:
        return low < 0x100 and any(low <= ord(c) <= high for c in text)
    with nogil:
        found = between(<const uint16_t*>s, n, low, high) if kind == 2 else between(<const uint32_t*>s, n, low, high)
    return found
