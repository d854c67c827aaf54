# Objects.

cdef class Table:
    """One stage, over sections that stay where they are: bytes just built or parts of a mapped file."""

    cdef Stage stage
    cdef readonly dict sections
    cdef readonly dict numbers
    cdef Py_buffer views[10]
    cdef int held

    def __init__(self, sections, numbers):
        """Use ``sections`` by name and ``numbers`` (sizes, bounds of nodes) without copying them."""
        self.sections = sections
        self.numbers = numbers
        cdef Stage* t = &self.stage
        t.map = <const uint16_t*>self.view("map", 65536 * 2)
        t.mask = (1 << numbers["bits"]) - 1
        t.filter = <const uint64_t*>self.view("filter", (t.mask + 1) // 8)
        t.second_mask = (1 << numbers["second_bits"]) - 1
        t.second_filter = <const uint64_t*>self.view("second_filter", (t.second_mask + 1) // 8)
        t.pool = <const uint16_t*>self.view("pool", 0)
        t.singles = <const uint8_t*>self.view("singles", 8192) if "singles" in sections else NULL
        self.trie(&t.hard, "hard")
        t.soft_filter = NULL
        if "soft" in sections:
            t.soft_mask = (1 << numbers["soft_bits"]) - 1
            t.soft_filter = <const uint64_t*>self.view("soft_filter", (t.soft_mask + 1) // 8)
            self.trie(&t.soft, "soft")

    cdef trie(self, Trie* trie, name):
        trie.size, trie.valued, trie.leaves, trie.written, trie.inner = self.numbers[name]
        trie.slots = <const uint64_t*>self.view(name, 8 * (trie.size + 2))
        trie.values = <const uint32_t*>self.view(f"{name}_values", 0)

    cdef const void* view(self, name, Py_ssize_t least) except NULL:
        cdef Py_buffer* view = &self.views[self.held]
        PyObject_GetBuffer(self.sections[name], view, PyBUF_SIMPLE)
        self.held += 1
        if view.len < least:
            raise ValueError(f"section {name} of a table has {view.len} bytes, expected at least {least}")
        return view.buf

    def __dealloc__(self):
        cdef int k
        for k in range(self.held):
            PyBuffer_Release(&self.views[k])

    def __getattr__(self, name):
        return self.numbers[name]


cdef directly(const Stage* t, const unit* s, Py_ssize_t n):
    """Convert straight into a new string of the same width; None where that cannot hold the result or is too wide for it."""
    cdef Py_ssize_t room = n, i = 0, o = 0, k = 0
    cdef Py_UCS4 most = 0xFFFF if unit is uint16_t else 0x10FFFF
    cdef uint32_t narrower = 0xFF if unit is uint16_t else 0xFFFF
    cdef PyObject* result
    cdef PyObject* larger
    cdef unit* out
    cdef Status status
    if first_operator(s, n) < n:
        return None
    result = PyUnicode_New(room, most)
    while True:
        out = <unit*>PyUnicode_DATA_(result)
        if n < UNLOCKED:
            status = run(t, s, n, &i, out, room, &o, NULL, NULL, 0)
        else:
            with nogil:
                status = run(t, s, n, &i, out, room, &o, NULL, NULL, 0)
        if status != FULL:
            break
        room += (room >> 4) + 256
        try:
            larger = PyUnicode_New(room, most)
        except MemoryError:
            Py_DECREF(result)
            raise
        memcpy(PyUnicode_DATA_(larger), out, o * sizeof(unit))
        Py_DECREF(result)
        result = larger
    while k < o and out[k] <= narrower:
        k += 1
    if status != DONE or k == o:
        Py_DECREF(result)
        return None
    if o != room:
        PyUnicode_Resize(&result, o)
    finished = <object>result
    Py_DECREF(result)
    return finished


cdef class Chain:
    """Tables one after the other; ``freezes``: the hard matches of the first go no further."""

    cdef readonly tuple tables
    cdef readonly bint freezes
    cdef bint latin
    cdef Stage* stages[16]
    cdef int count

    def __init__(self, tables, freezes=False):
        """Raise ValueError for more than 16 tables."""
        self.tables = tuple(tables)
        if not 0 < len(self.tables) <= 16:
            raise ValueError("a chain has 1 to 16 tables")
        self.freezes = freezes
        for k, table in enumerate(self.tables):
            self.stages[k] = &(<Table?>table).stage
            self.latin = self.latin or bool(table.numbers["latin"])
        self.count = len(self.tables)

    def convert(self, str text not None):
        """Return the converted text."""
        cdef int kind = PyUnicode_KIND(text)
        cdef Py_ssize_t n = len(text)
        if kind == 1 and not self.latin or n == 0:
            return text
        if self.count == 1 and kind != 1:
            if kind == 2:
                result = directly(self.stages[0], <const uint16_t*>PyUnicode_DATA(text), n)
            else:
                result = directly(self.stages[0], <const uint32_t*>PyUnicode_DATA(text), n)
            if result is not None:
                return result
        return self.long_way(text, kind, n, None)

    def edits(self, str text not None):
        """Return the converted text and the columns (array of q) of the places that differ."""
        columns = tuple(array("q") for _ in range(4))
        cdef int kind = PyUnicode_KIND(text)
        if kind == 1 and not self.latin or not text:
            return text, columns
        return self.long_way(text, kind, len(text), columns), columns

    cdef long_way(self, str text, int kind, Py_ssize_t n, columns):
        """Convert through buffers: any width, any number of stages, with edits."""
        cdef void* copy = NULL
        cdef void* s = PyUnicode_DATA(text)
        cdef Buffer result = Buffer(NULL, 0, 0, False)
        cdef Rows edits = Rows(NULL, 0, 0)
        cdef Rows* wanted = &edits if columns is not None else NULL
        cdef Status status
        try:
            if kind == 1:
                copy = widened(s, 1, n, 2)
                s, kind = copy, 2
            status = self.with_kind(kind, s, n, &result, wanted)
            if status == TOO_WIDE:
                edits.n = 0
                s = widened(s, 2, n, 4)
                free(copy)
                copy, kind = s, 4
                free(result.units)
                result = Buffer(NULL, 0, 0, False)
                status = self.with_kind(4, s, n, &result, wanted)
            if status == NO_MEMORY:
                raise MemoryError
            if columns is not None:
                fill(columns, &edits)
            return PyUnicode_FromKindAndData(kind, result.units, result.n)
        finally:
            free(copy)
            free(result.units)
            free(edits.at)

    cdef Status with_kind(self, int kind, void* s, Py_ssize_t n, Buffer* result, Rows* edits) noexcept:
        cdef Status status
        with nogil:
            if kind == 2:
                status = through(self.stages, self.count, self.freezes, <const uint16_t*>s, n, result, edits)
            else:
                status = through(self.stages, self.count, self.freezes, <const uint32_t*>s, n, result, edits)
        return status


cdef void* widened(const void* s, int kind, Py_ssize_t n, int to) except NULL:
    """Return a copy of code units with another width and a 0 at the end."""
    cdef void* copy = calloc(n + 1, to)
    cdef Py_ssize_t k
    if copy == NULL:
        raise MemoryError
    if kind == 1:
        for k in range(n):
            (<uint16_t*>copy)[k] = (<const uint8_t*>s)[k]
    else:
        for k in range(n):
            (<uint32_t*>copy)[k] = (<const uint16_t*>s)[k]
    return copy


cdef fill(columns, Rows* rows):
    """Append the rows to the columns (arrays of q)."""
    cdef Py_ssize_t k, size = rows.n // 4
    cdef int64_t[::1] view
    for number, column in enumerate(columns):
        column.frombytes(bytes(8 * size))
        if size:
            view = column
            for k in range(size):
                view[k] = rows.at[4 * k + <int>number]
