"""Width: what is folded to ASCII, what is made wide, what keeps its width."""

from __future__ import annotations

import pytest

from textnorm.config import Config
from textnorm.tidy import width
from textnorm.trace import Trace


def tidied(text: str) -> str:
    return Trace(text, width.find(text, Config())).target


CHANGED = [
    ("２０２４年ＧＤＰ增长", "2024年GDP增长"),
    ("ＡＢＣ", "ABC"),
    ("增长３．５％，达１２，０００元", "增长3.5%，达12,000元"),
    ("１０：３０开会", "10:30开会"),
    ("ＵＴＦ－８与Ａ／Ｂ", "UTF-8与A/B"),
    ("ａｂ＠ｃｄ．ｃｎ", "ab@cd.cn"),
    ("Ｃ＋＋、Ｃ＃与Ｒ＆Ｄ", "C++、C#与R&D"),
    ("第一章\u3000绪论", "第一章 绪论"),
    ("\u3000\u3000首行\u3000缩进", "\u3000\u3000首行 缩进"),
    ("你好｡｢再见｣", "你好。「再见」"),
    ("模型ｶﾞﾝﾀﾞﾑ很贵", "模型ガンダム很贵"),
]

KEPT = [
    "他说：“来（快）！”——好吗？",
    "\u3000\u3000段落从这里开始。\n\u3000\u3000第二段。",
    "<p>\u3000\u3000段落",
    "&lt;br /&gt;\u3000\u3000段落",
    ">\u3000\u3000引文",
    "１\u0301带组合符的数字",
    "第１回放送の番組",
    "ヽ(ﾟ▽ﾟ)ノ",
    "ﾊﾝｶｸ",
    "甲＋乙＝丙",
    "10～20人",
    "比分3：2",
    "1，200，300都可能",
    "1．苹果",
    "他来了．第1．2节也写成这样．",
    "`ＡＢ`与<i title='ＡＢ'>",
    'int main() {\n  char *s = "Ａ\u3000Ｂ";\n  return 0;\n}\n',
]


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_what_is_changed(before: str, after: str) -> None:
    assert tidied(before) == after
    assert tidied(after) == after


@pytest.mark.parametrize("text", KEPT)
def test_what_is_kept(text: str) -> None:
    assert tidied(text) == text
