"""Which spans are protected: addresses, code, markup, file names, formulas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import calls
from strategies import texts
from textnorm.protect import definition, protected_spans, uniform_line_ends

SPANS = [
    # URLs end where Chinese starts, and before the marks of the sentence around them.
    ("请看https://example.com/a,b。再说", ["https://example.com/a,b"]),
    ("详见http://example.com/的说明", ["http://example.com/"]),
    ("（https://example.com/x_(y)）", ["https://example.com/x_(y)"]),
    ("(见 https://example.com/x).", ["https://example.com/x"]),
    ("ftp://example.com与www.example.org的区别", ["ftp://example.com", "www.example.org"]),
    ("https://例子.cn/路径?q=1&lang=zh，", ["https://例子.cn/路径?q=1&lang=zh"]),
    ("https://example.com/图片/甲.png,很好", ["https://example.com/图片/甲.png"]),
    ("https://a.cn/和https://b.cn/", ["https://a.cn/", "https://b.cn/"]),
    ("href=https://a.cn/b&quot;&gt;正文", ["https://a.cn/b"]),
    # E-mail addresses.
    ("写信到lee@example.com,谢谢", ["lee@example.com"]),
    ("写信到 a.b@例子.cn 或x@b.cn", ["a.b@例子.cn", "x@b.cn"]),
    # Code.
    ("运行`a,b`即可", ["`a,b`"]),
    ("``a`b``与`c``d`", ["``a`b``", "`c``d`"]),
    ("甲\n```py\nx,y\n```\n乙", ["```py\nx,y\n```"]),
    ("> ```\n> x\n> ```\n乙", ["```\n> x\n> ```"]),
    ("~~~\n码\n~~~\n乙", ["~~~\n码\n~~~"]),
    ("```\n没有结尾", ["```\n没有结尾"]),
    ("```\r\n码\r\n```\r\n乙", ["```\r\n码\r\n```"]),
    # HTML and XML.
    ('<p title="甲,乙>丙">正文</p>', ['<p title="甲,乙>丙">', "</p>"]),
    ("<!-- 注,释 -->正文", ["<!-- 注,释 -->"]),
    ("<pre>码,码</pre>文", ["<pre>码,码</pre>"]),
    ("<SCRIPT>var 甲;</script>文", ["<SCRIPT>var 甲;</script>"]),
    ("<code>没有结尾", ["<code>"]),
    ("<https://example.com/中文>", ["<https://example.com/中文>"]),
    # Paths and file names.
    ("在/usr/local/bin,或./a/b,或~/x.py", ["/usr/local/bin", "./a/b", "~/x.py"]),
    (r"复制C:\数据\甲.txt到C:\temp目录", [r"C:\数据\甲.txt", r"C:\temp"]),
    ("改main.py和README.md，用Node.js 3.14", ["main.py", "README.md", "Node.js"]),
    ("打开“说明.txt”", ["说明.txt"]),
    # Markdown link targets, templates, language variants.
    ('[甲](图/乙.png "题")', ["图/乙.png"]),
    ("{{ 变量,值 }}与-{zh-hans:博客; zh-tw:網誌}-", ["{{ 变量,值 }}", "{zh-hans:博客; zh-tw:網誌}"]),
    # Formulas.
    (r"设$x_1,x_2$为根，\(a,b\)与\[\frac{1}{2}\]", ["$x_1,x_2$", r"\(a,b\)", r"\[\frac{1}{2}\]"]),
    (r"$\text{单价}\times n$", [r"$\text{单价}\times n$"]),
    (r"\begin{align}a&=b\end{align}后", [r"\begin{align}a&=b\end{align}"]),
]


@pytest.mark.parametrize(("text", "spans"), SPANS)
def test_what_is_protected(text: str, spans: list[str]) -> None:
    assert [text[start:end] for start, end in protected_spans(text)] == spans


PROSE = [
    "天晴了，我们出门。",
    "一行`没有结尾\n\n下一段`没有开头",
    "一行`前面\n后面`的中文不是代码",
    "~~~~~~~~~~~~~~~~~~~~~~\n只是分隔线\n~~~~~~~~~~~~~~~~~~~~~~",
    "~~~~~\n没有结尾的波浪线",
    "价格从$5,涨到$6",
    "花了$5和$8，共$13。",
    r"\[注：这里是说明\]",
    "5 < 3，3 > 2",
    "@张三 今天来吗",
    "[甲](乙)",
    r"\`不是代码`",
    "是 or 否",
    "和/或",
    "比例1/2，日期2024/1/2，每人(总数)/60",
    "",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_not_protected(text: str) -> None:
    assert protected_spans(text) == []


@given(texts)
def test_spans_ascend_do_not_overlap_and_lie_in_the_text(text: str) -> None:
    at = 0
    for start, end in protected_spans(text):
        assert at <= start < end <= len(text)
        at = end


@given(texts)
def test_reading_line_ends_uniformly_keeps_every_offset(text: str) -> None:
    plain = uniform_line_ends(text)
    assert len(plain) == len(text)
    assert uniform_line_ends(plain) == plain
    assert not set("\r\v\f\x85\u2028\u2029") & set(plain)


UNITS = [
    *["`", "``", "~~~\n", "```a\n", "<b", '<b "', "<code>", "<!--", "$", "$a", "$甲", r"\(", r"\(甲", r"\["],
    *["](", "](a", "http://", "http://中", "a.", "a@", "@中.", "/", "C:\\", r"\\", r"\begin{align}", "www.", "1.1"],
    *["甲.txt", "{{", "-{", "~/", "{%"],
]


@given(st.sampled_from(UNITS))
def test_the_search_takes_steps_in_proportion_to_the_length(unit: str) -> None:
    """Counted in calls: seconds are noise, but a pattern tried again and again is seen."""
    search = definition.protected_spans
    assert calls(search, unit * 4_000) < 6 * calls(search, unit * 1_000) + 1_000
