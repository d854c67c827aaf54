# What a reading is worth, and which of its lost characters are written; reference_verdict defines it.

cdef enum:
    TERMS = 8  # of a character

# As in ``reference_verdict``.
cdef double GIVEN = 1 - 1e-9
cdef double NEXT = 8.0
cdef double USUAL_BITS = 8.0
cdef double LEAST_BITS = 4.0
cdef double MOST_BITS = 14.0
cdef double USUAL_BEHIND = 6.0
cdef double MOST_BEHIND = 24.0
cdef double HIGH = 6.0
cdef double AGREED = 18.0
cdef double LEAST_CHANCE = 1e-6
cdef double FLAT = 60.0


cdef tuple piece_row(piece):
    """Return a piece as a tuple of six, whatever class of tuples it is."""
    if not isinstance(piece, tuple) or len(piece) != 6 or not isinstance((<tuple>piece)[2], str) or not isinstance((<tuple>piece)[4], tuple):
        raise TypeError(f"a piece is a tuple (start, end, text, bits, probabilities, alternatives), not {type(piece)!r}")
    return <tuple>piece


def piece_bits(Grams model not None, bytes known not None, pieces, str before not None, str after not None, double foreign):
    """Return the bits of the characters of pieces in model and channel, and of being none of the ``known``."""
    cdef const uint8_t* marks = <const uint8_t*><const char*>known
    cdef Py_ssize_t n_known = len(known), at = len(before), end, strange
    cdef int kind
    cdef const void* s
    cdef uint32_t point
    cdef double total = 0.0, own
    cdef tuple row
    cdef Walk w
    rows = [piece_row(piece) for piece in pieces]
    text = "".join([before, *[(<tuple>one)[2] for one in rows], after[: model.model.order - 1] or "\n"])
    kind, s = PyUnicode_KIND(text), PyUnicode_DATA(text)
    last = len(rows) - 1
    for number, one in enumerate(rows):
        row = <tuple>one
        end = at + len(<str>row[2])
        if row[3] is not None:
            total += <double>row[3]
            at = end
            continue
        set_out(&w, &model.model, s, kind, at, model.model.order, False)
        own = 0.0
        strange = 0
        while at < end:
            point = point_at(s, kind, at)
            own += go_on(&w, point)
            strange += point >= n_known or not marks[point]
            at += 1
        while number == last and end < len(text):
            own += go_on(&w, point_at(s, kind, end))
            end += 1
        total += own
        total += foreign * strange
    return total


cdef inline double odds_of(double probability) noexcept nogil:
    """Return the odds of a probability in bits."""
    probability = min(max(probability, LEAST_CHANCE), 1 - LEAST_CHANCE)
    return log2(probability / (1 - probability))


cdef inline double chance_of(const double* weights, const double* terms) noexcept nogil:
    """Return the probability of a logistic regression."""
    cdef double z = 0.0
    cdef int k
    for k in range(TERMS):
        z += weights[k] * terms[k]
    return 1 / (1 + exp(-max(-FLAT, min(FLAT, z))))


cdef void set_terms(
    double* terms, const double* odds, Py_ssize_t n, Py_ssize_t i, uint32_t point, const float* costs, double line
) noexcept nogil:
    """Write the terms of character ``i`` of a piece of ``n``; ``costs`` are the bits from that character on."""
    terms[0] = 1.0
    terms[1] = odds[i]
    terms[2] = min(min(odds[i - 1] if i else NEXT, odds[i + 1] if i + 1 < n else NEXT), NEXT)
    terms[3] = line
    terms[4] = not 0x3400 <= point <= 0x9FFF
    terms[5] = min(<double>costs[1], MOST_BEHIND) - USUAL_BEHIND
    terms[6] = max(0.0, min(odds[i], AGREED) - HIGH)
    terms[7] = odds[i] > AGREED


