# What the forms of a character cost in a document; reference_forms defines it.

from libc.math cimport NAN, isnan


cdef class Forms:
    """The costs of forms in the texts of the model; see ``reference_forms.Forms``."""

    cdef uint16_t numbers[65536]  # of the form that a code point is, from 1 on; 0 for one that has no other form
    cdef Py_ssize_t count
    cdef double* simplified  # bits, by the number of a form
    cdef double* traditional
    cdef uint16_t* groups  # the first form with the same symbol

    def __cinit__(self, Grams grams not None, points, simplified, traditional):
        cdef Py_ssize_t k
        self.count = len(points)
        self.simplified = <double*>malloc((self.count + 1) * sizeof(double))
        self.traditional = <double*>malloc((self.count + 1) * sizeof(double))
        self.groups = <uint16_t*>malloc((self.count + 1) * sizeof(uint16_t))
        if self.simplified == NULL or self.traditional == NULL or self.groups == NULL:
            raise MemoryError
        firsts = {}
        for k in range(self.count):
            self.numbers[<uint16_t>points[k]] = <uint16_t>(k + 1)
            self.simplified[k + 1] = simplified[k]
            self.traditional[k + 1] = traditional[k]
            self.groups[k + 1] = firsts.setdefault(symbol_of(&grams.model, points[k]), k + 1)

    def __dealloc__(self):
        free(self.simplified)
        free(self.traditional)
        free(self.groups)

    def document(self, str text not None):
        """Return what forms cost in a document, of which ``text`` is what can be trusted."""
        return DocumentForms(self, text)


cdef class DocumentForms:
    """What forms cost in one document; see ``reference_forms.DocumentForms``."""

    cdef Forms forms
    cdef readonly double simplified
    cdef uint32_t* used  # how often the document has a form, by its number
    cdef uint32_t* totals  # and how often any form of its group, by the number of the first one
    cdef float* known
    cdef float wide  # bits of a letter or digit of full width

    def __cinit__(self, Forms forms not None, str text not None):
        cdef Py_ssize_t k, n = len(text)
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* s = PyUnicode_DATA(text)
        cdef uint32_t point
        cdef uint16_t number
        cdef double odds = 0.0
        self.forms = forms
        self.used = <uint32_t*>calloc(forms.count + 1, sizeof(uint32_t))
        self.totals = <uint32_t*>calloc(forms.count + 1, sizeof(uint32_t))
        self.known = <float*>malloc((forms.count + 1) * sizeof(float))
        if self.used == NULL or self.totals == NULL or self.known == NULL:
            raise MemoryError
        self.wide = WIDE
        for k in range(forms.count + 1):
            self.known[k] = <float>NAN
        for k in range(n):
            point = point_at(s, kind, k)
            number = forms.numbers[point] if point <= 0xFFFF else 0
            if number:
                self.used[number] += 1
                self.totals[forms.groups[number]] += 1
                odds += forms.simplified[number] - forms.traditional[number]
            if is_wide(point):
                self.wide = 0.0
        self.simplified = 1.0 / (1.0 + exp2(max(-SUREST, min(SUREST, odds))))

    def __dealloc__(self):
        free(self.used)
        free(self.totals)
        free(self.known)

    cdef inline float price(self, uint32_t point) noexcept nogil:
        cdef uint16_t number = self.forms.numbers[point] if point <= 0xFFFF else 0
        if number == 0:
            return self.wide if is_wide(point) else 0.0
        return self.form_price(number)

    cdef inline float form_price(self, uint16_t number) noexcept nogil:
        if isnan(self.known[number]):
            self.known[number] = self.priced(number)
        return self.known[number]

    cdef float priced(self, uint16_t number) noexcept nogil:
        cdef double probability = self.simplified * exp2(-self.forms.simplified[number])
        probability += (1.0 - self.simplified) * exp2(-self.forms.traditional[number])
        return <float>-log2((self.used[number] + PRIOR * probability) / (self.totals[self.forms.groups[number]] + PRIOR))

    def bits(self, characters not None):
        """Return what each of some characters (or code points) costs beyond its symbol."""
        cdef Py_ssize_t k, n
        cdef int kind
        cdef const void* s
        if not isinstance(characters, str):
            return array("f", [self.price(point) for point in characters])
        n = len(characters)
        kind = PyUnicode_KIND(characters)
        s = PyUnicode_DATA(characters)
        out = array("f", bytes(4 * n))
        cdef float[::1] costs = out
        for k in range(n):
            costs[k] = self.price(point_at(s, kind, k))
        return out


# How sure one can get that a document is all of one script, and how many occurrences the counts of the texts are worth.
cdef double SUREST = 7.0, PRIOR = 0.5
# Bits of a letter or digit of full width, which few documents write.
cdef float WIDE = 6.0


cdef inline bint is_wide(uint32_t point) noexcept nogil:
    return 0xFF10 <= point <= 0xFF19 or 0xFF21 <= point <= 0xFF3A or 0xFF41 <= point <= 0xFF5A
