# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: embedsignature=False, freethreading_compatible=True
"""The compiled kernel: what ``reference`` defines, as loops over code units that need no GIL.

A ``Table`` is one stage of a conversion.  Every code point has an entry in a plain array, so that most of a text is
converted by one load for each code point; a bit filter over pairs of neighbours marks the few places where a longer key
may start, and only there a trie is walked, which lies in one hash table ((node, code point) -> node).  A block of 64
places is converted and filtered without a branch, then the marked places are visited.

The sections of a table are arrays in the byte order of the machine (little-endian in files):

- ``map``: 65,536 × u16, what each code point of the basic plane becomes; 0 where the array cannot say (an astral or
  longer value) and for U+FFFF, which stands for all astral code points;
- ``filter``: bits by the hash of two neighbours, over the first two code points of hard and soft keys;
- ``second_filter``: bits by another hash, over whole keys of two code points and the first three of longer ones: asked
  only where ``filter`` says yes, since most pairs that start a key are not followed by the rest of it;
- ``hard``, ``soft``: two tries as slots of u64: 43 bits of key (22 bits of node, 21 bits of code point), 21 bits of
  node.  The node of a first code point is the code point itself;
- ``hard_values``, ``soft_values``: u32, where the values lie in the pool; bit 31 for astral ones.  Nodes are numbered so
  that those with a value that the map does not make come last, and only they have an entry;
- ``pool``: u16, the values: length in two units, low half first, then one unit for each code point, or two for astral
  values;
- ``soft_filter``: as ``filter``, for soft keys alone;
- ``singles``: bits, which code points of the basic plane are keys by themselves.

*Hard* keys are the words that a configuration cuts its text at, or simply the keys of a dictionary.  *Soft* keys match
only between them: never where a hard key starts, nor across such a place.
"""

from cpython.buffer cimport PyBUF_SIMPLE, Py_buffer, PyBuffer_Release, PyObject_GetBuffer
from cpython.ref cimport PyObject
from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, qsort, realloc
from libc.string cimport memcpy, memmove, memset

import re
from array import array
from itertools import count

cdef extern from "Python.h":
    PyObject* PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar) except NULL
    object PyUnicode_FromKindAndData(int kind, const void* data, Py_ssize_t size)
    int PyUnicode_Resize(PyObject** text, Py_ssize_t size) except -1
    void* PyUnicode_DATA(object text)
    void* PyUnicode_DATA_ "PyUnicode_DATA"(PyObject* text)
    int PyUnicode_KIND(object text)
    bint PyUnicode_IS_ASCII(object text)
    bint Py_UNICODE_ISALNUM(Py_UCS4 point) nogil
    void Py_INCREF(PyObject* o)
    void Py_DECREF(PyObject* o)
    void Py_XDECREF(PyObject* o)

cdef extern from *:
    """
    #if defined(_MSC_VER)
    #include <intrin.h>
    static __inline int textnorm_lowest_bit(unsigned long long bits) {
        unsigned long at;
    #if defined(_WIN64)
        _BitScanForward64(&at, bits);
    #else
        if (!_BitScanForward(&at, (unsigned long)bits)) { _BitScanForward(&at, (unsigned long)(bits >> 32)); at += 32; }
    #endif
        return (int)at;
    }
    #else
    #define textnorm_lowest_bit __builtin_ctzll
    #endif
    #if defined(_MSC_VER)
    #define textnorm_exchange(place, value) _InterlockedExchangePointer(place, value)
    #define textnorm_published(place) _InterlockedCompareExchangePointer(place, NULL, NULL)
    static __inline void* textnorm_publish(void** place, void* value) {
        return _InterlockedCompareExchangePointer(place, value, NULL);
    }
    #else
    #define textnorm_exchange(place, value) __atomic_exchange_n(place, value, __ATOMIC_ACQ_REL)
    #define textnorm_published(place) __atomic_load_n(place, __ATOMIC_ACQUIRE)
    static inline void* textnorm_publish(void** place, void* value) {
        void* before = NULL;
        __atomic_compare_exchange_n(place, &before, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
        return before;
    }
    #endif
    #if defined(__GNUC__)
    #define textnorm_prefetch(address) __builtin_prefetch(address)
    #else
    #define textnorm_prefetch(address) ((void)(address))
    #endif
    """
    void prefetch "textnorm_prefetch"(const void* address) noexcept nogil
    void* exchange "textnorm_exchange"(void** place, void* value) noexcept nogil
    void* published "textnorm_published"(void** place) noexcept nogil
    void* publish "textnorm_publish"(void** place, void* value) noexcept nogil  # where nothing is yet; what was there
    int lowest_bit "textnorm_lowest_bit"(uint64_t bits) noexcept nogil


