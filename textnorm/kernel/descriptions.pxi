# Ideographic description sequences.

cdef inline int operands(uint32_t point) noexcept nogil:
    if point < 0x2FF0 or point > 0x2FFF:
        return 0
    if point == 0x2FF2 or point == 0x2FF3:
        return 3
    return 1 if point >= 0x2FFE else 2


cdef Py_ssize_t first_operator(const unit* s, Py_ssize_t n) noexcept nogil:
    """Return where the first ideographic description character is, or ``n``."""
    cdef Py_ssize_t i = 0, k
    cdef unit found
    while i + 256 <= n:
        found = 0
        for k in range(256):  # without a branch, so that the compiler can use vector instructions
            found |= <unit>(<unit>(s[i + k] - <unit>0x2FF0) < 16)
        if found:
            break
        i += 256
    while i < n and not operands(s[i]):
        i += 1
    return i


cdef Status find_descriptions(const unit* s, Py_ssize_t n, Rows* found) noexcept nogil:
    """Record the outermost complete sequences of ``s`` as (start, end, 0, 0)."""
    cdef Py_ssize_t first = first_operator(s, n), at, end, size = n - first
    cdef int left, depth
    cdef Py_ssize_t* ends
    cdef uint8_t* depths
    if size == 0:
        return DONE
    ends = <Py_ssize_t*>calloc(size, sizeof(Py_ssize_t))  # as distances from ``first``; 0 where none starts
    depths = <uint8_t*>malloc(size)
    if ends == NULL or depths == NULL:
        free(ends)
        free(depths)
        return NO_MEMORY
    s += first
    for at in range(size - 1, -1, -1):
        left = operands(s[at])
        if left == 0:
            continue
        end, depth = at + 1, 1
        while left:
            if end >= size:
                break
            if not operands(s[end]):
                end += 1
            elif ends[end] and depths[end] < DEEPEST:
                depth = max(depth, depths[end] + 1)
                end = ends[end]
            else:
                break
            left -= 1
        if left == 0:
            ends[at] = end
            depths[at] = depth
    at = 0
    cdef Status status = DONE
    while at < size:
        if ends[at]:
            if not add(found, first + at, first + ends[at], 0, 0):
                status = NO_MEMORY
                break
            at = ends[at]
        else:
            at += 1
    free(ends)
    free(depths)
    return status
