"""Spacing: line ends, white space nobody sees, spaces beside Chinese marks."""

from __future__ import annotations

import pytest

from textnorm.config import Config
from textnorm.tidy import spacing
from textnorm.trace import Trace


def tidied(text: str) -> str:
    return Trace(text, [change for change in spacing.find(text, Config()) if change.confidence == 1.0]).target


CHANGED = [
    ("甲\r\n乙\r丙\x85丁\u2028戊\u2029己\n", "甲\n乙\n丙\n丁\n戊\n己\n"),
    ("甲\x0c乙\n\x0c丙\x0b\n", "甲\n乙\n丙\n"),
    ("```\r\n码\r\n```\r\n", "```\n码\n```\n"),
    ("正文 \t\n下一行\u3000\n", "正文\n下一行\n"),
    ("正文   \n下一行\n", "正文\n下一行\n"),
    ("最后  \n", "最后\n"),
    ("末尾 ", "末尾"),
    ("甲\n   \n乙\n", "甲\n\n乙\n"),
    ("甲\n\n\n\n\n\n乙\n", "甲\n\n\n乙\n"),
    ("甲\n乙\n\n\n", "甲\n乙\n"),
    ("价格\u00a05 元", "价格 5 元"),
    ("发展 ， 很快 。", "发展，很快。"),
    ("发展，   很快   。", "发展，很快。"),
    ("他用 GPU ，我用 CPU 。", "他用 GPU，我用 CPU。"),
    ("**重点** ，请看", "**重点**，请看"),
    ("姓名 ： 张三", "姓名：张三"),
    ("全部（ 旧的 ）文件", "全部（旧的）文件"),
    ("《 红楼 》", "《红楼》"),
    ("把全部 （旧的） 文件，都删除", "把全部（旧的）文件，都删除"),
    ("今 天 下 雨 ， 我 们 回 家 。", "今天下雨，我们回家。"),
    ("中 国 的 经 济 发 展 很 快", "中国的经济发展很快"),
]

KEPT = [
    "",
    " ",
    "经济",
    "甲\n",
    "甲\n\n\n乙\n",
    "换行  \n下一行\n",
    "甲\t乙\t\t\n",
    "-- \n签名\n",
    "`码，  码`\n",
    "```\n码  \n\n\n\n\n码\n```\n",
    "第一章 总则",
    "李 爽 董海宾",
    "文 李雷 图 韩梅梅",
    "甲    乙    丙",
    "目 录",
    "甲 乙 丙 丁 戊 己 庚 辛",
    "春 夏 秋 冬",
    "王 伟 李 强 张 敏 赵 磊",
    "《甲》 《乙》 《丙》",
    "（一） 概述",
    "第一条 （略）",
    "姓名：    年龄：    ____",
    "答案是（  ）。",
    "标点有 ， 。 、 三种",
    "用 ， 分隔",
    "| 甲 | ， | 乙 |",
    "\u3000\u3000首行缩进",
    "\u2003\u2003首行缩进",
    "\u00a0\u00a0首行缩进",
    "使用 GPU 训练 AI 模型",
    "好的！ 😀",
    "Qui\u202f? Moi\u00a0!",
    "これは 、 テストです",
    '{"甲"： "乙"}',
    'int f() {\n    puts("甲 ， 乙");\n    return 0;\n}\n',
]


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_what_is_changed(before: str, after: str) -> None:
    assert tidied(before) == after
    assert tidied(after) == after


@pytest.mark.parametrize("text", KEPT)
def test_what_is_kept(text: str) -> None:
    if text.endswith("____") or "\n" not in text:
        assert tidied(text) == text.rstrip() or tidied(text) == text
    else:
        assert tidied(text) == text


def test_a_short_spaced_out_phrase_is_reported_and_left_alone() -> None:
    (*gaps,) = spacing.find("经 济 发 展", Config())
    assert [(gap.start, gap.rule, gap.confidence) for gap in gaps] == [
        (1, "SPC005", 0.5),
        (3, "SPC005", 0.5),
        (5, "SPC005", 0.5),
    ]


def test_a_document_of_one_line_can_be_given_its_newline() -> None:
    assert Trace("经济", spacing.final_newline("经济")).target == "经济\n"
    assert Trace("经济\n\n", spacing.final_newline("经济\n\n")).target == "经济\n"
    assert spacing.final_newline("") == []
