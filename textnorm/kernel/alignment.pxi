# What the bytes behind a text are as UTF-8, and which of its characters they came from; reference_alignment defines it.

cdef struct Aligned:
    # The bytes of a text and where those of each character begin; one entry more says where all end.
    uint8_t* data
    Py_ssize_t* offsets
    Py_ssize_t size, characters


cdef void drop_aligned(Aligned* a) noexcept nogil:
    free(a.data)
    free(a.offsets)


cdef int align(Aligned* a, Codes codes, str text) except -1:
    """Write the usual bytes of each character, FF for one that has none."""
    return align_points(a, codes, PyUnicode_DATA(text), PyUnicode_KIND(text), len(text))


cdef int align_points(Aligned* a, Codes codes, const void* s, int kind, Py_ssize_t n) except -1:
    cdef Py_ssize_t k, used = 0, room = 1
    cdef const uint8_t* code
    cdef uint32_t point
    a.characters = n
    for k in range(n):
        point = point_at(s, kind, k)
        code = code_of(codes, point)
        room += code[1] if code[0] else 1
    a.data = <uint8_t*>malloc(room)
    a.offsets = <Py_ssize_t*>malloc((n + 1) * sizeof(Py_ssize_t))
    if a.data == NULL or a.offsets == NULL:
        raise MemoryError
    for k in range(n):
        a.offsets[k] = used
        point = point_at(s, kind, k)
        code = code_of(codes, point)
        if code[0]:
            memcpy(a.data + used, code + 2, code[1])
            used += code[1]
        else:
            a.data[used] = 0xFF
            used += 1
    a.offsets[n] = a.size = used
    return 0


cdef inline int utf8_size(const uint8_t* d, Py_ssize_t left, uint32_t* point) noexcept nogil:
    """Return how many bytes the character at ``d`` has, 0 where none is whole there (the Unicode Standard, table 3-7)."""
    cdef uint8_t first = d[0]
    if first < 0x80:
        point[0] = first
        return 1
    if first < 0xC2 or first > 0xF4 or left < 2 or d[1] & 0xC0 != 0x80:
        return 0
    if first < 0xE0:
        point[0] = (first & 0x1F) << 6 | (d[1] & 0x3F)
        return 2
    if left < 3 or d[2] & 0xC0 != 0x80:
        return 0
    if first < 0xF0:
        point[0] = (first & 0x0F) << 12 | (d[1] & 0x3F) << 6 | (d[2] & 0x3F)
        return 0 if point[0] < 0x800 or 0xD800 <= point[0] <= 0xDFFF else 3
    if left < 4 or d[3] & 0xC0 != 0x80:
        return 0
    point[0] = (first & 0x07) << 18 | (d[1] & 0x3F) << 12 | (d[2] & 0x3F) << 6 | (d[3] & 0x3F)
    return 0 if point[0] < 0x10000 or point[0] > 0x10FFFF else 4


cdef inline Py_ssize_t character_of(const Aligned* a, Py_ssize_t byte, Py_ssize_t at) noexcept nogil:
    """Return the character that has a byte, from ``at`` on; behind the last one for the end."""
    while at < a.characters and a.offsets[at + 1] <= byte:
        at += 1
    return at


cdef struct Zone:
    # Some characters of a line: their places in it.
    Py_ssize_t start, end


cdef struct Zones:
    Zone* at
    Py_ssize_t n, room


