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
                    price = least + (line if d[i - 1] == 0x0A else anywhere)
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


cdef inline Py_ssize_t long_code(int shape, const uint8_t* d, Py_ssize_t n) noexcept nogil:
    # The length of a character of three or four bytes that begins here, 0 if there is none.
    if shape == QUAD_GB and n >= 4 and d[0] > 0x80 and d[2] > 0x80:
        return 4 if 0x30 <= d[1] <= 0x39 and 0x30 <= d[3] <= 0x39 else 0
    if shape == QUAD_CNS and n >= 4 and d[0] == 0x8E and 0xA1 <= d[1] <= 0xAF:
        return 4 if d[2] > 0xA0 and d[3] > 0xA0 else 0
    if shape == TRIPLE_JIS and n >= 3 and d[0] == 0x8F:
        return 3 if d[1] > 0xA0 and d[2] > 0xA0 else 0
    return 0


cdef enum:
    NO_PAIR = -128


cdef bytes excesses(Reader reader, Evidence evidence, int language, int usual):
    """Return by how much each pair costs more than ``usual``, as signed bytes; NO_PAIR for what is no character."""
    cdef bytes found = reader.plain.get((language, usual))
    cdef const uint16_t* pairs
    cdef const uint8_t* characters
    cdef int k
    if found is None:
        table = bytearray(0x8000)
        pairs = <const uint16_t*><char*>reader.pairs
        characters = <const uint8_t*><char*>evidence.characters + language * 0x20000
        for k in range(0x8000):
            table[k] = (max(-127, min(127, <int>characters[pairs[k]] - usual)) if pairs[k] else NO_PAIR) & 0xFF
        found = bytes(table)
        reader.plain[language, usual] = found
    return found


def doubts(bytes data not None, Evidence evidence not None, Reader reader not None, int language, int usual, int limit,
           Py_ssize_t longest):
    """Return the parts of ``data``, (start, end), that do not read well; see the reference."""
    cdef Tables t
    cdef Py_ssize_t n = len(data), i = 0, start = 0, first = -1, last = -1, length
    cdef const uint8_t* d = data
    cdef const uint16_t* singles = <const uint16_t*><char*>reader.singles
    cdef int shape = reader.shape, excess = 0
    cdef bint doubtful = False, ends, paired = len(reader.pairs) > 0
    cdef uint8_t b
    cdef uint16_t c
    cdef int more
    cdef bytes table = excesses(reader, evidence, language, usual) if paired else b""
    cdef const signed char* plain = <const signed char*><char*>table
    found = []
    set_tables(&t, evidence, language)
    while i < n:
        with nogil:
            ends = False
            while i < n and not ends:
                b = d[i]
                if b < 0x80:
                    i += 1
                    ends = b == 0x0A or (i - start > longest and b < 0x30)
                    continue
                length = 1
                c = 0
                if shape == UTF8:
                    length = well_formed(d + i, n - i)
                    if length == 0:
                        length = 1
                        doubtful = True
                else:
                    more = plain[(b & 0x7F) << 8 | d[i + 1]] if paired and i + 1 < n else NO_PAIR
                    if more != NO_PAIR:
                        length = 2
                    else:
                        length = long_code(shape, d + i, n - i)
                        if length == 0:
                            length = 1
                            c = singles[b]
                            if c == 0:
                                doubtful = True
                        more = max(-127, min(127, (t.astral if c == 0 else <int>t.characters[c]) - usual))
                    excess = max(excess + more, 0)
                    if excess > limit:
                        doubtful = True
                i += length
                if i - start > 8 * longest:
                    ends = True
        if doubtful:
            if first >= 0 and last < start:
                found.append((first, last))
                first = start
            elif first < 0:
                first = start
            last = i
        start = i
        doubtful = False
        excess = 0
    if first >= 0:
        found.append((first, last))
    return found


cdef inline Py_ssize_t well_formed(const uint8_t* d, Py_ssize_t n) noexcept nogil:
    # The length of the UTF-8 character that begins here, 0 if there is none (Unicode, table 3-7).
    cdef uint8_t b = d[0], low = 0x80, high = 0xBF
    cdef Py_ssize_t length = 2, k
    if b < 0xC2 or b > 0xF4:
        return 0
    if b >= 0xE0:
        length = 3
        if b == 0xE0:
            low = 0xA0
        elif b == 0xED:
            high = 0x9F
        elif b >= 0xF0:
            length = 4
            if b == 0xF0:
                low = 0x90
            elif b == 0xF4:
                high = 0x8F
    if n < length or not low <= d[1] <= high:
        return 0
    for k in range(2, length):
        if d[k] >> 6 != 2:
            return 0
    return length


def is_utf8(bytes data not None):
    """Tell whether ``data`` is valid UTF-8, without making text of it."""
    cdef Py_ssize_t n = len(data), i = 0, length
    cdef const uint8_t* d = data
    cdef uint64_t word
    with nogil:
        while i < n:
            if d[i] < 0x80:
                i += 1
                while i + 8 <= n:
                    memcpy(&word, d + i, 8)
                    if word & <uint64_t>0x8080808080808080:
                        break
                    i += 8
                continue
            if i + 4 <= n and d[i] >> 4 == 0xE and d[i] != 0xE0 and d[i] != 0xED:
                if d[i + 1] >> 6 != 2 or d[i + 2] >> 6 != 2:
                    break
                i += 3
                continue
            length = well_formed(d + i, n - i)
            if length == 0:
                break
            i += length
    return i >= n


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
