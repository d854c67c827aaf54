"""Suspect spans, in plain Python: where the weights of the characters of a text add up.

A running sum that never falls below zero (Page, "Continuous inspection schemes", Biometrika 41, 1954) finds
stretches that are unlike clean text without looking at any window twice.
"""

from __future__ import annotations

from array import array

__all__ = ["chain_counts", "suspects", "weigh"]

_WEIGHTS, _LAST = 0x10000, 0xFFFF
_MOST_DIFFERING, _LOST = 64, "\N{REPLACEMENT CHARACTER}"


def suspects(text: str, weights: bytes, threshold: int) -> tuple[array[int], array[int]]:
    r"""Return the starts and the ends of the spans whose weights add up to ``threshold``.

    ``weights`` has a signed byte for each code point of the basic plane; the last one is for all others.  A span
    begins where the sum leaves zero, and ends where it was highest before it fell to zero or by ``threshold``.
    Raises ValueError for a table of another size or a threshold below 1.

    >>> weights = bytearray(b"\xff" * 0x10000)  # -1 for every character
    >>> weights[ord("\u951b")] = 5
    >>> [list(column) for column in suspects("ab\u951b\u951bcd", bytes(weights), 8)]
    [[2], [4]]
    """
    if len(weights) != _WEIGHTS or threshold < 1:
        msg = "65,536 weights and a threshold of at least 1 are needed"
        raise ValueError(msg)
    signed = array("b", weights)
    starts, ends = array("q"), array("q")
    at = start = best_end = total = best = 0
    while at < len(text):
        total += signed[min(ord(text[at]), _LAST)]
        at += 1
        if total <= 0 or total <= best - threshold:
            if best >= threshold:
                starts.append(start)
                ends.append(best_end)
                at = best_end
            total = best = 0
            start = best_end = at
        elif total > best:
            best, best_end = total, at
    if best >= threshold:
        starts.append(start)
        ends.append(best_end)
    return starts, ends


def weigh(text: str, weights: bytes) -> int:
    r"""Return the sum of the weights of the characters of a text; ValueError as for ``suspects``.

    >>> weights = bytearray(b"\xff" * 0x10000)  # -1 for every character
    >>> weights[ord("\u951b")] = 5
    >>> weigh("ab\u951b", bytes(weights))
    3
    """
    if len(weights) != _WEIGHTS:
        msg = "65,536 weights are needed"
        raise ValueError(msg)
    signed = array("b", weights)
    return sum(signed[min(ord(character), _LAST)] for character in text)


def chain_counts(seen: str, text: str, weights: bytes, most: int) -> tuple[int, int, int, int, int]:
    r"""Return what is counted of a text as it stands, ``seen``, and as it may have been, ``text``.

    Of the first: the marks for lost bytes (U+FFFD and question marks), the characters that differ, ``most`` of them at
    the most, and the weight as in ``weigh``.  Of the second: the characters above ASCII, and U+FFFD among them.
    Raises ValueError as for ``suspects``, and where ``most`` is more than 64.

    >>> chain_counts("浣犲ソ锛?", "你好，", b"\1" * 0x10000, 3)
    (1, 3, 5, 3, 0)
    """
    if len(weights) != _WEIGHTS or not 0 <= most <= _MOST_DIFFERING:
        msg = "65,536 weights and a limit of at most 64 are needed"
        raise ValueError(msg)
    marks = seen.count("?") + seen.count(_LOST)
    above = sum(not char.isascii() for char in text)
    return marks, min(len(set(seen)), most), weigh(seen, weights), above, text.count(_LOST)
