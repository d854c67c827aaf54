"""Short lines and cells follow the sure ones of their document, and clean ones beside them stay."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from strategies import encodable_texts
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair.chains.covered import Covered
from textnorm.repair.chains.document import read_document
from textnorm.repair.chains.following import with_following

_STAND_IN = re.compile("[\ufffd\udc00-\udcff]")
REPAIR = Normalizer(Config(profile="repair"))
NAMES = (
    *(
        "年度工作总结.docx",
        "备份",
        "简历-王芳.pdf",
        "第一章 绪论.doc",
        "说明.txt",
        "会议纪要（终稿）.docx",
        "照片",
        "读我",
    ),
    *("课程设计报告", "合同", "高等数学习题答案.rar", "目录", "使用说明书.pdf", "报价", "李雷", "周末去爬山的照片"),
)
CLEAN = (
    "目录",
    "readme",
    "图书馆开放时间",
    "日本語の説明",
    "Überblick",
    "한국어",
    "第三章",
    "Оглавление",
    "饕餮与梼杌",
)
KINDS = (
    *("gbk-as-big5", "gbk-as-cp949-browser", "gbk-as-shift-jis", "gbk-as-cp1251", "gbk-as-cp437"),
    *("gbk-as-latin1", "gbk-as-ptcp154", "gbk-as-cp1253", "gbk-as-koi8-r", "utf8-as-cp1251"),
)


def damaged(kind: str, names: tuple[str, ...]) -> list[str]:
    return [damage.KINDS[kind](name, random.Random(0)) for name in names]


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_names_comes_back(kind: str) -> None:
    shown = damaged(kind, NAMES)
    restored = REPAIR.normalize("\n".join(shown)).split("\n")
    alone = [REPAIR.normalize(one) for one in shown]
    right = [sum(one == name for one, name in zip(ones, NAMES, strict=True)) for ones in (alone, restored)]
    assert right[1] >= max(right[0], len(NAMES) - 2)
    wrong = [one for one, name, seen in zip(restored, NAMES, shown, strict=True) if one not in {name, seen}]
    assert all("\ufffd" in one for one in wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_clean_lines_and_cells_beside_them_stay(kind: str) -> None:
    shown = damaged(kind, NAMES)
    lines = [line for pair in zip(shown, CLEAN * 2, strict=False) for line in pair]
    assert REPAIR.normalize("\n".join(lines)).split("\n")[1::2] == [*(CLEAN * 2)[: len(shown)]]
    table = "\n".join(f"{one}\t{clean}\t7" for one, clean in zip(shown, CLEAN * 2, strict=False))
    cells = [line.split("\t") for line in REPAIR.normalize(table).split("\n")]
    assert [line[1] for line in cells] == [*(CLEAN * 2)[: len(shown)]]


def test_one_sure_line_or_a_far_one_is_not_enough() -> None:
    sure, doubtful = damaged("gbk-as-big5", ("年度工作总结已经完成", "备份"))
    assert REPAIR.normalize(f"{sure}\n{doubtful}").split("\n")[1] == doubtful
    near = f"{sure}\n{sure}\n\n\n{doubtful}"
    assert REPAIR.normalize(near).endswith("\n备份")
    far = f"{sure}\n{sure}\n" + "abc\n" * 3 + doubtful
    assert REPAIR.normalize(far).endswith(doubtful)


@given(st.lists(encodable_texts | st.sampled_from(damaged("gbk-as-big5", NAMES)), max_size=12).map("\n".join))
def test_readings_ascend_and_do_not_overlap(text: str) -> None:
    cores = [(0, len(text))] if text else []
    found = with_following(text, read_document(text, cores))
    covered = Covered()
    last = -1
    for reading, offset in found:
        start, end = reading.start + offset, reading.end + offset
        assert last <= start < end
        # A control or a box for lost bytes is seen as U+FFFD, what may be several bytes as half a surrogate pair.
        assert _STAND_IN.sub("", reading.seen) == "".join(
            here for here, seen in zip(text[start:end], reading.seen, strict=True) if not _STAND_IN.match(seen)
        )
        assert not covered.touches(start, end)
        covered.add(start, end)
        last = start


@pytest.mark.parametrize(
    "word", ["Änderung", "Île-de-France", "Krâchéh", "Åland", "încurajat", "égyptien ancien", "tagów"]
)
def test_a_word_with_accents_beside_damage_stays(word: str) -> None:
    shown = damaged("gbk-as-latin1", NAMES[:4])
    table = "\n".join(f"{one}\t{word}" for one in shown)
    assert REPAIR.normalize(table) == "\n".join(f"{name}\t{word}" for name in NAMES[:4])
