# The characters in use by all of their bytes but one.  Where the other bytes are known, these are a few dozen; to find
# them among bits for all characters is most of the work where a broken place allows many ways to divide its bytes.

cdef enum:
    ANCHORED = 3  # bytes of the longest characters that are listed so
    ANCHOR_BITS = 7  # of each byte in a key


cdef struct Anchored:
    # The characters of one length by their bytes in all places but one, the likeliest first.
    int32_t* first  # by key: where its characters begin in the list; then where the last ones end
    int32_t* listed


cdef inline Py_ssize_t anchor_keys(int length) noexcept nogil:
    """Return how many keys there are."""
    return <Py_ssize_t>1 << ((length - 1) * ANCHOR_BITS + 1)


cdef inline Py_ssize_t anchor_key(uint32_t code, int length, int open) noexcept nogil:
    """Return the key of the bytes of a character, the first one lowest, without the one in an open place."""
    cdef Py_ssize_t key = 0
    cdef int k
    if length == 2:
        return (code >> (8 * (1 - open))) & 0xFF
    for k in range(length):
        if k != open:
            key = key << ANCHOR_BITS | ((code >> (8 * k)) & 0x7F)
    return key


cdef bint list_anchored(Anchored* a, const Used* used, Py_ssize_t n, int length, int open) noexcept nogil:
    """List characters by the bytes in all places but one; tell whether there was memory."""
    cdef Py_ssize_t k, key, keys = anchor_keys(length)
    a.first = <int32_t*>calloc(keys + 2, sizeof(int32_t))
    a.listed = <int32_t*>malloc((n + 1) * sizeof(int32_t))
    if a.first == NULL or a.listed == NULL:
        return False
    for k in range(n):
        a.first[anchor_key(used[k].code, length, open) + 2] += 1
    for key in range(keys):
        a.first[key + 1] += a.first[key]
    for k in range(n):
        key = anchor_key(used[k].code, length, open)
        a.listed[a.first[key + 1]] = <int32_t>k
        a.first[key + 1] += 1
    return True


cdef inline int open_place(const ByteSet** sets, int length, uint32_t* known) noexcept nogil:
    """Return the only place of a character where more than one byte can stand, and the other bytes; -1 where it has more."""
    cdef int k, open = -1
    known[0] = 0
    if sets[0].n_firsts[length] == 1:
        known[0] = sets[0].first[length]
    else:
        open = 0
    for k in range(1, length):
        if sets[k].n_trails == 1:
            known[0] |= <uint32_t>sets[k].trail << (8 * k)
        elif open < 0:
            open = k
        else:
            return -1
    return open


cdef inline bint has_byte(const ByteSet* one, uint32_t byte) noexcept nogil:
    return (one.members[byte >> 6] >> (byte & 63)) & 1
