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
    BATCH = 72  # features that are looked up at once, at most: 11 + 2 NEAR + 2 (TOPIC - 1)
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
    # A perfect hash table of the features that have weights: each is where it is looked for, or nowhere.  Slots: 15 bits
    # of the hash; whether there are several weights; 16 bits, which are the form and its weight or the first in ``several``.
    const uint32_t* weights
    int shift
    const uint8_t* moves  # for the 15 lowest bits of the hash, what moves its slot away from others
    const uint16_t* several  # whether another follows, form and weight
    const uint64_t* seen  # filter: features that have weights
    int seen_shift
    # Stretches of up to four whose words are settled, and what becomes of them: pairs of four times 16 bits.
    const uint64_t* known
    int known_shift
    const uint32_t* bytes  # 7 × 256: what a byte so far from the end gives


cdef enum:
    FEATURE_HASH = 0x9E3779B1
    LOWEST = 0x7FFF
    SEVERAL = 0x10000  # of a slot
    FOLLOWED = 0x8000


cdef struct Topics:
    # Of a sentence: the code of each pair of neighbours, and what the pairs before each say of the subject.
    uint32_t* codes
    int64_t* subject
    Py_ssize_t n, room
    bint weighed


cdef inline uint32_t code(const ContextModel* c, int distance, uint16_t symbol) noexcept nogil:
    return c.bytes[256 * (distance + 1) + (symbol & 0xFF)] ^ c.bytes[256 * distance + (symbol >> 8)]


cdef inline bint is_seen(const ContextModel* c, uint32_t hashed) noexcept nogil:
    """Tell whether the feature of a hash may have weights."""
    cdef uint32_t bit = hashed >> c.seen_shift
    return (c.seen[bit >> 6] >> (bit & 63)) & 1


cdef inline uint32_t weight_slot(const ContextModel* c, uint32_t hashed) noexcept nogil:
    """Return where the weights of a feature are; with the 15 bits that are there it makes up the hash."""
    return hashed >> c.shift ^ <uint32_t>c.moves[hashed & LOWEST] << (24 - c.shift)


cdef inline int keep_seen(const ContextModel* c, const uint32_t* features, int n, uint32_t* hashes) noexcept nogil:
    """Keep the hashes of the features that may have weights, and ask for their slots; return how many there are."""
    cdef int k, found = 0
    for k in range(n):
        hashes[found] = features[k] * <uint32_t>FEATURE_HASH
        found += is_seen(c, hashes[found])
    for k in range(found):
        prefetch(c.weights + weight_slot(c, hashes[k]))
    return found


cdef inline void add_weights(const ContextModel* c, uint32_t hashed, int32_t* scores) noexcept nogil:
    """Add the weights of a feature."""
    cdef uint32_t entry = c.weights[weight_slot(c, hashed)]
    cdef const uint16_t* more
    if (entry >> 17) != (hashed & LOWEST):
        return
    if not entry & SEVERAL:
        scores[(entry >> 8) & 7] += <int8_t>(entry & 0xFF)
        return
    more = c.several + (entry & 0xFFFF)
    scores[(more[0] >> 8) & 7] += <int8_t>(more[0] & 0xFF)
    while more[0] & FOLLOWED:
        more += 1
        scores[(more[0] >> 8) & 7] += <int8_t>(more[0] & 0xFF)


cdef inline void weigh_all(const ContextModel* c, const uint32_t* features, int n, int32_t* scores) noexcept nogil:
    """Add the weights of several features; most have none, and all slots are asked for before the first is needed."""
    cdef uint32_t hashes[BATCH]
    cdef int k, found = keep_seen(c, features, n, hashes)
    for k in range(found):
        add_weights(c, hashes[k], scores)


cdef inline int features_around(
    const ContextModel* c, const Place* place, const uint16_t* left, const uint16_t* right, bint starts, bint ends, uint32_t* features
) noexcept nogil:
    """List what stands around a place: ``left`` is its last symbol to the left, ``right`` its first to the right.

    starts, ends: whether the word around the place starts and ends with it.
    """
    cdef const uint32_t* kinds = c.bytes
    cdef uint32_t l0 = code(c, 0, left[0]), l2 = code(c, 2, left[0]), l4 = code(c, 4, left[0])
    cdef uint32_t r0 = code(c, 0, right[0]), r2 = code(c, 2, right[0]), r4 = code(c, 4, right[0])
    cdef uint16_t second = (left - 1)[0]
    cdef uint32_t ll0 = code(c, 0, second), ll2 = code(c, 2, second), ll4 = code(c, 4, second)
    cdef uint32_t rr0 = code(c, 0, right[1]), rr2 = code(c, 2, right[1])
    cdef uint32_t three = place.three, five = place.five, seven = place.seven
    cdef uint32_t before = three ^ kinds[512 + 0x10], behind = three ^ kinds[512 + 0x11]
    cdef int k, n = 11
    features[0] = three ^ kinds[512 + (2 if starts else 1)] ^ l0
    features[1] = three ^ kinds[512 + (4 if ends else 3)] ^ r0
    features[2] = five ^ kinds[1024 + 6] ^ l2 ^ r0
    features[3] = three ^ kinds[512 + 7] ^ ll0
    features[4] = five ^ kinds[1024 + 8] ^ ll2 ^ l0
    features[5] = seven ^ kinds[1536 + 9] ^ ll4 ^ l2 ^ r0
    features[6] = seven ^ kinds[1536 + 10] ^ code(c, 4, (left - 2)[0]) ^ ll2 ^ l0
    features[7] = three ^ kinds[512 + 11] ^ rr0
    features[8] = five ^ kinds[1024 + 12] ^ r2 ^ rr0
    features[9] = seven ^ kinds[1536 + 13] ^ l4 ^ r2 ^ rr0
    features[10] = seven ^ kinds[1536 + 14] ^ r4 ^ rr2 ^ code(c, 0, right[2])
    for k in range(NEAR):
        features[n] = before ^ code(c, 0, (left - k)[0])
        n += (left - k)[0] >= FIRST_HAN
        features[n] = behind ^ code(c, 0, right[k])
        n += right[k] >= FIRST_HAN
    return n


