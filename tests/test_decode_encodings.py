"""Codecs of our own, encodings of seven bits, labels, hints, offsets and documents in blocks."""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.corpus import normalize_document
from textnorm.decode import Hints, decode, decode_blocks, detect
from textnorm.decode.codes import GB18030_2022, cns_planes, uao_characters
from textnorm.decode.streaming import TextReader
from textnorm.pipeline import Normalizer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HANS = "编码有很多种，文件却常常不说自己是哪一种。只好看字节本身，像不像一篇文章。\n"
HANT = "編碼有很多種，檔案卻常常不說自己是哪一種。只好看位元組本身，像不像一篇文章。\n"


@pytest.mark.parametrize("codec", ["big5-uao", "euc-tw", "iso-2022-cn"])
def test_own_codecs_go_both_ways(codec: str) -> None:
    data = HANT.encode(codec)
    assert data.decode(codec) == HANT
    assert decode(data, codec).text == HANT
    assert detect(data * 2).encoding == codec or codec == "big5-uao"
    assert decode(data * 2).text == HANT * 2
    with pytest.raises(UnicodeEncodeError):
        "\U0010ffff".encode(codec)
    assert "a\U0010ffff".encode(codec, "replace") == b"a?"


def test_every_code_of_our_tables() -> None:
    """A character that has two codes is written with one of them; the bytes still come back."""
    uao = b"".join(uao_characters())
    euc = b"".join(code if plane == 1 else bytes((0x8E, 0xA0 + plane)) + code for plane, code in cns_planes())
    for codec, data in (("big5-uao", uao), ("euc-tw", euc)):
        decoded = decode(data, codec)
        assert not decoded.errors
        assert decoded.original() == data
        assert decoded.text.encode(codec).decode(codec) == decoded.text


def test_bulletin_board_text_with_characters_of_its_own() -> None:
    text = (HANT + "這個体験真的很嬉しい，东京的写真\n") * 3
    found = detect(text.encode("big5-uao"))
    assert (found.encoding, found.label, found.errors) == ("big5-uao", "big5-uao", ())
    assert decode(text.encode("big5-uao")).text == text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (HANS, "hz", "hz"),
        ("これは日本語です。\n", "iso2022_jp", "iso-2022-jp"),
        ("한국어 문장입니다.\n", "iso2022_kr", "iso-2022-kr"),
        (HANS + HANT, "iso-2022-cn", "iso-2022-cn"),
    ],
)
def test_seven_bits(text: str, codec: str, label: str) -> None:
    data = text.encode(codec)
    assert detect(data).label == label
    decoded = decode(data)
    assert decoded.text == text
    assert decoded.original() == data


@pytest.mark.parametrize(
    "data", [b"a ~{x~} b", b"if (~{ab}) c~}", b"\x1b[1mbold\x1b[0m", b"~{", b"path/~{user}/file\n"]
)
def test_what_only_looks_like_seven_bits(data: bytes) -> None:
    assert detect(data).label == "ascii"
    assert decode(data).text == data.decode()


@pytest.mark.parametrize(
    ("label", "data"),
    [
        ("ascii", b"plain"),
        ("utf-8", HANS.encode()),
        ("utf-8-sig", b"\xef\xbb\xbf" + HANS.encode()),
        ("cesu-8", (HANS + "\ud842\udfb7").encode("utf-8", "surrogatepass")),
        ("gb2312", HANS.encode("gb2312")),
        ("gb2312", HANS.encode("gb2312") + b"\xff"),
        ("gbk", HANT.encode("gbk")),
        ("gb18030", (HANS + "㐂𠮷").encode("gb18030")),
        ("big5", HANT.encode("big5")),
        ("big5-hkscs", (HANT + "佢哋喺度傾偈，好鍾意食嘢。").encode("big5hkscs")),
        ("shift_jis", "これは日本語の文章です。".encode("shift_jis")),
        ("euc_kr", "한국어 문장입니다. 잘 읽히나요?".encode("euc_kr")),
    ],
)
def test_labels(label: str, data: bytes) -> None:
    assert detect(data).label == label


