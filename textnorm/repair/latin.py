r"""Undo UTF-8 that was read as Latin-1 or Windows-1252, once or more often: ``cafÃ©``, ``â€œ``, ``ä½\xa0å¥½``.

The repair is by run: one damaged word in a clean line, one damaged line in a clean file.  Every
repair encodes back to what it came from; text in which only part of the bytes fits (GBK or Big5 read
as Latin-1) is left for those who know these codecs.

Turn it off (``ignore=("MOJ",)``) for texts about mojibake.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from textnorm.composition import compose
from textnorm.kernel import Triggers
from textnorm.repair.escaped.context import Spans, code_spans, names_any
from textnorm.repair.escaped.reading import CHINESE, is_text
from textnorm.repair.latin_bytes import SIGNS_OF_BYTES, TRIGGER, read_runs
from textnorm.repair.latin_evidence import NOISE, Grade, grade, is_legacy, is_noisy, reading
from textnorm.repair.latin_judge import is_confirmed
from textnorm.repair.latin_lost import Lost, read_lost
from textnorm.rules import Rule, register
from textnorm.step import Signs
from textnorm.trace import LOST as MARK
from textnorm.trace import Change, Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.config import Config
    from textnorm.repair.latin_bytes import Run

__all__ = ["RULES", "find", "signs"]

LATIN, SPACED, CONTROL, LOST = "MOJ001", "MOJ002", "MOJ003", "MOJ004"

RULES = (
    register(
        Rule(
            LATIN,
            "utf8-as-latin1",
            "UTF-8 was read as Latin-1 or Windows-1252, once or several times.",
            examples=(
                ("æ˜¥å¤©ï¼Œè¯»ä¹¦ã€‚", "春天，读书。"),
                ("cafÃ© noir â€” trÃ¨s bon", "café noir — très bon"),
                ("Ã¨Â¯Â»Ã¤Â¹Â¦", "读书"),
            ),
            negatives=("½âÂë", "São Paulo, Ångström, naïve façade", "把“Ã©”看成一个字母"),
        )
    ),
    register(
        Rule(
            SPACED,
            "utf8-as-latin1-with-spaces",
            "UTF-8 was read as Latin-1, and a no-break space that was part of a character became a space.",
            examples=(("ä½ å¥½", "你好"), ("æ„Ÿè°¢ä½ ", "感谢你")),
            negatives=("né à Paris", "“café” – bar"),
        )
    ),
    register(
        Rule(
            CONTROL,
            "windows-1252-control",
            "A quotation mark or dash of Windows-1252 was read as an invisible control character.",
            examples=(("It\x92s \x93fine\x94", "It’s “fine”"),),
            negatives=("a\x85b", "½âÂë"),
        )
    ),
    register(
        Rule(
            LOST,
            "utf8-as-windows-1252-lost-byte",
            "UTF-8 was read as Windows-1252 and a byte was lost; what it was can only be guessed.",
            examples=(("sheâ€™s â€œhappyâ€?", "sheâ€™s â€œhappyâ€?"),),
            negatives=("un café? bien sûr", "“naïveté”?"),
        )
    ),
)

#: A line that speaks of mojibake shows it on purpose.
_ABOUT = (
    *("乱码", "亂碼", "编码", "編碼", "解码", "解碼", "字符集", "字元集", "mojibake", "encod", "charset", "unicode"),
    *("utf-8", "utf8", "latin-1", "latin1", "iso-8859", "iso 8859", "cp1252", "windows-1252", "gbk", "gb2312"),
    *("gb18030", "big5", "big-5"),
)
_CHINESE = re.compile(f"[{CHINESE}]")
#: Quotation marks, dashes and signs of Windows-1252 read as C1 controls, each where such a mark can stand.  U+0085
#: is left out: it ends a line on some systems.
_CONTROL = re.compile(
    r"(?<![\x80-\xff])(?:(?:(?<=[\s(])|\A)[\x91\x93](?=[A-Za-z][a-z ])"
    r"|(?<=[A-Za-z])\x92(?=[a-z]{1,2}\b)|(?<=[a-z][A-Za-z.,!?])[\x92\x94](?=[\s,.;:!?)]|\Z)"
    r"|(?<=[a-z ])[\x96\x97](?=[ a-z])|(?<=[a-z]{2})\x99(?![A-Za-z])|\x80(?=[0-9]))"
)
#: A sign of Latin-1, a letter above ASCII in no word or two of them together: the bytes of a Chinese codec.
_OTHER_CODEC = re.compile(r"[\xa1-\xbf\xd7\xf7]|[\xc0-\xff]{2}|(?<![A-Za-z])[\xc0-\xff](?![A-Za-z])")
_MISREAD_BEFORE = "what comes out was misread before"
_LOST_BEFORE = "bytes were lost before the text was misread"
#: How many runs a line has that shows damage and repair beside each other, at most.
_FEW, _PAIR = 4, 2
#: What stands before and behind a string of a program in backticks, if anything does; how many code points a line shows
#: in backticks at most, and how far from these the repair would stand, too.
_BEFORE_STRING, _BEHIND_STRING = ("", *"=([{,:+?"), ("", *")]},;:+.")
_LONGEST_SHOWN, _REACH = 40, 80
#: How sure a repair is that only its surroundings decide: enough to be written by default, and less than certain.
_JUDGED = 0.95
#: How often the repair of a line may show more that is damaged, as where runs of different depth touch.
_ROUNDS = 4


def signs(config: Config) -> Signs:  # noqa: ARG001 - the signature of every step
    """Return what a text must hold: a lead byte and a continuation byte, or a C1 control."""
    return Signs(SIGNS_OF_BYTES)


def find(text: str, config: Config) -> Iterator[Change]:
    """Yield the repair of every misread run of ``text``; rules MOJ001 to MOJ004.

    >>> from textnorm.config import Config
    >>> [(change.start, change.after) for change in find("第3课：cafÃ© 是“咖啡”", Config())]
    [(7, 'é')]
    """
    if text.isascii():
        return
    for at, end in zip(*_look().lines(text), strict=True):
        for change in _whole_repair(_line_changes(text[at:end]), config.threshold):
            yield change._replace(start=change.start + at, end=change.end + at)


@cache
def _look() -> Triggers:
    return Triggers([SIGNS_OF_BYTES])


def _whole_repair(changes: Sequence[Change], threshold: float) -> Iterator[Change]:
    """Yield the changes of a line; as refusals where what comes out was misread before, and is not undone either."""
    after = "".join([change.after for change in changes if change.after])
    half = False
    if MARK in after or _CHINESE.search(after):
        from textnorm.repair.chains.halves import is_half_undone  # noqa: PLC0415 - Western text need not pay

        half = is_half_undone(after, threshold)
    for change in changes:
        if half and change.after is not None:
            yield change._replace(after=None, reason=_MISREAD_BEFORE, candidates=(change.after,))
        else:
            yield change


def _line_changes(line: str) -> list[Change]:
    """Return what becomes of a line; nothing where repair uncovers ever more to repair."""
    changes = _found(line)
    trace: Trace | None = None
    for _ in range(_ROUNDS):
        target = trace.target if trace else _written(line, changes)
        more = _writes(_found(target)) if TRIGGER.search(target) else []
        if not more:
            return changes
        trace = compose(trace or Trace(line, _writes(changes)), Trace(target, more))
        changes = [_change(edit.start, edit.end, edit.after, edit.rule, edit.confidence) for edit in trace]
    return []


def _written(line: str, changes: Sequence[Change]) -> str:
    """Return the line with its changes, of which most lines need no more."""
    pieces: list[str] = []
    at = 0
    for change in changes:
        if change.after is not None:
            pieces += (line[at : change.start], change.after)
            at = change.end
    return "".join((*pieces, line[at:]))


def _writes(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if change.after is not None]


def _found(line: str) -> list[Change]:
    found = list(read_runs(line))
    lost = [lost for lost in read_lost(line) if not _overlaps(lost, found)] if found else []
    if is_noisy(line, sorted([*found, *lost], key=lambda span: span.start)):
        return []
    changes = [] if _is_about(line, found) else _repairs(line, found)
    if changes:
        reason = "a byte was lost that Windows-1252 has no character for"
        changes += [Change(gap.start, gap.end, None, LOST, 0.5, reason, gap.candidates) for gap in lost]
    if not _OTHER_CODEC.search(line):
        changes += [
            Change(match.start(), match.end(), match[0].encode("latin-1").decode("cp1252"), CONTROL)
            for match in _CONTROL.finditer(line)
        ]
    return sorted(changes, key=lambda change: change.start)


def _overlaps(lost: Lost, found: Sequence[Run]) -> bool:
    at = bisect_right(found, lost.start, key=lambda run: run.start)
    return (at > 0 and found[at - 1].end > lost.start) or (at < len(found) and found[at].start < lost.end)


def _is_about(line: str, found: Sequence[Run]) -> bool:
    """Tell whether a line talks of mojibake or encodings, and the runs are no more than what it talks of."""
    if not names_any(line, _ABOUT):
        return False
    rest = "".join(_outside(line, found))
    return (len(found) == 1 and len(found[0].after) <= _FEW) or bool(_CHINESE.search(rest))


def _shown(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans between backticks in which a few characters may be shown: neither strings of programs nor prose.

    >>> list(_shown("写成 `Ã©` 的")), list(_shown("f(`Ã©`);"))
    ([(3, 7)], [])
    """
    for start, end in code_spans(line):
        before, behind = line[:start].rstrip()[-1:], line[end:].lstrip()[:1]
        literal = before in _BEFORE_STRING and behind in _BEHIND_STRING
        if not (literal and (before or behind)) and end - start <= _LONGEST_SHOWN:
            yield start, end


