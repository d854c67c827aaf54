# What a reading is worth, and which of its lost characters are written; reference_verdict defines it.

cdef enum:
    TERMS = 8  # of a character
    CANDIDATES = 3  # beside the best guess

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


NO_PIECE = "a piece is a tuple (start, end, text, bits, probabilities, alternatives), not {0!r}"


cdef tuple piece_row(piece):
    """Return a piece as a tuple of six, whatever class of tuples it is; it has no more probabilities than characters."""
    cdef tuple row
    if not isinstance(piece, tuple) or len(piece) != 6:
        raise TypeError(NO_PIECE.format(type(piece)))
    row = <tuple>piece
    if not isinstance(row[2], str) or not isinstance(row[4], tuple) or not isinstance(row[5], tuple):
        raise TypeError(NO_PIECE.format(type(piece)))
    if len(<tuple>row[4]) > len(<str>row[2]):
        raise ValueError(f"a piece of {len(<str>row[2])} characters has {len(<tuple>row[4])} probabilities")
    return row


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


cdef struct Doubts:
    # What is the same for all characters of a reading, and a walk that comes by those that are in doubt.
    double weights[TERMS]
    double line, sure
    bint gives
    Walk walk
    Py_ssize_t at  # the place that the walk comes to next; -1 before it begins


cdef double bits_at(Doubts* d, Py_ssize_t place) noexcept nogil:
    """Return the bits of the character at a place, behind the last one; those between are read where that is shorter."""
    cdef double bits = 0.0
    if d.at < 0 or place - d.at >= d.walk.model.order:
        set_out(&d.walk, d.walk.model, d.walk.text, d.walk.kind, place, d.walk.model.order, False)
        d.at = place
    while d.at <= place:
        bits = go_on(&d.walk, point_at(d.walk.text, d.walk.kind, d.at))
        d.at += 1
    return bits


cdef double certainty(Doubts* d, tuple chances, Py_ssize_t i, Py_ssize_t place) except -1.0:
    """Return how certain character ``i`` of a piece is, which stands at a place of the text."""
    cdef double terms[TERMS]
    cdef double own = odds_of(<double>chances[i]), beside = NEXT, chance
    cdef uint32_t point = point_at(d.walk.text, d.walk.kind, place)
    if i:
        beside = min(beside, odds_of(<double>chances[i - 1]))
    if i + 1 < len(chances):
        beside = min(beside, odds_of(<double>chances[i + 1]))
    terms[0] = 1.0
    terms[1] = own
    terms[2] = beside
    terms[3] = d.line
    terms[4] = not 0x3400 <= point <= 0x9FFF
    terms[5] = min(bits_at(d, place + 1), MOST_BEHIND) - USUAL_BEHIND
    terms[6] = max(0.0, min(own, AGREED) - HIGH)
    terms[7] = own > AGREED
    chance = chance_of(d.weights, terms)
    return chance if chance >= 1.0 else chance * d.sure


def certainties(Grams model not None, pieces, weights, double line_bits, bint gives, double sure):
    """Return for each piece how certain each of its characters is; see ``reference_verdict``."""
    cdef Doubts d
    cdef Py_ssize_t k, at = 1
    cdef tuple row, chances
    if len(weights) != TERMS:
        raise ValueError(f"a character has {TERMS} terms, and so many weights, not {len(weights)}")
    for k in range(TERMS):
        d.weights[k] = weights[k]
    d.line = min(max(line_bits, LEAST_BITS), MOST_BITS) - USUAL_BITS
    d.sure, d.gives, d.at = sure, gives, -1
    rows = [piece_row(piece) for piece in pieces]
    text = "".join(["\n", *[(<tuple>one)[2] for one in rows], "\n"])  # it has the boundaries of a line
    d.walk.model, d.walk.text, d.walk.kind = &model.model, PyUnicode_DATA(text), PyUnicode_KIND(text)
    found = []
    for one in rows:
        row = <tuple>one
        chances = <tuple>row[4]
        some = [1.0] * len(chances)
        for k in range(len(chances)):
            if not d.gives or <double>chances[k] <= GIVEN:
                some[k] = certainty(&d, chances, k, at + k)
        found.append(tuple(some))
        at += len(<str>row[2])
    return found


cdef tuple guesses_of(tuple row):
    """Return the best guess for a piece, then others for the character that the search left most in doubt."""
    cdef str text = <str>row[2]
    cdef tuple chances = <tuple>row[4], others = <tuple>row[5]
    cdef Py_ssize_t i, weakest = 0
    for i in range(1, len(chances)):
        if <double>chances[i] < <double>chances[weakest]:
            weakest = i
    if weakest >= len(others):
        return (text,)
    before, behind = text[:weakest], text[weakest + 1 :]
    return (text, *[before + <str?>(<tuple?>one)[0] + behind for one in (<tuple?>others[weakest])[:CANDIDATES]])


cdef tuple written_of(tuple row, tuple some, double least, bint* tells):
    """Return what is written of a piece, how certain the least certain character is, and the guesses for the others."""
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
        return text, 1.0, ()
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
        return text, weakest, ()
    after = "".join([text[i] if <double>some[i] >= least else "\ufffd" for i in range(n)])
    return after, weakest, guesses_of(row)


def written(pieces, chances, double least):
    """Return what becomes of each piece; None where nothing above ASCII is written; see ``reference_verdict``."""
    cdef bint tells = False
    found = []
    for piece, some in zip(pieces, chances, strict=True):
        if not isinstance(some, tuple):
            raise TypeError(f"the certainties of a piece are a tuple, not {type(some)!r}")
        found.append(written_of(piece_row(piece), <tuple>some, least, &tells))
    return found if tells else None
