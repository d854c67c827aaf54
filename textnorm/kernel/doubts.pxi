# Looking for what does not read well in a document: see ``reference_doubts``, which defines it.

cdef enum:
    NO_PAIR = 127  # in place of an excess, for what is no character; every real excess is less
    BEFORE = 32  # bytes that a window shows before the place where the excess began
    AFTER = 64  # and after the one where it became too large


cdef struct Scan:
    const uint8_t* d
    Py_ssize_t n
    const uint16_t* plain  # of each pair, its excess (low byte) and its class (high byte)
    const uint16_t* singles
    const uint8_t* characters
    int shape, usual, limit, astral
    Py_ssize_t longest
    uint32_t classes


cdef inline Py_ssize_t long_code(int shape, const uint8_t* d, Py_ssize_t n) noexcept nogil:
    # The length of a character of three or four bytes that begins here, 0 if there is none.
    if shape == QUAD_GB and n >= 4 and d[0] > 0x80 and d[2] > 0x80:
        return 4 if 0x30 <= d[1] <= 0x39 and 0x30 <= d[3] <= 0x39 else 0
    if shape == QUAD_CNS and n >= 4 and d[0] == 0x8E and 0xA1 <= d[1] <= 0xAF:
        return 4 if d[2] > 0xA0 and d[3] > 0xA0 else 0
    if shape == TRIPLE_JIS and n >= 3 and d[0] == 0x8F:
        return 3 if d[1] > 0xA0 and d[2] > 0xA0 else 0
    return 0


cdef bytes excesses(Reader reader, Evidence evidence, int language, int usual):
    """Return by how much each pair costs more than ``usual``, with its class; NO_PAIR for what is no character."""
    cdef bytes found = reader.plain.get((language, usual))
    cdef const uint16_t* pairs
    cdef const uint8_t* classes
    cdef const uint8_t* characters
    cdef bytearray table
    cdef uint16_t* entries
    cdef int k
    if found is None:
        table = bytearray(0x10000)
        entries = <uint16_t*><char*>table
        pairs = <const uint16_t*><char*>reader.pairs
        classes = <const uint8_t*><char*>reader.classes if reader.classes else NULL
        characters = <const uint8_t*><char*>evidence.characters + language * 0x20000
        for k in range(0x8000):
            if not pairs[k]:
                entries[k] = NO_PAIR
                continue
            entries[k] = <uint8_t><int8_t>max(-127, min(NO_PAIR - 1, <int>characters[pairs[k]] - usual))
            if classes != NULL:
                entries[k] |= classes[k] << 8
        found = bytes(table)
        reader.plain[language, usual] = found
    return found


cdef Py_ssize_t skip_usual(Scan* s, Py_ssize_t i) noexcept nogil:
    # Go on over ASCII and pairs while the excess stays small, lines or not; return where it does not.
    cdef const uint8_t* d = s.d
    cdef const uint16_t* plain = s.plain
    cdef Py_ssize_t n = s.n
    cdef int excess = 0, limit = s.limit
    cdef uint32_t classes = s.classes << 8
    cdef uint16_t entry
    cdef uint64_t word
    while i < n:
        if d[i] < 0x80:
            i += 1
            while i + 8 <= n:
                memcpy(&word, d + i, 8)
                if word & <uint64_t>0x8080808080808080:
                    break
                i += 8
            continue
        while i + 1 < n and d[i] >= 0x80:
            entry = plain[(d[i] & 0x7F) << 8 | d[i + 1]]
            classes |= entry
            excess += <int8_t>(entry & 0xFF)
            excess = max(excess, 0)
            if excess > limit:
                s.classes = classes >> 8
                return i
            i += 2
        if i + 1 >= n:
            break
    s.classes = classes >> 8
    return n if i >= n or d[i] < 0x80 else i