def _beside(line: str, run: Run) -> str:
    """Return what stands near a run, where its repair would be if the line showed both."""
    reach = _REACH + len(run.after)
    return f"{line[max(0, run.start - reach) : run.start]}\n{line[run.end : run.end + reach]}"


def _outside(line: str, found: Sequence[Run]) -> Iterator[str]:
    """Yield the pieces of a line between its runs."""
    at = 0
    for run in found:
        yield line[at : run.start]
        at = run.end
    yield line[at:]


def _repairs(line: str, found: Sequence[Run]) -> list[Change]:
    """Return the repair of every run of a line that is damage, or of none where another codec was at work."""
    spans = Spans(_shown(line)) if "`" in line else Spans(())
    if len(found) <= _FEW:
        found = [run for run in found if len(run.after) < _PAIR or run.after not in _beside(line, run)]
    legacy = all(map(is_legacy, found))
    chosen = [reading(line, run) for run in found]
    grades = [grade(line, run, legacy=legacy) for run in chosen]
    depth = min((run.depth for run, sure in zip(chosen, grades, strict=True) if _is_whole(run, sure)), default=1)
    if depth > 1:
        chosen = [reading(line, run, depth=depth) for run in found]
        grades = [grade(line, run, legacy=legacy) for run in chosen]
    foreign = sum(run.end - run.start for run, sure in zip(chosen, grades, strict=True) if sure is Grade.NONE)
    if foreign > NOISE * sum(run.end - run.start for run in found):
        return []
    sure_ones = [run for run, sure in zip(chosen, grades, strict=True) if sure is Grade.CERTAIN]
    damaged = any(not spans.covers(run.start) for run in sure_ones)
    chinese = any(map(_CHINESE.search, (run.after for run in sure_ones)))
    changes = []
    for i, (run, sure) in enumerate(zip(chosen, grades, strict=True)):
        if sure is Grade.NONE or (spans.covers(run.start) and not damaged):
            continue
        known = damaged and (chinese or is_text(run.after))
        if sure is Grade.CERTAIN or known or is_confirmed(line, chosen, i):
            confidence = 1.0 if sure is Grade.CERTAIN else _JUDGED
            rule = SPACED if run.spaced else LATIN
            changes.append(_change(run.start, run.end, run.after, rule, confidence))
    return changes


def _change(start: int, end: int, after: str, rule: str, confidence: float) -> Change:
    """Return a change; what was lost before is listed, although nothing can be guessed."""
    listed = (_LOST_BEFORE, (after,)) if MARK in after else ("", ())
    return Change(start, end, after, rule, confidence, *listed)


def _is_whole(run: Run, sure: Grade) -> bool:
    return sure is Grade.CERTAIN and run.after == run.readings[-1]
