"""Escapes left in text: what is decoded, what is only reported, what is meant and stays."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textnorm.config import Config
from textnorm.repair import escapes
from textnorm.repair.escaped.codes import read_unicode
from textnorm.repair.escaped.entities import read_entities
from textnorm.repair.escaped.octets import read_percent
from textnorm.rules import get_rule
from textnorm.trace import Change, Trace

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIG = Config(profile="repair")

#: Sentences of our own, with what escapes have to cope with: digits, Latin words, rare and astral characters.
SENTENCES = [
    "清晨的码头上，渔民们正把网一张张晾开。",
    "第3排第12座的观众，请到“丙”口入场……",
    "他姓鎔，名𠮷，小时候住在㛃溪边——那里有三百年的老樟树。",
    "會議訂於9月1日（星期三）舉行；逾時不候！",
    "温度降到-5℃时，管子会裂吗？",
    "Python 3.12 和 Go 1.22 都装好了，剩下的明天再说。",
    "菜单：宫保鸡丁·麻婆豆腐·雪菜黄鱼",
    "《拾穗集》，作者：沈一舟，共312页，定价：48元",
]

DECODED = [
    # Beside the signs of a format.
    (r"del C:\%TEMP%\\u914d\u7f6e\u6587\u4ef6.txt", r"del C:\%TEMP%\配置文件.txt"),
    ("+# **&#x4ed6;&#32473;&#29399;** &#8220;&#27748;&#22278;&#8221;", "+# **他给狗** “汤圆”"),
    (
        "1\n00:00:01,000 --> 00:00:03,500\n<i>&#20170;&#22825;&#24456;&#20919;</i>\n",
        "1\n00:00:01,000 --> 00:00:03,500\n<i>今天很冷</i>\n",
    ),
    (
        "https://example.com/a.html  \\u56fe\\u4e66\\u9986\\u5f00\\u653e",
        "https://example.com/a.html  图书馆开放",
    ),
    # numbers
    ("她是&#20013;国人", "她是中国人"),
    ("她是&#x4E2D;&#X56fd;人", "她是中国人"),
    ("他姓&#37779;，单名一个&#134071;字", "他姓鎓，单名一个𠮷字"),
    ("他说：&#8220;好&#8221;&#8212;&#8212;走了&#8230;&#8230;", "他说：“好”——走了……"),
    ("克里斯蒂娜&#183;罗塞蒂", "克里斯蒂娜·罗塞蒂"),
    ("笑脸&#55357;&#56832;来了", "笑脸😀来了"),
    ("价格&#150;面议", "价格–面议"),  # a browser reads 150 as Windows-1252
    # without semicolon: as many digits as a Chinese character has
    ("&#31532&#19968&#31456", "第一章"),
    ("&#315323&#31456", "第3章"),
    ("&#x7B2C3&#x7AE0", "第3章"),
    ("&#8220丁&#8221", "“丁”"),
    ("&#134071&#30000", "𠮷田"),
    # names
    ("&nbsp;&nbsp;&nbsp;&nbsp;那一年冬天来得早。", "\u00a0" * 4 + "那一年冬天来得早。"),
    ("那一年&nbsp冬天", "那一年\u00a0冬天"),
    ("上集&NBSP;下集", "上集\u00a0下集"),
    ("&ldquo;慢走&rdquo;，&lsquo;再见&rsquo;", "“慢走”，‘再见’"),
    ("他来了 &mdash; 终于", "他来了 — 终于"),
    ("气温30&deg;C，长宽3&times;4米", "气温30°C，长宽3×4米"),
    ("caf&eacute; 在街角", "café 在街角"),
    ("他说&quot;行&quot;，it&#39;s ok", '他说"行"，it\'s ok'),
    ("版权所有&copy;2019", "版权所有©2019"),
    # escaped more than once, in one go
    ("上集&amp;nbsp;下集", "上集\u00a0下集"),
    ("上集&amp;amp;amp;nbsp;下集&amp;#20013;", "上集\u00a0下集中"),
    ("上集&#38;nbsp;下集", "上集\u00a0下集"),
    # scattered over a sentence, whatever it is about
    ("这段编&#30721;在旧&#30005;脑上显示&#19981;出来", "这段编码在旧电脑上显示不出来"),
    # a line of nothing but blanks, in a document that is damaged elsewhere
    ("上集&nbsp;\n&nbsp;\n下集", "上集\u00a0\n\u00a0\n下集"),
    # code units
    (r"提示：\u767b\u5f55\u6210\u529f", "提示：登录成功"),
    (r"\u4ed6\u8bf4\"\u597d\"\u3002".replace('\\"', '"'), '他说"好"。'),
    (r"\u5317\u4eac-\u4e0a\u6d77", "北京-上海"),
    (r"野\ud842\udfb7家，\U00020bb7野家", "野𠮷家，𠮷野家"),
    (r"\u5361\u5c14\xb7\u6c83\u5c14\u592b", "卡尔·沃尔夫"),
    ("%u4E2D%u6587", "中文"),
    (r"\u88c5\u5728 C:\Go\\uff0c\u5176\u4ed6\u4f4d\u7f6e\u4e5f\u884c", "装在 C:\\Go\\，其他位置也行"),
    (r"\u4e00\u5f00\u59cb\u4ece\u5317-\u4e2d-\u5357\u5f80\u4e0b[\u6ce8]\u8d70", "一开始从北-中-南往下[注]走"),
    # bytes
    ("请搜索%E4%B8%AD%E6%96%87即可", "请搜索中文即可"),
    ("%25E4%25B8%25AD%25E6%2596%2587", "中文"),
    ("下载%CF%C2%D4%D8", "下载下载"),
    ("%CF%B5%CD%B3 A %D4%CB%D0%D0%D5%FD%B3%A3", "系统 A 运行正常"),
    ("%E5%A2%9E%E9%95%BF100%25%EF%BC%8C%E5%BE%88%E5%BF%AB", "增长100%，很快"),
]

UNTOUCHED = [
    r"路径 C:\\u914d 里",
    r"D:\\u914d\\u7f6e",
    "<i>&#20170;&#22825;&#24456;&#20919;</i>\n",
    "",
    "&",
    "R&D 和 AT&T，a&b;c",
    "100%&20%",
    # HTML, XML, templates
    "<!DOCTYPE html>\n<html><body><p>目录&nbsp;一&#20013;</p></body></html>",
    "<p>目录&nbsp;一</p>",
    '<a title="中&nbsp;文">目录&nbsp;一</a>',
    "<template>\n  <div>{{ name }}&nbsp;目录</div>\n</template>",
    "<?xml version='1.0'?><note>目录&#160;一</note>",
    # source code and data
    's = "\\u4e2d\\u6587"',
    'String title = "\\u4e2d\\u6587";',
    'printf("\\u4e2d\\u6587");',
    'std::cout << "\\u4e2d\\u6587";',
    "const re = /[\\u4e00-\\u9fa5]/g;",
    '{"name": "\\u4e2d\\u6587", "text": "目录&nbsp;一"}',
    '[\n  "\\u4e2d\\u6587",\n  "\\u82f1\\u6587"\n]',
    "title=\\u4e2d\\u6587",
    "做&#129;了",
    "caf\\u00e9 na\\u00efve \\u00c3\\u00a9",
    '{"content": "\\u00e4\\u00bd\\u00a0\\u00e5\\u00a5\\u00bd"}',
    "key: \\u4e2d\\u6587",
    '- name: "\\u4e2d\\u6587"',
    'SELECT * FROM t WHERE name = "目录&nbsp;一"',
    "// 目录&nbsp;一",
    "int *p = &pi;",
    "if (a &amp;&amp; b)",
    # Markdown
    "# 标题\n\n&emsp;&emsp;正文开始。",
    "空格写作 `&nbsp;`，汉字写作 `&#20013;&#25991;`。",
    "```\n目录&nbsp;一\n```",
    "[说明](%E4%B8%AD%E6%96%87.md)",
    # patterns
    "匹配汉字：[\\u4e00-\\u9fa5]",
    "用正则 ^[\\u4e00-\\u9fa5]{2,4}$ 检查姓名",
    "范围 \\u4e00-\\u9fa5 是汉字",
    "\\\\u4e2d\\\\u6587",
    # links and paths
    "见 https://example.com/?q=%E4%B8%AD%E6%96%87&amp;x=1 。",
    "https://example.com/wiki/%E4%B8%AD%E6%96%87",
    "https://example.com/维基/%E4%B8%AD%E6%96%87",
    "下载 /files/%E4%B8%AD%E6%96%87.pdf 即可",
    "q=%E4%B8%AD%E6%96%87&x=1",
    "文件名%E4%B8%AD%E6%96%87.docx",
    "scp a@example.com:/srv/%E4%B8%AD%E6%96%87",
    # texts about escapes
    "空格写作 &nbsp; 即可。",
    "在 HTML 里，&lt; 表示小于号，&hellip; 表示省略号。",
    "“中”的实体是&#20013;，转义后是 \\u4e2d。",
    "“&nbsp;”是不换行的空白",
    "写&nbsp;就行",
    "字符 U+4E2D",
    # what only looks like bytes
    "折扣20%到30%，printf(%d%%)",
    "降了 5%E4 还多",
    "C:\\users\\u4e2d",
]

REPORTED = ["《Q&amp;A》", "Lost &amp; Found 去寻找", "静&amp;动", "当 x &lt; 5 时"]


def changes(text: str) -> list[Change]:
    return list(escapes.find(text, CONFIG))


def safe(text: str) -> list[Change]:
    return [change for change in changes(text) if get_rule(change.rule).safe]


def fix(text: str) -> str:
    return Trace(text, safe(text)).target


@pytest.mark.parametrize(("before", "after"), DECODED)
def test_decoded(before: str, after: str) -> None:
    assert fix(before) == after
    assert changes(after) == []


@pytest.mark.parametrize("text", UNTOUCHED)
def test_untouched(text: str) -> None:
    assert changes(text) == []


@pytest.mark.parametrize("text", REPORTED)
def test_signs_of_html_are_only_reported(text: str) -> None:
    found = changes(text)
    assert [change.rule for change in found] == ["ESC003"]
    assert fix(text) == text
    assert Trace(text, found).target == html.unescape(text)


def hexadecimal(text: str) -> str:
    return "".join(char if char.isascii() else f"&#x{ord(char):X};" for char in text)


def references_without_end(text: str) -> str:
    return "".join(char if char.isascii() else f"&#{ord(char)}" for char in text)


def references(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode()


WHOLE: dict[str, Callable[[str], str]] = {
    "decimal": references,
    "hexadecimal": hexadecimal,
    "without semicolon": references_without_end,
    "twice": lambda text: references(text).replace("&", "&amp;"),
    "html": lambda text: references(html.escape(text)),
    "json": lambda text: json.dumps(text)[1:-1],
    "python": lambda text: text.encode("ascii", "backslashreplace").decode(),
    "percent": quote,
    "percent, all": lambda text: quote(text, safe=""),
    "percent, Chinese only": lambda text: re.sub("[^\0-\x7f]+", lambda run: quote(run[0]), text),
}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_escaped_as_a_whole_come_back_exactly(sentence: str, name: str) -> None:
    assert fix(WHOLE[name](sentence)) == sentence


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if one == one.encode("gbk", "ignore").decode("gbk")])
def test_gbk_in_percent_signs_comes_back_exactly(sentence: str) -> None:
    assert fix(quote(sentence.encode("gbk"), safe="")) == sentence


@pytest.mark.parametrize("name", WHOLE)
def test_one_damaged_line_in_a_clean_document(name: str) -> None:
    clean, damaged = SENTENCES[0], SENTENCES[3]
    assert fix(f"{clean}\n{WHOLE[name](damaged)}\n{clean}") == f"{clean}\n{damaged}\n{clean}"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_clean_sentences_have_nothing_to_decode(sentence: str) -> None:
    assert changes(sentence) == []


@pytest.mark.parametrize(
    "unit",
    ["&amp;", "&amp;nbsp;", "&#38;", "%25", "\\u4e2d", "&#20013", "中&nbsp;", '"\\"', "`a", "[a](", "%E4%B8%AD "],
)
def test_adversarial_depth_and_length_raise_nothing(unit: str) -> None:
    for text in (unit * 3000, unit * 3000 + "nbsp;中", "中" + unit * 3000):
        assert fix(fix(text)) == fix(text)


def test_references_are_bounded() -> None:
    assert list(read_entities("&#" + "9" * 10_000 + ";")) == []
    found = read_entities("&#xFFFFFFFF; &#0; &#x110000; &#55357; &bogus; &#128;")
    assert [escape.after for escape in found] == ["€"]  # as browsers read 128


def test_escapes_that_stand_for_nothing_are_left() -> None:
    assert list(read_unicode(r"\ud83d \uffff \u0000 \ue000x")) == []
    assert list(read_percent("%FF%FE %E4%B8 %80 caf%E9 %C3%A9")) == []


PIECES = [
    *("&nbsp;", "&amp;", "&#20013;", "&#x4e2d;", "&#20013", "&quot;", "&#38;", "&#92;", "&lt;", "&gt;", "&bogus;", "&"),
    *(
        "\\u4e2d",
        "\\u6587",
        "\\ud842\\udfb7",
        "\\u0026",
        "\\u005c",
        "\\",
        "u4e2d",
        "%E4%B8%AD",
        "%E6%96%87",
        "%25",
        "%26",
    ),
    *(
        "%5C",
        "%D6%D0",
        "%u4e2d",
        "#20013;",
        "nbsp;",
        "amp;",
        "E4%B8%AD",
        "中",
        "文",
        "，",
        "。",
        "“",
        "”",
        " ",
        "\n",
        "a",
        "1",
    ),
    *("`", '"', "=", "<p>", "</p>", "<br>", "HTML", "编码", "用", "[", "]", "-", "/", "://", "**", "# "),
]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text(max_size=20))


@given(texts)
def test_find_settles_with_and_without_the_unsafe_changes(text: str) -> None:
    """A step finds nothing more to change on its own output, and its changes ascend."""
    assert safe(fix(text)) == []
    everything = changes(text)
    assert everything == sorted(everything, key=lambda change: change.start)
    assert changes(Trace(text, everything).target) == []


@given(st.text("清晨的码头上，渔民们正把网晾开。（丙）12ab ", min_size=6, max_size=30))
def test_any_chinese_text_in_references_comes_back(text: str) -> None:
    """Numbers cannot be misread where four characters or more are escaped and nothing else is."""
    chinese = sum(not char.isascii() for char in text)
    if chinese >= 8:
        assert fix(references(text)) == text
