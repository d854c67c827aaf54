# What a reading is worth, and which of its lost characters are written; reference_verdict defines it.

cdef enum:
    TERMS = 6  # of a character

# As in ``reference_verdict``.
cdef double GIVEN = 1 - 1e-9
cdef double NEXT = 8.0
cdef double USUAL_BITS = 8.0
cdef double LEAST_BITS = 4.0
cdef double MOST_BITS = 14.0
cdef double USUAL_BEHIND = 6.0
cdef double MOST_BEHIND = 24.0
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


cdef int weigh_piece(tuple row, const float* behind, const double* weights, double line, bint gives, double sure, list found) except -1:
    """Append how certain each character of a piece is; ``behind`` has the bits of what follows each."""
    cdef str text = <str>row[2]
    cdef tuple chances = <tuple>row[4]
    cdef Py_ssize_t n = len(chances), i
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* s = PyUnicode_DATA(text)
    cdef double terms[TERMS]
    cdef double before = INFINITY, own, next_one = INFINITY
    cdef uint32_t point
    if n > len(text):
        raise ValueError(f"a piece of {len(text)} characters has {n} probabilities")
    some = []
    if n:
        next_one = odds_of(<double>chances[0])
    for i in range(n):
        own = next_one
        next_one = odds_of(<double>chances[i + 1]) if i + 1 < n else INFINITY
        if gives and <double>chances[i] > GIVEN:
            some.append(1.0)
        else:
            point = point_at(s, kind, i)
            terms[0] = 1.0
            terms[1] = own
            terms[2] = min(min(before, next_one), NEXT)
            terms[3] = line
            terms[4] = not 0x3400 <= point <= 0x9FFF
            terms[5] = min(<double>behind[i], MOST_BEHIND) - USUAL_BEHIND
            own_chance = chance_of(weights, terms)
            some.append(own_chance if own_chance >= 1.0 else own_chance * sure)
        before = own
    found.append(tuple(some))
    return 0


def certainties(Grams model not None, pieces, weights, double line_bits, bint gives, double sure):
    """Return for each piece how certain each of its characters is; see ``reference_verdict``."""
    cdef double[TERMS] w
    cdef Py_ssize_t k, at = 0
    cdef double line = min(max(line_bits, LEAST_BITS), MOST_BITS) - USUAL_BITS
    cdef float[::1] costs
    cdef bint open = False
    cdef list found = []
    if len(weights) != TERMS:
        raise ValueError(f"a character has {TERMS} terms, and so many weights, not {len(weights)}")
    for k in range(TERMS):
        w[k] = weights[k]
    rows = [piece_row(piece) for piece in pieces]
    for row in rows:
        for one in <tuple>(<tuple>row)[4]:
            open = open or not (gives and <double>one > GIVEN)
    if not open:
        return [(1.0,) * len(<tuple>(<tuple>row)[4]) for row in rows]
    costs = model.bits_each("".join([(<tuple>row)[2] for row in rows]) + "\n", "")
    for row in rows:
        weigh_piece(<tuple>row, &costs[at + 1] if at + 1 < costs.shape[0] else &costs[0], w, line, gives, sure, found)
        at += len(<str>(<tuple>row)[2])
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
