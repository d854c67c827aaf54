# URLs, e-mail addresses, paths and file names, as ``protect.addresses`` says it.

cdef enum NameKind:
    NO_NAME, ADDRESS_START, DOMAIN_START, WHOLE_NAME


cdef Py_ssize_t span_names(const unit* s, Py_ssize_t n, Py_ssize_t centre, Py_ssize_t floor, Barren* barren, Rows* spans) noexcept nogil:
    """Add the names in the run of ASCII characters around ``centre``; return where the search goes on, -1 without memory."""
    cdef Py_ssize_t start = centre, end = centre, stop, at
    cdef NameKind kind = NO_NAME
    while start > floor and reads(s[start - 1], RUN_SIGN):
        start -= 1
    while end < n and reads(s[end], RUN_SIGN):
        end += 1
    if end < n and s[end] == c"\\" and end - 2 >= centre and s[end - 1] == c":" and reads(s[end - 2], LETTER):
        end -= 2  # the drive of a Windows path
    if start == centre and s[centre] == c"." and ideographic_file(s, n, centre, floor, &at, &stop):
        if not add(spans, at, stop, -1, -1):
            return -1
        start = stop
    if not has_clue(s, start, end):
        return max(start, end)
    while True:
        at = start
        while at < end:
            kind = name_at(s, end, at, barren, &stop)
            if kind != NO_NAME:
                break
            at += 1
        if at >= end:
            return max(start, end)
        start = stop
        if kind == ADDRESS_START:
            stop = without_sentence_marks(s, stop, end_of_address(s, n, stop))
        elif kind == DOMAIN_START:
            stop = end_of_domain(s, n, stop)
        elif is_fraction(s, at, stop):
            continue
        if (stop > start or kind == WHOLE_NAME) and not add(spans, at, stop, -1, -1):
            return -1
        start = max(start, stop)


