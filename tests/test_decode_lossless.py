"""Decoding never raises and never loses a byte."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import encodable_texts
from textnorm.decode import Decoded, UndecodableBytes, decode
from textnorm.decode.codes import GB18030_2022
from textnorm.errors import UnsupportedEncodingError

ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "ascii",
    "latin-1",
    "cp1252",
    "cp1251",
    "koi8-r",
    "gb2312",
    "gbk",
    "gb18030",
    "hz",
    "big5",
    "cp950",
    "big5hkscs",
    "shift_jis",
    "cp932",
    "euc_jp",
    "iso2022_jp",
    "euc_kr",
    "cp949",
    "iso2022_kr",
    "johab",
]

CHINESE = "一段用来测试的文字，夹着 ASCII 和标点。"


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Text in some encoding, cut, mutated and joined with other bytes."""
    encoding = draw(st.sampled_from(ENCODINGS))
    data = bytearray(draw(encodable_texts).encode(encoding, "replace") * draw(st.integers(1, 3)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        piece = draw(st.binary(max_size=3))
        data[at : at + draw(st.integers(0, 3))] = piece
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\x84\x31\x95\x33"])) + bytes(data)


any_bytes = st.one_of(damaged(), st.binary(max_size=80))


@given(any_bytes)
def test_any_bytes_come_back(data: bytes) -> None:
    """Promise: truncation, mutation and concatenation never raise and never lose a byte."""
    decoded = decode(data)
    assert decoded.original() == data
    assert not decoded.text.startswith("\ufeff")
    assert pickle.loads(pickle.dumps(decoded)) == decoded  # noqa: S301 - our own pickle


@given(any_bytes, st.sampled_from(ENCODINGS))
def test_any_bytes_come_back_from_any_encoding(data: bytes, encoding: str) -> None:
    assert decode(data, encoding).original() == data


@given(any_bytes, st.sampled_from(["utf-8", "gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-32-be", "cp949"]))
def test_errors_name_the_very_bytes(data: bytes, encoding: str) -> None:
    """Promise: each undecodable byte is reported with its offset, and stands in the text in the same order."""
    decoded = decode(data, encoding)
    at = 0
    for error, position in zip(decoded.errors, decoded.code_point_offsets(), strict=True):
        assert error.offset >= at
        assert error.raw
        at = error.offset + len(error.raw)
        assert data[error.offset : at] == error.raw
        kept = decoded.text[position : position + len(error.raw)]
        assert kept == "".join(chr(0xDC00 + byte) for byte in error.raw)
    reported = sum(len(error.raw) for error in decoded.errors)
    pairs = sum("\ud800" <= character <= "\udbff" for character in decoded.text)
    assert sum("\udc00" <= character <= "\udfff" for character in decoded.text) == reported + pairs


@given(encodable_texts, st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le"]))
def test_what_an_encoding_can_hold_is_read_exactly(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), encoding)
    assert (decoded.text, decoded.errors) == (text.lstrip("\ufeff"), ())


#: Bytes, encoding, text, and (offset, bytes) of what is undecodable.
CASES = [
    ("a bad lead byte takes nothing with it", b"A\xffB", "gb18030", "A\udcffB", [(1, b"\xff")]),
    ("ASCII after a lead byte stays", b"\xd6 \xd6\xd0", "gb18030", "\udcd6 中", [(0, b"\xd6")]),
    ("ASCII that is no trail byte stays", b"\xa4!\xa4\xa4", "cp950", "\udca4!中", [(0, b"\xa4")]),
    (
        "an unassigned pair is kept together",
        b"\xa4\xa4\xc8\xfe\xa4\xa4",
        "cp950",
        "中\udcc8\udcfe中",
        [(2, b"\xc8\xfe")],
    ),
    ("a stray byte moves nothing", b"\xa4\xa4\xc8\xa4\xa4\xa4\xe5", "cp950", "中\udcc8中文", [(2, b"\xc8")]),
    ("a cut end", "中文".encode("gbk")[:-1], "gb18030", "中\udcce", [(2, b"\xce")]),
    ("a cut four-byte character", b"\xd6\xd0\x95\x32\x82", "gb18030", "中\udc95\udc32\udc82", [(2, b"\x95\x32\x82")]),
    ("Windows' euro", b"\x80\xd6\xd0", "gbk", "€中", []),
    ("not in Big5", b"\x80\xa4\xa4", "cp950", "\udc80中", [(0, b"\x80")]),
    ("bytes that touch are one entry", b"\xff\xfe\xffA", "utf-8", "\udcff\udcfe\udcffA", [(0, b"\xff\xfe\xff")]),
    ("a cut UTF-8 character", "中文".encode()[:-1], "utf-8", "中\udce6\udc96", [(3, b"\xe6\x96")]),
    ("CESU-8 is a surrogate pair", b"\xed\xa0\xbd\xed\xb8\x80", "utf-8", "\ud83d\ude00", []),
    ("half of one is not", b"\xed\xa0\xbdA", "utf-8", "\udced\udca0\udcbdA", [(0, b"\xed\xa0\xbd")]),
    ("a lone UTF-16 surrogate", b"\x3d\xd8A\x00", "utf-16-le", "\udc3d\udcd8A", [(0, b"\x3d\xd8")]),
    ("an odd byte", b"A\x00\x0a", "utf-16-le", "A\udc0a", [(2, b"\n")]),
    (
        "beyond Unicode",
        b"\x00\x11\x00\x00\x00\x00\x00A",
        "utf-32-be",
        "\udc00\udc11\udc00\udc00A",
        [(0, b"\0\x11\0\0")],
    ),
    ("a second code for 十", b"\xa2\xcc", "cp950", "十", []),
    ("the user-defined area of GBK", b"\xaa\xa1\xf8\xa1\xa1\x40", "gbk", "\ue000\ue234\ue4c6", []),
    ("four bytes", b"\x95\x32\x82\x36\x81\x39\xee\x39", "gb18030", "𠀀㐀", []),
]


@pytest.mark.parametrize(
    ("data", "encoding", "text", "errors"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_damage(data: bytes, encoding: str, text: str, errors: list[tuple[int, bytes]]) -> None:
    decoded = decode(data, encoding)
    assert ascii(decoded.text) == ascii(text)
    assert [(error.offset, error.raw) for error in decoded.errors] == errors
    assert decoded.original() == data


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_byte_order_marks(mark: bytes, encoding: str) -> None:
    for marks in (mark, mark * 2):
        data = marks + CHINESE.encode(encoding)
        decoded = decode(data)
        assert (decoded.text, decoded.encoding, decoded.bom, decoded.errors) == (CHINESE, encoding, True, ())
        assert decoded.original() == data
    assert decode(mark).text == ""


def test_a_utf8_mark_before_another_encoding() -> None:
    decoded = decode(b"\xef\xbb\xbf" + CHINESE.encode("gbk"))
    assert (decoded.text, decoded.encoding, decoded.bom) == (CHINESE, "gb18030", True)


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "cp936", "gb18030"])
def test_a_subset_is_read_as_its_superset(encoding: str) -> None:
    decoded = decode(CHINESE.encode("gb2312") + "镕㐀".encode("gb18030"), encoding)
    assert (decoded.text, decoded.encoding) == (CHINESE + "镕㐀", "gb18030")


def test_big5_is_read_with_the_member_that_fits() -> None:
    assert decode("香港啲嘢".encode("big5hkscs"), "big5").text == "香港啲嘢"
    assert decode("臺灣€".encode("cp950"), "big5").text == "臺灣€"


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf16_without_mark_finds_its_order(order: str) -> None:
    assert decode(CHINESE.encode(f"utf-16-{order}"), "utf-16").text == CHINESE


@pytest.mark.parametrize("name", ["", "klingon", "base64", "rot13", "idna", "utf-7", "undefined", "unicode_escape"])
def test_unknown_encodings_are_refused_in_one_line(name: str) -> None:
    with pytest.raises(UnsupportedEncodingError, match=f"unknown encoding '{name}': use "):
        decode(b"abc", name)


def test_a_cut_beginning_costs_one_byte_only() -> None:
    decoded = decode(CHINESE.encode("gbk")[1:])
    assert decoded.text == "\udcbb" + CHINESE[1:]
    assert decoded.errors == (UndecodableBytes(0, b"\xbb", "the end of a character whose beginning was cut off"),)


def test_damage_is_read_in_linear_time() -> None:
    assert isinstance(decode(b"\xff\x81\x20" * 100_000, "cp950"), Decoded)
    assert isinstance(decode(b"\xc8\xfe" * 100_000, "cp950"), Decoded)
    assert isinstance(decode(b"\xed\xa0" * 100_000, "utf-8"), Decoded)


def _codes(encoding: str) -> list[bytes]:
    """Return every code of two or four bytes that ``encoding`` decodes to characters of its own."""
    two = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF)]
    four = [bytes((a, b, c, d)) for a in (0x81, 0x84, 0x90, 0xE3) for b in range(0x30, 0x3A)
            for c in range(0x81, 0xFF) for d in range(0x30, 0x3A)]  # fmt: skip
    codes = two + four if encoding == "gb18030" else two
    decoded = ((code, code.decode(encoding, "ignore")) for code in codes)
    return [code for code, text in decoded if text and not any(map(str.isascii, text))]


@pytest.mark.parametrize(("encoding", "least"), [("gb18030", 50_000), ("cp950", 13_000), ("big5hkscs", 18_000)])
def test_every_code_comes_back(encoding: str, least: int) -> None:
    """All of GB 18030 with its user-defined area, and the codes that Big5 has twice."""
    codes = _codes(encoding)
    assert len(codes) > least
    data = b"".join(codes)
    decoded = decode(data, encoding)
    assert decoded.errors == ()
    table = {ord(old): new for old, new in GB18030_2022.items()} if encoding == "gb18030" else {}
    modern = data.decode(encoding).translate(table)
    assert decoded.text == modern
    assert decoded.original() == data
