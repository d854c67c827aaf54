# Looking up.

cdef inline uint32_t pair_hash(uint32_t first, uint32_t second) noexcept nogil:
    """Return the 20 best bits of a hash of two neighbours."""
    return (first * <uint32_t>0x9E3779B1 + second * <uint32_t>0x85EBCA6B) >> 12


cdef inline uint64_t home(uint64_t key, uint64_t size) noexcept nogil:
    return (((key * <uint64_t>0x9E3779B97F4A7C15) >> 32) * size) >> 32


cdef inline uint32_t child(const Trie* trie, uint32_t node, uint32_t point) noexcept nogil:
    """Return the node below ``node`` (or below a first code point) for a code point; 0 when there is none."""
    cdef uint64_t key = (<uint64_t>node << 21) | point
    cdef const uint64_t* at = trie.slots + home(key, trie.size)
    # two at once, for whether the first is the one is hard to predict; the slots end with two empty ones
    cdef uint64_t slot = at[0] if at[0] >> 21 == key else at[1]
    while slot >> 21 != key:
        if at[0] == 0 or slot == 0:
            return 0
        at += 1
        slot = at[1]
    return <uint32_t>(slot & 0x1FFFFF)


cdef inline uint32_t longest(const Trie* trie, const unit* s, Py_ssize_t n, Py_ssize_t at, Py_ssize_t* end) noexcept nogil:
    """Return the node of the longest key of two or more code points that starts at ``at`` and ends by ``n``; 0 if none."""
    cdef uint32_t node, best = 0
    cdef Py_ssize_t to = at + 2
    if to > n:
        return 0
    node = child(trie, s[at], s[at + 1])
    while node:
        if node >= trie.valued:
            best = node
            end[0] = to
        if node - trie.leaves < trie.inner - trie.leaves or to >= n:
            break
        node = child(trie, NODES + node, s[to])
        to += 1
    return best


cdef inline bint likely(const uint64_t* bits, uint32_t mask, uint32_t first, uint32_t second) noexcept nogil:
    cdef uint32_t h = pair_hash(first, second) & mask
    return (bits[h >> 6] >> (h & 63)) & 1


cdef inline uint32_t second_hash(uint32_t first, uint32_t second, uint32_t third) noexcept nogil:
    """Return a hash of a key of two (``third`` is 0) or of the first three code points of a longer one."""
    cdef uint32_t h = first * <uint32_t>0xC2B2AE35 + second * <uint32_t>0x27D4EB2F + third * <uint32_t>0x165667B1
    return (h ^ h >> 15) * <uint32_t>0x9E3779B1 >> 12
