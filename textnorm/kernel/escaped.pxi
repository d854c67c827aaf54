# The bytes that a text writes out in ASCII, with their places; reference_escaped defines it.


cdef inline int digit_of(uint32_t point) noexcept nogil:
    """Return the value of a hexadecimal digit, -1 for anything else."""
    if c'0' <= point <= c'9':
        return point - c'0'
    point |= 0x20
    return <int>(point - c'a' + 10) if c'a' <= point <= c'f' else -1


cdef inline int byte_at(const void* s, int kind, Py_ssize_t at, int base) noexcept nogil:
    """Return the byte that two hexadecimal digits say, or three octal ones; -1 for anything else."""
    cdef int a = digit_of(point_at(s, kind, at)), b = digit_of(point_at(s, kind, at + 1)), c
    if base == 16:
        return a << 4 | b if a >= 0 and b >= 0 else -1
    c = digit_of(point_at(s, kind, at + 2))
    return a << 6 | b << 3 | c if 0 <= a <= 3 and 0 <= b <= 7 and 0 <= c <= 7 else -1


def octets(str text not None, Py_ssize_t start, Py_ssize_t end, str sign not None, int base):
    """Return the bytes of ``text[start:end]``, where each stands and where it ends; see ``reference_escaped``."""
    cdef Py_ssize_t n = len(sign), width = n + (2 if base == 16 else 3), at = start, k = 0, i
    cdef int kind = PyUnicode_KIND(text), sign_kind = PyUnicode_KIND(sign), value
    cdef const void* s = PyUnicode_DATA(text)
    cdef const void* signs = PyUnicode_DATA(sign)
    cdef uint32_t point
    cdef char* data
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"a text of {len(text)} code points has no span from {start} to {end}")
    if n == 0 or base not in (8, 16):
        raise ValueError(f"escapes begin with a sign and have a base of 8 or 16, not {sign!r} and {base}")
    starts, ends = [], []
    data = <char*>malloc(end - start + 1)
    if data == NULL:
        raise MemoryError
    try:
        while at < end:
            value = -1
            if at + width <= end:
                i = 0
                while i < n and point_at(s, kind, at + i) == point_at(signs, sign_kind, i):
                    i += 1
                if i == n:
                    value = byte_at(s, kind, at + n, base)
            starts.append(at)
            if value >= 0:
                at += width
            else:
                point = point_at(s, kind, at)
                if point > 0x7F:
                    raise ValueError(f"a byte may only stand as it is in ASCII, unlike U+{point:04X}")
                value = point
                at += 1
            ends.append(at)
            data[k] = <char>value
            k += 1
        return data[:k], starts, ends
    finally:
        free(data)
