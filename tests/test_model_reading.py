"""Reading text behind a wrong codec that lost bytes: the kernel against the plain Python definition."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textnorm.kernel import reference_forms, reference_marks, reference_ngrams, reference_reading, reference_spelling
from textnorm.model.ngrams import load
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.true import columns

kernel = pytest.importorskip("textnorm.kernel._kernel", reason="the kernel is not compiled here", exc_type=ImportError)

TEXTS = "中国經濟的是议議，。a1 é\n"
#: Characters of a few words in UTF-8 that were read as GBK, whole or torn, and marks.
SEEN = "涓浗缁忔祹鐨勬槸€銆傛锛?\ufffda1/"
#: Sets of bytes that may have stood at a place, narrow enough for the slow definition.
SETS = [b"\xe4\xe5", bytes(range(0xE5, 0xE9)), bytes(range(0x80, 0x88)), bytes(range(0xB8, 0xC0)), b"? /", b"\x82"]
GB_SETS = [b"\xd6\xd7", b"\xd0\xd2\xce", b"\xb9\xba\xb5", b"\xc4", b"? /"]
SIZE = {"beam": 6, "margin": 12.0, "reach": 10.0}


class Maker:
    """Gaps by what they are asked for, the same for both engines; it counts them."""

    def __init__(self, room: Any, alphabet: Any, sets: list[bytes]) -> None:  # noqa: ANN401 - of either engine
        """Make gaps of an engine for an alphabet."""
        self.room, self.alphabet, self.sets = room, alphabet, sets
        self.made: list[tuple[object, ...]] = []

    def _gap(self, key: tuple[object, ...], *, empty: bool) -> Any:  # noqa: ANN401 - of either engine
        self.made.append(key)
        number = sum(map(ord, str(key)))
        first, second = (self.sets[(number // step) % len(self.sets)] for step in (1, 7))
        rows = [(0, first, 2, 0.5), (0, first, 1, 0.0), (1, second, 2, 0.25), *([(0, b"", 2, 1.5)] if empty else [])]
        return self.room.Gap(self.alphabet, 2, rows)

    def behind_mark(self, mark: str, following: int | None, last: bool, signs: object = None) -> Any:  # noqa: ANN401, FBT001 - a kernel's
        """Return a gap of one or two bytes."""
        return self._gap((mark, following, last, signs), empty=False)

    def behind_marks(self, marks: str, following: int | None) -> Any:  # noqa: ANN401 - of either engine
        """Return a gap, of nothing too."""
        return self._gap((marks, following), empty=True)

    def dropped(self, following: int | None, last: bool, signs: object = None) -> Any:  # noqa: ANN401, FBT001 - a kernel's
        """Return a gap, of nothing too."""
        return self._gap((following, last, signs), empty=True)


@cache
def engine(name: str, *, compiled: bool, joined: bool) -> tuple[Any, ...]:
    """Return of an engine its room, n-grams, forms, channel, and the maker of its gaps."""
    model = load()
    room: Any = kernel if compiled else reference_spelling
    ngrams: Any = kernel if compiled else reference_ngrams
    grams = ngrams.Grams(model._sections, model._numbers)
    points = [ord(one) for one in "议議经經济濟国國"]
    costs = [0.125 * k for k in range(8)], [2.0 - 0.25 * k for k in range(8)]
    forms = (kernel if compiled else reference_forms).Forms(grams, points, *costs)
    lengths, trails, used, pairs = columns(name)
    alphabet = room.Alphabet(lengths, trails, used[:600], pairs)
    maker = Maker(room, alphabet, GB_SETS if name == "gb18030" else SETS)
    end = room.Gap(alphabet, 1, [(0, b"\n", 1, 0.0), (0, b"", 1, 8.0)])
    codes = room.Codes(wrong_codec("gbk" if name == "utf-8" else "cp950").codes)
    channel = (kernel if compiled else reference_reading).LossyChannel(
        alphabet, codes, maker, end, joined=joined, lean=3.0
    )
    return room, grams, forms, channel, maker


def recent(grams: Any, text: str, *, compiled: bool) -> Any:  # noqa: ANN401 - of either engine
    return (kernel if compiled else reference_ngrams).Recent(grams, text) if text else None


def assert_same(one: Any, other: Any) -> None:  # noqa: ANN401 - rows of either engine
    """Compare text, bits, probabilities and alternatives."""
    assert one[1] == (pytest.approx(other[1]) if other[1] is not None else None)
    assert len(one[0]) == len(one[2]) or one[1] is None
    if one[0] == other[0]:  # texts of the same cost may come in another order
        assert one[2] == pytest.approx(other[2], abs=1e-6)
        assert [dict(rest).keys() for rest in one[3]] == [dict(rest).keys() for rest in other[3]]


@settings(deadline=None, max_examples=80)
@given(
    seen=st.text(SEEN, min_size=1, max_size=9),
    sides=st.tuples(st.text(TEXTS, max_size=3), st.text(TEXTS, max_size=3)),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    words=st.sampled_from(["", "中国經濟\n"]),
)
def test_readings_of_utf8_agree(seen: str, sides: tuple[str, str], flags: tuple[bool, ...], words: str) -> None:
    questioned, inserts, joined, told = flags
    rows = []
    for compiled in (True, False):
        _, grams, forms, channel, _ = engine("utf-8", compiled=compiled, joined=joined)
        _, _, _, rare, _ = engine("utf-8", compiled=compiled, joined=not joined)
        seen_words = recent(grams, words, compiled=compiled)
        how = {"questioned": questioned, "inserts": inserts, "recent": seen_words, **SIZE}
        how["swallowed"] = (lambda start, end: None if start % 3 else (start, end)) if told else None
        rows.append(channel.read(lambda rare=rare: rare, grams, forms, seen, *sides, **how))
    assert [row[:2] for row in rows[0]] == [row[:2] for row in rows[1]]
    assert rows[0][0][0] == 0
    assert rows[0][-1][1] == len(seen)
    for one, other in zip(*rows, strict=True):
        assert_same(one[2:], other[2:])
        if one[2] != other[2]:
            break  # what follows is read behind it


tokens = st.lists(
    st.one_of(st.text("中国經?\ufffda", max_size=4), st.sampled_from([b"", b"\xd6\xd0", b"\xd6", b"?"]), st.none()),
    max_size=4,
)


@settings(deadline=None, max_examples=60)
@given(
    seen=tokens,
    sides=st.tuples(st.text(TEXTS, max_size=3), st.text(TEXTS, max_size=3)),
    flags=st.tuples(st.booleans(), st.booleans()),
)
def test_fillings_agree(seen: list[Any], sides: tuple[str, str], flags: tuple[bool, bool]) -> None:
    inserts, joined = flags
    found = []
    for compiled in (True, False):
        room, grams, forms, channel, maker = engine("gb18030", compiled=compiled, joined=joined)
        gap = room.Gap(maker.alphabet, 1, [(0, b"\xd6\xd7", 1, 0.0), (0, b"", 1, 2.0)])
        given_tokens = [gap if token is None else token for token in seen]
        found.append(channel.fill(grams, forms.document(""), given_tokens, *sides, inserts=inserts, **SIZE))
    assert (found[0] is None) == (found[1] is None)
    if found[0] is not None:
        assert_same(found[0], found[1])


@settings(deadline=None, max_examples=60)
@given(
    marks=st.text("?\ufffd", max_size=3),
    lost=st.text("国經济国議", max_size=5),
    sides=st.tuples(st.text(TEXTS, max_size=3), st.text(TEXTS, max_size=3)),
    document=st.text(TEXTS, max_size=8),
    reach=st.sampled_from([math.inf, 6.0]),
    said=st.none() | st.text(TEXTS, max_size=8),
)
def test_marks_of_one_character_each_agree(  # noqa: PLR0913, PLR0917 - what a search needs
    marks: str, lost: str, sides: tuple[str, str], document: str, reach: float, said: str | None
) -> None:
    found = []
    for compiled in (True, False):
        room, grams, forms, _, _ = engine("utf-8", compiled=compiled, joined=False)
        fill = room.fill_marks if compiled else reference_marks.fill_marks
        recent = (kernel if compiled else reference_ngrams).Recent(grams, said) if said is not None else None
        how: dict[str, Any] = {"beam": 8, "margin": 12.0, "reach": reach, "recent": recent}
        found.append(fill(grams, forms.document(document), marks, lost, "题", *sides, **how))
    assert (found[0] is None) == (found[1] is None) == ("\ufffd" in marks and not lost)
    if found[0] is not None:
        assert_same(found[0], found[1])


def test_a_gap_is_made_once() -> None:
    _, grams, forms, channel, maker = engine("utf-8", compiled=True, joined=False)
    how = {"questioned": True, "inserts": True, **SIZE}
    first = channel.read(lambda: channel, grams, forms, "涓?浗", "", "", **how)
    made = len(maker.made)
    assert first == channel.read(lambda: channel, grams, forms, "涓?浗", "", "", **how)
    assert len(maker.made) == made
    kept = [key for key in maker.made if not isinstance(key[-1], tuple)]  # what is told of a place is not kept
    assert len(set(kept)) == len(kept)


def test_what_no_gap_is_and_no_text_raise() -> None:
    room, grams, forms, channel, _ = engine("gb18030", compiled=True, joined=False)
    assert isinstance(channel, room.LossyChannel)
    for wrong in (1, None, ["x"]):
        with pytest.raises(TypeError):
            channel.fill(grams, forms.document(""), [wrong], "", "", inserts=False, **SIZE)
