# What the forms of a character cost in a document; reference_forms defines it.

cdef struct FormCount:
    # How often a document has a form, or any form of a group whose first one this is; without its stamp never.
    uint32_t stamp, used, total


cdef struct FormSheet:
    # What one document at a time knows of all forms: nothing has to be cleared for the next one, which has another stamp.
    FormCount* counts
    uint64_t* known  # the stamp, and below it the bits of what a form costs
    Py_ssize_t room
    uint32_t stamp


cdef void* SPARE_SHEET = NULL


cdef void drop_sheet(FormSheet* sheet) noexcept nogil:
    if sheet != NULL:
        free(sheet.counts)
        free(sheet.known)
        free(sheet)


cdef FormSheet* take_sheet(Py_ssize_t forms) noexcept nogil:
    """Return a sheet for another document, NULL where there is no memory."""
    cdef FormSheet* sheet = <FormSheet*>exchange(&SPARE_SHEET, NULL)
    if sheet == NULL or sheet.room < forms or sheet.stamp == <uint32_t>0xFFFFFFFF:
        drop_sheet(sheet)
        sheet = <FormSheet*>calloc(1, sizeof(FormSheet))
        if sheet == NULL:
            return NULL
        sheet.room = forms
        sheet.counts = <FormCount*>calloc(forms, sizeof(FormCount))
        sheet.known = <uint64_t*>calloc(forms, sizeof(uint64_t))
        if sheet.counts == NULL or sheet.known == NULL:
            drop_sheet(sheet)
            return NULL
    sheet.stamp += 1
    return sheet


cdef inline FormCount* count_of(const FormSheet* sheet, uint16_t number) noexcept nogil:
    """Return the counts of a form, to be added to."""
    cdef FormCount* count = &sheet.counts[number]
    if count.stamp != sheet.stamp:
        count.stamp = sheet.stamp
        count.used = count.total = 0
    return count


cdef inline double simplified_by(double odds) noexcept nogil:
    """Return the probability of Simplified by the bits that speak against it."""
    return 1.0 / (1.0 + exp2(odds))


cdef class Forms:
    """The costs of forms in the texts of the model; see ``reference_forms.Forms``."""

    cdef uint16_t numbers[65536]  # of the form that a code point is, from 1 on; 0 for one that has no other form
    cdef Py_ssize_t count
    cdef double* simplified  # bits, by the number of a form
    cdef double* traditional
    cdef double* shares_simplified  # and the probabilities
    cdef double* shares_traditional
    cdef float* sure_simplified  # what forms cost that a document does not have which is as surely of one script as can be
    cdef float* sure_traditional
    cdef uint16_t* groups  # the first form with the same symbol

    def __cinit__(self, Grams grams not None, points, simplified, traditional):
        cdef Py_ssize_t k
        self.count = len(points)
        self.simplified = <double*>malloc((self.count + 1) * sizeof(double))
        self.traditional = <double*>malloc((self.count + 1) * sizeof(double))
        self.shares_simplified = <double*>malloc((self.count + 1) * sizeof(double))
        self.shares_traditional = <double*>malloc((self.count + 1) * sizeof(double))
        self.sure_simplified = <float*>malloc((self.count + 1) * sizeof(float))
        self.sure_traditional = <float*>malloc((self.count + 1) * sizeof(float))
        self.groups = <uint16_t*>malloc((self.count + 1) * sizeof(uint16_t))
        if self.simplified == NULL or self.traditional == NULL or self.groups == NULL:
            raise MemoryError
        if self.shares_simplified == NULL or self.shares_traditional == NULL:
            raise MemoryError
        if self.sure_simplified == NULL or self.sure_traditional == NULL:
            raise MemoryError
        firsts = {}
        for k in range(self.count):
            self.numbers[<uint16_t>points[k]] = <uint16_t>(k + 1)
            self.simplified[k + 1] = simplified[k]
            self.traditional[k + 1] = traditional[k]
            self.shares_simplified[k + 1] = exp2(-self.simplified[k + 1])
            self.shares_traditional[k + 1] = exp2(-self.traditional[k + 1])
            self.sure_simplified[k + 1] = self.price(<uint16_t>(k + 1), simplified_by(-SUREST), 0, 0)
            self.sure_traditional[k + 1] = self.price(<uint16_t>(k + 1), simplified_by(SUREST), 0, 0)
            self.groups[k + 1] = firsts.setdefault(symbol_of(&grams.model, points[k]), k + 1)

    def __dealloc__(self):
        free(self.simplified)
        free(self.traditional)
        free(self.shares_simplified)
        free(self.shares_traditional)
        free(self.sure_simplified)
        free(self.sure_traditional)
        free(self.groups)

    cdef float price(self, uint16_t number, double simplified, uint32_t used, uint32_t total) noexcept nogil:
        """Return the bits of a form in a document that is Simplified with some probability and has forms so often."""
        cdef double probability = simplified * self.shares_simplified[number]
        probability += (1.0 - simplified) * self.shares_traditional[number]
        return <float>-log2((used + PRIOR * probability) / (total + PRIOR))

    def document(self, str text not None, double lean=0.0):
        """Return what forms cost in a document, of which ``text`` is what can be trusted."""
        return DocumentForms(self, text, lean)


