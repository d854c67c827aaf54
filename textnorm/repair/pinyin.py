"""Pinyin pollution: readings that a program put behind characters, and the bytes it broke on its way.

The channel is described in docs/architecture.md.  Intact annotations go where the document proves
that a program made them; runs of shifted bytes are re-paired, with what was lost from them, where
the result reads as Chinese.  What is not sure becomes U+FFFD and is reported with its candidates.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from textnorm.repair.evidence import SIGNS_OF_READINGS, find_annotations, listed, weigh
from textnorm.repair.slips.look import places
from textnorm.repair.slips.scan import Start, signs_of_starts
from textnorm.repair.slips.search import UNMARKED, slips
from textnorm.repair.slips.surroundings import in_chinese
from textnorm.repair.slips.telltale import doubtful_signs
from textnorm.repair.slips.verdict import changes_of, convinces, guesses
from textnorm.repair.toneless import SIGN, toneless
from textnorm.rules import Rule, register
from textnorm.step import Signs
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.config import Config

__all__ = ["RULES", "RULE_OF", "find", "find_beside", "signs"]

ANNOTATED = register(
    Rule(
        "PIN001",
        "pinyin-annotation",
        "A program put the reading of a character behind it in brackets; words are cut and no search finds them.",
        examples=(
            ("這本經(jīng)濟學(xué)教材講產(chǎn)業(yè)政策。", "這本經濟學教材講產業政策。"),
            ("社會(huì )各界都很關(guān)注。", "社會各界都很關注。"),
        ),
        negatives=(
            "「經 (jīng)」的本義是織布機上的直線。",
            "饕(tāo)餮(tiè)是古書裡的怪獸。",
            "小(xiǎo)朋(péng)友(yǒu)，你(nǐ)好(hǎo)！",
            "龜(jūn)裂的「龜」不讀 guī。",
        ),
    )
)
SHIFTED = register(
    Rule(
        "PIN002",
        "byte-slip-at-annotation",
        "A reading was put between the two bytes of a character; the pairs after it are shifted and show other words.",
        examples=(("學者認為或?qū)⑹沟肁I更便宜。", "學者認為或將使得AI更便宜。"),),
        negatives=("這是什麼?(shì)", "他問:為什麼?xí不讀成 xī?"),
    )
)
SPLIT = register(
    Rule(
        "PIN003",
        "byte-slip-at-punctuation",
        "The text was split at the bytes of a mark that lay across two characters; the pairs after it are shifted.",
        examples=(("主席宣布：“會議結束?！贝蠹叶颊酒饋?。", "主席宣布：“會議結束。”大家都站起來。"),),
        negatives=("真的?!你怎麼不早說?", "甚麼?，他說，好吧。"),
    )
)
BYTE = register(
    Rule(
        "PIN004",
        "byte-slip",
        "A byte of the text was lost or came in between; up to the next ASCII character the pairs show other words.",
        examples=(("大家吨勒庵址椒梢越饩鑫侍狻?", "大家都知道这种方法可以解决问题。"),),
        negatives=("魑魅魍魉，饕餮梼杌。", "鲥鲦鲧鲩鲫鲭"),
    )
)
RULES = (ANNOTATED, SHIFTED, SPLIT, BYTE)

#: The rule that reports a run, by what shows that it begins.
RULE_OF = {
    Start.Kind.READING: SHIFTED.code,
    Start.Kind.MARK: SPLIT.code,
    Start.Kind.BYTE: BYTE.code,
    Start.Kind.REPLACED: BYTE.code,
}
#: The rules of runs that a program which annotates made.
_OF_ANNOTATOR = frozenset((SHIFTED.code, SPLIT.code))
#: An ideograph, as a pattern of ``kernel.Triggers``.
_HAN = "[\u3400-\u9fff]"
#: The confidence in removing a reading that only looks like pollution.
_DOUBTFUL = 0.5


def signs(config: Config) -> Signs:
    """Return what a text must hold: a reading in brackets, or a place where a run of shifted bytes may begin.

    Whoever asks for guesses has all Chinese text read.
    """
    if config.unsafe_fixes:
        return Signs((_HAN,))
    return Signs((*SIGNS_OF_READINGS, *signs_of_starts()), doubtful=(*doubtful_signs(), SIGN), confirms=_shows)


def _shows(text: str) -> bool:
    """Tell whether telltale characters of a text show a run to begin, or brackets hold readings without a tone."""
    return bool(places(text) or toneless(text))


def find(text: str, config: Config) -> Iterator[Change]:
    """Yield what undoes pinyin pollution and byte slips, in ascending order; see the module for what is left alone.

    >>> from textnorm.config import Config
    >>> [(change.start, change.end, change.after) for change in find("產(chǎn)品的單價(jià)", Config())]
    [(1, 7, ''), (11, 16, '')]
    """
    return find_beside(text, config, ())


def find_beside(text: str, config: Config, refused: Sequence[tuple[int, int]]) -> Iterator[Change]:
    """Do as ``find``, but look for no bytes lost without a trace in spans that are damaged in another way.

    >>> from textnorm.config import Config
    >>> text = "大家吨勒庵址椒梢越饩鑫侍狻?"  # 大家都知道…, of which a byte was lost
    >>> [change.after for change in find_beside(text, Config(), [])]
    ['都知道这种方法可以解决问题。']
    >>> list(find_beside(text, Config(), [(0, len(text))]))
    []
    """
    found, plain = find_annotations(text), toneless(text)
    runs = [
        slip
        for slip in slips(text, listed(text, found) if found else (), refused, guessing=config.unsafe_fixes)
        if slip.kind is Start.Kind.READING or convinces(slip) or (config.unsafe_fixes and guesses(slip))
    ]
    if not runs and not found and not plain:
        return
    chinese = in_chinese(text, [(slip.start, slip.end, slip.determined) for slip in runs])
    runs = [slip for slip, sure in zip(runs, chinese, strict=True) if sure or slip.kind not in UNMARKED]
    changes = list(changes_of(text, runs, [one.start for one in found], RULE_OF, config.threshold))
    ends = sorted((change.start, change.end) for change in changes)
    changes += (Change(*span, "", ANNOTATED.code) for span in plain if not _inside(ends, span[0]))
    if not found:
        yield from sorted(changes)
        return
    evidence = weigh(text, found, sum(change.rule in _OF_ANNOTATOR and change.after is not None for change in changes))
    for annotation in found:
        if _inside(ends, annotation.start):
            continue
        if evidence.condemns(annotation):
            changes.append(Change(annotation.start, annotation.end, "", ANNOTATED.code))
        elif evidence.suspects(annotation):
            reason = "one reading in brackets is too little evidence that a program put it there"
            changes.append(Change(annotation.start, annotation.end, "", ANNOTATED.code, _DOUBTFUL, reason))
    yield from sorted(changes)


def _inside(spans: list[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(spans, (offset, math.inf)) - 1
    return at >= 0 and offset < spans[at][1]
