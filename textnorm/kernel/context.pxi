# Which form fits an ambiguous place: the log-linear model of ``script.context``, whose features are hashed by CRC-32.
#
# CRC-32 is linear: the code of a message is the exclusive or of what its length, its start value and each byte at its
# distance from the end give.  So the codes of all features of a place are put together from a few table entries.

cdef enum:
    SENTENCE_EDGE = 0x42  # "B"
    NEAR = 6  # how far single neighbours count
    TOPIC = 24  # how far pairs count for words of two senses
    OPINION = 5  # scores are in these parts of a step, so that the weight of the dictionary is a whole number
    SURE = 32  # what a form must have over the dictionary's: log 1.5, in those parts
    FORMS = 8
    BATCH = 32  # features that are looked up at once
    SUBJECT = 48  # what the subject may weigh, in steps
    NO_FORM = -1


cdef packed struct Place:
    uint32_t forms, count  # where its forms are, and how many
    uint32_t three, five, seven  # the code of so many zero bytes after the key of the place
    uint32_t block  # its records as a word of its own
    uint32_t learnt  # whether the model has weights for it


cdef struct ContextModel:
    const Place* places
    const uint32_t* forms
    const int16_t* records
    const uint32_t* weights  # slots: 19 bits of the code, 5 of the form, 8 of the weight; 0 when empty
    int shift
    # Stretches of up to four whose words are settled, and what becomes of them: pairs of four times 16 bits.
    const uint64_t* known
    int known_shift
    const uint32_t* bytes  # 7 × 256: what a byte so far from the end gives


cdef inline uint32_t code(const ContextModel* c, int distance, uint16_t symbol) noexcept nogil:
    return c.bytes[256 * (distance + 1) + (symbol & 0xFF)] ^ c.bytes[256 * distance + (symbol >> 8)]


cdef inline void weigh_all(const ContextModel* c, const uint32_t* features, int n, int32_t* scores) noexcept nogil:
    """Add the weights of several features; all their slots are asked for before the first is needed."""
    cdef uint32_t entries[BATCH]
    cdef uint32_t hashes[BATCH]
    cdef const uint32_t* slot
    cdef uint32_t entry, h
    cdef int k
    for k in range(n):
        h = hashes[k] = features[k] * <uint32_t>0x9E3779B1
        entries[k] = c.weights[h >> c.shift]
    for k in range(n):
        entry = entries[k]
        if entry == 0:
            continue
        h = hashes[k] & 0x7FFFF
        slot = c.weights + (hashes[k] >> c.shift)
        while entry:
            if (entry >> 13) == h:
                scores[(entry >> 8) & 7] += <int8_t>(entry & 0xFF)
            slot += 1
            entry = slot[0]


