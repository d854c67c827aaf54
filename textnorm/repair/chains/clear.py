"""What the bytes behind a damaged line determine, told without a search: what the other lines are filled with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm import kernel
from textnorm.model.ngrams import load
from textnorm.repair.chains.codecs import MARKS, wrong_codec
from textnorm.repair.chains.graph import code_table
from textnorm.trace import LOST

if TYPE_CHECKING:
    from textnorm.repair.chains.rules import Chain

__all__ = ["clear_text"]

#: Broken places with fewer characters between them are one: so few are whole by chance.
_APART = 3
#: A byte that is in no character.
_NEVER = b"\xff"
#: Bits of a character up to which what does not prove itself by its form is text.
_TEXT = 9.5
_MARKS = re.compile(f"[{MARKS}]")


def clear_text(line: str, chain: Chain) -> str:
    r"""Return what is certain of a line that one chain has made, with U+FFFD in place of the rest.

    UTF-8 gets back into step behind a lost byte, GBK and Big5 do not.

    >>> from textnorm.repair.chains.rules import CHAINS
    >>> clear_text("璇锋妸鏂囦欢鍙戠粰鐜嬭?佸笀", CHAINS[0])
    '请把文件发给\ufffd'
    """
    if chain.true == "utf-8":
        return _whole(line, chain)
    first = _MARKS.search(line)
    seen = line[: first.start()] if first else line
    if chain.true == "utf-16-be":
        text = seen.encode("utf-16-le", "surrogatepass").decode("utf-16-be", "replace")
    else:
        wrong = wrong_codec(chain.wrong)
        if wrong.repeats:
            seen = seen[: next((at for at, char in enumerate(seen) if char in wrong.several), len(seen))]
        text = code_table(wrong).encode(seen, _NEVER).decode(chain.true, "replace")
    return text if text and load().bits(text) < _TEXT * len(text) else ""


def _whole(line: str, chain: Chain) -> str:
    """Return the characters of UTF-8 that are whole, and not by chance."""
    wrong = wrong_codec(chain.wrong)
    questioned = wrong.double and LOST not in line
    text, places = kernel.broken_places(code_table(wrong), line, questioned=questioned, apart=_APART)
    found: list[str] = []
    at = 0
    for start, end, *_ in places:
        found.append(text[at:start])
        at = end
    return LOST.join([*found, text[at:]])
