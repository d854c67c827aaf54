# LaTeX formulas and Windows paths, as ``protect.formulas`` and ``protect.addresses`` say it.

cdef bint is_maths(const unit* s, Py_ssize_t low, Py_ssize_t high) noexcept nogil:
    """Tell whether what stands between the marks is a formula, not prose between two amounts of money."""
    cdef Py_ssize_t k, q
    cdef uint32_t c
    cdef bint filled = False, prose = False, command = False, ideographs = False, signs = False
    for k in range(low, high):
        c = s[k]
        filled = filled or not is_space(c)
        if c == c"\n":
            q = k + 1
            while q < high and is_blank(s[q]):
                q += 1
            if q < high and s[q] == c"\n":
                return False
        elif c == c"\\":
            command = command or (k + 1 < high and reads(s[k + 1], LETTER))
        elif c == c"_" or c == c"^" or c == c"=":
            signs = True
        elif c >= 0x3000:
            ideographs = ideographs or is_ideograph(c)
            # ，。；：！？、
            prose = prose or c in (0xFF0C, 0x3002, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0x3001)
    return filled and (command if prose else command or signs or not ideographs)


cdef Py_ssize_t span_dollar(const unit* s, Py_ssize_t n, Py_ssize_t centre, Barren* barren, Py_ssize_t* span) noexcept nogil:
    """Formulas between single or double dollar signs."""
    cdef Py_ssize_t k = centre + 1, end
    span[0] = span[1] = centre
    if k < n and s[k] == c"$":
        end = find_closer(s, n, centre + 2, MATHS_LIMIT, "$$", 2, &barren.dollars)
        return one_span(span, centre, end) if end and is_maths(s, centre + 2, end - 2) else centre + 2
    if (centre and is_alphanumeric(s[centre - 1])) or k >= n or is_space(s[k]):
        return centre + 1
    while k < n and s[k] != c"$" and s[k] != c"\n":
        k += 1
    if k >= n or s[k] == c"\n" or is_space(s[k - 1]) or s[k - 1] == c"\\":
        return centre + 1
    if k + 1 < n and (48 <= s[k + 1] <= 57 or 0xFF10 <= s[k + 1] <= 0xFF19 or s[k + 1] == c"$"):
        return centre + 1
    return one_span(span, centre, k + 1) if is_maths(s, centre + 1, k) else centre + 1


cdef Py_ssize_t span_backslash(
    const unit* s, Py_ssize_t n, Py_ssize_t centre, Py_ssize_t floor, Barren* barren, Py_ssize_t* span
) noexcept nogil:
    r"""Windows paths, and formulas between \( \) or \[ \] or in an environment."""
    cdef Py_ssize_t end, k
    cdef int number, star
    cdef uint32_t following = s[centre + 1] if centre + 1 < n else 0
    span[0] = span[1] = centre
    k = centre - 2 if centre - 2 >= floor and s[centre - 1] == c":" else centre
    if not (k and is_alphanumeric(s[k - 1])):
        end = end_of_windows_path(s, n, k)
        if end:
            return one_span(span, k, end)
    if following == c"(" or following == c"[":
        if following == c"(":
            end = find_closer(s, n, centre + 2, MATHS_LIMIT, "\\)", 2, &barren.round)
        else:
            end = find_closer(s, n, centre + 2, MATHS_LIMIT, "\\]", 2, &barren.square)
        return one_span(span, centre, end) if end and is_maths(s, centre + 2, end - 2) else centre + 2
    if starts_with(s, n, centre, "\\begin{", 7):
        k = centre + 7
        while k < n and reads(s[k], LETTER):
            k += 1
        number = one_of(ENVIRONMENT_NAMES, s, centre + 7, k, False)
        star = k < n and s[k] == c"*"
        if number >= 0 and k + star < n and s[k + star] == c"}":
            k += star
            end = end_of_environment(s, n, centre + 7, k, &barren.environments[2 * number + star])
            return one_span(span, centre, end if end else k + 1)
    return centre + 2 if reads(following, ESCAPED_SIGN) else centre + 1


cdef Py_ssize_t end_of_environment(const unit* s, Py_ssize_t n, Py_ssize_t name, Py_ssize_t stop, Py_ssize_t* barren) noexcept nogil:
    """Return where the environment ends whose name is ``s[name:stop]``, from the brace behind it on; 0 where it does not."""
    cdef Py_ssize_t at = max(stop + 1, barren[0]), k
    while True:
        at = find_text(s, n, at, "\\end{", 5)
        if at < 0:
            barren[0] = n + 1
            return 0
        at += 5
        k = 0
        while name + k <= stop and at + k < n and s[at + k] == s[name + k]:  # with the brace
            k += 1
        if name + k > stop:
            return at + k


cdef inline bint is_component(uint32_t c) noexcept nogil:
    """Tell whether a component of a Windows path may have a code point."""
    if c < 128:
        return not (
            is_space(c) or c == c"\\" or c == c"/" or c == c":" or c == c"*" or c == c"?" or c == c'"' or c == c"<"
            or c == c">" or c == c"|"
        )
    return not (is_space(c) or c in (  # ，。；：！？、（）《》“”
        0xFF0C, 0x3002, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0x3001, 0xFF08, 0xFF09, 0x300A, 0x300B, 0x201C, 0x201D
    ))


cdef Py_ssize_t end_of_windows_path(const unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Return the end of the path that begins at ``at`` with a drive or two backslashes, or 0."""
    cdef Py_ssize_t k = at, q, dot
    if k + 2 < n and reads(s[k], LETTER) and s[k + 1] == c":" and s[k + 2] == c"\\":
        k += 3
    elif starts_with(s, n, k, "\\\\", 2):
        k += 2
        q = k
        while q < n and reads(s[q], SERVER_SIGN):
            q += 1
        if not 1 <= q - k <= 80 or q >= n or s[q] != c"\\":
            return 0
        k = q + 1
    else:
        return 0
    while True:
        q = k
        while q < n and q - k <= 80 and is_component(s[q]):
            q += 1
        if not 1 <= q - k <= 80 or q >= n or s[q] != c"\\":
            break
        k = q + 1
    for dot in range(min(q, k + 80), k, -1):  # the last full stop that begins an ending
        if dot < n and s[dot] == c".":
            q = dot + 1
            while q < n and q - dot <= 10 and reads(s[q], NUMERIC):
                q += 1
            if 2 <= q - dot <= 10:
                return q
    while k < n and reads(s[k], SERVER_SIGN):
        k += 1
    return k