cdef void surroundings(
    const ContextModel* c, const Place* place, const uint16_t* left, const uint16_t* right, bint starts, bint ends, int32_t* scores
) noexcept nogil:
    """Add the weights of what stands around a place: ``left`` is its last symbol to the left, ``right`` its first to the right.

    starts, ends: whether the word around the place starts and ends with it.
    """
    cdef uint32_t features[BATCH]
    cdef const uint32_t* kinds = c.bytes
    cdef uint32_t l0 = code(c, 0, left[0]), l2 = code(c, 2, left[0])
    cdef uint32_t r0 = code(c, 0, right[0]), r2 = code(c, 2, right[0])
    cdef uint32_t ll0 = code(c, 0, left[-1]), ll2 = code(c, 2, left[-1]), rr0 = code(c, 0, right[1])
    cdef uint32_t ll4 = code(c, 4, left[-1]), l4 = code(c, 4, left[0]), r4 = code(c, 4, right[0]), rr2 = code(c, 2, right[1])
    cdef uint32_t three = place.three, five = place.five, seven = place.seven
    cdef uint32_t before = three ^ kinds[512 + 0x10], behind = three ^ kinds[512 + 0x11]
    cdef int k, n = 11
    features[0] = three ^ kinds[512 + (2 if starts else 1)] ^ l0
    features[1] = three ^ kinds[512 + (4 if ends else 3)] ^ r0
    features[2] = five ^ kinds[1024 + 6] ^ l2 ^ r0
    features[3] = three ^ kinds[512 + 7] ^ ll0
    features[4] = five ^ kinds[1024 + 8] ^ ll2 ^ l0
    features[5] = seven ^ kinds[1536 + 9] ^ ll4 ^ l2 ^ r0
    features[6] = seven ^ kinds[1536 + 10] ^ code(c, 4, left[-2]) ^ ll2 ^ l0
    features[7] = three ^ kinds[512 + 11] ^ rr0
    features[8] = five ^ kinds[1024 + 12] ^ r2 ^ rr0
    features[9] = seven ^ kinds[1536 + 13] ^ l4 ^ r2 ^ rr0
    features[10] = seven ^ kinds[1536 + 14] ^ r4 ^ rr2 ^ code(c, 0, right[2])
    for k in range(NEAR):
        features[n] = before ^ code(c, 0, left[-k])
        n += left[-k] >= FIRST_HAN
        features[n] = behind ^ code(c, 0, right[k])
        n += right[k] >= FIRST_HAN
    weigh_all(c, features, n, scores)


cdef int chosen(const ContextModel* c, const Place* place, const int16_t* record, const uint16_t* at, bint starts, bint ends) noexcept nogil:
    """Return which form stands at a place, where ``record`` says what the word around it speaks for."""
    cdef int32_t sums[FORMS]
    cdef int32_t best, score, default = record[0]
    cdef int k, first = 0
    for k in range(FORMS):
        sums[k] = 0
    if place.learnt:
        surroundings(c, place, at - 1, at + 1, starts, ends, sums)
    best = OPINION * sums[0] + record[3]
    for k in range(1, <int>place.count):
        score = OPINION * sums[k] + record[3 + k]
        if score > best:
            best, first = score, k
    if default == NO_FORM:
        return first
    if best - (OPINION * sums[default] + record[3 + default]) <= SURE or record[2] >> first & 1:
        return default
    return first


cdef void topics(const ContextModel* c, uint32_t base, const uint16_t* side, Py_ssize_t n, int32_t* scores) noexcept nogil:
    """Add the weights of the pairs in ``side``, which has at most ``TOPIC`` symbols."""
    cdef uint32_t features[BATCH]
    cdef Py_ssize_t k
    cdef int found = 0
    for k in range(n - 1):
        features[found] = base ^ code(c, 2, side[k]) ^ code(c, 0, side[k + 1])
        found += side[k] >= FIRST_HAN
    weigh_all(c, features, found, scores)


cdef bint regional_sense(const ContextModel* c, const Place* place, const uint16_t* symbols, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Tell whether the region would write its own word for [start:end]."""
    cdef int32_t sums[FORMS]
    cdef int32_t subject[FORMS]
    cdef Py_ssize_t low = max(0, start - TOPIC), high = min(n, end + TOPIC)
    cdef uint32_t base = place.five ^ c.bytes[1024 + 0x12]
    cdef const int16_t* record = c.records + place.block
    cdef int32_t lead
    cdef int k
    for k in range(FORMS):
        sums[k] = subject[k] = 0
    surroundings(c, place, symbols + start - 1, symbols + end, True, True, sums)
    topics(c, base, symbols + low, start - low, sums)
    topics(c, base, symbols + end, high - end, sums)
    lead = sums[1] + record[1] - sums[0] - record[0]
    if lead > SUBJECT or lead <= -SUBJECT:
        return lead > 0
    base = c.places[0].five ^ c.bytes[1024 + 0x12]  # the key of the subject itself is 0
    topics(c, base, symbols + low, start - low, subject)
    topics(c, base, symbols + end, high - end, subject)
    return lead + max(-SUBJECT, min(SUBJECT, subject[1] - subject[0])) > 0