cdef bint add_zone(Zones* zones, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    if not grow(<void**>&zones.at, &zones.room, zones.n + 1, sizeof(Zone)):
        return False
    zones.at[zones.n] = Zone(start, end)
    zones.n += 1
    return True


cdef bint find_stretches(Zones* found, const Aligned* a, const int8_t* table, Py_ssize_t room, int broken, int low) noexcept nogil:
    """Find the stretches whose bytes are good UTF-8 on balance, in characters; tell whether there was memory."""
    cdef Py_ssize_t byte = 0, start = 0, best_end = 0, left = 0, right
    cdef int total = 0, best = 0, size, score
    cdef uint32_t point = 0
    while byte < a.size:
        size = utf8_size(a.data + byte, a.size - byte, &point)
        if size == 0:
            score = 0 if a.data[byte] == 0xFF else broken
        else:
            score = table[point if <Py_ssize_t>point < room else room - 1]
        if total == 0:
            start = byte
        byte += size if size else 1
        total = max(0, total + score)
        if total > best:
            best = total
            best_end = byte
        if best and (total == 0 or total < best - low or byte == a.size):
            left = character_of(a, start, left)
            right = left
            while a.offsets[right] < best_end:
                right += 1
            if not add_zone(found, left, right):
                return False
            total = best = 0
        elif total < best - low:
            total = best = 0
    return True


def stretches(Codes codes not None, str text not None, bytes scores not None, *, int broken, int low):
    """Return the stretches of a text whose bytes are good UTF-8 on balance."""
    cdef Aligned a
    cdef Zones found
    cdef Py_ssize_t k
    if not len(scores):
        raise ValueError("a score for some code points is needed")
    memset(&a, 0, sizeof(Aligned))
    memset(&found, 0, sizeof(Zones))
    try:
        align(&a, codes, text)
        if not find_stretches(&found, &a, <const int8_t*><const char*>scores, len(scores), broken, low):
            raise MemoryError
        return [(found.at[k].start, found.at[k].end) for k in range(found.n)]
    finally:
        drop_aligned(&a)
        free(found.at)


cdef struct Broken:
    # A broken place: its span in what was decoded, the character that its first byte came from and how many bytes of
    # that are before it, the one that the byte behind it came from and how many bytes of that are in it.
    Py_ssize_t start, end, first, skipped, last, taken


cdef struct BrokenPlaces:
    Broken* at
    Py_ssize_t n, room


cdef bint add_broken(BrokenPlaces* found, const Aligned* a, Py_ssize_t start, Py_ssize_t start_byte, Py_ssize_t end, Py_ssize_t end_byte) noexcept nogil:
    """Append a place, given in characters and bytes of what was decoded; tell whether there was memory."""
    cdef Broken* new
    cdef Py_ssize_t before = found.at[found.n - 1].last if found.n else 0
    if not grow(<void**>&found.at, &found.room, found.n + 1, sizeof(Broken)):
        return False
    new = &found.at[found.n]
    new.start, new.end = start, end
    new.first = character_of(a, start_byte, before)
    new.skipped = start_byte - a.offsets[new.first]
    new.last = character_of(a, end_byte, new.first)
    new.taken = end_byte - a.offsets[new.last]
    found.n += 1
    return True


cdef bint find_broken(BrokenPlaces* found, const Aligned* a, bint questioned, Py_ssize_t apart) noexcept nogil:
    """Find the broken places of the bytes of a text with a character around; tell whether there was memory."""
    cdef Py_ssize_t byte = 0, at = 0, before = 0, run = -1, run_byte = 0
    cdef Py_ssize_t start = -1, start_byte = 0, end = 0, end_byte = 0
    cdef int size
    cdef bint broken = False, ends
    cdef uint32_t point = 0
    while byte < a.size or run >= 0:
        size = utf8_size(a.data + byte, a.size - byte, &point) if byte < a.size else 1
        ends = byte == a.size or (size and point != c"?")
        if ends and run >= 0:
            if broken or questioned:
                if start >= 0 and run - end >= apart:
                    if not add_broken(found, a, start, start_byte, end, end_byte):
                        return False
                    start = -1
                if start < 0:
                    start = run
                    start_byte = run_byte
                end = at + (byte < a.size)
                end_byte = min(a.size, byte + size)
            run = -1
        elif not ends:
            if run < 0:
                run = max(0, at - 1)
                run_byte = before
                broken = False
            broken = broken or size == 0
        if byte < a.size:
            before = byte
            byte += size if size else 1
            at += 1
    return start < 0 or add_broken(found, a, start, start_byte, end, end_byte)


cdef str text_as_utf8(const Aligned* a):
    """Return what the bytes of a text are as UTF-8, those that are in no character as PEP 383 writes them."""
    return (<char*>a.data)[: a.size].decode("utf-8", "surrogateescape")


def broken_places(Codes codes not None, str text not None, *, bint questioned, Py_ssize_t apart):
    """Return what the bytes of a text are as UTF-8, and its broken places with a character around."""
    cdef Aligned a
    cdef BrokenPlaces places
    cdef Py_ssize_t k
    memset(&a, 0, sizeof(Aligned))
    memset(&places, 0, sizeof(BrokenPlaces))
    try:
        align(&a, codes, text)
        if not find_broken(&places, &a, questioned, apart):
            raise MemoryError
        found = [(w.start, w.end, w.first, w.skipped, w.last, w.taken) for w in places.at[: places.n]]
        return text_as_utf8(&a), found
    finally:
        drop_aligned(&a)
        free(places.at)


cdef inline int await_behind(int state, uint8_t byte) noexcept nogil:
    """Return what may be awaited behind a byte, nothing where it cannot stand there (the Unicode Standard, table 3-7)."""
    if byte < 0x80:
        return state & 1
    if byte < 0xC0:
        return state >> 1
    if not state & 1 or byte < 0xC2 or byte > 0xF4:
        return 0
    return 2 if byte < 0xE0 else 4 if byte < 0xF0 else 8


cdef inline int await_behind_lost(int state) noexcept nogil:
    return (state >> 1) | (4 if state & 1 else 0)


def misfits(Codes codes not None, str seen not None, *, bint pairs):
    """Return how often a text falls out of the step of UTF-8 if a mark is one byte, or two; see ``reference_alignment``."""
    cdef Py_ssize_t n = len(seen), k, count = 0
    cdef int kind = PyUnicode_KIND(seen), state = 1, behind, i
    cdef const void* s = PyUnicode_DATA(seen)
    cdef const uint8_t* code
    cdef uint32_t point, following
    for k in range(n):
        point = point_at(s, kind, k)
        if point == c"?" or point == 0xFFFD:
            behind = await_behind_lost(state)
            if pairs:
                following = point_at(s, kind, k + 1) if k + 1 < n else c"\n"
                if following < 0x80 and following != c"?":
                    behind |= await_behind_lost(behind)
                else:
                    behind = await_behind_lost(behind)
                behind |= 1
            if point == c"?":
                behind |= state & 1
        else:
            behind = state
            code = code_of(codes, point)
            for i in range(code[1] if code[0] else 0):
                behind = await_behind(behind, code[2 + i])
        if behind == 0:
            count += 1
            behind = 15
        state = behind
    return count


cdef inline Py_ssize_t usual_length(int byte) noexcept nogil:
    """Return how many bytes a character has that begins with a byte, or most likely has if that is lost (-1)."""
    if 0 <= byte < 0x80:
        return 1
    return 2 if 0xC0 <= byte < 0xE0 else 3


cdef object character_between(Codes codes, const int* group, Py_ssize_t n):
    """Return the character of a text in between, or what is left of its bytes."""
    cdef uint8_t[4] data
    cdef uint32_t point = 0
    cdef Py_ssize_t k
    data[0] = 0
    for k in range(n):
        if group[k] < 0:
            break
        data[k] = <uint8_t>group[k]
    else:
        if utf8_size(data, n, &point) == n and (is_lost(point) or code_of(codes, point)[0]):
            return chr(point)
    left = []
    for k in range(n):
        left.append(group[k])
    return tuple(left)


def characters_between(Codes codes not None, str seen not None):
    """Return what stood in between where UTF-8 was misread twice; see ``reference_alignment.characters_between``."""
    cdef Py_ssize_t n = len(seen), k, i, size = 0, wanted = 0
    cdef int kind = PyUnicode_KIND(seen), byte
    cdef const void* s = PyUnicode_DATA(seen)
    cdef const uint8_t* code
    cdef uint32_t point
    cdef int[4] group
    found = []
    for k in range(n):
        point = point_at(s, kind, k)
        if point == c"?" and size == wanted:
            if size:
                found.append(character_between(codes, group, size))
            found.append("?")
            size = wanted = 0
            continue
        code = code_of(codes, point)
        for i in range(code[1] if code[0] and point != c"?" and point != 0xFFFD else 1):
            byte = -1 if point == c"?" or point == 0xFFFD else code[2 + i] if code[0] else c"?"
            if size == wanted or byte >= 0xC0 or 0 <= byte < 0x80:
                if size:
                    found.append(character_between(codes, group, size))
                size, wanted = 0, usual_length(byte)
            group[size] = byte
            size += 1
    if size:
        found.append(character_between(codes, group, size))
    return found
