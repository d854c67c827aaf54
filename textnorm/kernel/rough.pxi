# Spelling only what is within reach: which characters can stand between two nodes is told by sets of bytes, of which the
# commonest character says whether a likely path leads through; only then are all of them written.  The result is that of
# writing all edges and confining them (reach.pxi), of which nine in ten are dropped where bytes are lost.

cdef struct Spelt:
    # What can be written between two nodes: the characters of ``length`` bytes in ``sets``, the ASCII bytes in the first
    # set (1), or ``point`` (0).
    int32_t start, end
    int length
    const ByteSet* sets[MOST_BYTES]
    uint32_t point
    double bits
    int count  # how many characters: one, or two for more
    double least  # bits of the best one in model and channel, of a single one in the channel alone


cdef Spelt* add_spelt(Spelling* s, Py_ssize_t start, Py_ssize_t end, int length, double bits) noexcept nogil:
    """Make room for what can be written between two nodes; NULL where there is no memory."""
    cdef Spelt* one
    if not grow(<void**>&s.spelt, &s.room_spelt, s.n_spelt + 1, sizeof(Spelt)):
        return NULL
    one = &s.spelt[s.n_spelt]
    one.start, one.end = <int32_t>start, <int32_t>end
    one.length = length
    one.bits = bits
    one.count = 0
    one.least = INFINITY
    return one


cdef bint spell_point(Spelling* s, Py_ssize_t start, Py_ssize_t end, uint32_t point, double bits) noexcept nogil:
    """Note that one character, or nothing, can be written between two nodes."""
    cdef Spelt* one = add_spelt(s, start, end, 0, bits)
    if one == NULL:
        return False
    one.point = point
    one.count = 1
    one.least = <float>bits
    s.n_spelt += 1
    s.reached[end] = 1
    return True


cdef bint spell_ascii(Spelling* s, Py_ssize_t start, Py_ssize_t end, const ByteSet* data, double bits) noexcept nogil:
    """Note that the ASCII characters among some bytes can be written between two nodes."""
    cdef Spelt* one
    if data.n_low == 0:
        return True
    one = add_spelt(s, start, end, 1, bits)
    if one == NULL:
        return False
    one.sets[0] = data
    one.least = data.least_low + <float>bits
    one.count = min(data.n_low, 2)
    if one.count == 1:
        one.length = 0
        one.point = data.last_low
        one.least = <float>bits
    s.n_spelt += 1
    s.reached[end] = 1
    return True


cdef inline double rough_bits(const Model* m, uint32_t point) noexcept nogil:
    cdef uint32_t symbol = symbol_of(m, point)
    return <double>m.unigrams[symbol] + m.within[symbol]


cdef inline float used_price(const FormPrices* prices, const Used* used) noexcept nogil:
    """Return what a character in use costs as one form among others, as ``forms.price`` does."""
    if used.form:
        return form_price(prices, used.form)
    return prices.wide if used.wide else 0.0


cdef bint spell_fitting(
    Spelling* s, Alphabet alphabet, DocumentForms forms, Py_ssize_t start, const ByteSet** sets, int length, Py_ssize_t end, double bits
) noexcept nogil:
    """Note that the characters whose bytes are in ``sets`` can be written between two nodes."""
    cdef Spelt* one = add_spelt(s, start, end, length, bits)
    cdef const float* least = alphabet.least[length]
    cdef Fitting found
    cdef const Used* used
    cdef Py_ssize_t k
    cdef float cost = 0.0
    if one == NULL or not find_fitting(&found, &s.fitted, alphabet, sets, length):
        return False
    for k in range(length):
        one.sets[k] = sets[k]
    for k in range(found.n):
        if one.count > 1 and least[found.listed[k] >> 6] + bits >= one.least:
            break  # nothing behind is commoner
        used = &alphabet.used[length][found.listed[k]]
        if is_fitting(&found, used.code):
            cost = <float>(bits + <double>used_price(&forms.prices, used))
            one.least = min(one.least, used.rough + cost)
            one.count += 1
            one.point = used.point
    if one.count == 0:
        return True
    if one.count == 1:
        one.length = 0
        one.bits = one.least = cost
    s.n_spelt += 1
    s.reached[end] = 1
    return True


