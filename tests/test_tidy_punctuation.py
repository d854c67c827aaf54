"""Punctuation: which ASCII marks are Chinese where they stand, and which are syntax, numbers, names or faces."""

from __future__ import annotations

from itertools import chain

import pytest

from textnorm.config import Config
from textnorm.tidy import punctuation
from textnorm.trace import Trace


def tidied(text: str) -> str:
    return Trace(text, punctuation.find(text, Config())).target


CHANGED = {
    "commas": [
        ("你好,世界", "你好，世界"),
        ("用的是GPU,不是CPU", "用的是GPU，不是CPU"),
        ("降了90%,很可观", "降了90%，很可观"),
        ("2019年,2,500人参加", "2019年，2,500人参加"),
        ("读《论语》,写“心得”,很好", "读《论语》，写“心得”，很好"),
        ("**重点**,请看", "**重点**，请看"),
        ("<b>重点</b>,请看", "<b>重点</b>，请看"),
        ("运行`a,b`,然后", "运行`a,b`，然后"),
        ("发展 , 很快", "发展 ， 很快"),
        ("梨树, 桃树和杏树", "梨树， 桃树和杏树"),
    ],
    "stops": [
        ("雨停了.", "雨停了。"),
        ("雨停了. 我们走吧.", "雨停了。 我们走吧。"),
        ("雨停了.我们走吧.", "雨停了。我们走吧。"),
        ("他说“走吧.”", "他说“走吧。”"),
        ("<p>雨停了.</p><p>走吧.</p>", "<p>雨停了。</p><p>走吧。</p>"),
    ],
    "questions and exclamations": [
        ("你去哪儿?", "你去哪儿？"),
        ("你去吗?我去!", "你去吗？我去！"),
        ("什么?!不会吧!!", "什么？！不会吧！！"),
        ("学而时习之,不亦说乎?有朋自远方来", "学而时习之，不亦说乎？有朋自远方来"),
        ("到底什么是GPU?", "到底什么是GPU？"),
    ],
    "colons and semicolons": [
        ("时间:9:30;地点:三楼", "时间：9:30；地点：三楼"),
        ("网址:https://example.com/", "网址：https://example.com/"),
        ("他说:“好”", "他说：“好”"),
        ("作者 : 李雷", "作者 ： 李雷"),
        ("条件如下:", "条件如下："),
    ],
    "parentheses": [
        ("报告(草案)已发", "报告（草案）已发"),
        ("(一)概述", "（一）概述"),
        ("大语言模型(LLM)和公司(Example Co., Ltd.)", "大语言模型（LLM）和公司（Example Co., Ltd.）"),
        ("诗人(1990-2020)", "诗人（1990-2020）"),
        ("GPU(图形处理器)很贵", "GPU（图形处理器）很贵"),
        ("(甲)(乙)", "（甲）（乙）"),
        ("（半对)也改", "（半对）也改"),
        ("(笑)", "（笑）"),
        ("容器(vector)和映射(map类)", "容器（vector）和映射（map类）"),
        ("今天(周一)很好:)", "今天（周一）很好:)"),
    ],
    "quotes": [
        ('他说"好",走了', "他说“好”，走了"),
        ('"你好."他说,"再见."', "“你好。”他说，“再见。”"),
        ('"AI"技术', "“AI”技术"),
        ('“混用"的引号', "“混用”的引号"),
        ("所谓'奇点'是什么", "所谓‘奇点’是什么"),
        ('他问:"你是谁?"', "他问：“你是谁？”"),
    ],
    "dots and dashes": [
        ("约翰・史密斯", "约翰·史密斯"),
        ("我想...算了...", "我想……算了……"),
        ("他--我的朋友--来了", "他——我的朋友——来了"),
    ],
}