cdef tuple weighed(tuple row, const float* costs, const double* weights, double line, bint gives, double sure, double* odds):
    """Return how certain each character of a piece is; ``costs`` are the bits from its first character on."""
    cdef str text = <str>row[2]
    cdef tuple chances = <tuple>row[4]
    cdef Py_ssize_t n = len(chances), i
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* s = PyUnicode_DATA(text)
    cdef double terms[TERMS]
    cdef double chance
    some = []
    for i in range(n):
        odds[i] = odds_of(<double>chances[i])
    for i in range(n):
        chance = 1.0
        if not gives or <double>chances[i] <= GIVEN:
            set_terms(terms, odds, n, i, point_at(s, kind, i), costs + i, line)
            chance = chance_of(weights, terms)
        some.append(chance if chance >= 1.0 else chance * sure)
    return tuple(some)


cdef Py_ssize_t longest_of(list rows, bint gives, bint* open) except -1:
    """Return how many probabilities the longest piece has; ``open`` tells whether any character is not given."""
    cdef Py_ssize_t longest = 0, n
    cdef tuple row
    for one in rows:
        row = <tuple>one
        n = len(<tuple>row[4])
        if n > len(<str>row[2]):
            raise ValueError(f"a piece of {len(<str>row[2])} characters has {n} probabilities")
        longest = max(longest, n)
        for chance in <tuple>row[4]:
            open[0] = open[0] or not (gives and <double>chance > GIVEN)
    return longest


def certainties(Grams model not None, pieces, weights, double line_bits, bint gives, double sure):
    """Return for each piece how certain each of its characters is; see ``reference_verdict``."""
    cdef double[TERMS] w
    cdef double* odds
    cdef Py_ssize_t k, at = 0, longest
    cdef double line = min(max(line_bits, LEAST_BITS), MOST_BITS) - USUAL_BITS
    cdef float[::1] costs
    cdef bint open = False
    cdef tuple row
    if len(weights) != TERMS:
        raise ValueError(f"a character has {TERMS} terms, and so many weights, not {len(weights)}")
    for k in range(TERMS):
        w[k] = weights[k]
    rows = [piece_row(piece) for piece in pieces]
    longest = longest_of(rows, gives, &open)
    if not open:
        return [(1.0,) * len(<tuple>(<tuple>one)[4]) for one in rows]
    costs = model.bits_each("".join([(<tuple>one)[2] for one in rows]) + "\n", "")
    odds = <double*>malloc((longest + 1) * sizeof(double))
    if odds == NULL:
        raise MemoryError
    found = []
    try:
        for one in rows:
            row = <tuple>one
            found.append(weighed(row, &costs[at], w, line, gives, sure, odds) if <tuple>row[4] else ())
            at += len(<str>row[2])
    finally:
        free(odds)
    return found


cdef tuple written_of(tuple row, tuple some, double least, bint* tells):
    """Return what is written of a piece, whether that is all of it, and how certain the least certain character is."""
    cdef str text = <str>row[2]
    cdef Py_ssize_t n = len(text), i
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* s = PyUnicode_DATA(text)
    cdef double weakest = INFINITY, chance
    cdef bint whole = True
    if some and len(some) != n:
        raise ValueError(f"a piece of {n} characters has {len(some)} certainties")
    if not some:
        tells[0] = tells[0] or not text.isascii()
        return text, True, 1.0
    for i in range(n):
        chance = <double>some[i]
        if chance >= least:
            weakest = min(weakest, chance)
            tells[0] = tells[0] or point_at(s, kind, i) >= 0x80
        else:
            whole = False
    if weakest == INFINITY:
        weakest = 1.0
    if whole:
        return text, True, weakest
    return "".join([text[i] if <double>some[i] >= least else "\ufffd" for i in range(n)]), False, weakest


def written(pieces, chances, double least):
    """Return what becomes of each piece; None where nothing above ASCII is written; see ``reference_verdict``."""
    cdef bint tells = False
    found = []
    for piece, some in zip(pieces, chances, strict=True):
        if not isinstance(some, tuple):
            raise TypeError(f"the certainties of a piece are a tuple, not {type(some)!r}")
        found.append(written_of(piece_row(piece), <tuple>some, least, &tells))
    return found if tells else None
