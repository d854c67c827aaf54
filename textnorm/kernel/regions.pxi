# How far misread stretches go, and which suspect cores can be of UTF-8; reference_regions defines it.

cdef enum RegionShape:
    PAIRS_OF_UTF8, SINGLES_OF_UTF8, WHOLE_RUNS, HULLS, SWAPPED_HULLS  # as in ``reference_regions``

cdef enum:
    FAR = 48  # characters around a core that can be of its stretch although nothing there is suspect
    AROUND_CORE = 8  # characters around a core in which a whole character of UTF-8 must stand
    SPACE = 0x20
    TILDE = 0x7E
    GROUP_APART = 8  # characters above ASCII between cores from which on they are of different stretches
    BROKEN_BYTE = -1  # what a byte that is in no character scores
    LOW_MARK = 24
    LOST_POINT = 0xFFFD


cdef struct Misread:
    # A line as one codec may have written it.
    const void* s
    int kind
    Py_ssize_t n
    const int8_t* weights
    const int8_t* scores
    Py_ssize_t n_scores


cdef int take_zones(Zones* zones, spans, Py_ssize_t n) except -1:
    """Copy spans, which ascend, from Python."""
    cdef Py_ssize_t at = 0
    for start, end in spans:
        if not at <= start < end <= n:
            raise ValueError(f"cores of {n} characters ascend, which one from {start} to {end} behind {at} does not")
        at = end
        if not add_zone(zones, start, end):
            raise MemoryError
    return 0


cdef inline uint32_t point_in(const Misread* m, Py_ssize_t at) noexcept nogil:
    return point_at(m.s, m.kind, at)


cdef inline int weight_in(const Misread* m, Py_ssize_t at) noexcept nogil:
    cdef uint32_t point = point_in(m, at)
    return m.weights[point if point < 0xFFFF else 0xFFFF]


cdef inline bint is_lost(uint32_t point) noexcept nogil:
    return point == c"?" or point == LOST_POINT


cdef inline bint is_printable_ascii(uint32_t point) noexcept nogil:
    return SPACE <= point <= TILDE


cdef inline bint is_written(Codes codes, uint32_t point, bint swapped) noexcept nogil:
    """Tell whether a codec writes a character, ASCII and marks among them."""
    if swapped:
        return point > 0x4D and point != 0x7F
    if point < SPACE:
        return point == c"\t"
    return point <= TILDE or point == LOST_POINT or code_of(codes, point)[0] != 0


cdef bint find_runs(Zones* found, Codes codes, const Misread* m, const Zones* cores, bint swapped) noexcept nogil:
    """Find the runs of what a codec writes that hold a core, as far as cores are near; tell whether there was memory."""
    cdef Py_ssize_t at = 0, k, other, pos, run, far
    cdef const Zone* core
    for k in range(cores.n):
        core = &cores.at[k]
        if core.start < at:
            continue
        pos = max(at, core.start - FAR)
        while True:
            while pos < m.n and not is_written(codes, point_in(m, pos), swapped):
                pos += 1
            if pos >= m.n:
                break
            run = pos
            while pos < m.n and is_written(codes, point_in(m, pos), swapped):
                pos += 1
            at = pos
            if pos < core.end:
                continue
            if run > core.start:
                at = run
                break
            far = core.end + FAR
            other = k
            while other < cores.n and cores.at[other].start <= far and far < at:
                far = cores.at[other].end + FAR
                other += 1
            at = min(at, far)
            if not add_zone(found, run, at):
                return False
            break
    return True


