"""Which encoding a document is in: real files, short strings, damage, other languages and no text at all."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.decode import BINARY, Detection, decode, detect, family, is_binary
from textnorm.decode.labels import narrow
from textnorm.decode.sample import sample
from textnorm.kernel import prices

if TYPE_CHECKING:
    from pathlib import Path

    from textnorm.kernel import Evidence, Reader

HANS = (
    "昨天晚上我们在河边散步，看见一只白鹭站在浅水里。它一动不动，等着小鱼游过来；过了很久，才忽然低头啄了一下。"
    "“你看，它抓到了！”弟弟高兴地叫起来。回家以后，他把这件事写进了日记。"
)
HANT = (
    "昨天晚上我們在河邊散步，看見一隻白鷺站在淺水裡。牠一動不動，等著小魚游過來；過了很久，才忽然低頭啄了一下。"
    "「你看，牠抓到了！」弟弟高興地叫起來。回家以後，他把這件事寫進了日記。"
)
JAPANESE = "昨日の夜、川のそばを散歩していたら、白いサギが浅い水の中に立っているのを見ました。とてもきれいでした。"
KOREAN = "어제 저녁에 강가를 산책하다가 얕은 물에 서 있는 백로 한 마리를 보았습니다. 정말 아름다웠습니다."
RUSSIAN = "Вчера вечером мы гуляли у реки и увидели белую цаплю, которая стояла в мелкой воде."
FRENCH = "Hier soir, près de la rivière, nous avons aperçu un héron blanc, immobile, à côté d'un vieux chêne abîmé."
GERMAN = (
    "Gestern Abend spazierten wir am Fluss und sahen einen weißen Reiher, der über die Böschung in große Höhe flog."
)
GREEK = "Χθες το βράδυ περπατούσαμε δίπλα στο ποτάμι και είδαμε έναν λευκό ερωδιό να στέκεται στα ρηχά νερά."
POLISH = "Wczoraj wieczorem spacerowaliśmy nad rzeką i zobaczyliśmy białą czaplę stojącą nieruchomo w płytkiej wodzie."
CHINESE_FAMILIES = {"gb18030", "big5"}

READ_AS = [
    ("gb18030", HANS, "gbk"),
    ("gb18030", HANS, "gb2312"),
    ("gb18030", HANT, "gbk"),
    ("gb18030", HANS + "𠮷㐂", "gb18030"),
    ("cp950", HANT, "big5"),
    ("big5hkscs", HANT + "佢哋喺度傾偈，好鍾意食嘢。", "big5hkscs"),
    ("utf-8", HANS, "utf-8"),
    ("utf-16-le", HANS, "utf-16-le"),
    ("utf-16-be", HANT, "utf-16-be"),
    ("utf-32-le", HANS, "utf-32-le"),
    ("utf-32-be", HANS, "utf-32-be"),
    ("utf-16-le", "Plain English in wide characters.", "utf-16-le"),
    ("euc_jp", JAPANESE, "euc_jp"),
    ("cp932", JAPANESE, "shift_jis"),
    ("cp949", KOREAN, "euc_kr"),
    ("cp1251", RUSSIAN, "cp1251"),
    ("koi8-r", RUSSIAN, "koi8-r"),
    ("cp1252", FRENCH, "cp1252"),
    ("cp1252", GERMAN, "latin-1"),
    ("cp1253", GREEK, "cp1253"),
    ("cp1250", POLISH, "cp1250"),
    ("utf-8", FRENCH + RUSSIAN + GREEK + KOREAN + JAPANESE, "utf-8"),
]


@pytest.mark.parametrize(
    ("expected", "text", "encoding"), READ_AS, ids=[f"{case[2]}-{i}" for i, case in enumerate(READ_AS)]
)
def test_whole_texts(expected: str, text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert detect(data).encoding == expected
    assert decode(data).text == text


@pytest.mark.parametrize("folder", ["gb2312", "legacy-gb", "big5", "legacy-big5"])
def test_real_files_are_called_their_own(shared_data: Path, folder: str) -> None:
    """Every file of an old archive is called by its family and decodes without an error."""
    files = sorted((shared_data / "detect" / folder).iterdir())
    assert files
    for file in files:
        decoded = decode(file.read_bytes())
        assert family(decoded.encoding) == ("big5" if "big5" in folder else "gb18030"), file.name
        assert not decoded.errors, file.name


@pytest.mark.parametrize(("text", "encoding"), [(HANS, "gb18030"), (HANT, "cp950"), (HANT, "gb18030"), (HANS, "utf-8")])
def test_short_strings_and_cuts(text: str, encoding: str) -> None:
    """From twenty bytes on, wherever the cut falls, the encoding is seen, and nearly always from eight on."""
    data = text.encode(encoding)
    width = len("中".encode(encoding))
    missed = 0
    for start in range(0, len(data) - 20, width):
        missed += family(detect(data[start : start + 8]).encoding) != family(encoding)
        for size in (20, 21):
            assert family(detect(data[start : start + size]).encoding) == family(encoding)
        assert family(detect(data[start + 1 : start + 24]).encoding) == family(encoding)
    assert missed <= 0.03 * len(data) / width


@pytest.mark.parametrize("encoding", ["gb18030", "cp950", "utf-8"])
def test_a_few_bad_bytes(encoding: str) -> None:
    rng = random.Random(11)
    text = (HANS if encoding == "gb18030" else HANT).encode(encoding)
    for _ in range(40):
        data = bytearray(text)
        for _ in range(5):
            data[rng.randrange(len(data))] = rng.randrange(256)
        assert family(detect(bytes(data)).encoding) == family(encoding)


@pytest.mark.parametrize(("text", "encoding"), [("散步归来", "gb18030"), ("散步歸來", "cp950"), ("河边", "gb18030")])
def test_pages_with_hardly_any_chinese(text: str, encoding: str) -> None:
    page = f'<html><head><title>{text}</title></head><body class="x"><a href="/index.html">Home</a></body></html>\n'
    assert family(detect(page.encode(encoding)).encoding) == family(encoding)
    assert family(detect(("// no comment\n" * 9000 + page + "int i;\n" * 9000).encode(encoding)).encoding) == family(
        encoding
    )


@pytest.mark.parametrize("text", [JAPANESE, KOREAN, RUSSIAN, FRENCH, GERMAN, GREEK, POLISH])
@pytest.mark.parametrize("damage", [slice(1, None), slice(None, -1), slice(2, None)])
def test_damaged_utf8_of_other_languages_is_not_chinese(text: str, damage: slice) -> None:
    assert detect(text.encode()[damage]).encoding == "utf-8"


#: UTF-8 of rare languages, cut inside a character: what is left at the beginning may look like one Chinese character.
CUT_UTF8 = [
    b"\xa4\xb8\nPAGE",
    b"\xba\xad va\n12 rows were not found in this table\n13 rows were read\n",
    b"\xb5\xc2" * 5 + b"\xb5, to measure with",
    b"\xa3ara\n" + b"ti\xc9\xa3ri n t\xc9\xa3awsiwin\n" * 4,
    b"plain text, and the last letter is cut off: \xc4",
]


@pytest.mark.parametrize("data", CUT_UTF8, ids=range(len(CUT_UTF8)))
def test_utf8_of_rare_languages_cut_anywhere_is_not_chinese(data: bytes) -> None:
    found = detect(data)
    assert found.encoding == "utf-8"
    assert {segment.encoding for segment in found.segments} == {"utf-8"}


@pytest.mark.parametrize("encoding", ["euc_jp", "shift_jis"])
def test_windows_of_japanese_are_not_chinese(encoding: str) -> None:
    data = [JAPANESE[i : i + 10].encode(encoding) for i in range(len(JAPANESE) - 10)]
    assert sum(family(detect(window).encoding) in CHINESE_FAMILIES for window in data) <= len(data) * 0.04


BINARIES = [
    b"\x7fELF\x02\x01\x01" + bytes(9),
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    bytes(64),
    b"\x00",
    b"text\x00more",
    bytes(range(256)) * 8,
    b"".join(struct.pack("<Ihd", n, n % 700, n / 7) for n in range(0, 60000, 37)),
    random.Random(5).randbytes(4096),
]


@pytest.mark.parametrize("data", BINARIES, ids=range(len(BINARIES)))
def test_binary_data(data: bytes) -> None:
    assert is_binary(data)
    assert detect(data).encoding not in CHINESE_FAMILIES | {"utf-16-le", "utf-16-be"}
    assert decode(data).original() == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain",
        HANS.encode(),
        HANS.encode("utf-16"),
        HANS.encode("utf-16-be"),
        HANS.encode("utf-32"),
        HANT.encode("big5"),
        HANS.encode("gbk") + bytes(512),
        b"\x1b[1;31m" + HANT.encode("big5") + b"\x1b[m\x0c",
        RUSSIAN.encode("koi8-r"),
    ],
    ids=range(10),
)
def test_text_is_not_binary(data: bytes) -> None:
    assert not is_binary(data)
    assert detect(data).encoding != BINARY


def test_random_bytes_are_not_chinese() -> None:
    rng = random.Random(3)
    for size in (20, 50, 200, 1000):
        windows = [rng.randbytes(size) for _ in range(60)]
        assert sum(family(detect(data).encoding) in CHINESE_FAMILIES for data in windows) <= 1


def test_the_python_mapping_of_big5_symbols_and_the_real_one() -> None:
    """Rows C6A1 to C7FC differ: whoever wrote the document, its numbers stay numbers."""
    for encoding in ("cp950", "big5hkscs"):
        assert decode("第一章①總則②附錄③，完。".encode(encoding)).text == "第一章①總則②附錄③，完。"


@given(st.binary(max_size=200))
def test_detection_never_raises(data: bytes) -> None:
    detection = detect(data)
    assert isinstance(detection, Detection)
    assert 0 <= detection.confidence <= 1
    assert detection.candidates[0].encoding == detection.encoding


@given(st.text(max_size=40))
def test_valid_utf8_is_utf8(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    if b"\0" not in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert detect(data).encoding == "utf-8"


def test_everyday_documents_need_no_chardet() -> None:
    """Promise: ASCII, UTF-8 and plain Chinese never import chardet; UTF-8 does not even load the table."""
    code = (
        "import sys; from textnorm.decode import decode, evidence\n"
        f"text = {HANS!r}\n"
        "decode(b'ascii'), decode(text.encode()), decode(b'\\xef\\xbb\\xbf' + text.encode())\n"
        "assert not evidence.evidence.cache_info().currsize\n"
        "decode(text.encode('gbk')), decode(text.encode('utf-16-le'))\n"
        "assert 'chardet' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("text", "encoding"), [(HANS, "gb18030"), (HANT, "cp950"), (HANS, "utf-8")], ids=["gb", "big5", "utf-8"]
)
def test_the_work_of_weighing_does_not_grow_with_the_document(
    monkeypatch: pytest.MonkeyPatch, text: str, encoding: str
) -> None:
    """However long it is, a few thousand bytes are read in every encoding."""
    weighed: list[int] = []

    def counting(data: bytes, statistics: Evidence, readers: list[tuple[Reader, int]], slack: int) -> list[int]:
        weighed.append(len(data))
        return prices(data, statistics, readers, slack)

    monkeypatch.setattr("textnorm.decode.readings.prices", counting)
    for times in (100, 9000):
        weighed.clear()
        data = (text * times).encode(encoding)
        assert len(sample(data)) <= 20_000
        assert detect(data).encoding == encoding
        assert sum(weighed) <= 20_000


RARE = ["", "朱镕基和喆", "㐂䶮𠮷", "€5", "ｱｲ", "佢哋喺度", "堃\n龘龘龘龘龘\n"]


@given(
    st.lists(st.sampled_from([HANS, HANT, JAPANESE, KOREAN, "plain\n", *RARE]), min_size=1, max_size=6).map("".join),
    st.sampled_from(["gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949"]),
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=2)), max_size=3),
)
def test_detection_tells_what_decoding_finds(text: str, encoding: str, damage: list[tuple[int, bytes]]) -> None:
    """Detection reads most of a document without making text of it; decoding makes text of all."""
    data = text.encode(encoding, "ignore")
    for at, raw in damage:
        data = data[:at] + raw + data[at + 1 :]
    found, decoded = detect(data), decode(data)
    assert found.errors == decoded.errors
    if found.encoding != BINARY:
        assert found.encoding == decoded.encoding
    if len(found.segments) == 1:
        assert not decoded.segments
        assert found.label == narrow(decoded.text, found.encoding, bom=decoded.bom, damaged=bool(decoded.errors))


def test_a_long_line_without_ascii_after_pages_of_ascii() -> None:
    data = b"x" * 16_384 + (HANS.replace("\n", "") * 400).encode("gbk")
    assert detect(data).encoding == "gb18030"
    assert detect(b"y" + data).encoding == "gb18030"