@pytest.mark.parametrize("private", sorted(GB18030_2022))
def test_gb18030_of_2022(private: str) -> None:
    """The two-byte code means what the edition of 2022 says; the four-byte code of the same character comes back."""
    modern = GB18030_2022[private]
    for code in (private.encode("gb18030"), modern.encode("gb18030")):
        data = HANS.encode("gb18030") + code + "。".encode("gb18030")
        decoded = decode(data, "gb18030")
        assert decoded.text == HANS + modern + "。"
        assert decoded.original() == data


HZ = "河边的白鹭 heron 一动不动，等着小鱼游过来。"
DAMAGED_HZ = [  # what is done to HZ, and the text
    (lambda raw: raw[1:], "\udc7b河边的白鹭 heron 一动不动，等着小鱼游过来。"),
    (lambda raw: raw[2:], HZ),
    (lambda raw: raw[:-3], HZ[:-1] + "\udc21"),
    (lambda raw: raw.replace(b"~}", b"~\xe0", 1), HZ.replace(" ", "\udc7e\udce0 ", 1)),
    (lambda raw: raw.replace(b" ~{", b" \x07{"), HZ.replace(" 一", " \udc07\udc7b一")),
    (lambda raw: raw.replace(b"1_", b"1\xff"), HZ.replace("边", "\udc31\udcff", 1)),
    (lambda raw: raw + b"\n\xc4plain\n" + raw, HZ + "\n\udcc4plain\n" + HZ),
]


@pytest.mark.parametrize(("damage", "text"), DAMAGED_HZ, ids=range(len(DAMAGED_HZ)))
def test_damaged_hz_is_read_where_it_is_good(damage: Callable[[bytes], bytes], text: str) -> None:
    data = damage(HZ.encode("hz"))
    decoded = decode(data)
    assert decoded.encoding == detect(data).encoding == "hz"
    assert decoded.text == text
    assert decoded.original() == data
    assert sum(len(error.raw) for error in decoded.errors) == sum("\udc00" <= c <= "\udcff" for c in text)


@pytest.mark.parametrize("data", [b"~{abc~} and ~{x~}", b"a ~{b} c~", b"class ~Foo {};", b"x = ~{1};\xff"])
def test_tildes_and_braces_alone_are_not_hz(data: bytes) -> None:
    assert detect(data).encoding != "hz"


@given(st.lists(st.sampled_from([b"~{", b"~}", b"~", b"{", b"~~", b"\n", b"VPND", b"V", b"\xff", b"a "])).map(b"".join))
def test_hz_loses_no_byte(data: bytes) -> None:
    decoded = decode(data, "hz")
    assert decoded.original() == data


def test_the_name_of_a_file_counts_wherever_a_document_is_read() -> None:
    short, normalizer = b"ab \xb0\xa6 c", Normalizer()
    names = {"walk.gb": short.decode("gbk"), "walk.big5": short.decode("big5"), None: decode(short).text}
    for name, text in names.items():
        hints = Hints(filename=name)
        assert decode(short, hints=hints).text == text
        assert "".join(TextReader(io.BytesIO(short).read, hints=hints)) == text
        assert normalizer.normalize_bytes(short, hints=hints).decode() == text + "\n"
        assert normalize_document(short, normalizer, filename=name).output.decode() == text + "\n"


def test_hints_decide_only_where_the_bytes_leave_it_open() -> None:
    """One character may be anything; a sentence may not."""
    short = b"ab \xb0\xa6 c"
    assert detect(short, hints=Hints(content_type="text/plain; charset=big5")).encoding == "cp950"
    assert detect(short, hints=Hints(encoding="gb2312")).encoding == "gb18030"
    page = b'<meta charset="big5">' + HANS.encode("gbk")
    assert detect(page, hints=Hints(content_type="text/html; charset=big5", filename="a.big5")).encoding == "gb18030"
    assert detect(HANT.encode("big5"), hints=Hints(encoding="no-such-name")).encoding == "cp950"


