# HTML and XML, the code and the links of Markdown, template expressions, as ``protect.markup`` says it.
#
# Each function looks around a centre.  It sets ``span`` to (start, end), empty where there is none, and returns where
# the search goes on.

cdef inline Py_ssize_t one_span(Py_ssize_t* span, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    span[0], span[1] = start, end
    return end


cdef Py_ssize_t end_of_tag(const unit* s, Py_ssize_t n, Py_ssize_t at, Py_ssize_t* name) noexcept nogil:
    """Return the end of a tag that begins at ``at``, or 0; ``name`` becomes start and end of its name."""
    cdef Py_ssize_t k = at + 1, closed
    if k < n and s[k] == c"/":
        k += 1
    name[0] = k
    if k >= n or not reads(s[k], LETTER):
        return 0
    while k < n and (reads(s[k], STEM_SIGN) or s[k] == c":"):
        k += 1
    name[1] = k
    if k >= n or not (is_space(s[k]) or s[k] == c"/" or s[k] == c">"):
        return 0
    while k < n and s[k] != c"<":
        if s[k] == c">":
            return k + 1
        if s[k] == c'"' or s[k] == c"'":
            closed = k + 1
            while closed < n and s[closed] != s[k] and s[closed] != c"<":
                closed += 1
            if closed >= n or s[closed] == c"<":
                break
            k = closed
        k += 1
    k = name[1]  # a tag on one line, whatever its quotation marks
    while k < n and s[k] != c"<" and s[k] != c">" and s[k] != c"\n":
        k += 1
    return k + 1 if k < n and s[k] == c">" else 0


cdef Py_ssize_t end_of_declaration(const unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Return the end of a declaration, or of an address in angle brackets, that begins at ``at``, or 0."""
    cdef Py_ssize_t k = at + 1, q
    if starts_with(s, n, k, "![CDATA[", 8):
        return k + 8
    if k + 1 < n and (s[k] == c"!" or s[k] == c"?") and reads(s[k + 1], LETTER):
        q = k + 2
        while q < n and s[q] != c"<" and s[q] != c">":
            q += 1
        if q < n and s[q] == c">":
            return q + 1
    if k < n and reads(s[k], LETTER):
        q = k + 1
        while q < n and reads(s[q], SCHEME_SIGN):
            q += 1
        if q < n and s[q] == c":":
            while q < n and s[q] != c"<" and s[q] != c">" and not is_space(s[q]):
                q += 1
            if q < n and s[q] == c">":
                return q + 1
    q = end_of_part(s, n, k)
    if q == k or q >= n or s[q] != c"@":
        return 0
    k = q + 1
    q = end_of_part(s, n, k)
    return q + 1 if q > k and q < n and s[q] == c">" else 0


cdef inline Py_ssize_t end_of_part(const unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Return the end of one half of an e-mail address in angle brackets."""
    while at < n and s[at] != c"<" and s[at] != c">" and s[at] != c"@" and not is_space(s[at]):
        at += 1
    return at


cdef Py_ssize_t span_angle(const unit* s, Py_ssize_t n, Py_ssize_t centre, Barren* barren, Py_ssize_t* span) noexcept nogil:
    """Tags, comments, and the elements whose contents are not prose."""
    cdef Py_ssize_t name[2]
    cdef Py_ssize_t end, k, q
    cdef int number
    if starts_with(s, n, centre, "<!--", 4):
        end = find_closer(s, n, centre + 4, n, "-->", 3, &barren.comment)
        return one_span(span, centre, end if end else centre)
    end = end_of_tag(s, n, centre, name)
    if not end:
        end = end_of_declaration(s, n, centre)
        return one_span(span, centre, end if end else centre)
    number = one_of(ELEMENT_NAMES, s, name[0], name[1], True)
    if number < 0 or s[centre + 1] == c"/" or s[end - 2] == c"/" or end < barren.elements[number]:
        return one_span(span, centre, end)
    k = end
    while True:
        k = find_text(s, n, k, "</", 2)
        if k < 0:
            barren.elements[number] = n + 1
            return one_span(span, centre, end)
        k += 2
        q = k
        while q < n and lowered(s[q]) < 128 and reads(lowered(s[q]), LETTER):
            q += 1
        if one_of(ELEMENT_NAMES, s, k, q, True) == number:
            while q < n and is_space(s[q]):
                q += 1
            if q < n and s[q] == c">":
                return one_span(span, centre, q + 1)


cdef inline Py_ssize_t end_of_marks(const unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Return the end of the run of one character that begins at ``at``."""
    cdef Py_ssize_t k = at
    while k < n and s[k] == s[at]:
        k += 1
    return k


cdef bint opens_line(const unit* s, Py_ssize_t at) noexcept nogil:
    """Tell whether only indentation, quotation and list marks stand before a place on its line."""
    cdef Py_ssize_t low = max(0, at - FENCE_MARGIN), k = at, q
    while k > low and s[k - 1] != c"\n":
        k -= 1
    while k < at:
        if is_blank(s[k]) or s[k] == c">":
            k += 1
            continue
        q = k
        if s[k] == c"-" or s[k] == c"*" or s[k] == c"+":
            q += 1
        else:
            while q < at and q - k < 9 and 48 <= s[q] <= 57:
                q += 1
            if q == k or q >= at or not (s[q] == c"." or s[q] == c")"):
                return False
            q += 1
        if q >= at or not is_blank(s[q]):
            return False
        k = q + 1
    return True


cdef Py_ssize_t end_of_fence(const unit* s, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end, Barren* barren) noexcept nogil:
    """Return the end of the code block that the run ``s[start:end]`` opens, or 0 where nothing opens."""
    cdef uint32_t mark = s[start]
    cdef Py_ssize_t k = end, q
    if mark == c"`":
        while k < n and s[k] != c"`" and s[k] != c"\n":
            k += 1
    else:
        while k < n and is_blank(s[k]):
            k += 1
        while k < n and (reads(s[k], STEM_SIGN) or s[k] == c"+" or s[k] == c"#" or s[k] == c"."):
            k += 1
        while k < n and is_blank(s[k]):
            k += 1
    if (k < n and s[k] != c"\n") or (mark == c"~" and end < barren.tildes[end - start]):
        return 0
    while k < n:
        k += 1  # the next line
        while k < n and (is_blank(s[k]) or s[k] == c">"):
            k += 1
        if k < n and s[k] == mark:
            q = end_of_marks(s, n, k)
            if q - k >= end - start:
                k = q
                while k < n and is_blank(s[k]):
                    k += 1
                if k == n or s[k] == c"\n":
                    return q
        while k < n and s[k] != c"\n":
            k += 1
    if mark == c"`":
        return n
    barren.tildes[end - start] = n + 1
    return 0


cdef Py_ssize_t end_of_paragraph(const unit* s, Py_ssize_t n, Py_ssize_t start, Barren* barren) noexcept nogil:
    """Return where the next blank line starts."""
    cdef Py_ssize_t k, q
    if start < barren.paragraph:
        return barren.paragraph
    k = start
    while k < n:
        while k < n and s[k] != c"\n":
            k += 1
        q = k + 1
        while q < n and is_blank(s[q]):
            q += 1
        if q < n and s[q] == c"\n":
            break
        k = q
    barren.paragraph = min(k, n) + 1
    return barren.paragraph


cdef Py_ssize_t span_code(
    const unit* s, Py_ssize_t n, Py_ssize_t centre, Barren* barren, Py_ssize_t* span
) noexcept nogil:
    """Fenced code, and code between backticks."""
    cdef Py_ssize_t end = end_of_marks(s, n, centre), length = end - centre, at, stop, limit, k
    cdef bint lines = False, ideographs = False
    span[0] = span[1] = centre
    if 3 <= length <= LONGEST_FENCE and opens_line(s, centre):
        stop = end_of_fence(s, n, centre, end, barren)
        if stop:
            return one_span(span, centre, stop)
    if s[centre] == c"~" or length > LONGEST_TICKS or end < barren.ticks[length]:
        return end
    limit = end_of_paragraph(s, n, end, barren)
    stop = min(limit, n)
    at = end
    while at < stop:
        if s[at] == c"`":
            k = end_of_marks(s, n, at)
            if k - at == length:
                if not (lines and ideographs):
                    span[1] = k
                return k if span[1] > centre else end
            at = k
            continue
        lines = lines or s[at] == c"\n"
        ideographs = ideographs or is_ideograph(s[at])
        at += 1
    barren.ticks[length] = limit
    return end


cdef Py_ssize_t span_link(const unit* s, Py_ssize_t n, Py_ssize_t centre, Py_ssize_t* span) noexcept nogil:
    """Targets of Markdown links, without their titles."""
    cdef Py_ssize_t k = centre + 2, first, q, spaces
    cdef bint ascii = True, signs = False
    span[0] = span[1] = centre
    if not starts_with(s, n, centre, "](", 2):
        return centre + 1
    while k < n and is_blank(s[k]):
        k += 1
    spaces = k
    if k < n and s[k] == c"<":
        k += 1
    first = k
    while k < n:
        if s[k] == c"(":
            q = k + 1
            while q < n and s[q] != c"(" and s[q] != c")" and not is_space(s[q]):
                q += 1
            if q >= n or s[q] != c")":
                break
            k = q
        elif is_space(s[k]) or s[k] == c")" or s[k] == c"<" or s[k] == c">":
            break
        k += 1
    if k < n and (s[k] == c"(" or s[k] == c"<"):  # nothing closes it
        return spaces - 1 if spaces > centre + 2 else centre + 1
    for q in range(first, k):
        ascii = ascii and s[q] < 128
        signs = signs or s[q] == c"." or s[q] == c"/" or s[q] == c"#" or s[q] == c":" or s[q] == c"%" or s[q] == c"?"
    return one_span(span, first, k) if ascii or signs else centre + 1


cdef Py_ssize_t span_braces(const unit* s, Py_ssize_t n, Py_ssize_t centre, Py_ssize_t* span) noexcept nogil:
    """Expressions of template languages."""
    cdef uint32_t before = s[centre - 1] if centre else 0, after = s[centre + 1] if centre + 1 < n else 0
    cdef Py_ssize_t first = centre + 2 if after == c"{" else centre + 1
    cdef Py_ssize_t k = first, stop = min(n, first + 503)
    span[0] = span[1] = centre
    while k < stop and s[k] != c"{" and s[k] != c"}" and s[k] != c"\n":
        k += 1
    if k >= stop or s[k] != c"}":
        return centre
    if after == c"{":
        return one_span(span, centre, k + 2) if k - first <= 500 and k + 1 < n and s[k + 1] == c"}" else centre
    if after == c"%" and s[k - 1] == c"%" and 0 <= k - 1 - (first + 1) <= 500:
        return one_span(span, centre, k + 1)
    if before == c"$" and k - first <= 200:
        return one_span(span, centre, k + 1)
    if before == c"-" and k - first <= 500 and k + 1 < n and s[k + 1] == c"-":
        return one_span(span, centre, k + 1)
    return centre
