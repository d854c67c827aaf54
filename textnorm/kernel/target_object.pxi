# A target as an object.

cdef class Script:
    """What brings texts to a target: sections of a mapped file, and the tables of the target."""

    cdef Target target
    cdef readonly dict sections
    cdef readonly object simplify, region, words
    cdef Py_buffer views[16]
    cdef int held
    cdef void* spare  # the memory of a call that has ended, for the next one

    def __init__(self, sections, numbers, simplify=None, region=None, words=None):
        """Use ``sections`` by name without copying them; ``numbers`` are their sizes."""
        cdef Target* t = &self.target
        self.sections, self.simplify, self.region, self.words = sections, simplify, region, words
        t.characters = <const Character*>self.view("characters", 65536 * sizeof(Character))
        t.n_others = len(sections["others"]) // sizeof(Other)
        t.others = <const Other*>self.view("others", 0)
        t.simplify = &(<Table?>simplify).stage if simplify is not None else NULL
        t.region = &(<Table?>region).stage if region is not None else NULL
        t.words = &(<Table?>words).stage if words is not None else NULL
        t.senses = <const uint16_t*>self.view("senses", 0) if "senses" in sections else NULL
        t.firsts = first_characters(t.words) if t.words != NULL else NULL
        t.lattice.characters = t.characters
        if "trie" in sections:
            t.lattice.mask = (1 << numbers["pairs"]) - 1
            t.lattice.pairs = <const uint64_t*>self.view("pairs", (t.lattice.mask + 1) // 8)
            t.lattice.words.size, t.lattice.words.valued, t.lattice.words.leaves, t.lattice.words.written, t.lattice.words.inner = numbers["trie"]
            t.lattice.words.slots = <const uint64_t*>self.view("trie", 8 * (t.lattice.words.size + 2))
            t.lattice.words.values = <const uint32_t*>self.view("trie_values", 0)
            t.context.places = <const Place*>self.view("places", 0)
            t.context.forms = <const uint32_t*>self.view("forms", 0)
            t.context.records = <const int16_t*>self.view("records", 0)
            t.context.shift = 32 - numbers["weights"]
            t.context.weights = <const uint32_t*>self.view("weights", 4 << numbers["weights"])
            t.context.moves = <const uint8_t*>self.view("moves", LOWEST + 1)
            t.context.several = <const uint16_t*>self.view("several", 0)
            t.context.seen_shift = 32 - numbers["features"]
            t.context.seen = <const uint64_t*>self.view("features", (1 << numbers["features"]) // 8)
            t.context.known_shift = 64 - numbers["known"]
            t.context.known = <const uint64_t*>self.view("known", 16 << numbers["known"])
            t.context.bytes = <const uint32_t*>self.view("bytes", 7 * 1024)

    cdef const void* view(self, name, Py_ssize_t least) except NULL:
        cdef Py_buffer* view = &self.views[self.held]
        PyObject_GetBuffer(self.sections[name], view, PyBUF_SIMPLE)
        self.held += 1
        if view.len < least:
            raise ValueError(f"section {name} of a target has {view.len} bytes, expected at least {least}")
        return view.buf

    def __dealloc__(self):
        cdef int k
        for k in range(self.held):
            PyBuffer_Release(&self.views[k])
        discard(<Work*>self.spare)
        free(self.target.firsts)

    def convert(self, str text not None):
        """Return a whole text in the target, but for what is not to be read; None where it has to be looked at again."""
        cdef int kind = PyUnicode_KIND(text)
        cdef Py_ssize_t n = len(text), room = n + (n >> 4)
        cdef void* s = PyUnicode_DATA(text)
        cdef void* copy = NULL
        cdef PyObject* result = NULL
        cdef Work* w
        cdef Status status
        if PyUnicode_IS_ASCII(text):
            return text
        w = self.work()
        try:
            if kind == 1:
                copy = s = widened(s, 1, n, 2)
                kind = 2
            result = PyUnicode_New(room, 0xFFFF if kind == 2 else 0x10FFFF)
            w.out = Buffer(PyUnicode_DATA_(result), 0, room, True)
            if n < UNLOCKED:
                status = bring_plainly(&self.target, w, kind, s, n)
            else:
                with nogil:
                    status = bring_plainly(&self.target, w, kind, s, n)
            if status == TOO_WIDE:
                return self.bring_wide(text)
            if status == NO_MEMORY:
                raise MemoryError
            if not w.wrote:
                return text
            if not w.shows:
                return None
            if not (w.out.borrowed and needs_kind(kind, w.out.units, w.out.n)):
                return PyUnicode_FromKindAndData(kind, w.out.units, w.out.n)
            PyUnicode_Resize(&result, w.out.n)
            return <object>result
        finally:
            free(copy)
            free(<void*>w.held)
            self.done(w)
            Py_XDECREF(result)

    cdef Work* work(self) except NULL:
        """Return memory to work in."""
        cdef Work* w = <Work*>exchange(&self.spare, NULL)
        if w != NULL:
            return w
        w = <Work*>malloc(sizeof(Work))
        if w == NULL:
            raise MemoryError
        clear(w)
        w.cut.memory = <Remembered*>calloc(1 << MEMORY, sizeof(Remembered))  # it may be missing
        return w

    cdef void done(self, Work* w) noexcept:
        """Keep the memory of a call for the next one, but for what is as large as its text."""
        if not w.out.borrowed:
            free(w.out.units)
        w.out = Buffer(NULL, 0, 0, False)
        w.held, w.n_held, w.next_held = NULL, 0, 0
        w.theirs, w.ours, w.wrote, w.shows = -1, 0, False, False
        w.spans.n = w.merged.n = w.topics.n = 0
        if w.room > UNLOCKED:
            restart(w)
        discard(<Work*>exchange(&self.spare, w))

    cdef bring_wide(self, str text):
        """Do what ``convert`` does where a character beyond the basic plane is written into a text without any."""
        cdef Py_ssize_t n = len(text), k
        cdef void* s = PyUnicode_DATA(text)
        cdef Rows spans = Rows(NULL, 0, 0)
        held = []
        try:
            if PyUnicode_KIND(text) == 2 and find_unread(<const uint16_t*>s, n, True, &spans) == NO_MEMORY:
                raise MemoryError
            held = [(spans.at[k], spans.at[k + 1], None) for k in range(0, spans.n, 4)]
        finally:
            free(spans.at)
        result, wrote, shows = self.bring(text, held)
        return result if shows or not wrote else None

    cpdef bring(self, str text, held=(), columns=None, evidence=None):
        """Return the text in the target, whether it was changed, and whether something only the target has was written.

        held: (start, end, value) in ascending order: read, not judged by, and written as the value; or not read and
            not changed, where the value is None.
        columns: five arrays of q to record edits in: start, end, start and end in the result, rule.
        evidence: what ``count`` found in the document that the text is a part of; None where it is a whole one.
        """
        cdef int kind = PyUnicode_KIND(text)
        cdef Py_ssize_t n = len(text), k, theirs = -1, ours = 0
        cdef void* s = PyUnicode_DATA(text)
        cdef void* copy = NULL
        cdef Work w
        cdef Status status
        if n == 0:
            return text, False, False
        if evidence is not None:
            theirs, ours = evidence
        clear(&w)
        try:
            if held:
                take_held(&w, held, n)
            w.theirs, w.ours, w.traced = theirs, ours, columns is not None
            if kind == 1:
                copy = s = widened(s, 1, n, 2)
                kind = 2
            status = self.with_kind(kind, s, n, &w)
            if status == TOO_WIDE:
                s = widened(s, 2, n, 4)
                free(copy)
                copy, kind = s, 4
                restart(&w)
                w.theirs, w.ours = theirs, ours
                status = self.with_kind(4, s, n, &w)
            if status == NO_MEMORY:
                raise MemoryError
            if columns is not None:
                for k in range(0, w.edits.n, 4):
                    columns[4].append(w.edits.at[k] & 3)
                    w.edits.at[k] >>= 2
                fill(columns[:4], &w.edits)
            return PyUnicode_FromKindAndData(kind, w.out.units, w.out.n), bool(w.wrote), bool(w.shows)
        finally:
            free(copy)
            free(<void*>w.held)
            free(<void*>w.values)
            restart(&w)

    def count(self, str text not None, held=()):
        """Return how many characters only the script to convert from has, and how many only the target; but for ``held``."""
        cdef int kind = PyUnicode_KIND(text)
        cdef Py_ssize_t n = len(text)
        cdef void* s = PyUnicode_DATA(text)
        cdef void* copy = NULL
        cdef Work w
        clear(&w)
        try:
            if held:
                take_held(&w, held, n)
            if kind == 1:
                copy = s = widened(s, 1, n, 2)
                kind = 2
            with nogil:
                if kind == 2:
                    count_all(&self.target, &w, <const uint16_t*>s, n)
                else:
                    count_all(&self.target, &w, <const uint32_t*>s, n)
            return w.theirs, w.ours
        finally:
            free(copy)
            free(<void*>w.held)
            free(<void*>w.values)

    def telling(self, str text not None):
        """Return where the characters are that only the script to convert from has, and those that only the target has."""
        cdef int kind = PyUnicode_KIND(text)
        cdef Py_ssize_t n = len(text)
        cdef void* s = PyUnicode_DATA(text)
        cdef void* copy = NULL
        cdef Work w
        cdef bint enough
        theirs, ours = array("q"), array("q")
        clear(&w)
        try:
            if kind == 1:
                copy = s = widened(s, 1, n, 2)
                kind = 2
            with nogil:
                if kind == 2:
                    enough = find_telling(&self.target, &w, <const uint16_t*>s, n)
                else:
                    enough = find_telling(&self.target, &w, <const uint32_t*>s, n)
            if not enough:
                raise MemoryError
            fill((theirs,), &w.spans)
            fill((ours,), &w.merged)
            return theirs, ours
        finally:
            free(copy)
            restart(&w)

    def weigh(self, str text not None, sentences, bint doubtful=False, double least=0):
        """Return four columns about the ambiguous places of a text; see ``script.weighing``.

        They are: where the place is; the form that fits best, as code point; its lead over the form that stands there,
        in 80 parts of natural log odds; its probability in millionths.
        sentences: (start, end) of what is read, in ascending order.
        doubtful: places where another form fits better; else those where the best form stands.
        least: where not 0, each form of each place whose best form has at most this probability is listed instead:
            the place, whether conversion writes it, the form, and its score.
        """
        cdef int kind = PyUnicode_KIND(text)
        cdef Py_ssize_t n = len(text), k = 0
        cdef void* s = PyUnicode_DATA(text)
        cdef void* copy = NULL
        cdef int64_t* bounds = NULL
        cdef Py_ssize_t size = len(sentences)
        cdef Work w
        cdef Status status
        columns = [array("q") for _ in range(4)]
        clear(&w)
        try:
            bounds = <int64_t*>malloc((2 * size + 1) * sizeof(int64_t))
            if bounds == NULL:
                raise MemoryError
            for start, end in sentences:
                bounds[k], bounds[k + 1] = start, end
                if not 0 <= bounds[k] <= bounds[k + 1] <= n:
                    raise ValueError("a sentence must lie in the text")
                k += 2
            if kind == 1:
                copy = s = widened(s, 1, n, 2)
                kind = 2
            with nogil:
                if kind == 2:
                    status = weigh_sentences(&self.target, &w, <const uint16_t*>s, bounds, size, doubtful, least)
                else:
                    status = weigh_sentences(&self.target, &w, <const uint32_t*>s, bounds, size, doubtful, least)
            if status == NO_MEMORY:
                raise MemoryError
            fill(columns, &w.edits)
            return columns
        finally:
            free(copy)
            free(bounds)
            restart(&w)

    cdef Status with_kind(self, int kind, void* s, Py_ssize_t n, Work* w) noexcept:
        cdef Status status
        cdef const Target* t = &self.target
        if n < UNLOCKED:
            return bring(t, w, <const uint16_t*>s, n) if kind == 2 else bring(t, w, <const uint32_t*>s, n)
        with nogil:
            status = bring(t, w, <const uint16_t*>s, n) if kind == 2 else bring(t, w, <const uint32_t*>s, n)
        return status


cdef uint8_t* first_characters(const Stage* stage) except NULL:
    """Return bits: which code points of the basic plane are the first of a key."""
    cdef uint8_t* bits = <uint8_t*>malloc(8192)
    cdef uint64_t k, first
    if bits == NULL:
        raise MemoryError
    memcpy(bits, stage.singles, 8192)
    for k in range(stage.hard.size + 2):
        first = stage.hard.slots[k] >> 42  # of the key: a node beyond ``NODES``, or the first code point of two
        if 0 < first < 0x10000:
            bits[first >> 3] |= 1 << (first & 7)
    return bits


cdef bint needs_kind(int kind, const void* units, Py_ssize_t n) noexcept nogil:
    """Tell whether a text needs the width that its code units have."""
    cdef Py_ssize_t k = 0
    if kind == 2:
        while k < n and (<const uint16_t*>units)[k] <= 0xFF:
            k += 1
    else:
        while k < n and (<const uint32_t*>units)[k] <= 0xFFFF:
            k += 1
    return k < n
