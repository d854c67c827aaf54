"""The step that judges the script of a document: what looks converted badly, or not at all.

Without a target it only reports.  Towards Traditional it repairs what it is sure of.
The profile ``repair`` asks for it only together with a target, or by name.
"""

from __future__ import annotations

import math
from heapq import merge
from typing import TYPE_CHECKING, Any

from textnorm.rules import Rule, matches, register
from textnorm.script import dictionaries
from textnorm.script.target import evidence
from textnorm.step import Signs
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textnorm.config import Config

__all__ = ["EXAMPLE_CONFIG", "RULES", "find", "signs"]

MIXED = register(
    Rule(
        "SCR101",
        "mixed-script",
        "Parts of the document are in the other script and are no quotations; such text is often half converted.",
        reports_only=True,
        examples=(
            (
                "我們昨天討論過這個問題。\n他们认为应该马上开会。\n",
                "我們昨天討論過這個問題。\n他们认为应该马上开会。\n",
            ),
        ),
        negatives=(
            "他們的書名是《这个时代的声音》。",
            "我們討論過发這個字",
            "これは国語の本です。\n我們討論過這個問題。",
        ),
    )
)
CHARACTER = register(
    Rule(
        "SCR102",
        "character-wise-conversion",
        "The text was converted one character at a time, which writes 后來 or 皇後, because it cannot see words.",
        examples=(
            ("皇后后來離開了，關系很復雜。", "皇后後來離開了，關係很複雜。"),
            ("衣服洗得很幹淨，皇後很滿意。", "衣服洗得很乾淨，皇后很滿意。"),
        ),
        negatives=("皇后後來離開了，只好盡量體諒，關係很複雜。", "他瞭解這裡，也了解那裏。"),
    )
)
WORD = register(
    Rule(
        "SCR103",
        "over-converted-word",
        "A conversion with regional words put one where it is no word, or where the word has another sense.",
        examples=(
            ("這是少陣列織的立場。", "這是少數組織的立場。"),
            ("這項法案在立法院三讀透過。", "這項法案在立法院三讀通過。"),
        ),
        negatives=("程式裡的物件用迴圈處理，透過網路傳送。", "陣列的變數由執行緒共用。"),
    )
)
RULES: tuple[Rule, ...] = (MIXED, CHARACTER, WORD)

#: The settings that the examples need beyond ``select``.
EXAMPLE_CONFIG: dict[str, dict[str, Any]] = {CHARACTER.code: {"to": "zh-TW"}, WORD.code: {"to": "zh-TW"}}

#: How many telling characters of the other script a document must have outside quotations.
_ENOUGH = 3
#: How many stretches of it a message names.
_NAMED = 3


def signs(config: Config) -> Signs:
    """Return what a text must hold: a character that is not ASCII, where anything is asked at all."""
    return Signs(("[^\x00-\x7f]",)) if _is_asked(config) else Signs()


def find(text: str, config: Config) -> Iterable[Change]:
    """Return what does not fit the script of ``text``, in ascending order, in code points.

    >>> from textnorm.config import Config
    >>> [(change.start, change.after, change.reason) for change in find("他后來離開了。", Config())]
    [(1, None, 'a conversion of single characters wrote this; here it should be 後')]
    >>> [change.after for change in find("他后來離開了。", Config(to="zh-TW"))]
    ['後']
    """
    if text.isascii() or not _is_asked(config):
        return ()
    found = list(_unfit(text, config))
    mixed = list(_mixture(text)) if _asked(MIXED, config) else []
    return merge(_apart(found), mixed, key=lambda change: change.start) if mixed else _apart(found)


def _is_asked(config: Config) -> bool:
    return config.to != "zh-Hans" and (config.profile != "repair" or config.to is not None or bool(config.select))


def _asked(rule: Rule, config: Config) -> bool:
    return not matches(rule.code, config.ignore) and (not config.select or matches(rule.code, config.select))


def _unfit(text: str, config: Config) -> Iterator[Change]:
    """Yield what a bad conversion wrote, repaired when Traditional is asked for; not in what is protected."""
    from textnorm.script.leftovers import leftovers, standard  # noqa: PLC0415 - only text with Traditional needs it
    from textnorm.script.overconverted import overconversions  # noqa: PLC0415 - as above

    forms = dictionaries.regional_forms(config.to) if config.to in {"zh-TW", "zh-HK"} else None
    spans: list[tuple[int, int, str, float, Rule]] = []
    if _asked(WORD, config):
        spans += ((one.start, one.end, one.word, one.odds, WORD) for one in overconversions(text))
    if _asked(CHARACTER, config):
        spans += ((one.start, one.start + 1, one.form, one.odds, CHARACTER) for one in leftovers(text))
    if not spans:
        return
    from textnorm.protect import protected_spans  # noqa: PLC0415 - patterns that only a finding needs

    kept = list(protected_spans(text))
    if config.words is not None:  # what the caller asked for is no error
        from textnorm.script.userwords import fixed_spans  # noqa: PLC0415 - few have dictionaries

        kept += ((start, end) for start, end, _ in fixed_spans(text, config.words))
    for start, end, word, odds, rule in sorted(spans):
        if any(low < end and start < high for low, high in kept):
            continue
        written = _in_region(word, forms) if forms else word
        if standard(text[start:end]) == word:
            continue
        cause = "a conversion of single characters" if rule is CHARACTER else "a conversion of regional words"
        reason = f"{cause} wrote this; here it should be {written}"
        yield Change(start, end, written if config.to else None, rule.code, 1 / (1 + math.exp(-odds)), reason)


def _in_region(word: str, forms: Any) -> str:  # noqa: ANN401 - a kernel.Dictionary, whose kind depends on the engine
    from textnorm import kernel  # noqa: PLC0415 - only a finding needs it

    return kernel.convert(word, forms)


def _apart(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes that do not overlap an earlier one."""
    done = 0
    for change in changes:
        if change.start >= done:
            yield change
            done = change.end


def _mixture(text: str) -> Iterator[Change]:
    """Yield one report where a document has both scripts and does not quote the one in the other."""
    from textnorm.script.stretches import minority, quoted, stretches  # noqa: PLC0415 - a table that few texts need

    if min(evidence(text, "zh-Hant")) < _ENOUGH:
        return
    found = minority(one for one in stretches(text) if not quoted(text, one))
    telling = sum(one.telling for one in found)
    if telling < _ENOUGH:
        return
    name = {"Hans": "Simplified", "Hant": "Traditional"}
    places = ", ".join(f"{one.start} to {one.end}" for one in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    other = name["Hant" if found[0].script == "Hans" else "Hans"]
    reason = (
        f"the document is mostly {other}, but {telling} {name[found[0].script]} characters stand in "
        f"{len(found)} stretch{'es' if len(found) > 1 else ''} (code points {places}{more})"
    )
    yield Change(found[0].start, found[0].start, None, MIXED.code, reason=reason)
