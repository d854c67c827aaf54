"""Spelling characters from bytes of which some are lost: the kernel against the plain Python definition."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textnorm.kernel import reference_forms, reference_ngrams, reference_reading, reference_spelling
from textnorm.model.ngrams import load
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.true import columns

kernel = pytest.importorskip("textnorm.kernel._kernel", reason="the kernel is not compiled here", exc_type=ImportError)

TEXTS = "中国經濟的是议議，。a1 é\n鼐龘ひ"
#: Sets of bytes as marks leave them, narrow enough for the slow definition.
SETS = [b"\xe4", bytes(range(0xE4, 0xE8)), bytes(range(0x80, 0x90)), bytes(range(0xA1, 0xB8)), b"? /", b"\xb8\xad", b""]
edges = st.tuples(st.integers(0, 3), st.sampled_from(SETS), st.integers(1, 3), st.sampled_from([0.0, 3.5]))
gaps = st.lists(edges, max_size=4).map(
    lambda rows: [(0, b"", 4, 9.0), *((*row[:2], row[0] + 1, row[3]) for row in rows)]
)
parts = st.lists(
    st.one_of(st.text("涓浗缁忔祹鐨勬槸€·?a1", max_size=4), st.sampled_from([b"\xe4\xb8", b"\xad"]), gaps), max_size=6
)


class Literally:
    """Makes gaps of marks that stand for themselves."""

    def __init__(self, room: Any, alphabet: Any) -> None:  # noqa: ANN401 - of either engine
        """Make gaps of an engine for an alphabet."""
        self.gap = room.Gap(alphabet, 1, [(0, b"?", 1, 0.0)])

    def behind_mark(self, *_: object) -> Any:  # noqa: ANN401 - of either engine
        """Return a question mark."""
        return self.gap


@cache
def engine(name: str, *, compiled: bool) -> tuple[Any, ...]:
    """Return an engine, its n-grams, its forms, its alphabet of a codec, and a channel over it."""
    model = load()
    points = [ord(one) for one in "议議经經济濟国國"]
    costs = [0.125 * k for k in range(8)], [2.0 - 0.25 * k for k in range(8)]
    room: Any = kernel if compiled else reference_spelling
    grams = (kernel if compiled else reference_ngrams).Grams(model._sections, model._numbers)
    forms = (kernel if compiled else reference_forms).Forms(grams, points, *costs)
    alphabet = room.Alphabet(*columns(name))
    end = room.Gap(alphabet, 1, [(0, b"\n", 1, 0.0), (0, b"", 1, 8.0)])
    channel = (kernel if compiled else reference_reading).LossyChannel(
        alphabet, room.Codes(wrong_codec("gbk").codes), Literally(room, alphabet), end, joined=False
    )
    return room, grams, forms, alphabet, channel


def spelt(  # noqa: PLR0913 - what a search needs
    name: str,
    seen: list[Any],
    document: str,
    around: tuple[str, str],
    *,
    compiled: bool,
    reach: float = math.inf,
    said: str | None = None,
) -> Any:  # noqa: ANN401 - of either engine
    room, grams, forms, alphabet, channel = engine(name, compiled=compiled)
    made = [room.Gap(alphabet, 4, part) if isinstance(part, list) else part for part in seen]
    recent = None if said is None else (kernel if compiled else reference_ngrams).Recent(grams, said)
    return channel.fill(
        grams, forms.document(document), made, *around, inserts=False, beam=12, margin=14.0, reach=reach, recent=recent
    )


@pytest.mark.parametrize("name", ["utf-8", "gb18030", "cp950"])
@settings(deadline=None, max_examples=60)
@given(
    seen=parts,
    document=st.text(TEXTS, max_size=8),
    around=st.tuples(st.text(TEXTS, max_size=3), st.text(TEXTS, max_size=3)),
    reach=st.sampled_from([math.inf, 0.0, 6.0, 14.0]),
)
def test_spellings_agree(name: str, seen: list[Any], document: str, around: tuple[str, str], reach: float) -> None:
    one = spelt(name, seen, document, around, reach=reach, compiled=True)
    other = spelt(name, seen, document, around, reach=reach, compiled=False)
    assert (one is None) == (other is None)
    if one is not None:
        assert one[1] == pytest.approx(other[1])
        assert len(one[0]) == len(one[2]) == len(one[3])
        if one[0] == other[0]:  # texts of the same cost may come in another order
            assert one[2] == pytest.approx(other[2], abs=1e-6)
            assert [dict(rest).keys() for rest in one[3]] == [dict(rest).keys() for rest in other[3]]


#: What may stand where two bytes are lost: hundreds of characters; beside them nothing or ASCII.
CROWDS = {
    "utf-8": [[(0, b"\xe4\xe5", 1, 0.0), (1, bytes(range(0xB8, 0xBC)), 2, 0.0), (2, bytes(range(0x80, 0xC0)), 4, 0.0)]],
    "gb18030": [[(0, bytes(range(0xD0, 0xD4)), 1, 0.0), (1, bytes(range(0xA1, 0xF0)), 4, 0.0)]],
}
ALSO = [[], [(0, b"", 4, 6.0)], [(0, b"? 7", 4, 2.0)], [(0, b"", 3, 4.0), (3, b"", 4, 1.5)]]


@pytest.mark.parametrize("name", CROWDS)
@settings(deadline=None, max_examples=12)
@given(
    also=st.lists(st.sampled_from(ALSO), min_size=1, max_size=3),
    document=st.text(TEXTS, max_size=8),
    around=st.tuples(st.text(TEXTS, max_size=3), st.text(TEXTS, max_size=3)),
    reach=st.sampled_from([math.inf, 10.0]),
    said=st.one_of(st.none(), st.text(TEXTS + "世上下人们他会", max_size=60)),
)
def test_spellings_of_many_characters_agree(  # noqa: PLR0913, PLR0917 - what a search depends on
    name: str, also: list[Any], document: str, around: tuple[str, str], reach: float, said: str | None
) -> None:
    seen = [[*CROWDS[name][0], *more] for more in also]
    one, other = (
        spelt(name, seen, document, around, reach=reach, said=said, compiled=compiled) for compiled in (True, False)
    )
    assert one[1] == pytest.approx(other[1])
    if one[0] == other[0]:
        assert one[2] == pytest.approx(other[2], abs=1e-6)
        assert [dict(rest).keys() for rest in one[3]] == [dict(rest).keys() for rest in other[3]]


@given(st.text(TEXTS), st.text(TEXTS, min_size=1))
def test_prices_of_forms_agree(document: str, characters: str) -> None:
    one, other = (engine("utf-8", compiled=compiled)[2].document(document) for compiled in (True, False))
    assert one.simplified == pytest.approx(other.simplified)
    assert list(one.bits(characters)) == pytest.approx(list(other.bits(characters)))
    assert list(one.bits(map(ord, characters))) == list(one.bits(characters))


def test_known_bytes_spell_one_text_and_lost_ones_the_likeliest() -> None:
    text, _, sure, rest = spelt("utf-8", ["涓", b"\x80"], "", ("", ""), compiled=True)
    assert (text, sure, rest) == ("一", (1.0,), ((),))
    lost = [(0, bytes(range(0x80, 0xC0)), 4, 0.0)]
    text, _, sure, rest = spelt("utf-8", ["涓", lost, b"\xe6\x96\x87"], "", ("学习", "。"), compiled=True)
    assert text == "中文"
    assert sure[0] > sum(share for _, share in rest[0])
    assert spelt("utf-8", [b"\xad"], "", ("", ""), compiled=True) is None
