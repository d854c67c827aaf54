"""The second judge of a doubtful run: ftfy's table of characters that hardly ever stand together.

ftfy is asked about one word at a time and only whether it agrees with a repair that is already
known; nothing that it returns is ever written.  So it can change no punctuation, width, quotation
mark, line end or normalization form, and a new version of it can lose a repair but add none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from textnorm.repair.escaped.context import is_enclosed
from textnorm.repair.escaped.reading import CHINESE
from textnorm.repair.latin_bytes import SPECIAL
from textnorm.repair.latin_evidence import is_western, is_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ftfy import TextFixerConfig

    from textnorm.repair.latin_bytes import Run

__all__ = ["agrees", "is_confirmed"]

_CHINESE = re.compile(f"[{CHINESE}]")
_LETTER = re.compile("[A-Za-z]")
_WORD_SIGN = re.compile(rf"[A-Za-z'’\-\x80-\xff{SPECIAL}]")
_BETWEEN_WORDS = re.compile("[a-z] .{2} [a-z]")
#: The mark that opens what a continuation byte may close, in any language.
_OPENING = {"”": "“", "’": "‘", "»": "«", "›": "‹", "“": "„", "‘": "‚"}
#: How far, in code points and in runs, a word or a quotation is followed.
_REACH = 40


def is_confirmed(line: str, found: Sequence[Run], i: int) -> bool:
    """Tell whether what stands around the doubtful run ``found[i]`` makes it damage after all.

    >>> from textnorm.repair.latin_bytes import read_runs
    >>> [is_confirmed(text, list(read_runs(text)), 0) for text in ("dzieÅ„ dobry", "“MANHÃ”", "字母 Ã© 呢")]
    [True, False, False]
    """
    run = found[i]
    near = line[max(0, run.start - _REACH) : run.end + _REACH]
    if not _LETTER.search(near) or is_enclosed(line, run.start, run.end) or _closes_quotation(line, found, i):
        return False
    if not is_western(run.after) and not is_word(run.after):
        return False
    start, end = _word(line, run)
    if (start, end) == (run.start, run.end) and _CHINESE.search(near):
        return False  # a letter by itself among Chinese text is more likely shown than damaged
    if _is_one_letter_word(line, run) or _is_vietnamese(line, run):
        return True
    inside = [other for other in found[max(0, i - _REACH) : i + _REACH] if start <= other.start and other.end <= end]
    return agrees(line[start:end], _repaired(line, inside, start, end))


def _word(line: str, run: Run) -> tuple[int, int]:
    start, end = run.start, run.end
    while start > max(0, run.start - _REACH) and _WORD_SIGN.match(line[start - 1]):
        start -= 1
    while end < min(len(line), run.end + _REACH) and _WORD_SIGN.match(line[end]):
        end += 1
    return start, end


def _repaired(line: str, runs: Sequence[Run], start: int, end: int) -> str:
    pieces: list[str] = []
    for run in runs:
        pieces += (line[start : run.start], run.after)
        start = run.end
    return "".join((*pieces, line[start:end]))


def _is_one_letter_word(line: str, run: Run) -> bool:
    """Tell whether the run is a word of one letter in a Latin sentence: klarte ikke Ã¥ slippe."""
    return run.before[0] == "Ã" and bool(_BETWEEN_WORDS.match(line[max(0, run.start - 2) : run.end + 2]))


def _is_vietnamese(line: str, run: Run) -> bool:
    """Tell whether the run is a letter of Vietnamese in a word, and no á that ends a «quotation»."""
    touched = line[max(0, run.start - 1) : run.start] + line[run.end : run.end + 1]
    return (
        "\u1e00" <= run.after <= "\u1eff"
        and "«" not in line[max(0, run.start - 5 * _REACH) : run.start]
        and touched.isascii()
        and bool(_LETTER.search(touched))
    )


def _closes_quotation(line: str, found: Sequence[Run], i: int) -> bool:
    """Tell whether a run ends with a closing mark whose opening one stands before it, undamaged: “MANHÃ”."""
    closing = found[i].before[-1]
    opening = _OPENING.get(closing)
    if opening is None:
        return False
    near = [run for run in found[max(0, i - _REACH) : i] if found[i].start - run.end < _REACH]
    start = near[0].start if near else max(0, found[i].start - _REACH)
    at, rest = start, ""
    for run in near:
        rest, at = rest + line[at : run.start], run.end
    rest += line[at : found[i].start]
    return rest.count(opening) > rest.count(closing)


@cache
def _config() -> TextFixerConfig:
    """Return a configuration of ftfy that can do nothing but undo a whole wrong reading.

    ``decode_inconsistent_utf8`` is what made garbage of GBK read as Latin-1, and calls itself with the
    default configuration; ``replace_lossy_sequences`` throws away the bytes that are left;
    ``restore_byte_a0`` guesses how many spaces there were.
    """
    from ftfy import TextFixerConfig  # noqa: PLC0415 - 100 ms that clean text need not pay

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=False,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=False,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )


def agrees(word: str, repaired: str) -> bool:
    """Tell whether ftfy, reading nothing but this word, comes to the same repair.

    >>> agrees("Å‚Ã³dÅº", "łódź"), agrees("CAFÉ…", "CAFɅ")
    (True, False)
    """
    from ftfy import fix_encoding  # noqa: PLC0415 - as above

    return fix_encoding(word, _config()) == repaired
