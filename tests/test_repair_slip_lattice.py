"""The lattices of byte slips: what the kernel grows is what the definition says, edge by edge, and is read alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textnorm import kernel
from textnorm.kernel import reference_ngrams
from textnorm.kernel.reference_reach import rough_bits, within_reach
from textnorm.model.ngrams import load
from textnorm.model.search import DocumentWords
from textnorm.repair.slips.beginnings import Beginning, beginning_at
from textnorm.repair.slips.channel import Channel
from textnorm.repair.slips.costs import LOSSES
from textnorm.repair.slips.definition import DefinedReader
from textnorm.repair.slips.scan import Start

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textnorm.model.lattice import Lattice
    from textnorm.repair.slips.definition import DefinedLattice

pytestmark = pytest.mark.skipif(kernel.ENGINE == "reference", reason="compares the compiled kernel with the definition")

SENTENCES = (
    "他们昨天在车站等了很久，火车还是没有来。",
    "老師說：“今天的作業不多，請大家早點寫完！”學生都很高興",
    "这台机器(最新型号)每小时能做二百个零件；价格是3500元",
    "數據表明，經濟增長的速度比去年快得多",
    "「雪山」很高，《游记》里写过它的样子。\n第二行也有字",
)
#: What can stand in a run: what decoders and annotators leave, and what ends it.
PIECES = (
    "?",
    "\ufffd",
    "(jīng)",
    "?jīng)",
    "(shù )",
    "?/b>",
    "?！",
    "！",
    "a",
    "~",
    "@",
    " ",
    "\n",
    "1",
    "ü",
    "\x00",
    "\ud800",
    "𠮷",
    "\ue4c6",
)


def lost_byte(text: str, at: int, errors: str) -> str:
    data = bytearray(text.encode("gb18030", "replace"))
    del data[at % len(data)]
    return data.decode("gb18030", errors)


damaged = (
    st.lists(
        st.one_of(
            st.builds(
                lost_byte, st.sampled_from(SENTENCES), st.integers(0, 60), st.sampled_from(["ignore", "replace"])
            ),
            st.builds(
                lambda text, a, b: text[a : a + b], st.sampled_from(SENTENCES), st.integers(0, 20), st.integers(1, 9)
            ),
            st.sampled_from(PIECES),
        ),
        min_size=1,
        max_size=5,
    )
    .map("".join)
    .filter(bool)
)


_LOSSES = [*LOSSES.values(), (0.0, math.inf), (math.inf, math.inf)]


@st.composite
def beginnings(draw: st.DrawFn) -> tuple[str, int, Beginning]:
    text = draw(damaged)
    start = draw(st.integers(0, len(text) - 1))
    behind = draw(st.integers(start + 1, min(len(text), start + 12)))  # what shows a beginning is behind ``start``
    kinds = list(Start.Kind) if "\n" not in text[start:behind] else [Start.Kind.BYTE]
    kind = draw(st.sampled_from(kinds))
    before, reading = draw(st.sampled_from([("", ""), ("或", "jiāng"), ("學", "xué")]))
    place = Start(
        behind, kind, start, behind, before or text[start], reading or "jīng", draw(st.sampled_from("！？，。"))
    )
    beginning = beginning_at(place, start)
    return text, start, beginning or Beginning(slips=(start, behind))


def channel(text: str, *, annotates: bool, losses: tuple[float, float], listed: str = "") -> Channel:
    return Channel(annotates, load().forms.document(text), *losses, unspaced=-1.0, listed=listed)


def columns(lattice: Lattice) -> list[Sequence[float]]:
    return [list(lattice.starts), list(lattice.ends), list(lattice.characters), list(lattice.bits)]


@settings(deadline=None, max_examples=120)
@given(
    beginnings(),
    st.fixed_dictionaries(
        {"annotates": st.booleans(), "losses": st.sampled_from(_LOSSES), "listed": st.sampled_from(["", "經濟學"])}
    ),
    st.sampled_from([0.0, 4.0]),
)
def test_the_kernel_grows_the_defined_lattice(
    place: tuple[str, int, Beginning], ways: Mapping[str, Any], unended: float
) -> None:
    text, start, beginning = place
    here = channel(text, **ways)
    defined = DefinedReader(here).lattice(text, start, unended=unended, **beginning._asdict())
    grown = here.reader.lattice(text, start, unended=unended, **beginning._asdict())
    if defined is None or grown is None:
        assert defined is grown
        return
    assert isinstance(grown, kernel.SlipLattice)
    assert grown.end == defined.end
    assert [list(column) for column in grown.columns()] == columns(defined.edges)
    same_reach(grown, defined, text[max(0, start - 5) : start])


def same_reach(grown: kernel.SlipLattice, defined: DefinedLattice, before: str) -> None:
    grams, said, edges = load().definition, "數據表明，經濟增長的速度", defined.edges
    recent, words = reference_ngrams.Recent(grams, said), DocumentWords(load(), said)
    all_columns = columns(edges)
    kept, _ = within_reach(grams, all_columns, edges.size, before, recent, 20.0)  # type: ignore[arg-type]
    expected = [[column[edge] for edge in kept] for column in all_columns]
    rough = rough_bits(grams, all_columns, edges.size, before, recent)  # type: ignore[arg-type]
    assert grown.rough_bits(before, words.counts) == pytest.approx(rough, abs=1e-3)
    assert [list(column) for column in grown.columns(before, reach=20.0, recent=words.counts)] == expected


@settings(deadline=None, max_examples=25)
@given(beginnings(), st.sampled_from(["annotates", "shifts"]))
def test_the_kernel_reads_what_the_definition_reads(place: tuple[str, int, Beginning], way: str) -> None:
    text, start, beginning = place
    here = channel(text, annotates=way == "annotates", losses=LOSSES[""])
    defined = DefinedReader(here).lattice(text, start, **beginning._asdict())
    grown = here.reader.lattice(text, start, **beginning._asdict())
    if defined is None or grown is None:
        return
    expected = defined.fill("", None, beam=16, margin=20.0, reach=12.0, spread=8.0)
    found = grown.fill("", None, beam=16, margin=20.0, reach=12.0, spread=8.0)
    assert found is not None
    assert expected is not None
    assert found[0] == expected[0]
    assert found[1] == pytest.approx(expected[1], abs=1e-3)
    assert found[2] == expected[2]
    assert found[3] == pytest.approx(expected[3], abs=1e-3)
    assert found[5] == expected[5]
    assert grown.likeliest("", None, beam=16, margin=20.0, reach=12.0, spread=8.0) == found[:2]