cdef Py_ssize_t judge_piece(Scan* s, Py_ssize_t start, Rows* found) noexcept nogil:
    # Record what is doubtful in the piece that begins at ``start``; return its end, -1 where there is no memory.
    cdef const uint8_t* d = s.d
    cdef Py_ssize_t n = s.n, i = start, length, rise = start, run = start, first = -1, until = 0, rows = found.n
    cdef int excess = 0, more
    cdef bint ends = False, broken = False, other = False
    cdef uint8_t b
    cdef uint16_t c
    while i < n and not ends:
        b = d[i]
        if b < 0x80:
            i += 1
            run = i
            ends = b == 0x0A or (i - start > s.longest and b < 0x30)
        else:
            length = 1
            if s.shape == UTF8:
                length = well_formed(d + i, n - i)
                if length == 0:
                    length = 1
                    broken = True
            else:
                more = NO_PAIR
                if s.plain != NULL and i + 1 < n:
                    more = <int8_t>(s.plain[(b & 0x7F) << 8 | d[i + 1]] & 0xFF)
                if more != NO_PAIR:
                    length = 2
                    if not broken:
                        s.classes |= s.plain[(b & 0x7F) << 8 | d[i + 1]] >> 8
                else:
                    length = long_code(s.shape, d + i, n - i)
                    c = 0
                    if length == 0:
                        length = 1
                        c = s.singles[b]
                        if c == 0:
                            broken = True
                    more = max(-127, min(NO_PAIR - 1, (s.astral if c == 0 else <int>s.characters[c]) - s.usual))
                    other = True
                if excess == 0:
                    rise = i
                excess = max(excess + more, 0)
                if first < 0 and excess > s.limit:
                    first = rise - min(rise - run, BEFORE) if run <= rise else rise
                    until = i + length + AFTER
            i += length
            if length != 2:
                run = i
            if i - start > 8 * s.longest:
                ends = True
        if first >= 0 and i >= until:
            if not add(found, start, 0, first, i):
                return -1
            first = -1
            excess = 0
    if broken:
        found.n = rows
        if not add(found, start, i, start, i):
            return -1
    else:
        if first >= 0 and not add(found, start, 0, first, i):
            return -1
        if other and not add(found, start, 0, i, i):
            return -1
    while rows < found.n:
        found.at[rows + 1] = i
        rows += 4
    return i


def doubts(bytes data not None, Evidence evidence not None, Reader reader not None, int language, int usual, int limit,
           Py_ssize_t longest):
    """Return what does not read well in ``data``, (start, end, first, last), and classes; see the reference."""
    cdef Tables t
    cdef Scan s
    cdef Rows rows = Rows(NULL, 0, 0)
    cdef Py_ssize_t start = 0, at = 0, k
    cdef bytes table = b""
    if not 0 <= limit < NO_PAIR:
        raise ValueError("the limit is not in the range of excesses")
    set_tables(&t, evidence, language)
    s.d = data
    s.n = len(data)
    s.plain = NULL
    s.singles = <const uint16_t*><char*>reader.singles
    s.characters = t.characters
    s.shape, s.usual, s.limit, s.astral, s.longest = reader.shape, usual, limit, t.astral, longest
    s.classes = 0
    if s.shape != UTF8 and len(reader.pairs):
        table = excesses(reader, evidence, language, usual)
        s.plain = <const uint16_t*><char*>table
    with nogil:
        while 0 <= start < s.n:
            at = start
            if s.plain != NULL:
                at = skip_usual(&s, start)
                if at >= s.n:
                    break
                for k in range(at - 1, start - 1, -1):
                    if s.d[k] == 0x0A:
                        start = k + 1
                        break
            while 0 <= start <= at:
                start = judge_piece(&s, start, &rows)
                if start >= s.n:
                    break
    try:
        if start < 0:
            raise MemoryError
        return [(rows.at[k], rows.at[k + 1], rows.at[k + 2], rows.at[k + 3]) for k in range(0, rows.n, 4)], s.classes
    finally:
        free(rows.at)
