# Which characters of a text lie in listed words; ``reference_long_words`` defines it.

cdef uint32_t[256] CRC_STEPS  # of a byte in CRC-32 (ISO 3309), the lowest bit first


cdef void list_crc_steps() noexcept nogil:
    cdef uint32_t byte, crc
    cdef uint32_t polynomial = 0xEDB88320
    cdef int bit
    for byte in range(256):
        crc = byte
        for bit in range(8):
            crc = crc >> 1 ^ (polynomial if crc & 1 else 0)
        CRC_STEPS[byte] = crc


list_crc_steps()


cdef inline uint32_t crc_with(uint32_t crc, uint32_t unit) noexcept nogil:
    """Return a checksum under way with one more unit of 16 bits, the lower byte first."""
    crc = crc >> 8 ^ CRC_STEPS[(crc ^ unit) & 0xFF]
    return crc >> 8 ^ CRC_STEPS[(crc ^ unit >> 8) & 0xFF]


cdef inline bint is_listed_number(const uint32_t[::1] numbers, uint32_t number) noexcept nogil:
    cdef Py_ssize_t low = 0, high = numbers.shape[0], middle
    while low < high:
        middle = (low + high) >> 1
        if numbers[middle] < number:
            low = middle + 1
        else:
            high = middle
    return low < numbers.shape[0] and numbers[low] == number


def in_listed_words(str text not None, const uint32_t[::1] numbers not None, Py_ssize_t shortest, Py_ssize_t longest):
    """Return for each character of a text 1 if it lies in a word whose number is listed, else 0."""
    cdef Py_ssize_t n = len(text), start, at
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* s = PyUnicode_DATA(text)
    cdef uint32_t crc, point
    cdef bytearray found = bytearray(n)
    cdef uint8_t* marks = <uint8_t*><char*>found
    for start in range(n - shortest + 1):
        crc = 0xFFFFFFFF
        for at in range(start, min(n, start + longest)):
            point = point_at(s, kind, at)
            if point > 0xFFFF:
                crc = crc_with(crc, 0xD7C0 + (point >> 10))
                point = 0xDC00 + (point & 0x3FF)
            crc = crc_with(crc, point)
            if at - start + 1 >= shortest and is_listed_number(numbers, ~crc):
                memset(marks + start, 1, at - start + 1)
    return found
