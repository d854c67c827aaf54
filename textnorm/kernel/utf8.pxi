# Validity of UTF-8: see ``reference_paths``.  On processors with AVX2, 32 bytes at a time by three tables of 16 entries
# (Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte", 2021); elsewhere character by character.

cdef extern from *:
    """
    #if (defined(__GNUC__) || defined(__clang__)) && defined(__x86_64__)
    #include <immintrin.h>
    #include <string.h>

    #define TN_WIDE __attribute__((target("avx2")))
    #define TN_TABLE(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) \\
        _mm256_setr_epi8((char)(a), (char)(b), (char)(c), (char)(d), (char)(e), (char)(f), (char)(g), (char)(h), \\
                         (char)(i), (char)(j), (char)(k), (char)(l), (char)(m), (char)(n), (char)(o), (char)(p), \\
                         (char)(a), (char)(b), (char)(c), (char)(d), (char)(e), (char)(f), (char)(g), (char)(h), \\
                         (char)(i), (char)(j), (char)(k), (char)(l), (char)(m), (char)(n), (char)(o), (char)(p))

    /* What may be wrong with a byte and the one before it; a pair is wrong where all three tables agree. */
    enum {
        TN_SHORT = 1, TN_LONG = 2, TN_OVER_3 = 4, TN_LARGE = 8, TN_SURROGATE = 16, TN_OVER_2 = 32,
        TN_OVER_4 = 64, TN_LARGE_1000 = 64, TN_TWO_CONTINUE = 128, TN_CARRY = 1 | 2 | 128
    };

    /* The errors of 32 bytes, given those before them. */
    TN_WIDE static inline __m256i textnorm_errors(__m256i bytes, __m256i before) {
        const __m256i first_high = TN_TABLE(
            TN_LONG, TN_LONG, TN_LONG, TN_LONG, TN_LONG, TN_LONG, TN_LONG, TN_LONG,
            TN_TWO_CONTINUE, TN_TWO_CONTINUE, TN_TWO_CONTINUE, TN_TWO_CONTINUE,
            TN_SHORT | TN_OVER_2, TN_SHORT, TN_SHORT | TN_OVER_3 | TN_SURROGATE,
            TN_SHORT | TN_LARGE | TN_LARGE_1000 | TN_OVER_4);
        const int over = TN_CARRY | TN_LARGE | TN_LARGE_1000;
        const __m256i first_low = TN_TABLE(
            TN_CARRY | TN_OVER_2 | TN_OVER_3 | TN_OVER_4, TN_CARRY | TN_OVER_2, TN_CARRY, TN_CARRY,
            TN_CARRY | TN_LARGE, over, over, over, over, over, over, over, over, over | TN_SURROGATE, over, over);
        const int second = TN_LONG | TN_OVER_2 | TN_TWO_CONTINUE;
        const __m256i second_high = TN_TABLE(
            TN_SHORT, TN_SHORT, TN_SHORT, TN_SHORT, TN_SHORT, TN_SHORT, TN_SHORT, TN_SHORT,
            second | TN_OVER_3 | TN_LARGE_1000 | TN_OVER_4, second | TN_OVER_3 | TN_LARGE,
            second | TN_SURROGATE | TN_LARGE, second | TN_SURROGATE | TN_LARGE,
            TN_SHORT, TN_SHORT, TN_SHORT, TN_SHORT);
        const __m256i nibble = _mm256_set1_epi8(0x0F);
        const __m256i across = _mm256_permute2x128_si256(before, bytes, 0x21);
        const __m256i one = _mm256_alignr_epi8(bytes, across, 15);
        const __m256i two = _mm256_alignr_epi8(bytes, across, 14);
        const __m256i three = _mm256_alignr_epi8(bytes, across, 13);
        const __m256i wrong = _mm256_and_si256(
            _mm256_and_si256(
                _mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(one, 4), nibble)),
                _mm256_shuffle_epi8(first_low, _mm256_and_si256(one, nibble))),
            _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble)));
        /* The third and fourth byte of a character continue it after another that does: no error there, one elsewhere. */
        const __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xE0 - 0x80)));
        const __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80)));
        const __m256i expected = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
        return _mm256_xor_si256(expected, wrong);
    }

    TN_WIDE static int textnorm_survey_wide(const unsigned char* d, Py_ssize_t n) {
        __m256i before = _mm256_setzero_si256(), errors = before, high = before, least = _mm256_set1_epi8((char)0xFF);
        unsigned char rest[32];
        Py_ssize_t i = 0;
        int last = 0;
        while (!last) {
            __m256i bytes;
            if (i + 32 <= n) {
                bytes = _mm256_loadu_si256((const __m256i*)(d + i));
            } else {  /* the end, with spaces behind it: a character that is cut off is an error there */
                memset(rest, ' ', 32);
                if (i < n) memcpy(rest, d + i, (size_t)(n - i));
                bytes = _mm256_loadu_si256((const __m256i*)rest);
                last = 1;
            }
            least = _mm256_min_epu8(least, bytes);
            high = _mm256_or_si256(high, bytes);
            if (_mm256_movemask_epi8(_mm256_or_si256(bytes, before)))
                errors = _mm256_or_si256(errors, textnorm_errors(bytes, before));
            before = bytes;
            i += 32;
            if ((i & 1023) == 0 && !_mm256_testz_si256(errors, errors)) break;
        }
        return (_mm256_testz_si256(errors, errors) ? 1 : 0)
             | (_mm256_movemask_epi8(high) ? 2 : 0)
             | (_mm256_movemask_epi8(_mm256_cmpeq_epi8(least, _mm256_setzero_si256())) ? 4 : 0);
    }

    static int textnorm_has_wide(void) { return __builtin_cpu_supports("avx2"); }
    #else
    static int textnorm_survey_wide(const unsigned char* d, Py_ssize_t n) { (void)d; return (int)n; }
    static int textnorm_has_wide(void) { return 0; }
    #endif
    """
    int survey_wide "textnorm_survey_wide"(const uint8_t* d, Py_ssize_t n) noexcept nogil
    bint has_wide "textnorm_has_wide"() noexcept nogil