cdef void surroundings(
    const ContextModel* c, const Place* place, const uint16_t* left, const uint16_t* right, bint starts, bint ends, int32_t* scores
) noexcept nogil:
    """Add the weights of what stands around a place, as ``features_around`` lists it."""
    cdef uint32_t features[BATCH]
    weigh_all(c, features, features_around(c, place, left, right, starts, ends, features), scores)


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


cdef bint pair_up(const ContextModel* c, const uint16_t* symbols, Py_ssize_t n, Topics* topics) noexcept nogil:
    """Note the code of each pair of neighbours in a sentence, once for all its words; tell whether there was memory."""
    cdef Py_ssize_t k
    cdef void* moved
    if topics.n:
        return True
    if n > topics.room:
        moved = realloc(topics.codes, 2 * n * sizeof(uint32_t))
        topics.codes = <uint32_t*>moved if moved else topics.codes
        if moved == NULL:
            return False
        moved = realloc(topics.subject, 2 * n * sizeof(int64_t))
        topics.subject = <int64_t*>moved if moved else topics.subject
        if moved == NULL:
            return False
        topics.room = 2 * n
    for k in range(n - 1):
        topics.codes[k] = code(c, 2, symbols[k]) ^ code(c, 0, symbols[k + 1])
    topics.n, topics.weighed = n, False
    return True


cdef inline int pairs_of(
    uint32_t base, const uint16_t* symbols, const Topics* topics, Py_ssize_t low, Py_ssize_t high, uint32_t* features
) noexcept nogil:
    """List the pairs in [low:high) of a sentence; return how many there are."""
    cdef Py_ssize_t k
    cdef int found = 0
    for k in range(low, high - 1):
        features[found] = base ^ topics.codes[k]
        found += symbols[k] >= FIRST_HAN
    return found


cdef void weigh_subject(const ContextModel* c, const uint16_t* symbols, Topics* topics) noexcept nogil:
    """Sum up what the pairs of a sentence say of its subject, so that the difference of two sums is that of a part."""
    cdef uint32_t base = c.places[0].five ^ c.bytes[1024 + 0x12]  # the key of the subject itself is 0
    cdef uint32_t hashes[BATCH]
    cdef uint8_t offsets[BATCH]
    cdef int32_t scores[FORMS]
    cdef Py_ssize_t first = 0, size, k
    cdef int64_t total = 0
    cdef int found, number
    scores[0] = scores[1] = 0
    while first < topics.n - 1:
        size = min(topics.n - 1 - first, BATCH)
        found = 0
        for k in range(size):
            hashes[found] = (base ^ topics.codes[first + k]) * <uint32_t>FEATURE_HASH
            offsets[found] = <uint8_t>k
            found += symbols[first + k] >= FIRST_HAN and is_seen(c, hashes[found])
        for number in range(found):
            prefetch(c.weights + weight_slot(c, hashes[number]))
        number = 0
        for k in range(size):
            topics.subject[first + k] = scores[1] - scores[0]
            if number < found and offsets[number] == k:
                add_weights(c, hashes[number], scores)
                number += 1
        first += size
    topics.subject[first] = scores[1] - scores[0]
    topics.weighed = True


cdef inline int64_t subject_of(const Topics* topics, Py_ssize_t low, Py_ssize_t high) noexcept nogil:
    """Return how much the pairs in [low:high) of a sentence speak for a technical subject."""
    return topics.subject[high - 1] - topics.subject[low] if low < high else 0


cdef bint regional_sense(
    const ContextModel* c, const Place* place, const uint16_t* symbols, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end, Topics* topics
) noexcept nogil:
    """Tell whether the region would write its own word for [start:end]; ``topics`` has been filled by ``pair_up``."""
    cdef int32_t sums[FORMS]
    cdef uint32_t features[BATCH]
    cdef Py_ssize_t low = max(0, start - TOPIC), high = min(n, end + TOPIC)
    cdef uint32_t base = place.five ^ c.bytes[1024 + 0x12]
    cdef const int16_t* record = c.records + place.block
    cdef int64_t lead
    cdef int k, n_features
    for k in range(FORMS):
        sums[k] = 0
    n_features = features_around(c, place, symbols + start - 1, symbols + end, True, True, features)
    n_features += pairs_of(base, symbols, topics, low, start, features + n_features)
    n_features += pairs_of(base, symbols, topics, end, high, features + n_features)
    weigh_all(c, features, n_features, sums)
    lead = sums[1] + record[1] - sums[0] - record[0]
    if lead > SUBJECT or lead <= -SUBJECT:
        return lead > 0
    if not topics.weighed:
        weigh_subject(c, symbols, topics)
    return lead + max(-SUBJECT, min(SUBJECT, subject_of(topics, low, start) + subject_of(topics, end, high))) > 0
