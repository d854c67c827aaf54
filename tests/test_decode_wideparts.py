"""UTF-16 inside documents of other encodings, and other encodings inside UTF-16."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from strategies import encodable_texts
from textnorm.decode import BINARY, decode, decode_blocks, detect, findings, is_binary
from textnorm.decode.wideparts import gaps, wide_parts

HANS = "服务已经启动，正在读取配置文件。\n"
HANT = "服務已經啟動，正在讀取設定檔案。\n"
LATIN = "service started, reading configuration\n"
LINES = [
    "追加到日志末尾的一行文字\r\n",
    "2024-05-06 backup done\r\n",
    "错误 12，稍后再试\r\n",
    HANS * 40,
    "没有换行" * 99 + "\n",
]
AROUND = [("utf-8", HANS), ("utf-8-sig", HANS), ("gbk", HANS), ("big5", HANT), ("ascii", LATIN)]
ORDERS = ["utf-16-le", "utf-16-be", "utf-16"]
PLACES = {"before": (0, 1), "behind": (1, 0), "between": (1, 1), "between pages": (60, 60)}


def _join(text: str, encoding: str, line: str, other: str, times: tuple[int, int]) -> tuple[bytes, str]:
    before, behind = times
    first = (text * before).encode(encoding) if before else b""
    rest = (text * behind).encode(encoding.removesuffix("-sig"))
    return first + line.encode(other) + rest, text * before + line + text * behind


@pytest.mark.parametrize("times", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("encoding", "text"), AROUND)
def test_utf16_among_bytes(encoding: str, text: str, order: str, times: tuple[int, int]) -> None:
    for line in LINES:
        data, expected = _join(text, encoding, line, order, times)
        decoded, found = decode(data), detect(data)
        assert decoded.text == expected
        assert decoded.errors == ()
        assert decoded.original() == data
        assert found.segments == decoded.segments
        assert sum(each.encoding.startswith("utf-16") for each in found.segments) == 1
        assert [each.rule for each in findings(decoded)].count("ENC004") == 1
        assert not is_binary(data)


@pytest.mark.parametrize("times", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("other", ["utf-8", "gbk"])
@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_bytes_among_utf16(order: str, other: str, times: tuple[int, int]) -> None:
    for line in ("追加到日志末尾的一行文字\r\n", HANS * 40, LATIN * 2):
        data, expected = _join(HANS, order, line, other, times)
        decoded = decode(data)
        assert decoded.text == expected
        assert decoded.original() == data


def test_the_byte_ranges_are_told() -> None:
    before, line = HANS.encode(), "追加的一行\r\n".encode("utf-16")
    decoded = decode(before + line + before)
    end = len(before) + len(line)
    assert [tuple(each) for each in decoded.segments] == [
        (0, len(before), "utf-8"),
        (len(before), end, "utf-16-le"),
        (end, end + len(before), "utf-8"),
    ]
    offsets = decoded.offsets()
    assert offsets.position(end) == decoded.text.index(HANS, 1)


@pytest.mark.parametrize(
    "data",
    [
        HANS.encode() * 9,
        HANS.encode("gbk") * 9,
        HANS.encode("utf-16-le") * 9,
        HANS.encode("utf-16") * 9,
        "한국어 문장입니다. नमस्ते दुनिया\n".encode("utf-16-le") * 9,
        b"one name\0another name\0" * 9,
        HANS.encode() + bytes(6) + HANS.encode(),
        bytes(range(256)) * 9,
    ],
)
def test_one_encoding_is_left_whole(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.segments == ()
    assert decoded.original() == data


@given(
    st.lists(
        st.tuples(encodable_texts, st.sampled_from(["utf-8", "gb18030", "cp950", "utf-16", "utf-16-le", "utf-16-be"])),
        max_size=4,
    ),
    st.integers(0, 3),
)
@example([("一一一ee\u0301一乾发一一一个一\x7f\x7f一", "utf-16-be"), ("一" * 56, "utf-8")], 1)  # NUL and UTF-8: binary
def test_joined_documents_come_back(parts: list[tuple[str, str]], cut: int) -> None:
    data = b"".join(text.encode(encoding, "replace") for text, encoding in parts)[cut:]
    decoded = decode(data)
    assert decoded.original() == data
    found = detect(data)
    assert found.errors == (() if found.encoding == BINARY else decoded.errors)  # what is no text has no errors in it
    for size in (8, 64):
        assert b"".join(block.decoded.original() for block in decode_blocks(io.BytesIO(data).read, size=size)) == data


@given(st.binary(max_size=60) | encodable_texts.map(lambda text: b"a\n\0" + text.encode("utf-16-le", "replace")))
def test_parts_are_in_order(data: bytes) -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        for before in (None, "utf-8", "utf-16-le"):
            parts = wide_parts(data, encoding, before)
            assert all(0 <= part.start < part.end <= len(data) for part in parts)
            assert all(one.end <= other.start for one, other in pairwise(parts))
            covered = [*gaps(len(data), parts), *((part.start, part.end) for part in parts)]
            assert sum(end - start for start, end in covered) == len(data)


@pytest.mark.parametrize("size", [1000, 1501, 4000])
@pytest.mark.parametrize("order", ORDERS)
def test_blocks_end_where_no_character_is_cut(order: str, size: int) -> None:
    data = (HANS.encode() * 20 + (HANS * 3 + "abc\r\n").encode(order) * 3) * 4 + HANS.encode() * 20
    blocks = list(decode_blocks(io.BytesIO(data).read, size=size))
    assert "".join(block.decoded.text for block in blocks) == decode(data).text
    assert b"".join(block.decoded.original() for block in blocks) == data


def test_numbers_are_read_in_linear_time() -> None:
    data = b"".join(number.to_bytes(2, "little") for number in range(300)) * 1000
    assert decode(data).original() == data
