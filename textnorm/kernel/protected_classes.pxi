# What the search for protected spans reads of a character, and where it looks for more, as ``protect.definition`` says it.

cdef enum Reads:
    # Of ASCII: letters and digits, or these and the signs below.
    LETTER = 1
    NUMERIC = 2
    RUN_SIGN = 4
    SCHEME_SIGN = 8
    MAIL_SIGN = 16
    STEP_SIGN = 32
    WORD_SIGN = 64
    SUFFIX_SIGN = 128
    DOMAIN_SIGN = 256
    STEM_SIGN = 512
    ADDRESS_SIGN = 1024
    SERVER_SIGN = 2048
    FRACTION_SIGN = 4096
    BEFORE_STEP = 8192
    TRAILING_SIGN = 16384
    ESCAPED_SIGN = 32768

cdef enum Sign:
    # What a character may be.
    CENTRE = 1  # of a protected span
    LINE_END = 2  # other than the newline
    OPERATOR = 4  # of a description sequence

cdef enum:
    SCANNED = 0x3000  # no mark is beyond
    MATHS_LIMIT = 2000
    FENCE_MARGIN = 80
    LONGEST_FENCE = 16
    LONGEST_TICKS = 8
    ELEMENTS = 7
    ENVIRONMENTS = 19

cdef uint16_t READS[128]
cdef uint8_t MARKS[SCANNED]

cdef extern from *:
    """
    static const char *textnorm_elements[] = {"script", "style", "pre", "code", "kbd", "samp", "math", 0};
    static const char *textnorm_environments[] = {
        "equation", "align", "gather", "multline", "eqnarray", "array", "matrix", "bmatrix", "pmatrix", "vmatrix",
        "Bmatrix", "Vmatrix", "cases", "split", "verbatim", "lstlisting", "math", "displaymath", "tikzpicture", 0
    };
    static const char *textnorm_extensions[] = {
        "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "txt", "md", "rst", "csv", "tsv", "json", "jsonl", "xml",
        "yml", "yaml", "ini", "conf", "htm", "html", "css", "js", "ts", "py", "java", "cpp", "c", "h", "go", "rs", "sh",
        "sql", "log", "bat", "exe", "dll", "zip", "rar", "7z", "tar", "gz", "jpg", "jpeg", "png", "gif", "bmp", "svg",
        "mp3", "mp4", "wav", "avi", "mkv", "epub", "bak", 0
    };
    """
    const char** ELEMENT_NAMES "textnorm_elements"
    const char** ENVIRONMENT_NAMES "textnorm_environments"
    const char** EXTENSION_NAMES "textnorm_extensions"


cdef void fill_classes():
    cdef bytes signs
    cdef int bit, point
    letters = bytes(range(65, 91)) + bytes(range(97, 123))
    digits = bytes(range(48, 58))
    for bit, signs in (
        (LETTER, letters),
        (NUMERIC, letters + digits),
        (RUN_SIGN, letters + digits + b"!#%&'()*+,-./:;=?@_~"),
        (SCHEME_SIGN, letters + digits + b"+.-"),
        (MAIL_SIGN, letters + digits + b"._%+-"),
        (STEP_SIGN, letters + digits + b"._@+%~#=-"),
        (WORD_SIGN, letters + digits + b"._@+-"),
        (SUFFIX_SIGN, letters + digits + b"_+-"),
        (DOMAIN_SIGN, letters + digits + b"-"),
        (STEM_SIGN, letters + digits + b"_-"),
        (ADDRESS_SIGN, letters + digits + b"!#$%&'()*+,-./:;=?@_~"),
        (SERVER_SIGN, letters + digits + b"._-"),
        (FRACTION_SIGN, digits + b"/.-+%"),
        (BEFORE_STEP, letters + digits + b"._~/+@-"),
        (TRAILING_SIGN, b".,;:!?'*_~"),
        (ESCAPED_SIGN, b"`$<~]@./\\"),
    ):
        for point in signs:
            READS[point] |= bit
    for point in b"`~<$\\]{/@.":
        MARKS[point] = CENTRE
    for point in (11, 12, 13, 0x85, 0x2028, 0x2029):
        MARKS[point] = LINE_END
    for point in range(0x2FF0, 0x3000):
        MARKS[point] = OPERATOR