cdef bint has_clue(const unit* s, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Tell whether a run may hold a name; a decimal number does not."""
    cdef Py_ssize_t k
    for k in range(start, end):
        if s[k] == c"/" or s[k] == c"@":
            return True
        if s[k] == c"." and ((k + 1 < end and reads(s[k + 1], LETTER)) or (k - 3 >= start and starts_with(s, end, k - 3, "www.", 4))):
            return True
    return False


cdef NameKind name_at(const unit* s, Py_ssize_t end, Py_ssize_t at, Barren* barren, Py_ssize_t* stop) noexcept nogil:
    """Tell what kind of name starts at a place of a run, or which start of one."""
    cdef uint32_t before = s[at - 1] if at else 0, c = s[at]
    cdef Py_ssize_t k = at, last = 0, q
    if reads(before, NUMERIC):
        return NO_NAME
    if reads(c, LETTER) and not reads(before, SCHEME_SIGN):
        while k < end and reads(s[k], SCHEME_SIGN):
            k += 1
        if starts_with(s, end, k, "://", 3):
            stop[0] = k + 3
            return ADDRESS_START
        if starts_with(s, end, at, "www.", 4):
            k = at + 4
            while k < end and reads(s[k], DOMAIN_SIGN):
                k += 1
            if k > at + 4 and k < end and s[k] == c".":
                stop[0] = at + 4
                return ADDRESS_START
    if not reads(before, MAIL_SIGN):
        k = q = at + 7 if starts_with(s, end, at, "mailto:", 7) else at
        while k < end and reads(s[k], MAIL_SIGN):
            k += 1
        if k > q and k < end and s[k] == c"@":
            stop[0] = k + 1
            return DOMAIN_START
    if not reads(before, BEFORE_STEP):
        k = first_step(s, end, at)
        if k >= 0:
            while is_step(s, end, k):
                k += 1
                while k < end and reads(s[k], STEP_SIGN):
                    k += 1
            stop[0] = k + 1 if k < end and s[k] == c"/" else k
            return WHOLE_NAME
    if at < barren.names or reads(before, SERVER_SIGN) or not (reads(c, NUMERIC) or c == c"_"):
        return NO_NAME
    k = at + 1
    while k < end and reads(s[k], STEM_SIGN):
        k += 1
    while k + 1 < end and s[k] == c"." and reads(s[k + 1], SUFFIX_SIGN):
        k += 1
        q = k
        while q < end and reads(s[q], NUMERIC):
            q += 1
        if reads(s[k], LETTER) and q - k <= 10:
            last = q
        while k < end and reads(s[k], SUFFIX_SIGN):
            k += 1
    if not last:
        barren.names = k  # nor does one that starts later, before the end of these suffixes
        return NO_NAME
    stop[0] = last
    return WHOLE_NAME


cdef inline bint is_step(const unit* s, Py_ssize_t end, Py_ssize_t at) noexcept nogil:
    return at + 1 < end and s[at] == c"/" and reads(s[at + 1], STEP_SIGN)


cdef Py_ssize_t first_step(const unit* s, Py_ssize_t end, Py_ssize_t at) noexcept nogil:
    """Return where the first slash of a path is that starts at ``at``; -1 where none does."""
    cdef uint32_t c = s[at]
    cdef Py_ssize_t k = at
    if reads(c, LETTER) and at + 1 < end and s[at + 1] == c":" and is_step(s, end, at + 2):
        return at + 2
    if c == c"~":
        k += 1
    elif c == c".":
        k += 2 if at + 1 < end and s[at + 1] == c"." else 1
    elif c != c"/":
        if not (reads(c, NUMERIC) or c == c"_" or c == c"@" or c == c"+" or c == c"-"):
            return -1
        while k < end and reads(s[k], WORD_SIGN):
            k += 1
    return k if is_step(s, end, k) else -1


cdef bint is_fraction(const unit* s, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(start, end):
        if not reads(s[k], FRACTION_SIGN):
            return False
    return True


cdef Py_ssize_t end_of_label(const unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Return where the label of a host ends that a full stop follows; ``at`` where there is none."""
    cdef Py_ssize_t k = at, stop = min(n, at + 64)
    if at < n and is_ideograph(s[at]):
        while k < stop and (reads(s[k], DOMAIN_SIGN) or is_ideograph(s[k])):
            k += 1
    else:
        while k < stop and reads(s[k], DOMAIN_SIGN):
            k += 1
    return k if k - at <= 63 and k < n and s[k] == c"." else at


cdef Py_ssize_t end_of_domain(const unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Return where the domain of an e-mail address ends; ``at`` where there is none."""
    cdef Py_ssize_t found = at, label = at, k
    while True:
        k = end_of_label(s, n, label)
        if k == label:
            return found
        label = k = k + 1
        if k < n and reads(s[k], LETTER):
            while k < n and reads(s[k], DOMAIN_SIGN):
                k += 1
            found = k
        elif k + 1 < n and (
            s[k] == 0x4E2D and (s[k + 1] == 0x56FD or s[k + 1] == 0x570B)  # 中国 中國
            or s[k] == 0x516C and s[k + 1] == 0x53F8  # 公司
            or s[k] == 0x7F51 and s[k + 1] == 0x7EDC  # 网络
            or s[k] == 0x7DB2 and s[k + 1] == 0x7D61  # 網絡
        ):
            found = k + 2


cdef Py_ssize_t end_of_address(const unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Return where a URL ends that goes on at ``at`` behind its scheme."""
    cdef Py_ssize_t found = at, label = at, k
    while True:
        k = end_of_label(s, n, label)
        if k == label:
            break
        label = k + 1
        if label < n and reads(s[label], LETTER):
            found = k
    while True:
        while found < n and reads(s[found], ADDRESS_SIGN):
            found += 1
        k = found
        while k < n and k - found <= 60 and is_ideograph(s[k]):
            k += 1
        if not (0 < k - found <= 60 and found > 0 and (s[found - 1] == c"/" or s[found - 1] == c"=") and goes_on(s, n, k)):
            return found
        found = k


cdef bint goes_on(const unit* s, Py_ssize_t n, Py_ssize_t at) noexcept nogil:
    """Tell whether an address clearly goes on behind Chinese."""
    cdef Py_ssize_t k = at + 1
    if at >= n:
        return False
    if s[at] == c"?":
        while k < n and (reads(s[k], NUMERIC) or s[k] == c"_"):
            k += 1
        return k > at + 1 and k < n and s[k] == c"="
    if s[at] == c".":
        while k < n and k - at <= 6 and reads(s[k], LETTER):
            k += 1
        return 2 <= k - at - 1 <= 5
    return s[at] == c"/" or s[at] == c"&" or s[at] == c"%"


cdef Py_ssize_t without_sentence_marks(const unit* s, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Return where an address ends that may be followed by marks of the sentence around it."""
    cdef Py_ssize_t k, surplus = 0
    for k in range(start, end):
        if s[k] == c"&" and is_escaped_markup(s, end, k + 1):
            end = k
            break
        surplus += (s[k] == c")") - (s[k] == c"(")
    while end > start:
        if s[end - 1] == c")" and surplus > 0:
            surplus -= 1
        elif not reads(s[end - 1], TRAILING_SIGN):
            break
        end -= 1
    return end


cdef bint is_escaped_markup(const unit* s, Py_ssize_t end, Py_ssize_t at) noexcept nogil:
    """Tell whether a quotation mark, an angle bracket or a space is written behind an ampersand."""
    cdef Py_ssize_t k = at
    if starts_with(s, end, at, "quot", 4) or starts_with(s, end, at, "apos", 4) or starts_with(s, end, at, "nbsp", 4):
        k += 4
    elif starts_with(s, end, at, "lt", 2) or starts_with(s, end, at, "gt", 2):
        k += 2
    elif at < end and s[at] == c"#":
        k += 1
        while k < end and s[k] == c"0":
            k += 1
        if not (k + 1 < end and s[k] == c"3" and (s[k + 1] == c"4" or s[k + 1] == c"9")):
            return False
        k += 2
    else:
        return False
    return k == end or s[k] == c";"


cdef bint ideographic_file(const unit* s, Py_ssize_t n, Py_ssize_t dot, Py_ssize_t floor, Py_ssize_t* start, Py_ssize_t* end) noexcept nogil:
    """Find the file name with ideographs whose ending is at ``dot``."""
    cdef Py_ssize_t k = dot + 1, margin = max(floor, dot - 20), low = max(margin - 1, 0), at = dot
    cdef bint ideographs = False
    while k < n and reads(lowered(s[k]), NUMERIC):
        k += 1
    if one_of(EXTENSION_NAMES, s, dot + 1, k, True) < 0:
        return False
    while at > low and (reads(s[at - 1], STEM_SIGN) or is_ideograph(s[at - 1])):
        at -= 1
        ideographs = ideographs or is_ideograph(s[at])
    if not ideographs or (at == low and margin > floor) or at < floor or is_particle(s[dot - 1]):
        return False
    if at > low and not opens_name(s[at - 1]):
        return False
    start[0], end[0] = at, k
    return True


cdef bint opens_name(uint32_t c) noexcept nogil:
    """Tell whether a Chinese file name may follow: a space, a quotation mark or a bracket."""
    return is_space(c) or c == c'"' or c == c"'" or c == c"(" or c == c"[" or c == c"/" or c in (
        0x201C, 0x2018, 0x300C, 0x300E, 0x300A, 0xFF08, 0x3010
    )


cdef bint is_particle(uint32_t c) noexcept nogil:
    """Tell whether a character ends prose before an ending rather than a file name: 的个個有為为是了和或与與及用成在."""
    return c in (
        0x7684, 0x4E2A, 0x500B, 0x6709, 0x70BA, 0x4E3A, 0x662F, 0x4E86, 0x548C, 0x6216, 0x4E0E, 0x8207, 0x53CA, 0x7528,
        0x6210, 0x5728,
    )
