"""Leftover tags: what is removed, what is only reported, and which documents are somebody's markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.config import Config
from textnorm.repair import markup
from textnorm.repair.markup_tags import read_tags
from textnorm.rules import get_rule
from textnorm.trace import Change, Trace

CONFIG = Config(profile="repair")

REMOVED = [
    ("新馆下个月开门。</p>", "新馆下个月开门。"),
    ("新馆下个月开门。</P>", "新馆下个月开门。"),
    ("新馆下个月开门</p>", "新馆下个月开门"),
    ("新館開門</h2>\n第二天人山人海。</p>\n", "新館開門\n第二天人山人海。\n"),
    ("“先看看。”</strong>", "“先看看。”"),
    ("新馆（东侧）</span>", "新馆（东侧）"),
    ("新馆下个月开门.</p>", "新馆下个月开门."),
    ('他说:"好."</p>', '他说:"好."'),
    # several in a row, with or without blanks
    ("新馆下个月开门。</span></p></div>", "新馆下个月开门。"),
    ("新馆下个月开门。</p> </div>", "新馆下个月开门。"),
    ("新馆下个月开门。\u00a0</p>", "新馆下个月开门。\u00a0"),
    ("新馆下个月开门。</p>  \r\n第二天。", "新馆下个月开门。  \r\n第二天。"),
    # an inline element that ends with a sentence, in the middle of a line
    ("“先看看。”</strong>大家都同意。", "“先看看。”大家都同意。"),
    ("结束了！</b></font>明天再来。", "结束了！明天再来。"),
    # line breaks where a line ends anyway
    ("床前明月光<br>\n疑是地上霜<br/>\n举头望明月<BR />", "床前明月光\n疑是地上霜\n举头望明月"),
    ("床前明月光</p><br>", "床前明月光"),
]

REPORTED = [
    ("床前明月光<br>疑是地上霜", "床前明月光\n疑是地上霜"),
    ("玩法：<br/>每人一次，<BR>共三轮。", "玩法：\n每人一次，\n共三轮。"),
]

UNTOUCHED = [
    "",
    "3<5，5>3",
    "</p>",
    "Done.</p>",
    "a<b>c，好。</p>",
    # HTML, XML, templates, wiki text
    "<p>新馆下个月开门。</p>",
    "新馆下个月开门。</p>\n<p>第二天人山人海。",
    "<div>\n新馆下个月开门。</p>\n</div>",
    "新馆下个月开门。</p>\n<img src='a.png'>",
    "新馆下个月开门。<br>\n<hr>",
    "新馆下个月开门。<br clear='all'>",
    "新馆下个月开门。<br style='x'/>\n第二天。<br>",
    "新馆下个月开门。</title>\n<?xml version='1.0'?>",
    "新馆下个月开门。</p>\n<!-- 注释 -->",
    "新馆下个月开门。</note>",
    "新馆下个月开门。</my-card>",
    "<template>\n  <my-card>新馆。</my-card>\n</template>",
    "新馆（<ref name=a>报纸</ref>）下个月开门。</p>",
    "序列以“<eos>”结束。\n词表另存。</p>",
    "见 <https://example.com/> 。\n新馆。</p>\n<a href='x'>",
    # tags where no paragraph ends
    "新馆</p>下个月开门。",
    "新馆</strong>下个月开门。",
    "“先看看。”</p>大家都同意。",
    # Markdown and source code
    "# 新馆\n\n下个月开门。<br>\n",
    "| 甲 | 乙<br>丙 |\n|---|---|\n",
    "`新馆。</p>`",
    "```\n新馆。</p>\n```",
    "**新馆**下个月开门。<br>",
    'x = "新馆。</p>"',
    'echo "新馆。</p>\n";',
    "print('新馆。<br>')",
    # texts about tags
    "段落的结尾要写</p>",
    "每个标签都要关上，例如</p>",
    "不要漏了结束标签。</p>",
    "换行用<br>",
    "HTML 里一段话的结尾是。</p>",
    "“</p>”",
]


def changes(text: str) -> list[Change]:
    return list(markup.find(text, CONFIG))


def fix(text: str) -> str:
    return Trace(text, [change for change in changes(text) if get_rule(change.rule).safe]).target


@pytest.mark.parametrize(("before", "after"), REMOVED)
def test_removed(before: str, after: str) -> None:
    assert fix(before) == after
    assert changes(after) == []


@pytest.mark.parametrize(("before", "after"), REPORTED)
def test_line_breaks_in_a_line_are_only_reported(before: str, after: str) -> None:
    assert fix(before) == before
    assert {change.rule for change in changes(before)} == {"ESC022"}
    assert Trace(before, changes(before)).target == after


@pytest.mark.parametrize("text", UNTOUCHED)
def test_untouched(text: str) -> None:
    assert changes(text) == []


def test_tags_in_a_row_are_one_edit() -> None:
    assert [(change.start, change.end) for change in changes("好。</span></p>\n完。<br>")] == [(2, 13), (16, 20)]


def test_one_opening_tag_makes_it_markup() -> None:
    text = "新馆下个月开门。</p>\n" * 50
    assert len(changes(text)) == 50
    assert changes(text + "<p>") == []
    assert read_tags(text + "<p>").markup


PIECES = [
    *(
        "</p>",
        "</P>",
        "</strong>",
        "</b>",
        "<br>",
        "<BR/>",
        "<br clear=all>",
        "<p>",
        "<eos>",
        "</x>",
        "<!--",
        "<",
        ">",
        "/",
    ),
    *(
        "p",
        "中",
        "文",
        "。",
        "”",
        "“",
        "！",
        ".",
        " ",
        "\u00a0",
        "\n",
        "\r\n",
        "a",
        "1",
        "`",
        "# ",
        "用",
        "标签",
        ";",
        '"',
    ),
]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text(max_size=20))


@given(texts)
def test_find_settles_with_and_without_the_unsafe_changes(text: str) -> None:
    """A step finds nothing more to change on its own output, and its changes ascend."""
    assert [change for change in changes(fix(text)) if get_rule(change.rule).safe] == []
    everything = changes(text)
    assert everything == sorted(everything, key=lambda change: change.start)
    assert changes(Trace(text, everything).target) == []


@given(texts)
def test_only_tags_are_touched(text: str) -> None:
    for change in changes(text):
        assert set(text[change.start : change.end]) <= set("</> \t\u00a0\u3000") | set(map(chr, range(48, 123)))
        assert change.after in {"", "\n"}