def test_a_path_is_read(tmp_path: Path) -> None:
    path = tmp_path / "news.gb"
    path.write_bytes(HANS.encode("gbk"))
    assert detect(path) == detect(str(path)) == detect(HANS.encode("gbk"), hints=Hints(filename="news.gb"))
    with pytest.raises(OSError, match="absent"):
        detect(tmp_path / "absent")


def test_detections_are_immutable_and_picklable() -> None:
    found = detect(HANS.encode("gbk") + HANT.encode("big5"))
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - its own pickle
    assert hash(found)


PIECES = st.lists(
    st.sampled_from([HANS.encode("gbk"), HANT.encode("big5"), HANS.encode(), b"plain\n", b"\xff", b"\0\0", b"\x81\n"]),
    max_size=6,
).map(b"".join)


@given(PIECES, st.integers(0, 400), st.integers(0, 400), st.binary(max_size=3))
def test_no_byte_is_lost(data: bytes, start: int, end: int, mark: bytes) -> None:
    """Promise: truncation, mutation and concatenation never raise and never lose a byte."""
    changed = data[start % (len(data) + 1) :]
    changed = changed[: end % (len(changed) + 1)] + mark + changed[end % (len(changed) + 1) + len(mark) :]
    decoded = decode(changed)
    assert decoded.original() == changed
    assert sum(len(error.raw) for error in decoded.errors) <= len(changed)
    assert len(decoded.code_point_offsets()) == len(decoded.errors)
    detection = detect(changed)
    assert list(detection.errors) == list(decoded.errors) or detection.encoding == "binary"
    ends = [segment.end for segment in detection.segments]
    assert [segment.start for segment in detection.segments] == [0, *ends][: len(ends)]


@given(PIECES)
def test_offsets_go_both_ways(data: bytes) -> None:
    decoded = decode(data)
    offsets = decoded.offsets()
    places = [offsets.byte(position) for position in range(len(decoded.text) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(data)
    for position, byte in enumerate(places[:-1]):
        assert offsets.position(byte) >= position
    for error, position in zip(decoded.errors, decoded.code_point_offsets(), strict=True):
        assert offsets.byte(position) == error.offset


@given(PIECES, st.integers(1, 300))
def test_blocks_make_up_the_document(data: bytes, size: int) -> None:
    blocks = list(decode_blocks(io.BytesIO(data).read, size=size))
    assert b"".join(block.decoded.original() for block in blocks) == data
    lengths = [len(block.decoded.original()) for block in blocks]
    assert [block.offset for block in blocks] == [sum(lengths[:number]) for number in range(len(blocks))]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "cp950", "utf-16-le", "utf-16", "hz", "utf-8-sig"])
def test_blocks_read_what_the_whole_reads(codec: str) -> None:
    text = (HANT if codec == "cp950" else HANS) * 40
    data = text.encode(codec)
    assert "".join(block.decoded.text for block in decode_blocks(io.BytesIO(data).read, size=512)) == text


def test_large_files_are_detected_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log"
    path.write_bytes(HANS.encode("gbk") * 3 + HANT.encode("big5") * 9 + b"\xff" + HANT.encode("big5"))
    whole = detect(path)
    monkeypatch.setattr("textnorm.decode.detecting._LARGE", 100)
    found = detect(path)
    assert (found.encoding, found.label, found.segments) == (whole.encoding, whole.label, whole.segments)
    assert found.errors == whole.errors


def test_a_lost_byte_shifts_nothing_after_it() -> None:
    data = HANS.encode("gbk")
    for at in range(2, 30, 3):
        decoded = decode(data[:at] + data[at + 1 :])
        assert decoded.text.endswith(HANS[at // 2 + 4 :])
        assert len(decoded.errors) == 1
