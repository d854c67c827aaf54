"""A document decoded in chunks is what it is decoded whole."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategies import encodable_texts
from textnorm.decode import decode
from textnorm.decode.streaming import TextReader
from textnorm.errors import UnsupportedEncodingError

CODECS = [
    "utf-8",
    "gb18030",
    "big5",
    "cp950",
    "big5hkscs",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "euc_jp",
    "cp932",
    "cp1252",
]


def read_whole(data: bytes, encoding: str | None, sample: int) -> tuple[str, int]:
    reader = TextReader(io.BytesIO(data).read, encoding, sample)
    text = "".join(reader)
    return text, reader.undecodable


@settings(max_examples=300)
@given(
    text=encodable_texts,
    codec=st.sampled_from(CODECS),
    damage=st.binary(max_size=3),
    at=st.integers(0, 60),
    data=st.data(),
)
@example(text="a\U00020000b", codec="utf-16-le", damage=b"", at=0, data=None)
def test_chunks_make_the_text_of_the_whole(
    text: str, codec: str, damage: bytes, at: int, data: st.DataObject | None
) -> None:
    raw = text.lstrip("\ufeff").encode(codec, "ignore")
    raw = raw[:at] + damage + raw[at:]
    sample = data.draw(st.integers(8, 40)) if data else 4
    whole = decode(raw, codec)
    size = sum(len(error.raw) for error in whole.errors)
    fixed = whole.encoding  # big5 is one of its members, as the beginning tells
    assert read_whole(raw, fixed, sample) == (decode(raw, fixed).text, size)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "cp950", "utf-16", "utf-8-sig"])
def test_the_beginning_tells_the_encoding(codec: str) -> None:
    text = "前面是一些字。後面還有更多的內容，每一行都不一樣。\n" * 300
    data = text.encode(codec)
    assert read_whole(data, None, 4096)[0] == text == decode(data).text


def test_plain_ascii_says_nothing_of_the_encoding() -> None:
    text = "plain text, line by line\n" * 500 + "后来才有汉字，都是国标码。\n" * 100
    reader = TextReader(io.BytesIO(text.encode("gb18030")).read, sample=1024)
    assert "".join(reader) == text
    assert reader.encoding == "gb18030"


def test_a_document_without_any_place_to_cut_is_read() -> None:
    text = "没有标点也没有换行的一行" * 500
    for codec in ("utf-8", "gb18030"):
        assert read_whole(text.encode(codec), codec, 100)[0] == text


def test_a_stateful_encoding_is_read_whole() -> None:
    text = "日本語の文書です。\n" * 100
    assert read_whole(text.encode("iso2022_jp"), "iso2022_jp", 100)[0] == text


def test_a_source_may_give_less_than_it_is_asked_for() -> None:
    data = io.BytesIO("一点一点地来。\n".encode() * 50)
    reader = TextReader(lambda size: data.read(min(size, 7)), sample=64)
    assert "".join(reader) == "一点一点地来。\n" * 50


def test_an_unknown_encoding_is_an_error_before_anything_is_read() -> None:
    with pytest.raises(UnsupportedEncodingError):
        TextReader(io.BytesIO(b"").read, "gbk32")
