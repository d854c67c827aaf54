# How well the forms that a text in Traditional has fit where they stand, as ``script.weighing`` defines it.

from libc.math cimport exp

cdef enum:
    STEPS = 16  # of a score for each unit of natural log odds; as ``script.context.SCALE``
    MILLION = 1000000


cdef bint find_telling(const Target* t, Work* w, const unit* s, Py_ssize_t n) noexcept nogil:
    """Note where the characters of one script only are, in ``w.spans`` and ``w.merged``; False without memory."""
    cdef Py_ssize_t k
    cdef uint8_t marks
    for k in range(n):
        marks = t.characters[s[k] if s[k] < 0xFFFF else 0xFFFF].marks
        if marks & (THEIRS | OURS | STRANGE):
            if marks & STRANGE:
                marks = marks_of(t, s[k])
            if marks & THEIRS and not add(&w.spans, k, 0, 0, 0) or marks & OURS and not add(&w.merged, k, 0, 0, 0):
                return False
    return True


cdef Py_ssize_t form_number(const ContextModel* c, const Place* place, uint32_t point) noexcept nogil:
    """Return which form of a place a code point is; -1 for none."""
    cdef Py_ssize_t k
    for k in range(<Py_ssize_t>place.count):
        if c.forms[place.forms + k] == point:
            return k
    return -1


cdef const int16_t* sum_forms(
    const Target* t, Work* w, const uint16_t* symbols, Py_ssize_t n, Py_ssize_t at, uint16_t number, int32_t* sums,
    Py_ssize_t unless
) noexcept nogil:
    """Add up the scores of the forms of a place; return its record, or NULL where the form ``unless`` is settled."""
    cdef const Place* place = t.context.places + number
    cdef const int16_t* record
    cdef Word* word
    cdef int k
    cut_around(&t.lattice, symbols, n, at, &w.cut)
    word = word_at(&w.cut, at)
    record = record_at(t, word, at, number)
    if record[1] & 1 and record[0] == unless:
        return NULL
    for k in range(FORMS):
        sums[k] = 0
    surroundings(&t.context, place, symbols + at - 1, symbols + at + 1, word.start == at, word.end == at + 1, sums)
    for k in range(<int>place.count):
        sums[k] = OPINION * sums[k] + record[3 + k]
    return record


cdef int best_form(const int32_t* sums, int count) noexcept nogil:
    cdef int k, best = 0
    for k in range(1, count):
        if sums[k] > sums[best]:
            best = k
    return best


cdef int form_written(const int16_t* record, const int32_t* sums, int best) noexcept nogil:
    """Return which form conversion writes: that of the dictionary unless another is surer and no mere habit."""
    cdef int form = record[0]
    if not record[1] & 1 and (form == NO_FORM or (sums[best] - sums[form] > SURE and not record[2] >> best & 1)):
        return best
    return form


cdef double best_share(const int32_t* sums, int count, int best) noexcept nogil:
    """Return the probability of the best form."""
    cdef int k
    cdef double total = 0
    for k in range(count):
        total += exp(<double>(sums[k] - sums[best]) / (OPINION * STEPS))
    return 1 / total


cdef bint weigh_place(
    const Target* t, Work* w, const uint16_t* symbols, Py_ssize_t n, Py_ssize_t at, uint32_t point, uint16_t number,
    Py_ssize_t start, bint doubtful
) noexcept nogil:
    """Record what is to be said of one place of a sentence of ``n`` that begins at ``start``; False without memory."""
    cdef const Place* place = t.context.places + number
    cdef const int16_t* record
    cdef int32_t sums[FORMS]
    cdef int best
    cdef Py_ssize_t own = form_number(&t.context, place, point)
    if own < 0:
        return True
    record = sum_forms(t, w, symbols, n, at, number, sums, own if doubtful else NO_FORM)
    if record == NULL:
        return True
    best = best_form(sums, place.count)
    if doubtful == (best == own) or best != own and best != form_written(record, sums, best):
        return True
    return add(
        &w.edits, start + at, t.context.forms[place.forms + best], sums[best] - sums[own],
        <int64_t>(MILLION * best_share(sums, place.count, best)),
    )


cdef bint list_place(
    const Target* t, Work* w, const uint16_t* symbols, Py_ssize_t n, Py_ssize_t at, uint16_t number, Py_ssize_t start,
    double least
) noexcept nogil:
    """Record each form of a place, if the best has at most the probability ``least``; False without memory."""
    cdef const Place* place = t.context.places + number
    cdef int32_t sums[FORMS]
    cdef const int16_t* record = sum_forms(t, w, symbols, n, at, number, sums, NO_FORM)
    cdef int k, best = best_form(sums, place.count), form = form_written(record, sums, best)
    if best_share(sums, place.count, best) > least:
        return True
    for k in range(<int>place.count):
        if not add(&w.edits, start + at, form == k, t.context.forms[place.forms + k], sums[k]):
            return False
    return True


cdef Status weigh_sentence(
    const Target* t, Work* w, const unit* s, Py_ssize_t start, Py_ssize_t n, bint doubtful, double least
) noexcept nogil:
    """Weigh the places of the sentence of ``n`` at ``start``; or list them, where ``least`` is not 0."""
    cdef Py_ssize_t k
    cdef uint32_t plain
    cdef uint16_t number
    cdef uint16_t* symbols
    if not reserve_work(w, n) or not reserve_cut(&w.cut, n):
        return NO_MEMORY
    symbols = w.edged + NEAR
    for k in range(NEAR):
        w.edged[k] = symbols[n + k] = SENTENCE_EDGE
    for k in range(n):
        symbols[k] = known(t, s[start + k], &plain).symbol
    w.cut.low = w.cut.high = 0
    for k in range(n):
        number = t.characters[symbols[k]].place if is_han(symbols[k]) else 0
        if not number:
            continue
        if least > 0:
            # a Traditional character is read as its Simplified one, but it is not to be converted
            if s[start + k] == symbols[k] and not list_place(t, w, symbols, n, k, number, start, least):
                return NO_MEMORY
        elif not weigh_place(t, w, symbols, n, k, s[start + k], number, start, doubtful):
            return NO_MEMORY
    return DONE


cdef Status weigh_sentences(
    const Target* t, Work* w, const unit* s, const int64_t* bounds, Py_ssize_t n, bint doubtful, double least
) noexcept nogil:
    """Weigh the places of ``n`` sentences; ``bounds`` has where each starts and ends."""
    cdef Py_ssize_t k
    for k in range(n):
        if weigh_sentence(t, w, s, bounds[2 * k], bounds[2 * k + 1] - bounds[2 * k], doubtful, least) != DONE:
            return NO_MEMORY
    return DONE