cdef class DocumentForms:
    """What forms cost in one document; see ``reference_forms.DocumentForms``."""

    cdef Forms forms
    cdef readonly double simplified
    cdef FormSheet* sheet  # by the number of a form
    cdef const float* sure  # what forms cost that the document does not have; NULL where it is not of one script
    cdef float wide  # bits of a letter or digit of full width

    def __cinit__(self, Forms forms not None, str text not None, double lean=0.0):
        cdef Py_ssize_t k, n = len(text)
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* s = PyUnicode_DATA(text)
        cdef uint32_t point
        cdef uint16_t number
        cdef double odds = -lean
        self.forms = forms
        self.sheet = take_sheet(forms.count + 1)
        if self.sheet == NULL:
            raise MemoryError
        self.wide = WIDE
        for k in range(n):
            point = point_at(s, kind, k)
            number = forms.numbers[point] if point <= 0xFFFF else 0
            if number:
                count_of(self.sheet, number).used += 1
                count_of(self.sheet, forms.groups[number]).total += 1
                odds += forms.simplified[number] - forms.traditional[number]
            if is_wide(point):
                self.wide = 0.0
        odds = max(-SUREST, min(SUREST, odds))
        self.simplified = simplified_by(odds)
        self.sure = forms.sure_simplified if odds == -SUREST else forms.sure_traditional if odds == SUREST else NULL

    def __dealloc__(self):
        drop_sheet(<FormSheet*>exchange(&SPARE_SHEET, self.sheet) if self.sheet != NULL else NULL)

    cdef inline float price(self, uint32_t point) noexcept nogil:
        cdef uint16_t number = self.forms.numbers[point] if point <= 0xFFFF else 0
        if number == 0:
            return self.wide if is_wide(point) else 0.0
        return self.form_price(number)

    cdef inline float form_price(self, uint16_t number) noexcept nogil:
        cdef uint64_t known = self.sheet.known[number]
        cdef uint32_t bits
        cdef float price
        if known >> 32 == self.sheet.stamp:
            bits = <uint32_t>known
            memcpy(&price, &bits, sizeof(float))
            return price
        return self.priced(number)

    cdef float priced(self, uint16_t number) noexcept nogil:
        cdef const FormCount* form = &self.sheet.counts[number]
        cdef const FormCount* group = &self.sheet.counts[self.forms.groups[number]]
        cdef uint32_t used = form.used if form.stamp == self.sheet.stamp else 0, bits
        cdef uint32_t total = group.total if group.stamp == self.sheet.stamp else 0
        cdef float price
        if total == 0 and self.sure != NULL:  # a logarithm for each form was a thirtieth of the time of a line
            return self.sure[number]
        price = self.forms.price(number, self.simplified, used, total)
        memcpy(&bits, &price, sizeof(float))
        self.sheet.known[number] = <uint64_t>self.sheet.stamp << 32 | bits
        return price

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
