# Validity of UTF-8: see ``reference_paths``.

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
