"""An explanation as a page for a person, and as data for a program."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from textnorm.explanation.chain import told
from textnorm.lint.quoting import quoted
from textnorm.rules import get_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.explanation.records import Explanation, Found, Stage
    from textnorm.repair.attempts import Attempt, Candidate

__all__ = ["as_data", "as_text"]

_LONGEST = 200  # code points of a text that the page shows
_MOST = 40  # places that the page shows
_CANDIDATES = 5
_BITS = "Bits a character tell how unlike Chinese a text is: a text has 5 to 12, what was misread mostly more."
_WHAT = {
    "restored": "restored",
    "partly restored": "partly restored; what is lost is now U+FFFD, or was left as it was",
    "refused": "what was found is left as it was",
    "changed": "no damage found; style or script changed",
    "nothing found": "nothing found",
}


def as_text(explanation: Explanation) -> str:
    r"""Return the page, without a line end after it.

    >>> from textnorm.explanation.building import explain
    >>> as_text(explain("一切正常。"))
    "text:    '一切正常。'\nverdict: nothing found"
    """
    return "\n".join(_page(explanation))


def _page(explanation: Explanation) -> Iterator[str]:
    result = explanation.result
    yield f"text:    {quoted(explanation.text, longest=_LONGEST)}"
    if result.changed:
        yield f"result:  {quoted(result.text, longest=_LONGEST)}"
    yield f"verdict: {_WHAT[explanation.verdict]}"
    told: dict[Attempt, int] = {}
    for number, found in enumerate(explanation.found[:_MOST], 1):
        yield ""
        yield from _place(number, found, told)
    if len(explanation.found) > _MOST:
        yield f"\n… and {len(explanation.found) - _MOST} more places"
    if any(attempt.shown_bits is not None for attempt in told):
        yield f"\n{_BITS}"
    steps = [stage for stage in explanation.stages if stage.changes or stage.left]
    if steps:
        yield "\nsteps:"
        yield from map(_step, steps)


def _place(number: int, found: Found, told: dict[Attempt, int]) -> Iterator[str]:
    """Yield the lines of a place; ``told`` has what was told of earlier ones, and at which."""
    where = f"character {found.start + 1}" if found.end - found.start == 1 else (
        f"characters {found.start + 1} to {found.end}" if found.before else f"before character {found.start + 1}"
    )  # fmt: skip
    shown = quoted(found.before) if found.before else "nothing"
    if found.after is not None:
        shown += f" → {quoted(found.after)}" if found.after else " is removed"
    yield f"{number}. {shown} ({where})"
    for code in found.rules:
        rule = get_rule(code)
        fix = "only reported" if rule.reports_only else "safe" if rule.safe else "unsafe"
        yield f"   rule:       {code} {rule.name} ({fix})"
        if not found.attempts:
            yield f"   happened:   {rule.why}"
    for attempt in found.attempts:
        first = told.setdefault(attempt, number)
        if first == number:
            yield from _attempt(attempt)
        else:
            yield f"   happened:   {attempt.happened}, as at {first}"
    if not found.attempts:
        yield from (f"   candidate:  {quoted(text)}" for text in found.candidates[:_CANDIDATES])
    for other in found.others[:_CANDIDATES]:
        likeliest = f": {_candidate(other.candidates[0])}" if other.candidates else ""
        yield f"   not taken:  {other.happened}{likeliest}"
    yield f"   verdict:    {_verdict(found)}"


def _attempt(attempt: Attempt) -> Iterator[str]:
    yield f"   happened:   {attempt.happened}"
    if attempt.data:
        yield f"   bytes:      {attempt.data}"
    if attempt.chain and attempt.candidates:
        yield f"   chain:      {_told(attempt)}"
    if attempt.shown_bits is not None:
        yield f"   as it was:  {attempt.shown_bits:.1f} bits a character"
    yield from (f"   candidate:  {_candidate(one)}" for one in attempt.candidates[:_CANDIDATES])
    if attempt.reason:
        yield f"   reason:     {attempt.reason}"


def _told(attempt: Attempt) -> str:
    """Return the chain of an attempt, from the likeliest text to what it saw."""
    return told(attempt.chain, attempt.candidates[0].text, attempt.seen)


def _candidate(candidate: Candidate) -> str:
    facts = [
        f"probability {candidate.probability:.2f}" if candidate.probability is not None else "",
        f"{candidate.bits:.1f} bits a character" if candidate.bits is not None else "",
        candidate.note,
    ]
    said = ", ".join(filter(None, facts))
    return f"{quoted(candidate.text)}  {said}".rstrip()


def _verdict(found: Found) -> str:
    if found.verdict == "no damage":
        return "looked at, and taken for no damage"
    if found.after is None:
        rule = get_rule(found.rules[0])
        if found.reason == rule.why:
            return "refused: a guess, which only unsafe fixes write"
        return f"{'only reported' if rule.reports_only else 'refused'}: {found.reason}"
    if found.verdict == "changed":
        return "changed"
    lost = f"; {found.reason}" if found.reason else ""
    return f"{found.verdict}, confidence {found.confidence:.2f}{lost}"


def _step(stage: Stage) -> str:
    done = _counted("changed", Counter(change.rule for change in stage.changes))
    left = _counted("left alone", Counter(change.rule for change in stage.left))
    return f"   round {stage.round}  {stage.step:<18}  {', '.join(filter(None, (done, left)))}"


def _counted(what: str, rules: Counter[str]) -> str:
    return f"{what} {' '.join(f'{rule} {count}' for rule, count in sorted(rules.items()))}" if rules else ""


def as_data(explanation: Explanation) -> dict[str, object]:
    """Return the explanation as what JSON can hold; offsets in code points from 0.

    >>> from textnorm.explanation import explain
    >>> data = as_data(explain("產(chǎn)品"))
    >>> data["verdict"], [(found["before"], found["after"]) for found in data["found"]]
    ('restored', [('(chǎn)', '')])
    """
    return {
        "text": explanation.text,
        "result": explanation.result.text,
        "verdict": explanation.verdict,
        "found": [_found_data(found) for found in explanation.found],
        "steps": [
            {
                "round": stage.round,
                "step": stage.step,
                "changes": [change._asdict() for change in stage.changes],
                "left": [change._asdict() for change in stage.left],
            }
            for stage in explanation.stages
            if stage.changes or stage.left
        ],
    }


def _found_data(found: Found) -> dict[str, object]:
    data = asdict(found)
    data["names"] = [get_rule(code).name for code in found.rules]
    for attempt, given in zip((*data["attempts"], *data["others"]), (*found.attempts, *found.others), strict=True):
        attempt["told"] = _told(given) if given.chain and given.candidates else ""
    return data
