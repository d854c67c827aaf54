"""The trace: replay, composition, offsets both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replaying import replayed
from textnorm.composition import compose
from textnorm.trace import Change, Trace


@st.composite
def traces(draw: st.DrawFn, source: str | None = None) -> Trace:
    if source is None:
        source = draw(st.text("abc𠀀", max_size=12))
    changes, at = [], 0
    while at <= len(source) and draw(st.booleans()):
        start = draw(st.integers(at, len(source)))
        end = draw(st.integers(start, min(len(source), start + 3)))
        after = draw(st.text("xyz", max_size=3))
        changes.append(Change(start, end, after, draw(st.sampled_from(["PIN001", "PUN001"]))))
        at = end
    return Trace(source, changes)


@given(traces())
def test_replaying_a_trace_on_its_source_gives_its_target(trace: Trace) -> None:
    assert replayed(trace) == trace.target


@given(st.data())
def test_consecutive_traces_compose_into_one(data: st.DataObject) -> None:
    first = data.draw(traces())
    second = data.draw(traces(first.target))
    both = compose(first, second)
    assert (both.source, both.target) == (first.source, second.target)
    assert replayed(both) == second.target
    assert all(edit.before != edit.after for edit in both) or not len(first) or not len(second)


@given(st.data())
def test_composition_is_associative_in_its_ends(data: st.DataObject) -> None:
    first = data.draw(traces())
    second = data.draw(traces(first.target))
    third = data.draw(traces(second.target))
    assert compose(compose(first, second), third).target == compose(first, compose(second, third)).target


@pytest.mark.parametrize("side", ["left", "right"])
@given(trace=traces())
def test_offsets_map_monotonically_both_ways(side: str, trace: Trace) -> None:
    forward = [trace.to_target(i, side=side) for i in range(len(trace.source) + 1)]  # type: ignore[arg-type]
    back = [trace.to_source(i, side=side) for i in range(len(trace.target) + 1)]  # type: ignore[arg-type]
    assert forward == sorted(forward)
    assert back == sorted(back)
    assert all(0 <= offset <= len(trace.target) for offset in forward)
    assert all(0 <= offset <= len(trace.source) for offset in back)


@given(traces())
def test_unedited_text_keeps_its_place(trace: Trace) -> None:
    edited = {i for edit in trace for i in range(edit.start, edit.end)}
    for i, character in enumerate(trace.source):
        if i not in edited:
            start, end = trace.span_to_target(i, i + 1)
            assert trace.target[start:end] == character
            assert trace.span_to_source(start, end) == (i, i + 1)


def test_a_label_survives_the_removal_of_what_stood_inside_it() -> None:
    trace = Trace("談經(jīng)濟嗎", [Change(2, 8, "", "PIN001")])
    assert trace.target == "談經濟嗎"
    assert trace.span_to_target(1, 9) == (1, 3)
    assert trace.span_to_source(1, 3) == (1, 9)


@pytest.mark.parametrize(
    "changes",
    [
        [Change(2, 3, "", "PIN001"), Change(1, 2, "", "PIN001")],
        [Change(0, 2, "", "PIN001"), Change(1, 3, "", "PIN001")],
        [Change(0, 9, "", "PIN001")],
        [Change(0, 1, None, "PIN001")],
    ],
)
def test_a_trace_refuses_what_cannot_be_replayed(changes: list[Change]) -> None:
    with pytest.raises(ValueError, match="ascending edits"):
        Trace("abc", changes)


def test_traces_that_do_not_meet_are_refused() -> None:
    with pytest.raises(ValueError, match="does not start"):
        compose(Trace("a"), Trace("b"))