cdef inline int bits_in(uint64_t word) noexcept nogil:
    """Return how many bits are set."""
    word -= word >> 1 & <uint64_t>0x5555555555555555
    word = (word & <uint64_t>0x3333333333333333) + (word >> 2 & <uint64_t>0x3333333333333333)
    word = word + (word >> 4) & <uint64_t>0x0F0F0F0F0F0F0F0F
    return <int>(word * <uint64_t>0x0101010101010101 >> 56)


ctypedef fused unit:
    uint16_t
    uint32_t

cdef enum:
    BLOCK = 64  # places that are converted at once: the bits of ``hits``
    NODES = 0x110000  # added to a node in a key, so that it differs from every code point; node 0 starts keys of one
    DEEPEST = 15  # how deep descriptions may be nested
    UNLOCKED = 4096  # for a shorter text, giving up the GIL and taking it again costs more than it saves

cdef enum Status:
    DONE, FULL, TOO_WIDE, NO_MEMORY


cdef struct Trie:
    const uint64_t* slots
    uint64_t size
    # Nodes by what they are: from ``valued`` on a key ends there, from ``leaves`` to ``inner`` no key goes on,
    # from ``written`` on the value differs from what the map makes of the key.
    uint32_t valued, leaves, written, inner
    const uint32_t* values


cdef struct Stage:
    const uint16_t* map
    const uint64_t* filter
    const uint64_t* second_filter
    const uint64_t* soft_filter
    const uint8_t* singles
    const uint16_t* pool
    uint32_t mask, second_mask, soft_mask  # the number of bits of each filter, less one
    Trie hard, soft


cdef struct Rows:
    # Rows of numbers: spans (start, end) or edits (start, end, start in the result, end in the result).
    Py_ssize_t* at
    Py_ssize_t n, room


cdef inline bint add(Rows* rows, Py_ssize_t a, Py_ssize_t b, Py_ssize_t c, Py_ssize_t d) noexcept nogil:
    """Append a row of four; tell whether there was memory."""
    cdef Py_ssize_t* moved
    if rows.n + 4 > rows.room:
        rows.room = 2 * rows.room + 64
        moved = <Py_ssize_t*>realloc(rows.at, rows.room * sizeof(Py_ssize_t))
        if moved == NULL:
            return False
        rows.at = moved
    rows.at[rows.n] = a
    rows.at[rows.n + 1] = b
    rows.at[rows.n + 2] = c
    rows.at[rows.n + 3] = d
    rows.n += 4
    return True

# One extension, a file for each purpose; the order is that of use.
include "lookup.pxi"
include "conversion.pxi"
include "descriptions.pxi"
include "stages.pxi"
include "objects.pxi"
include "matching.pxi"
include "building.pxi"
include "counting.pxi"
include "segmentation.pxi"
include "context.pxi"
include "protected_classes.pxi"
include "protected_names.pxi"
include "protected_markup.pxi"
include "protected_formulas.pxi"
include "protected.pxi"
include "target_work.pxi"
include "target.pxi"
include "target_held.pxi"
include "target_mixed.pxi"
include "target_words.pxi"
include "target_way.pxi"
include "weighing.pxi"
include "target_object.pxi"
include "suspects.pxi"
include "triggers.pxi"
include "levels.pxi"
include "likely_rows.pxi"
include "ngrams.pxi"
include "recent.pxi"
include "glance.pxi"
include "verdict.pxi"
include "escaped.pxi"
include "company.pxi"
include "slip_look.pxi"
include "chain_look.pxi"
include "forms.pxi"
include "sentences.pxi"
include "words.pxi"
include "crowds.pxi"
include "tally.pxi"
include "search.pxi"
include "groups.pxi"
include "meeting.pxi"
include "unseen.pxi"
include "gathering.pxi"
include "settling.pxi"
include "reach.pxi"
include "dividing.pxi"
include "steps.pxi"
include "anchors.pxi"
include "alphabet.pxi"
include "gaps.pxi"
include "fitting.pxi"
include "spelling.pxi"
include "rough.pxi"
include "benches.pxi"
include "searching.pxi"
include "beside.pxi"
include "filling.pxi"
include "stumbles.pxi"
include "slip_codes.pxi"
include "slip_graph.pxi"
include "slip_growth.pxi"
include "slip_decoder.pxi"
include "slip_reading.pxi"
include "slip_reader.pxi"
include "alignment.pxi"
include "regions.pxi"
include "broken_ends.pxi"
include "reading.pxi"
include "remains.pxi"
include "octets.pxi"
include "utf8.pxi"
include "paths.pxi"
include "doubts.pxi"