cdef bint touches_any(const Zones* cores, Py_ssize_t low, Py_ssize_t high, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Tell whether one of some cores, from ``low`` to ``high``, shares a character with a span."""
    cdef Py_ssize_t first = low, last = high, middle
    while first < last:
        middle = (first + last) // 2
        if cores.at[middle].end > start:
            last = middle
        else:
            first = middle + 1
    return start < end and first < high and cores.at[first].start < end


cdef bint is_cut_in(const Aligned* a) noexcept nogil:
    """Tell whether some bytes hold the first two of a Chinese character before a mark."""
    cdef Py_ssize_t k
    cdef const uint8_t* d
    for k in range(a.size - 2):
        d = a.data + k
        if 0xE3 <= d[0] <= 0xE9 and 0x80 <= d[1] < 0xC0 and (d[2] == 0xFF or d[2] == c"?"):
            return True
    return False


cdef bint is_marked_in(const Misread* m, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(start, end):
        if is_lost(point_in(m, k)):
            return True
    return False


cdef inline bint is_trail_in(const Misread* m, Py_ssize_t at, Py_ssize_t start) noexcept nogil:
    """Tell whether an ASCII character can be the second byte of one whose first byte is in the character before."""
    return at > start and 0x40 <= point_in(m, at) < 0x7F and (point_in(m, at - 1) >= 0x80 or point_in(m, at - 1) == c"?")


cdef Zone within(const Misread* m, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Return a run without the ASCII at its ends that cannot be part of a misread character."""
    while start < end and point_in(m, start) < 0x80 and point_in(m, start) != c"?":
        start += 1
    while start < end and point_in(m, end - 1) < 0x80 and point_in(m, end - 1) != c"?" and not is_trail_in(m, end - 1, start):
        end -= 1
    return Zone(start, end)


cdef Py_ssize_t count_above_ascii(const Misread* m, Py_ssize_t start, Py_ssize_t end, Py_ssize_t most) noexcept nogil:
    """Return how many characters of a stretch are above ASCII, or ``most``."""
    cdef Py_ssize_t k = start, count = 0
    while k < end and count < most:
        count += point_in(m, k) >= 0x80
        k += 1
    return count


cdef bint add_new_zone(Zones* found, Py_ssize_t since, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Add a stretch that is not among the last ones; tell whether there was memory."""
    cdef Py_ssize_t k
    for k in range(since, found.n):
        if found.at[k].start == start and found.at[k].end == end:
            return True
    return add_zone(found, start, end)


cdef bint add_hull(Zones* found, const Misread* m, const Zone* run, Py_ssize_t first, Py_ssize_t last, bint wide, bint swapped) noexcept nogil:
    """Add what may be one stretch with some cores; tell whether there was memory."""
    cdef Py_ssize_t left = first, right = last, since = found.n, i, j
    cdef uint32_t point
    cdef Zone whole
    while left > run.start:
        point = point_in(m, left - 1)
        if point < 0x80 and point != c"?" and not (swapped and 0x40 <= point < 0x7F) and not is_trail_in(m, left - 1, run.start):
            break
        left -= 1
    while right < run.end:
        point = point_in(m, right)
        if not swapped and point < 0x80 and point != c"?" and not (right + 1 < m.n and point_in(m, right + 1) >= 0x80):
            if not is_trail_in(m, right, run.start):
                break
        right += 1
    if not add_zone(found, first, last):
        return False
    if wide and not swapped:
        whole = within(m, run.start, run.end)
        if not add_new_zone(found, since, whole.start, whole.end):
            return False
    if not add_new_zone(found, since, left, right):
        return False
    # Clean text may stand beside, so small steps are tried too; the reader skips them where the first tell enough.
    for i in range(2, -1, -1):
        for j in range(2):
            if not add_new_zone(found, since, max(left, first - i), min(right, last + j)):
                return False
    return True


cdef bint add_hulls(Zones* found, const Misread* m, const Zone* run, const Zone* cores, Py_ssize_t n, bint swapped) noexcept nogil:
    """Add the stretches from core to core, each by itself and with all that touches it; tell whether there was memory."""
    cdef Py_ssize_t k, covered = 0, start = 0
    cdef bint wide
    for k in range(n):
        covered += count_above_ascii(m, cores[k].start, cores[k].end, m.n)
    wide = covered * 2 >= count_above_ascii(m, run.start, run.end, m.n)
    for k in range(1, n):
        if not wide and count_above_ascii(m, cores[k - 1].end, cores[k].start, GROUP_APART) >= GROUP_APART:
            if not add_hull(found, m, run, cores[start].start, cores[k - 1].end, wide, swapped):
                return False
            start = k
    return add_hull(found, m, run, cores[start].start, cores[n - 1].end, wide, swapped)


cdef int add_well_formed(Zones* found, Codes codes, const Misread* m, const Zone* run, const Zones* cores, Py_ssize_t low, Py_ssize_t high, bint double) except -1:
    """Add the stretches of a run that are UTF-8 for the most part, or cores in which no character of it is whole."""
    cdef Zones stretches
    cdef Aligned a
    cdef Zone one
    cdef Py_ssize_t k
    memset(&stretches, 0, sizeof(Zones))
    memset(&a, 0, sizeof(Aligned))
    try:
        align_points(&a, codes, <const uint8_t*>m.s + run.start * m.kind, m.kind, run.end - run.start)
        if not find_stretches(&stretches, &a, m.scores, m.n_scores, BROKEN_BYTE, LOW_MARK):
            raise MemoryError
        for k in range(stretches.n):
            stretches.at[k].start += run.start
            stretches.at[k].end += run.start
        if stretches.n == 0 and double:
            for k in range(low, high):
                if is_cut(codes, m, cores.at[k].start, min(cores.at[k].end + 1, m.n)) and not add_zone(&stretches, cores.at[k].start, cores.at[k].end):
                    raise MemoryError
        for k in range(stretches.n):
            one = stretches.at[k]
            if double:
                take_broken_ends(codes, m, run, &one)
            else:
                take_broken_sequences(codes, m, run, &one)
            if touches_any(cores, low, high, one.start, one.end) and not add_zone(found, one.start, one.end):
                raise MemoryError
    finally:
        free(stretches.at)
        drop_aligned(&a)
    return 0


cdef bint is_cut(Codes codes, const Misread* m, Py_ssize_t start, Py_ssize_t end) except -1:
    """Tell whether a mark in a part of a line may stand for the end of a Chinese character in UTF-8."""
    cdef Aligned a
    if not is_marked_in(m, start, end):
        return False
    memset(&a, 0, sizeof(Aligned))
    try:
        align_points(&a, codes, <const uint8_t*>m.s + start * m.kind, m.kind, end - start)
        return is_cut_in(&a)
    finally:
        drop_aligned(&a)


cdef Py_ssize_t count_eastern(const Aligned* a, const uint8_t* east, Py_ssize_t n_east, Py_ssize_t most) noexcept nogil:
    """Return how many characters of UTF-8 are of those that Chinese texts are made of, or ``most``."""
    cdef Py_ssize_t byte = 0, count = 0
    cdef uint32_t point = 0
    cdef int size
    while byte < a.size and count < most:
        size = utf8_size(a.data + byte, a.size - byte, &point)
        if size and east[point if <Py_ssize_t>point < n_east else n_east - 1]:
            count += 1
        byte += size if size else 1
    return count


cdef void read_line(Misread* m, str line):
    memset(m, 0, sizeof(Misread))
    m.s, m.kind, m.n = PyUnicode_DATA(line), PyUnicode_KIND(line), len(line)


def utf8_cores(Codes codes not None, str line not None, cores, bytes east not None):
    """Return the cores of a line near which a character of UTF-8 is whole, or cut; see ``reference_regions``."""
    cdef Misread m
    cdef Zones zones
    cdef Aligned a
    cdef Py_ssize_t k, start, end
    cdef bint near
    memset(&zones, 0, sizeof(Zones))
    read_line(&m, line)
    if not len(east):
        raise ValueError("a table of characters is needed")
    found = []
    try:
        take_zones(&zones, cores, m.n)
        for k in range(zones.n):
            start, end = max(0, zones.at[k].start - AROUND_CORE), min(m.n, zones.at[k].end + AROUND_CORE)
            memset(&a, 0, sizeof(Aligned))
            try:
                align_points(&a, codes, <const uint8_t*>m.s + start * m.kind, m.kind, end - start)
                near = count_eastern(&a, <const uint8_t*><const char*>east, len(east), 1) > 0
            finally:
                drop_aligned(&a)
            if near or is_cut(codes, &m, start, end):
                found.append((zones.at[k].start, zones.at[k].end))
    finally:
        free(zones.at)
    return found


def eastern_share(Codes codes not None, str text not None, bytes east not None):
    """Return how many characters of UTF-8 a text is that Chinese texts are made of, and of how many bytes it was read."""
    cdef Aligned a
    if not len(east):
        raise ValueError("a table of characters is needed")
    memset(&a, 0, sizeof(Aligned))
    try:
        align(&a, codes, text)
        return count_eastern(&a, <const uint8_t*><const char*>east, len(east), a.size), a.size
    finally:
        drop_aligned(&a)


def regions(Codes codes not None, str line not None, cores, int shape, bytes weights not None, bytes scores not None):
    """Return the stretches of a line around its cores that a codec may have written; see ``reference_regions``."""
    cdef Misread m
    cdef Zones zones, runs, found
    cdef Zone* run
    cdef Zone whole
    cdef Py_ssize_t k, low = 0, high
    if len(weights) != 0x10000 or not len(scores) or not PAIRS_OF_UTF8 <= shape <= SWAPPED_HULLS:
        raise ValueError("65,536 weights, some scores and a shape are needed")
    memset(&zones, 0, sizeof(Zones))
    memset(&runs, 0, sizeof(Zones))
    memset(&found, 0, sizeof(Zones))
    read_line(&m, line)
    m.weights, m.scores, m.n_scores = <const int8_t*><const char*>weights, <const int8_t*><const char*>scores, len(scores)
    try:
        take_zones(&zones, cores, m.n)
        if not find_runs(&runs, codes, &m, &zones, shape == SWAPPED_HULLS):
            raise MemoryError
        for k in range(runs.n):
            run = &runs.at[k]
            while low < zones.n and zones.at[low].start < run.start:
                low += 1
            high = low
            while high < zones.n and zones.at[high].end <= run.end:
                high += 1
            if shape == WHOLE_RUNS:
                whole = within(&m, run.start, run.end)
                if not add_zone(&found, whole.start, whole.end):
                    raise MemoryError
            elif shape == HULLS or shape == SWAPPED_HULLS:
                if not add_hulls(&found, &m, run, zones.at + low, high - low, shape == SWAPPED_HULLS):
                    raise MemoryError
            else:
                add_well_formed(&found, codes, &m, run, &zones, low, high, shape == PAIRS_OF_UTF8)
        return [(found.at[k].start, found.at[k].end) for k in range(found.n)]
    finally:
        free(zones.at)
        free(runs.at)
        free(found.at)
