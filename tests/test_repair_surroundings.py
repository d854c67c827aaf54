"""What would be read as Chinese by chance stays: rare characters, other languages, drawings."""

from __future__ import annotations

import pytest

from textnorm import Config, Normalizer

SAFE = Normalizer(Config(profile="repair"))
GUESSING = Normalizer(Config(profile="repair", unsafe_fixes=True))
#: Characters of each block that hardly any text has, as tables of input methods and dictionaries list them.
TABLES = [
    "\n".join(form.format(chr(code), code) for code in range(first, first + 300))
    for first in (0x4E50, 0x6A00, 0x8540, 0x8D80, 0x9DA0)
    for form in ("{}\t{}", "{}", "U+{1:04X} {0}", "{1}: the form of {0} in print")
]
JAPANESE = [
    "昨夜の嵐で畑の土壌が流され、粕漬けの樽まで雨に晒された。",
    "用紙の端から一寸ほど離して、円の周囲に小さな印を付けてください。",
    "峠の茶屋では有効な切手と値の高い土産を並べて売る。",
    "旧字の書物を目当てに来る客は、町外れの辻で待つのだという。",
    "範囲の指定が無効なときは、値を入れ直して再び実行する。",
    "上ノ原、下ノ森、粕谷、杉ノ沢の四つの駅には誰もいない。",
]
#: One rare character, of which each reading would be a guess.
ALONE = ["樦 is a tree.", "釄: mí", "蚩 嗤", "“跋”", "匕、匚、匸"]


@pytest.mark.parametrize("text", TABLES)
def test_tables_of_rare_characters_stay(text: str) -> None:
    """None of their characters has a neighbour that would tell what it is."""
    result = SAFE.trace(text)
    assert (result.text, list(result.refused)) == (text, [])
    changed = [edit.before for edit in GUESSING.trace(text).edits]
    assert changed == []


@pytest.mark.parametrize("text", [*JAPANESE, "\n".join(JAPANESE)])
@pytest.mark.parametrize("normalizer", [SAFE, GUESSING])
def test_japanese_stays(text: str, normalizer: Normalizer) -> None:
    """Kana are as rare in Chinese as what bytes make by chance; that proves nothing where they are everywhere."""
    result = normalizer.trace(text)
    assert (result.text, list(result.refused)) == (text, [])


@pytest.mark.parametrize("text", ALONE)
@pytest.mark.parametrize("normalizer", [SAFE, GUESSING])
def test_a_rare_character_alone_stays(text: str, normalizer: Normalizer) -> None:
    """Two characters of each of which one byte is known are no reading of one."""
    result = normalizer.trace(text)
    assert (result.text, list(result.refused)) == (text, [])


@pytest.mark.parametrize("character", ["蚚", "菴", "跺"])
def test_a_character_that_is_common_in_another_codec_stays(character: str) -> None:
    """It is so for many, until a longer reading shows what happened to the document."""
    assert SAFE.normalize(f"{character}\tqi") == f"{character}\tqi"
    misread = ["这是我们个人的意见", "用", "用一个晚上写完"]
    damaged = "\n".join(line.encode("gbk").decode("big5hkscs", "replace") for line in misread)
    assert SAFE.normalize(damaged).split("\n")[1] == "用"


@pytest.mark.parametrize("normalizer", [SAFE, GUESSING])
@pytest.mark.parametrize("text", ["·´¯º", "•.·´¯·.•", "¡¡Compra ya!! Eh?? Un menú útil???", "¿¿Qué??"])
def test_drawings_and_marks_of_spanish_stay(text: str, normalizer: Normalizer) -> None:
    """A few signs are some pairs of bytes in any codec, and two marks no lost bytes."""
    result = normalizer.trace(text)
    assert (result.text, list(result.refused)) == (text, [])


@pytest.mark.parametrize("text", ["公安部", "不到", "中央"])
def test_words_that_were_read_as_signs_alone_come_back(text: str) -> None:
    """Signs alone are no drawing where they make a usual word."""
    codec = "big5" if text == "中央" else "gbk"
    assert SAFE.normalize(text.encode(codec).decode("latin-1")) == text


def test_a_lost_byte_beside_japanese_is_repaired() -> None:
    """A line of its own that is long enough tells what it is."""
    damaged = "昨天我们在会议上讨论过，大家吨勒庵址椒梢越饩鑫侍狻?"
    text = "\n".join((*JAPANESE[:3], damaged, *JAPANESE[3:]))
    repaired = "昨天我们在会议上讨论过，大家都知道这种方法可以解决问题。"
    assert SAFE.normalize(text) == text.replace(damaged, repaired)