KEPT = {
    "clean": [
        "他说：“来（快）！”——好吗？……好，3.14，10:30。",
        "子曰：「學而時習之，不亦說乎？」",
        "春眠不觉晓，处处闻啼鸟。",
        "佢哋喺度傾偈，話聽日去飲茶。",
    ],
    "numbers": ["共12,000人", "3.14", "v1.2.3", "10:30", "1:1", "比例3:2", "第1,2章", "010-1234-5678", "(010)12345678"],
    "Latin": ["Hello, world!", "是 or 否", "Ctrl+C", "A/B", "A,B,中国", "Yahoo!公司", "C++/Java", "约翰.史密斯来了。"],
    "names": ["Node.js,Vue.js等框架", "文件.txt", "中国.com", "经?济"],
    "lists": [
        "1. 苹果",
        "a) 苹果",
        "1)苹果",
        "一. 概述",
        "甲. 选项",
        "选项(a)与(b)",
        "(1)第一",
        "苹果,香蕉,梨",
        "1,苹果",
    ],
    "readings": ["产(chǎn)业", "经(jīng )济"],
    "functions and units": ["函数f(x)", "print(内容)", "SUM(区域)函数", "长度(m)", "重量(kg)", "区间[甲, 5000)内"],
    "faces": ["嗨(^_^)", "好呀:)", "好:D", "哭:(", "(T_T)"],
    "Markdown": ["[说明](说明.md)", "![图](a.png)", "[甲](乙)", "![替代](图.png)", "| :--- | ---: |", "---"],
    "front matter": ["---\ntags: 甲,乙\n---\n正文"],
    "data": [
        '{"姓名": "张三,李四", "年龄": 3}',
        '["苹果", "香蕉,梨"]',
        '"姓名": "张三",',
        "姓名,年龄,城市\n张三,25,北京\n李四,30,上海",
        "title: [甲,乙]",
        "name = 甲,乙",
        "SELECT 姓名,年龄 FROM 表;",
    ],
    "programs": [
        'print("你好,世界")',
        '>>> print("你好,世界")',
        '$ echo "你好,世界"',
        'set("long", "他来了,你走吧.\\n");',
        '/* 说明,一 */\nint main(void) {\n    puts("你好,世界");\n    return 0;\n}\n',
    ],
    "mentions": [
        "用 , 分隔各项",
        "使用 ? 运算符",
        "以 -- 开头的选项",
        "按 ; 键",
        "声明 int a; 但没有用",
        "按下 : 进入",
    ],
    "maths": ["设$x,y$为根", r"\(甲,乙\)", "总价=数量*(单价+运费)", "(请求数)/60", "点(x,y)处"],
    "other languages": [
        "東京,大阪は日本の都市です.",
        "データ・ベース",
        "大韓民國,서울에서",
        "In English, 你好, 世界 means hello, world.",
    ],
    "markup": ["&nbsp;中文", "<a title='甲,乙'>", "<!-- 甲,乙 -->", "-{zh-hans:博客; zh-tw:網誌}-"],
    "quotes": ['27"显示器', "5'10\"高", '参数"utf-8"即可', "['甲', '乙']", "l'été和'90s", '他"说', '「甲」与"乙"'],
    "ellipsis": ["../说明", "a[1...n]", "第一章........5", "「另存为...」"],
    "times and addresses": ["北京市海淀区1号楼2-301", "12:30-14:00", "a@b.cn,c@d.cn"],
    "references": ["[1] 李雷. 汉语的标点[J]. 语言学报, 2020"],
}


@pytest.mark.parametrize(("before", "after"), list(chain.from_iterable(CHANGED.values())))
def test_what_is_changed(before: str, after: str) -> None:
    assert tidied(before) == after
    assert tidied(after) == after


@pytest.mark.parametrize("text", list(chain.from_iterable(KEPT.values())))
def test_what_is_kept(text: str) -> None:
    assert tidied(text) == text


def test_a_dot_between_ideographs_is_a_full_stop_only_where_the_document_has_no_other() -> None:
    assert tidied("天亮了.鸟叫了.") == "天亮了。鸟叫了。"
    assert tidied("天亮了.鸟叫了。") == "天亮了.鸟叫了。"


@pytest.mark.parametrize("number", ["001", "002", "003"])
def test_clean_documents_with_ascii_marks_get_chinese_ones(shared_data: object, number: str) -> None:
    """What is left between two ideographs is what an editor would leave."""
    (seed,) = shared_data.joinpath("seeds").glob(f"{number}_*.txt")  # type: ignore[attr-defined]
    text = tidied(seed.read_text(encoding="utf-8"))
    assert tidied(text) == text
    han = "[\u4e00-\u9fff]"
    import re  # noqa: PLC0415 - this test only

    assert re.findall(f'{han}[,;:?!・"]{han}', text) == []