cdef enum:
    VALID = 1
    ABOVE_ASCII = 2
    HAS_NUL = 4

cdef bint WIDE_REGISTERS = has_wide()


cdef inline Py_ssize_t well_formed(const uint8_t* d, Py_ssize_t n) noexcept nogil:
    # The length of the UTF-8 character that begins here, 0 if there is none (Unicode, table 3-7).
    cdef uint8_t b = d[0], low = 0x80, high = 0xBF
    cdef Py_ssize_t length = 2, k
    if b < 0xC2 or b > 0xF4:
        return 0
    if b >= 0xE0:
        length = 3
        if b == 0xE0:
            low = 0xA0
        elif b == 0xED:
            high = 0x9F
        elif b >= 0xF0:
            length = 4
            if b == 0xF0:
                low = 0x90
            elif b == 0xF4:
                high = 0x8F
    if n < length or not low <= d[1] <= high:
        return 0
    for k in range(2, length):
        if d[k] >> 6 != 2:
            return 0
    return length


cdef int survey_plainly(const uint8_t* d, Py_ssize_t n) noexcept nogil:
    cdef Py_ssize_t i = 0, length
    cdef int found = VALID
    cdef uint64_t word
    while i < n:
        if d[i] < 0x80:
            if d[i] == 0:
                found |= HAS_NUL
            i += 1
            while i + 8 <= n:
                memcpy(&word, d + i, 8)
                # Bytes above ASCII, or NUL: subtracting one from each borrows from the top bit of none but a zero.
                if (word | (word - <uint64_t>0x0101010101010101)) & <uint64_t>0x8080808080808080:
                    break
                i += 8
            continue
        found |= ABOVE_ASCII
        if i + 4 <= n and d[i] >> 4 == 0xE and d[i] != 0xE0 and d[i] != 0xED:
            if d[i + 1] >> 6 != 2 or d[i + 2] >> 6 != 2:
                return found & ~VALID
            i += 3
            continue
        length = well_formed(d + i, n - i)
        if length == 0:
            return found & ~VALID
        i += length
    return found


def survey(bytes data not None, Py_ssize_t start=0, Py_ssize_t stop=-1, bint plainly=False):
    """Return what the bytes from ``start`` to ``stop`` are; see the reference.  plainly: without wide registers."""
    cdef Py_ssize_t n = len(data)
    cdef const uint8_t* d = data
    cdef int found
    if stop < 0 or stop > n:
        stop = n
    start = min(max(start, 0), stop)
    n = stop - start
    if n < UNLOCKED:
        found = survey_wide(d + start, n) if WIDE_REGISTERS and not plainly else survey_plainly(d + start, n)
    else:
        with nogil:
            found = survey_wide(d + start, n) if WIDE_REGISTERS and not plainly else survey_plainly(d + start, n)
    return found if found & VALID else 0


def is_utf8(bytes data not None):
    """Tell whether ``data`` is valid UTF-8, without making text of it."""
    return survey(data) != 0
