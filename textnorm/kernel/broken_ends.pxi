# What a character of UTF-8 leaves at the ends of a misread stretch where its other bytes are lost; reference_regions
# defines it.

cdef enum:
    MOST_BROKEN = 4  # characters at an end that may be all that is left of one
    SUSPECT = 4  # what these weigh
    NEAR_BROKEN = 12  # how far to look for them
    MOST_BEHIND_ASCII = 24  # the longest word or number behind which one is looked for, and before which
    MOST_BEFORE_ASCII = 8


cdef bint begins_utf8(Codes codes, const Misread* m, Py_ssize_t at) noexcept nogil:
    """Tell whether a suspect character was read from the first bytes of a Chinese one."""
    cdef uint32_t point = point_in(m, at)
    cdef const uint8_t* code
    if point < 0x80 or weight_in(m, at) <= SUSPECT:
        return False
    code = code_of(codes, point)
    return code[0] != 0 and code[1] != 0 and 0xE2 <= code[2] <= 0xEF and (code[1] < 2 or code[3] >= 0x80)


cdef bint is_inside_another(Codes codes, const Misread* m, Py_ssize_t first, Py_ssize_t at) noexcept nogil:
    """Tell whether a character was read from bytes inside another one, whose first bytes were lost before it."""
    cdef const uint8_t* code = code_of(codes, point_in(m, at))
    cdef Py_ssize_t k
    if at <= first or code[0] == 0:
        return False
    for k in range(code[1]):
        if not 0x80 <= code[2 + k] < 0xC0:
            return False
    if point_in(m, at - 1) == LOST_POINT:
        return True
    k = at - 1
    while k >= first and k >= at - 2 and is_lost(point_in(m, k)):
        k -= 1
    return k >= first and k >= at - 2 and begins_utf8(codes, m, k)


cdef Py_ssize_t before_ascii(Codes codes, const Misread* m, Py_ssize_t first, Py_ssize_t end) noexcept nogil:
    """Return the place behind what is left of a character before a word or number that ends here; -1 where there is none."""
    cdef Py_ssize_t low = max(first, end - NEAR_BROKEN), j = end, size
    while j > low and is_printable_ascii(point_in(m, j - 1)):
        j -= 1
    size = end - j
    if size == 0 or j == low or point_in(m, j - 1) < 0x80:
        return -1
    if point_in(m, j - 1) == LOST_POINT and j - 2 >= low and point_in(m, j - 2) >= 0x80 and size <= MOST_BEFORE_ASCII:
        j -= 1
    elif size > MOST_BEFORE_ASCII + (point_in(m, j) == c"?"):
        return -1
    return j if begins_utf8(codes, m, j - 1) else -1


cdef Py_ssize_t behind_ascii(Codes codes, const Misread* m, Py_ssize_t at, Py_ssize_t last) noexcept nogil:
    """Return the place of what is left of a character behind a word or number that begins here; -1 where there is none."""
    cdef Py_ssize_t k = at
    while k < last and k - at < MOST_BEHIND_ASCII and is_printable_ascii(point_in(m, k)):
        k += 1
    if k == at or k == last or point_in(m, k) < 0x80:
        return -1
    if k + 1 < last and point_in(m, k + 1) != LOST_POINT and not is_printable_ascii(point_in(m, k + 1)):
        return -1
    return k if begins_utf8(codes, m, k) else -1


cdef void take_broken_ends(Codes codes, const Misread* m, const Zone* run, Zone* found) noexcept nogil:
    """Take in what a character leaves of which the other bytes are lost: at most two characters, and all marks."""
    cdef Py_ssize_t left = found.start, right = found.end, near
    cdef int taken = 0
    cdef bint marked
    while left > run.start and taken <= MOST_BROKEN:
        marked = point_in(m, left - 1) == LOST_POINT or (
            point_in(m, left - 1) == c"?" and left - 1 > run.start and begins_utf8(codes, m, left - 2)
        )
        near = -1 if marked else before_ascii(codes, m, run.start, left)
        if near >= 0:
            left = near
        elif not marked and not begins_utf8(codes, m, left - 1) and not is_inside_another(codes, m, run.start, left - 1):
            break
        taken += not marked
        left -= 1
    taken = 0
    while right < run.end:
        if not is_lost(point_in(m, right)):
            if taken > MOST_BROKEN:
                break
            marked = right + 1 < run.end and is_lost(point_in(m, right + 1)) and point_in(m, right) >= 0x80
            near = behind_ascii(codes, m, right, run.end)
            if near >= 0:
                right = near
            elif not marked and not is_inside_another(codes, m, run.start, right) and weight_in(m, right) <= 0:
                break
            taken += 1
        right += 1
    while left < right and point_in(m, left) < 0x80:
        left += 1
    while left < right and point_in(m, right - 1) < 0x80 and point_in(m, right - 1) != c"?":
        right -= 1
    found.start, found.end = left, right


cdef uint8_t kind_of_byte(Codes codes, uint32_t point) noexcept nogil:
    """Return whether a character is a lead byte, a trail byte, a mark or anything else."""
    cdef const uint8_t* code = code_of(codes, point)
    if is_lost(point):
        return c"M"
    if code[0] == 0 or code[1] != 1:
        return c"-"
    return c"L" if 0xE2 <= code[2] <= 0xEF else c"T" if 0x80 <= code[2] < 0xC0 else c"-"


cdef void take_broken_sequences(Codes codes, const Misread* m, const Zone* run, Zone* found) noexcept nogil:
    """Take in the characters beside that lost some bytes, where each byte left is a character of the seen text."""
    cdef Py_ssize_t at = found.start, end = min(run.end, found.end + NEAR_BROKEN), low = max(run.start, at - NEAR_BROKEN)
    cdef int others = 0
    cdef uint8_t kind
    while at > low and others <= 2:
        at -= 1
        kind = kind_of_byte(codes, point_in(m, at))
        if kind == c"-":
            break
        others = 0 if kind == c"L" else others + 1
        if kind == c"L":
            found.start = at
    at = found.end
    while at < end and kind_of_byte(codes, point_in(m, at)) == c"L":
        at += 1
        others = 0
        while at < end and others < 2:
            kind = kind_of_byte(codes, point_in(m, at))
            if kind != c"T" and kind != c"M":
                break
            at += 1
            others += 1
    found.end = at
