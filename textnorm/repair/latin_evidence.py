"""Is a run of bytes that could be misread UTF-8 damage, or text as its author wrote it?

``É”`` ends a quotation, ``½âÂë`` is GBK, “Ã©” is shown to explain what mojibake is.  A run is
*certain* by its structure or its neighbours, or *doubtful*; what is doubtful needs a second judge,
or a certain run on the same line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from enum import IntEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from textnorm.repair.escaped.context import is_enclosed
from textnorm.repair.escaped.reading import CHINESE, HAN, is_text, reads_as_chinese
from textnorm.repair.latin_bytes import PUNCTUATION, SIGNS, SPECIAL, to_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.repair.latin_bytes import Run
    from textnorm.repair.latin_lost import Lost

__all__ = ["NOISE", "Grade", "grade", "is_legacy", "is_noisy", "is_western", "is_word", "reading"]


class Grade(IntEnum):
    """How sure it is that a run is damage."""

    NONE = 0
    DOUBTFUL = 1
    CERTAIN = 2


#: Share of the characters above ASCII that may be no UTF-8 before a line counts as another kind of damage.
NOISE = 0.1

_REGION = re.compile(f"[\x80-\xff{SPECIAL}]+")
#: Signs that belong to clean text and may touch a run.
_STANDS_ALONE = frozenset("‘’“”–—…•™‹›€\xa0«»·")
#: Signs that stand nowhere but among the bytes of another codec.
_LEGACY_SIGNS = frozenset("¤¦¨¬\xad¯±´¸¹¼½¾ª")
#: What the two lead bytes of Latin-1 are read as: © becomes Â© and é Ã©.  No word ends with Â, and with Ã
#: only Portuguese ones in capitals (MANHÃ).
_SIGN_LEAD, _LETTER_LEAD = "Â", "Ã"

#: What comes of bytes by chance as good as never, two in a row: East Asian text and pictographs.
_EAST = re.compile(f"[{CHINESE}\u3000-\u33ff\uac00-\ud7a3\U0001f000-\U0001faff]")
_ALL_EAST = re.compile(f"{_EAST.pattern}*")
_COMPATIBILITY = re.compile("[\uf900-\ufaff]")
_CHINESE = re.compile(f"[{CHINESE}]")
_HAN = re.compile(f"[{HAN}]")
_SYMBOL = re.compile("[\u2000-\u2bff\ufe0f\ufeff]")
#: Letters of European languages, Vietnamese and pinyin, signs of Latin-1, combining accents.
_WESTERN = re.compile(
    "[\u00a0-\u017f\u018f\u01a0\u01a1\u01af\u01b0\u01cd-\u01dd\u01f8\u01f9\u0200-\u021b\u0259\u02bb\u02bc\u0300-\u0331"
    "\u1e00-\u1eff]"
)

#: Bytes up to this one are controls and the no-break space in Latin-1; the last character of two bytes in UTF-8.
_LAST_LOW, _TWO_BYTES = 0xA0, "\u07ff"
#: How many East Asian characters are no chance where they read as Chinese, how many letters are a word, how many East
#: Asian characters are no chance whatever they are; how far around a run its word is looked for, in code points.
_PAIR, _WORD, _MANY, _NEAR = 2, 3, 4, 40
#: Bits in the character model from which a Han character is too rare to be taken for text by itself.
_RARE = 13.7


def is_noisy(line: str, found: Sequence[Run | Lost]) -> bool:
    """Tell whether much of what looks misread in ``line`` is no UTF-8, as where GBK was read as Latin-1.

    >>> from textnorm.repair.latin_bytes import read_runs
    >>> [is_noisy(text, list(read_runs(text))) for text in ("cafÃ© noir", "ÊµÏÖÊý¾ÝÏÈÏÂ´«")]
    [False, True]
    """
    covered = sum(run.end - run.start for run in found)
    loose = at = 0
    for run in found:
        loose += _loose(line[at : run.start], behind_run=bool(at), before_run=True)
        at = run.end
    loose += _loose(line[at:], behind_run=bool(at), before_run=False)
    return loose > NOISE * covered


def _loose(piece: str, *, behind_run: bool, before_run: bool) -> int:
    """Count the characters above ASCII that touch a run or one another; a letter of a word does neither."""
    return sum(
        sum(char not in _STANDS_ALONE for char in region[0])
        for region in _REGION.finditer(piece)
        if region.end() - region.start() > 1
        or region[0] in _LEGACY_SIGNS
        or (behind_run and not region.start())
        or (before_run and region.end() == len(piece))
    )


def reading(line: str, run: Run, *, depth: int = 1) -> Run:
    r"""Choose how often a run was misread: the last reading, but not what clean text holds by chance.

    ``depth`` is how often the line was certainly misread.

    >>> from textnorm.repair.latin_bytes import read_runs
    >>> [reading(text, run).after for text in ("commitÃ©Â\xa0Â»", "fÃƒÂ¼r") for run in read_runs(text)]
    ['é\xa0»', 'ü']
    """
    before, behind = _before(line, run), line[run.end : run.end + 1]
    in_word = behind.isascii() and behind.isalpha()
    for text, deeper in pairwise(run.readings[depth - 1 :]):
        natural = _is_natural(text, before) or (_is_natural(text, before, SIGNS) and _is_rare(deeper))
        if natural and not (in_word and text[0].isupper()):
            return replace(run, after=text)
    return run


def grade(line: str, run: Run, *, legacy: bool = True) -> Grade:
    """Grade one run by its structure and by what stands beside it.

    ``legacy``: every byte of the line could be GB2312, which has none from 80 to A0.

    >>> from textnorm.repair.latin_bytes import read_runs
    >>> [grade(text, run).name for text in ("è¯»ä¹¦", "fÃ¼r", "“Ã©”", "CAFÉ”—") for run in read_runs(text)]
    ['CERTAIN', 'CERTAIN', 'DOUBTFUL', 'DOUBTFUL']
    """
    verdict = _by_structure(line, run, legacy=legacy)
    return _by_neighbours(line, run) if verdict is None else verdict


def _by_structure(line: str, run: Run, *, legacy: bool) -> Grade | None:
    """Grade a run by what its bytes mean and whether they can mean something else; None where that leaves it open."""
    east = _east(run.after)
    odd = [] if is_text(run.after) else [char for char in run.after if not is_text(char)]
    if len(odd) * _MANY > east:
        return Grade.DOUBTFUL if all(unicodedata.category(char) == "Co" for char in odd) else Grade.NONE
    if run.spaced or _is_loose(_before(line, run)) or _is_loose(line[run.end : run.end + 1]):
        return Grade.CERTAIN if east >= _PAIR and reads_as_chinese(run.after) else Grade.NONE
    rivals = run.depth == 1 and (legacy or east > 0)
    if not _scripts_agree(run.after) or (rivals and _is_rival_better(line, run)):
        return Grade.CERTAIN if east >= _MANY else Grade.NONE
    misread_again = run.depth > 1 and (east or is_western(run.after))
    return Grade.CERTAIN if east >= _PAIR or misread_again else None


def _by_neighbours(line: str, run: Run) -> Grade:
    """Grade one character, or text that is not East Asian, by what it touches."""
    before, behind = _before(line, run), line[run.end : run.end + 2]
    shown = len(run.after) <= _PAIR and is_enclosed(line, run.start, run.end)
    if shown or _is_natural(run.before, before):
        return Grade.DOUBTFUL
    if _east(run.after):
        ends_word = before.isascii() and before.isalpha() and _is_natural(run.before, before, SIGNS)
        return Grade.DOUBTFUL if ends_word or _is_rare(run.after) else Grade.CERTAIN
    if _SYMBOL.search(run.after):
        return Grade.CERTAIN
    return _grade_western(run, before, behind) if is_western(run.after) else _grade_other(run)


def _east(text: str) -> int:
    """Count East Asian characters, but for compatibility ideographs, which hardly any text holds."""
    return len(_EAST.findall(text)) - len(_COMPATIBILITY.findall(text))


def _grade_western(run: Run, before: str, behind: str) -> Grade:
    """Grade European letters and signs of Latin-1 by what they touch."""
    if any(char.isascii() and char.isalnum() for char in before + behind[:1]):
        return Grade.CERTAIN
    in_chinese = _CHINESE.match(before) or _CHINESE.match(behind)
    in_front = behind[:1] == " " and behind[1:].isalnum()
    return Grade.CERTAIN if not _has_letters(run.after) and (in_chinese or in_front) else Grade.DOUBTFUL


def _grade_other(run: Run) -> Grade:
    """Grade letters of another alphabet: a word of them in UTF-8 is certain, if it cannot be GB2312."""
    if not _has_letters(run.after):
        return Grade.DOUBTFUL if run.after > _TWO_BYTES else Grade.NONE
    return Grade.CERTAIN if is_word(run.after) and not is_legacy(run) else Grade.DOUBTFUL


def is_legacy(run: Run) -> bool:
    """Tell whether the bytes of a run could be GB2312 or EUC-KR, which have none from 80 to A0.

    >>> from textnorm.repair.latin_bytes import read_runs
    >>> [is_legacy(run) for run in read_runs("Ð½Ð° Ñ€Ð°Ð·")]
    [True, False]
    """
    return all(byte > _LAST_LOW for byte in to_bytes(run.before) or b"")


def is_western(text: str) -> bool:
    """Tell whether a text is of European letters, signs and punctuation.

    >>> is_western("é—"), is_western("ж")
    (True, False)
    """
    return all(_WESTERN.match(char) or _SYMBOL.match(char) for char in text)


def is_word(text: str) -> bool:
    """Tell whether a text has as many letters as make a word.

    >>> is_word("né"), is_word("Ã—")
    (False, False)
    """
    return sum(map(str.isalpha, text)) >= _WORD


def _is_natural(characters: str, before: str, signs: frozenset[str] = PUNCTUATION) -> bool:
    """Tell whether an accented letter and the signs behind it may stand so in clean text: É”, à… .

    ``signs`` are those that may follow a small letter.  They may not where a capital follows a small
    letter, nor where a lead byte of Latin-1 does not end a word of capitals.
    """
    if _SIGN_LEAD in characters or (characters[0] == _LETTER_LEAD and not before.isupper()):
        return False
    capital = characters[0].isupper()
    if capital and before.isascii() and before.islower():
        return False
    return all("\xc2" <= char <= "\xf4" or char in (SIGNS if capital else signs) for char in characters)


def _before(line: str, run: Run) -> str:
    return line[run.start - 1] if run.start else ""


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_loose(character: str) -> bool:
    return character not in _STANDS_ALONE and bool(_REGION.match(character))


def _scripts_agree(text: str) -> bool:
    """Tell whether the letters of a text belong to one script, or one and Latin."""
    if _ALL_EAST.fullmatch(text):
        return True
    scripts = {"EAST" if _EAST.match(char) else _script(char) for char in text if char.isalpha()}
    return len(scripts - {"LATIN"}) <= 1


@cache
def _script(letter: str) -> str:
    """Return the first word of a letter's name, which is its script."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _is_rare(text: str) -> bool:
    """Tell whether a text has a Han character that few texts hold, or Hangul, of which there are too many to tell."""
    from textnorm.model.ngrams import load  # noqa: PLC0415 - only damaged text has to pay for the model

    return any(
        "\uac00" <= char <= "\ud7a3" or (_HAN.match(char) and load().unigram_bits(char) > _RARE) for char in text
    )


def _is_rival_better(line: str, run: Run) -> bool:
    """Tell whether the characters around a short run are likelier GBK than UTF-8."""
    if run.end - run.start > _NEAR:
        return False
    start, end = run.start, run.end
    while start > max(0, run.start - _NEAR) and _REGION.match(line[start - 1]):
        start -= 1
    while end < min(len(line), run.end + _NEAR) and _REGION.match(line[end]):
        end += 1
    return _reads_as_gbk(line[start:end]) and not reads_as_chinese(run.after)


@lru_cache(maxsize=1024)
def _reads_as_gbk(characters: str) -> bool:
    data = to_bytes(characters)
    return data is not None and reads_as_chinese(data.decode("gbk", "ignore"))
