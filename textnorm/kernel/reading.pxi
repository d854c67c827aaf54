# Reading what stands behind text of a wrong codec that lost bytes; reference_reading defines it.

cdef enum:
    FOLLOWING = 258  # what can follow a place: a byte, a mark, what nothing is known of
    A_MARK = 256
    UNKNOWN = 257
    LOST_MARK = 0xFFFD
    APART = 3  # broken places with fewer characters between them are one
    READ_BEHIND = 8  # characters behind a broken place

# Bits of a broken place that no text explains, and of each character that stands there.
cdef double UNREADABLE = 20.0, UNREADABLE_EACH = 12.0


cdef struct Token:
    # A character, or NODES for nothing; bytes, where ``data`` is not NULL; or a gap, which somebody else holds.
    uint32_t point
    const uint8_t* data
    Py_ssize_t n
    PyObject* gap


cdef class LossyChannel:
    """How text in one codec was read with another one that lost bytes; see ``reference_reading.LossyChannel``."""

    cdef Alphabet alphabet
    cdef Codes codes
    cdef object maker
    cdef Gap end
    cdef bint joined
    cdef double lean
    # The gaps that were made: by mark, whether a line ends behind, and what follows; and those at no mark.
    cdef void* behind[2][2][FOLLOWING]
    cdef void* gone[2][FOLLOWING]

    def __cinit__(
        self, Alphabet alphabet not None, Codes codes not None, maker, Gap end not None, *, bint joined, double lean=0.0
    ):
        self.lean = lean
        self.alphabet, self.codes, self.maker, self.end, self.joined = alphabet, codes, maker, end, joined

    def __dealloc__(self):
        cdef Py_ssize_t k
        cdef void** all_behind = &self.behind[0][0][0]
        cdef void** all_gone = &self.gone[0][0]
        for k in range(4 * FOLLOWING):
            Py_XDECREF(<PyObject*>all_behind[k])
        for k in range(2 * FOLLOWING):
            Py_XDECREF(<PyObject*>all_gone[k])

    def fill(
        self,
        Grams grams not None,
        DocumentForms forms not None,
        tokens,
        str before not None,
        str after not None,
        *,
        bint inserts,
        Py_ssize_t beam,
        double margin,
        double reach=INFINITY,
        Recent recent=None,
    ):
        """Return (text, bits, probabilities, alternatives) of the likeliest text behind characters, bytes and gaps; or None."""
        cdef Filling f
        cdef Sides sides = Sides(run_of(before), run_of(after))
        cdef Token* made = NULL
        cdef Py_ssize_t n = 0, k
        single = list(tokens)
        for token in single:
            n += max(1, len(token)) if isinstance(token, str) else 1
        begin_filling(&f, grams, recent, beam, margin, reach)
        try:
            made = <Token*>malloc((n + 1) * sizeof(Token))
            if made == NULL:
                raise MemoryError
            n = 0
            for token in single:
                if token == "":
                    made[n] = Token(NODES, NULL, 0, NULL)
                    n += 1
                elif isinstance(token, str):
                    for k in range(len(token)):
                        made[n] = Token(point_at(PyUnicode_DATA(token), PyUnicode_KIND(token), k), NULL, 0, NULL)
                        n += 1
                elif isinstance(token, bytes):
                    made[n] = Token(0, <const uint8_t*><const char*>(<bytes>token), len(token), NULL)
                    n += 1
                else:
                    made[n] = Token(0, NULL, 0, <PyObject*>(<Gap?>token))
                    n += 1
            return self.found(&f, grams, forms, made, n, 0, n + 1 if inserts else 0, sides.after.n == 0, &sides, None, 0)
        finally:
            free(made)
            end_filling(&f)

    def read(
        self,
        rare,
        Grams grams not None,
        Forms forms not None,
        str seen not None,
        str before not None,
        str after not None,
        *,
        bint questioned,
        bint inserts,
        Py_ssize_t beam,
        double margin,
        double reach=INFINITY,
        Recent recent=None,
        swallowed=None,
    ):
        """Return rows (start, end, text, bits, probabilities, alternatives) of what is behind a text that was UTF-8."""
        cdef Filling f
        cdef Sides sides = Sides(run_of(before), run_of(after))
        cdef Aligned a
        cdef BrokenPlaces places
        cdef const Broken* place
        cdef Py_ssize_t k, at = 0, at_seen = 0
        cdef Said said
        rows = []
        memset(&a, 0, sizeof(Aligned))
        memset(&places, 0, sizeof(BrokenPlaces))
        memset(&said, 0, sizeof(Said))
        begin_filling(&f, grams, recent, beam, margin, reach)
        try:
            align(&a, self.codes, seen)
            if not find_broken(&places, &a, questioned, APART):
                raise MemoryError
            text = text_as_utf8(&a)
            document = DocumentForms(forms, text, self.lean) if places.n else None
            for k in range(places.n):
                place = &places.at[k]
                if place.start > at:
                    part = text[at : place.start]
                    say(&said, part)
                    rows.append((at_seen, place.first, part, None, (), ()))
                found = self.filled_place(&f, rare, grams, document, seen, text, place, inserts, &said, &sides, swallowed)
                at, at_seen = place.end, place.last + (place.taken > 0)
                if found is None:
                    found = unreadable(grams, seen[place.first : at_seen])
                say(&said, found[0])
                rows.append((place.first, at_seen, *found))
            if at < len(text) or at_seen < len(seen):
                rows.append((at_seen, len(seen), text[at:], None, (), ()))
            return rows
        finally:
            drop_aligned(&a)
            free(places.at)
            free(said.points)
            end_filling(&f)

    cdef tuple filled_place(
        self, Filling* f, rare, Grams grams, DocumentForms forms, str seen, str text, const Broken* w, bint inserts,
        const Said* said, const Sides* around, swallowed
    ):
        """Return what a broken place spells, with rare characters where no other ones do; or None."""
        cdef Py_ssize_t n = w.last - w.first, k, inserted = 0
        cdef const void* s = PyUnicode_DATA(seen)
        cdef int kind = PyUnicode_KIND(seen)
        cdef bint ends_line = w.end == len(text) and around.after.n == 0
        cdef LossyChannel channel = self
        cdef Sides sides
        cdef Token* tokens = <Token*>malloc((n + 1) * sizeof(Token))
        if tokens == NULL:
            raise MemoryError
        try:
            for k in range(n):
                tokens[k] = Token(point_at(s, kind, w.first + k), NULL, 0, NULL)
            if n == 0:
                tokens[0] = bytes_of(self.codes, point_at(s, kind, w.last), w.skipped, w.taken)
                n = 1
            else:
                if w.skipped:
                    tokens[0] = bytes_of(self.codes, tokens[0].point, w.skipped, MOST_BYTES)
                if w.taken:
                    tokens[n] = bytes_of(self.codes, point_at(s, kind, w.last), 0, w.taken)
                    n += 1
            if inserts:
                inserted = n + (tokens[n - 1].data == NULL)
            sides.before = last_said(said)
            if sides.before.n == 0:
                sides.before = around.before
            sides.after = run_in(text, w.end, w.end + READ_BEHIND) if w.end < len(text) else around.after
            found = self.found(f, grams, forms, tokens, n, w.skipped > 0, inserted, ends_line, &sides, swallowed, w.first)
            if found is None:
                channel = rare()
                found = channel.found(f, grams, forms, tokens, n, w.skipped > 0, inserted, ends_line, &sides, swallowed, w.first)
            return found
        finally:
            free(tokens)

    cdef tuple found(
        self, Filling* f, Grams grams, DocumentForms forms, const Token* tokens, Py_ssize_t n, Py_ssize_t insert_from,
        Py_ssize_t insert_to, bint ends_line, const Sides* sides, swallowed, Py_ssize_t at
    ):
        """Return what a search finds behind some tokens; a line that ends in a word may have been cut there."""
        cdef Py_ssize_t size
        cdef Sides cut = sides[0]
        held = []
        clear_spelling(&f.bench.graph)
        if not add_node(&f.bench.graph) or not self.add_tokens(&f.bench.graph, tokens, n, insert_from, insert_to, ends_line, held, swallowed, at):
            raise MemoryError
        line = searched(f, grams, self.alphabet, forms, sides)
        if line is None or sides.after.n or not ends_in_word(line[0], len(line[0])):
            return line
        cut.after.data = NULL
        if not add_gap(&f.bench.graph, self.end):
            raise MemoryError
        found = searched(f, grams, self.alphabet, forms, &cut)
        if found is None:
            return line
        text, _, probabilities, alternatives = found
        size = len(text) - text.endswith("\n")
        if not ends_in_word(text, size):
            return line
        return text[:size], line[1], probabilities[:size], alternatives[:size]

    cdef bint add_tokens(
        self, Spelling* s, const Token* tokens, Py_ssize_t n, Py_ssize_t insert_from, Py_ssize_t insert_to, bint ends_line, list held,
        swallowed, Py_ssize_t at
    ) except -1:
        """Add to a graph what was seen, with a gap at each mark and wherever bytes may have been dropped; False without memory."""
        cdef Py_ssize_t i = 0, behind
        cdef const Token* token
        cdef Gap gap
        cdef int following
        while i < n:
            token = &tokens[i]
            if insert_from <= i < insert_to and not add_gap(s, self.dropped(self.first_byte(token), False, swallowed, at + i, held)):
                return False
            if not is_mark(token):
                if not self.add_token(s, token):
                    return False
                i += 1
                continue
            behind = i + 1
            while self.joined and behind < n and is_mark(&tokens[behind]):
                behind += 1
            following = self.first_byte(&tokens[behind]) if behind < n else UNKNOWN
            if behind > i + 1:
                gap = self.maker.behind_marks("".join([chr(tokens[k].point) for k in range(i, behind)]), as_byte(following))
                held.append(gap)
            else:
                gap = self.behind_mark(token.point, following, behind == n and ends_line, swallowed, at + i, held)
            if not add_gap(s, gap):
                return False
            i = behind
        return not insert_from <= n < insert_to or add_gap(s, self.dropped(UNKNOWN, ends_line, swallowed, at + n, held))

    cdef bint add_token(self, Spelling* s, const Token* token) noexcept:
        if token.gap != NULL:
            return add_gap(s, <Gap>token.gap)
        if token.data != NULL:
            return add_bytes(s, self.alphabet, token.data, token.n, s.n_nodes - 1, -1)
        return token.point == NODES or add_character(s, self.alphabet, self.codes, token.point)

    cdef int first_byte(self, const Token* token) noexcept nogil:
        """Return the first byte of a token, or what it is instead."""
        cdef const uint8_t* code
        if token.gap != NULL:
            return UNKNOWN
        if token.data != NULL:
            return <int>token.data[0] if token.n else UNKNOWN
        if is_mark(token):
            return A_MARK
        code = code_of(self.codes, token.point)
        return <int>code[2] if code[0] and code[1] else UNKNOWN

    cdef Gap behind_mark(self, uint32_t mark, int following, bint last, swallowed, Py_ssize_t at, list held):
        cdef void** kept = &self.behind[mark == LOST_MARK][last][following]
        cdef void* gap
        cdef Gap found
        signs = None if swallowed is None else swallowed(at, at + 1)
        if signs is not None:
            found = self.maker.behind_mark(chr(mark), as_byte(following), last, signs)
            held.append(found)
            return found
        gap = published(kept)
        return <Gap>gap if gap != NULL else keep(kept, self.maker.behind_mark(chr(mark), as_byte(following), last))

    cdef Gap dropped(self, int following, bint last, swallowed, Py_ssize_t at, list held):
        cdef void** kept = &self.gone[last][following]
        cdef void* gap
        cdef Gap found
        signs = None if swallowed is None else swallowed(at, at)
        if signs is not None:
            found = self.maker.dropped(as_byte(following), last, signs)
            held.append(found)
            return found
        gap = published(kept)
        return <Gap>gap if gap != NULL else keep(kept, self.maker.dropped(as_byte(following), last))


cdef Gap keep(void** kept, gap):
    """Keep a gap for the next time; where another thread kept one meanwhile, return that."""
    cdef Gap made = <Gap?>gap
    cdef void* other
    Py_INCREF(<PyObject*>made)
    other = publish(kept, <void*>made)
    if other == NULL:
        return made
    Py_DECREF(<PyObject*>made)
    return <Gap>other


cdef object as_byte(int following):
    """Return what follows a place as a maker of gaps takes it."""
    return None if following == UNKNOWN else -1 if following == A_MARK else following


cdef inline bint is_mark(const Token* token) noexcept nogil:
    return token.gap == NULL and token.data == NULL and (token.point == c"?" or token.point == LOST_MARK)


cdef Token bytes_of(Codes codes, uint32_t point, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Return some of the usual bytes of a character; it has more than one."""
    cdef const uint8_t* code = code_of(codes, point)
    return Token(point, code + 2 + start, min(end, code[1]) - start, NULL)


cdef tuple unreadable(Grams grams, str seen):
    """Return what says that nothing is known of some characters."""
    cdef double bits = max(UNREADABLE_EACH * len(seen), grams.bits(seen, ""))
    return chr(LOST_MARK), UNREADABLE + bits, (0.0,), ((),)