fill_classes()


cdef inline bint reads(uint32_t c, int kind) noexcept nogil:
    return c < 128 and (READS[c] & kind) != 0


cdef inline bint is_ideograph(uint32_t c) noexcept nogil:
    """Tell whether ``protect.spans.HAN`` has a code point."""
    return c >= 0x3005 and (
        c <= 0x3007 or 0x3400 <= c <= 0x4DBF or 0x4E00 <= c <= 0x9FFF or 0xF900 <= c <= 0xFAFF or 0x20000 <= c <= 0x3FFFD
    )


cdef inline bint is_space(uint32_t c) noexcept nogil:
    r"""Tell whether \s has a code point."""
    return 9 <= c <= 13 or 28 <= c <= 32 or c == 0x85 or c == 0xA0 or (
        c >= 0x1680 and (c == 0x1680 or 0x2000 <= c <= 0x200A or 0x2028 <= c <= 0x2029 or c == 0x202F or c == 0x205F or c == 0x3000)
    )


cdef inline bint is_blank(uint32_t c) noexcept nogil:
    return c == c" " or c == c"\t"


cdef inline bint is_alphanumeric(uint32_t c) noexcept nogil:
    """Tell whether ``protect.spans.ALPHANUMERIC`` has a code point."""
    return reads(c, NUMERIC) or 0xFF10 <= c <= 0xFF19 or 0xFF21 <= c <= 0xFF3A or 0xFF41 <= c <= 0xFF5A


cdef inline uint32_t lowered(uint32_t c) noexcept nogil:
    """Return the small ASCII letter that ``re.IGNORECASE`` takes a code point for, or the code point."""
    if 65 <= c <= 90:
        return c + 32
    return c"s" if c == 0x17F else c"k" if c == 0x212A else c"i" if c == 0x130 or c == 0x131 else c


cdef inline bint starts_with(const unit* s, Py_ssize_t end, Py_ssize_t at, const char* marks, int length) noexcept nogil:
    cdef int k
    if at + length > end:
        return False
    for k in range(length):
        if s[at + k] != <uint8_t>marks[k]:
            return False
    return True


cdef int one_of(const char** names, const unit* s, Py_ssize_t start, Py_ssize_t end, bint ignore_case) noexcept nogil:
    """Return the number of the name that ``s[start:end]`` is, or -1."""
    cdef int number = 0, k
    cdef const char* name
    while names[number] != NULL:
        name, k = names[number], 0
        while name[k] and start + k < end and (lowered(s[start + k]) if ignore_case else s[start + k]) == <uint8_t>name[k]:
            k += 1
        if not name[k] and start + k == end:
            return number
        number += 1
    return -1


cdef inline Py_ssize_t find_text(const unit* s, Py_ssize_t end, Py_ssize_t at, const char* marks, int length) noexcept nogil:
    """Return where ``marks`` first are in ``s[at:end]``; -1 where they are not."""
    while at + length <= end:
        if s[at] == <uint8_t>marks[0] and starts_with(s, end, at, marks, length):
            return at
        at += 1
    return -1


cdef struct Barren:
    # For what closes a span, the offset up to which the text is known to have none; as ``protect.spans.Barren``.
    Py_ssize_t comment, dollars, round, square, paragraph
    Py_ssize_t ticks[LONGEST_TICKS + 1]
    Py_ssize_t tildes[LONGEST_FENCE + 1]
    Py_ssize_t elements[ELEMENTS]
    Py_ssize_t environments[2 * ENVIRONMENTS]
    # Up to where no file name ends in a suffix.
    Py_ssize_t names


cdef Py_ssize_t find_closer(
    const unit* s, Py_ssize_t n, Py_ssize_t start, Py_ssize_t limit, const char* closer, int length, Py_ssize_t* barren
) noexcept nogil:
    """Return the offset after the next ``closer`` in ``s[start:start + limit]``, or 0."""
    cdef Py_ssize_t stop = min(n, start + limit)
    cdef Py_ssize_t at = find_text(s, stop, max(start, barren[0]), closer, length)
    if at < 0:
        barren[0] = max(barren[0], stop - length + 1)
        return 0
    return at + length
