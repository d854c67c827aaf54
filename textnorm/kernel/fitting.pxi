# The characters in use whose bytes are in some sets, the likeliest first.  Where one byte is open they are among the few
# that have the others (anchors.pxi).  Where more are, bits for all characters are looked through, which takes long;
# the same sets come at every broken place, so what was found is remembered.

cdef enum:
    REMEMBERED = 4096  # rows of sets, a power of two
    MOST_LISTED = 1 << 18  # characters in all rows


cdef struct Listed:
    # A row of sets and the characters that fit.
    uint64_t number  # of the alphabet; 0 for none
    const ByteSet* sets[MOST_BYTES]
    Py_ssize_t first, n
    Crowd* crowd  # made when first asked for


cdef struct Fitted:
    # What is remembered.
    Listed* rows
    Py_ssize_t used, room_rows
    int32_t* listed
    Py_ssize_t n_listed, room_listed
    Crowd* retired  # those of rows that were forgotten


cdef struct Fitting:
    # The characters that fit are those listed, where a byte is open only those that have one of its bytes in its place.
    Listed* row  # they are all of a row, or NULL
    const int32_t* listed
    Py_ssize_t n
    const ByteSet* open
    uint32_t known, mask
    int shift


cdef inline bint is_fitting(const Fitting* f, uint32_t code) noexcept nogil:
    return f.open == NULL or ((code & f.mask) == f.known and has_byte(f.open, (code >> f.shift) & 0xFF))


cdef bint find_fitting(Fitting* f, Fitted* memory, Alphabet alphabet, const ByteSet** sets, int length) noexcept nogil:
    """Find the characters in use whose bytes are in ``sets``; tell whether there was memory."""
    cdef const Anchored* anchored
    cdef Listed* row
    cdef Py_ssize_t key
    cdef int open = open_place(sets, length, &f.known) if length <= ANCHORED else -1
    f.open = NULL
    f.row = NULL
    if open < 0:
        row = remembered(memory, alphabet, sets, length)
        if row == NULL:
            return False
        f.listed = memory.listed + row.first
        f.n = row.n
        f.row = row
        return True
    anchored = &alphabet.anchored[length][open]
    key = anchor_key(f.known, length, open)
    f.listed = anchored.listed + anchored.first[key]
    f.n = anchored.first[key + 1] - anchored.first[key]
    f.open = sets[open]
    f.shift = 8 * open
    f.mask = ~(<uint32_t>0xFF << f.shift) & ((<uint32_t>1 << (8 * length)) - 1)
    return True


cdef void forget(Fitted* memory) noexcept nogil:
    """Remember no row any more; the crowds may still be in use."""
    cdef Py_ssize_t k
    for k in range(REMEMBERED):
        if memory.rows[k].number and memory.rows[k].crowd != NULL:
            memory.rows[k].crowd.next = memory.retired
            memory.retired = memory.rows[k].crowd
    memset(memory.rows, 0, REMEMBERED * sizeof(Listed))
    memory.used = memory.n_listed = 0


cdef void drop_retired(Fitted* memory) noexcept nogil:
    """Drop the crowds of rows that are not remembered, which nobody uses any more."""
    cdef Crowd* crowd
    while memory.retired != NULL:
        crowd = memory.retired
        memory.retired = crowd.next
        drop_crowd(crowd)


cdef void drop_fitted(Fitted* memory) noexcept nogil:
    if memory.rows != NULL:
        forget(memory)
    drop_retired(memory)
    free(memory.rows)
    free(memory.listed)


cdef inline bint is_row(const Listed* row, uint64_t number, const ByteSet** sets, int length) noexcept nogil:
    cdef int k
    for k in range(MOST_BYTES):
        if row.sets[k] != (sets[k] if k < length else NULL):
            return False
    return row.number == number


cdef Listed* remembered(Fitted* memory, Alphabet alphabet, const ByteSet** sets, int length) noexcept nogil:
    """Return the characters of some sets; NULL where there is no memory."""
    cdef Listed* row
    cdef uint64_t mixed = alphabet.number
    cdef Py_ssize_t at
    cdef int k
    if memory.rows == NULL and not cleared(<void**>&memory.rows, &memory.room_rows, REMEMBERED, sizeof(Listed)):
        return NULL
    for k in range(length):
        mixed = mixed_from(mixed ^ <uint64_t><size_t>sets[k])
    at = <Py_ssize_t>(mixed >> 40) & (REMEMBERED - 1)
    row = &memory.rows[at]
    while row.number:
        if is_row(row, alphabet.number, sets, length):
            return row
        at = (at + 1) & (REMEMBERED - 1)
        row = &memory.rows[at]
    if 2 * memory.used >= REMEMBERED or memory.n_listed > MOST_LISTED:
        forget(memory)
        row = &memory.rows[<Py_ssize_t>(mixed >> 40) & (REMEMBERED - 1)]
    row.first = memory.n_listed
    row.n = list_fitting(memory, alphabet, sets, length)
    if row.n < 0:
        return NULL
    memory.n_listed += row.n
    memory.used += 1
    row.number = alphabet.number
    row.crowd = NULL
    for k in range(MOST_BYTES):
        row.sets[k] = sets[k] if k < length else NULL
    return row


cdef Py_ssize_t list_fitting(Fitted* memory, Alphabet alphabet, const ByteSet** sets, int length) noexcept nogil:
    """Write the characters of some sets behind those that are remembered; return how many, -1 where there is no memory."""
    cdef Py_ssize_t word, n = 0
    cdef uint64_t left
    cdef int k
    for word in range(alphabet.words[length]):
        left = sets[0].having[length][0][word]
        for k in range(1, length):
            left &= sets[k].having[length][k][word]
        if left and not grow(<void**>&memory.listed, &memory.room_listed, memory.n_listed + n + 64, sizeof(int32_t)):
            return -1
        while left:
            memory.listed[memory.n_listed + n] = <int32_t>(64 * word + lowest_bit(left))
            left &= left - 1
            n += 1
    return n