cdef bint write_spelt(Spelling* s, Alphabet alphabet, DocumentForms forms, const Spelt* one) noexcept nogil:
    """Write all that is written between two nodes."""
    cdef const ByteSet* sets[MOST_BYTES]
    cdef int k
    if one.length == 0:
        return write_edge(s, one.start, one.end, one.point, one.bits)
    if one.length == 1:
        return write_ascii(s, one.start, one.end, one.sets[0], one.bits)
    for k in range(one.length):
        sets[k] = one.sets[k]
    return write_open(s, alphabet, forms, one.start, sets, one.length, one.end, one.bits)


cdef bint write_within(
    Spelling* s, Alphabet alphabet, DocumentForms forms, const Document* document, const Context* start, double reach
) noexcept nogil:
    """Write the edges through which a path is no more than ``reach`` bits behind the best one, by the rough estimate."""
    cdef Py_ssize_t node, at, end, k, last = s.n_nodes - 1
    cdef Spelt* one
    cdef double least
    cdef Context to
    cdef double* ahead
    cdef double* behind
    cdef int32_t* order
    cdef int32_t* first
    cdef Context* contexts
    if (
        not grow(<void**>&s.ahead, &s.room_ahead, s.n_nodes, sizeof(double))
        or not grow(<void**>&s.behind, &s.room_behind, s.n_nodes, sizeof(double))
        or not grow(<void**>&s.order, &s.room_order, s.n_spelt + 1, sizeof(int32_t))
        or not cleared(<void**>&s.first, &s.room_first, s.n_nodes + 2, sizeof(int32_t))
        or not grow(<void**>&s.contexts, &s.room_contexts, s.n_nodes, sizeof(Context))
    ):
        return False
    ahead, behind, order, first, contexts = s.ahead, s.behind, s.order, s.first, s.contexts
    for k in range(s.n_spelt):  # they come by start; now by end, and then by start
        first[s.spelt[k].end + 2] += 1
    for node in range(s.n_nodes):
        first[node + 1] += first[node]
        ahead[node] = behind[node] = INFINITY
        contexts[node].length = 0
    for k in range(s.n_spelt):
        node = s.spelt[k].end
        order[first[node + 1]] = <int32_t>k
        first[node + 1] += 1
    ahead[0] = behind[last] = 0.0
    contexts[0] = start[0]
    for node in range(1, s.n_nodes):
        at = first[node]
        while at < first[node + 1]:
            one = &s.spelt[order[at]]
            least = one.least
            end = at + 1
            while end < first[node + 1] and s.spelt[order[end]].start == one.start:
                end += 1
            if end > at + 1:
                least = INFINITY
                for k in range(at, end):
                    least = min(least, least_of(s, &s.spelt[order[k]]))
            elif one.count == 1 and one.point >= NODES:
                if contexts[node].length == 0:
                    contexts[node] = contexts[one.start]
            elif one.count == 1:
                least += advance(s.model, document, &contexts[one.start], symbol_of(s.model, one.point), &to)
                if contexts[node].length == 0:
                    contexts[node] = to
            for k in range(at, end):
                s.spelt[order[k]].least = least
            ahead[node] = min(ahead[node], ahead[one.start] + least)
            at = end
    for node in range(last, 0, -1):
        for at in range(first[node], first[node + 1]):
            one = &s.spelt[order[at]]
            behind[one.start] = min(behind[one.start], behind[node] + one.least)
    for k in range(s.n_spelt):
        one = &s.spelt[k]
        if ahead[one.start] + one.least + behind[one.end] > ahead[last] + reach:
            continue
        if not write_spelt(s, alphabet, forms, one):
            return False
    return True


cdef inline double least_of(const Spelling* s, const Spelt* one) noexcept nogil:
    """Return the bits of the best character as one among others."""
    return one.least if one.count > 1 or one.point >= NODES else one.least + rough_bits(s.model, one.point)
