"""How the repair of byte slips came to its readings, for ``textnorm explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.repair.attempts import Attempt, Candidate
from textnorm.repair.evidence import find_annotations, listed
from textnorm.repair.gbk import code_pair
from textnorm.repair.pinyin import RULE_OF
from textnorm.repair.slips.certainty import certainties
from textnorm.repair.slips.scan import Start
from textnorm.repair.slips.search import slips
from textnorm.repair.slips.verdict import convinces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.repair.slips.runs import Slip

__all__ = ["attempts"]

_HAPPENED = {
    Start.Kind.READING: "a reading was put between the two bytes of a character; its bracket swallowed the first one",
    Start.Kind.MARK: "the text was split at the bytes of a mark that lay across two characters",
    Start.Kind.BYTE: "a byte was lost or came in, and the pairs behind it are shifted by one byte",
    Start.Kind.REPLACED: "a byte was lost or came in, and the decoder wrote U+FFFD for what then made no pair",
}


def attempts(text: str) -> Iterator[Attempt]:
    """Yield what the repair of byte slips tries on a text, taken or not, in ascending order.

    >>> [attempt.candidates[0].text for attempt in attempts("學者認為或?qū)⑹沟肁I更便宜。")]
    ['將使得A']
    """
    for slip in slips(text, listed(text, find_annotations(text))):
        size = max(1, len(slip.characters))
        yield Attempt(
            slip.start,
            slip.end,
            RULE_OF[slip.kind],
            _HAPPENED[slip.kind],
            data=_bytes(text[slip.start : slip.end]),
            candidates=tuple(_candidates(text, slip)),
            shown_bits=slip.shown_bits / size,
            reason=_reason(slip),
        )


def _bytes(shown: str) -> str:
    """Return the bytes of the shown characters, ``??`` for what a decoder could not read."""
    known: list[str] = []
    for character in shown:
        pair = code_pair(character)
        if pair:
            known += (f"{byte:02X}" for byte in pair)
        elif character.isascii() and character != "?":
            known.append(f"{ord(character):02X}")
        else:
            known.append("??")
    return " ".join(known)


def _candidates(text: str, slip: Slip) -> Iterator[Candidate]:
    if not slip.characters:
        return
    unsure = [one for one in slip.characters if one.alternatives]
    sure = min(certainties(text, slip))
    yield Candidate(slip.restored, sure, slip.mean_bits, "the least certain character decides")
    for one in unsure:
        for character, probability in one.alternatives[:2]:
            other = "".join(character if each is one else each.character for each in slip.characters)
            yield Candidate(other, probability, None, f"{character} instead of {one.character}")


def _reason(slip: Slip) -> str:
    if not slip.characters:
        return "too little of the run survives"
    if convinces(slip):
        return "the run, read this way, is far likelier to be Chinese than what stands there"
    return "the run, read this way, is not clearly likelier than what stands there"
