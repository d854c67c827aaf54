"""Escapes of e-mails and of programs that write bytes: quoted-printable, encoded words, hexadecimal and octal bytes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from counting import calls
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.repair import escapes

NORMALIZER = Normalizer(Config(profile="repair"))

SENTENCES = [
    "清晨的码头上，渔民们正把网一张张晾开，准备趁着天好补一补去年留下的几个窟窿。",
    "第3排第12座的观众，请到“丙”口入场……票价=48元（学生减半）。",
    "會議訂於9月1日（星期三）舉行；逾時不候！",
    "Python 3.12 和 Go 1.22 都装好了, 剩下的明天再说.",
    "A/B 两组的结果相差 5%，见 x=1 处；#3 号样品除外。",
]
LINES = ["他姓鎔，小时候住在山溪边——那里有三百年的老樟树。\n\n第二段也不长，看看就好。\n", *SENTENCES]

KINDS = [
    *("references-unended", "byte-escapes", "byte-escapes-gbk", "octal", "percent-utf8", "percent-gbk", "percent-big5"),
    *("quoted-printable", "quoted-printable-gbk", "quoted-printable-big5"),
    *("encoded-words", "encoded-words-q", "encoded-words-gbk", "encoded-words-big5"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", LINES)
def test_what_was_escaped_as_a_whole_comes_back_exactly(kind: str, text: str) -> None:
    if "big5" in kind:
        text = text.encode("cp950", "ignore").decode("cp950")
    assert NORMALIZER.normalize(damage.KINDS[kind](text, random.Random(0))) == text


@pytest.mark.parametrize("kind", KINDS)
def test_one_damaged_line_in_a_clean_document(kind: str) -> None:
    clean, damaged = SENTENCES[0], SENTENCES[2]
    text = f"{clean}\n{damage.KINDS[kind](damaged, random.Random(0))}\n{clean}"
    assert NORMALIZER.normalize(text) == f"{clean}\n{damaged}\n{clean}"


DECODED = [
    # Two cells of a table.
    ("=?utf-8?B?5byA5Lya?=\t=?utf-8?B?6YCa55+l?=", "开会\t通知"),
    ("=?utf-8?B?5byA5Lya?=\n\t=?utf-8?B?6YCa55+l?=", "开会通知"),
    # One character behind a number, in a line of a table.
    (
        '1,王,=E4=B8=8A=E6=B5=B7=E5=B8=82=E4=B8=96=E7=BA=AA=E5=A4=A7=E9=81=93=E4=B8=AD100=E5=8F=B7,"好的",3',
        '1,王,上海市世纪大道中100号,"好的",3',
    ),
    # quoted-printable
    ("=E6=B1=9F=E5=8D=97", "江南"),
    ("主题：=E6=B1=9F=E5=8D=97", "主题：江南"),
    ("=e6=b1=9f=e5=8d=97", "江南"),
    ("=BD=AD=C4=CF", "江南"),
    ("=A6=BF=ABn", "江南"),
    (
        "Dear all,\n=E6=98=8E=E5=A4=A9=E4=B8=8B=E5=8D=88=E5=86=8D=E5=BC=80=\n=E4=BC=9A=E3=80=82\na=3D1, see=20\nyou",
        "Dear all,\n明天下午再开会。\na=1, see \nyou",
    ),
    ("=E6=98=8E=E5=A4=A9=\r\n=E5=BC=80=E4=BC=9A=E3=80=82\r\n", "明天开会。\r\n"),
    ("见 http://example.com/?q=3D1 =E6=98=8E=E5=A4=A9", "见 http://example.com/?q=3D1 明天"),
    # encoded words
    ("Subject: =?UTF-8?B?5byA5Lya6YCa55+l?=", "Subject: 开会通知"),
    ("Subject: Re: =?gb18030?B?v6q74c2o1qo=?= (2)", "Subject: Re: 开会通知 (2)"),
    ('From: "=?gb2312?B?1cXIvQ?=" <zhang@example.com>', 'From: "张冉" <zhang@example.com>'),
    ("Subject: =?big5?B?tn23fA==?=", "Subject: 開會"),
    ("=?utf-8?B?5byA5Lya?=\r\n =?utf-8?B?6YCa55+l?=", "开会通知"),
    ("=?utf-8?B?5byA5A==?= =?utf-8?B?vJrpgJrnn6U=?=", "开会通知"),  # a character cut in two
    ("=?utf-8?B?5byA5Lya?==?utf-8?B?6YCa55+l?=", "开会通知"),  # no blank between
    ("=?unknown-8bit?B?5byA5Lya?=", "开会"),
    ("=?utf-8*zh?Q?=E5=BC=80_A_=E4=BC=9A?=", "开 A 会"),
    # bytes
    (r"文件 \xe5\xbc\x80\xe4\xbc\x9a.txt 找不到", "文件 开会.txt 找不到"),
    (r"文件 \xbf\xaa\xbb\xe1.txt 找不到", "文件 开会.txt 找不到"),
    (r'	modified:   "\345\274\200\344\274\232.md"', '\tmodified:   "开会.md"'),
    (r' M "docs/\345\274\200\344\274\232.md"', ' M "docs/开会.md"'),
    (r'"docs/\345\274\200\344\274\232.md"', '"docs/开会.md"'),
    (r'rename "\345\274\200.md" => "\344\274\232.md" (100%)', 'rename "开.md" => "会.md" (100%)'),
    (r' "\345\274\200\344\274\232.md" | 2 +-', ' "开会.md" | 2 +-'),
]


@pytest.mark.parametrize(("before", "after"), DECODED)
def test_decoded(before: str, after: str) -> None:
    assert NORMALIZER.normalize(before) == after


UNTOUCHED = [
    # quoted-printable that is meant, or none
    "Content-Transfer-Encoding: quoted-printable\n\n=E6=98=8E=E5=A4=A9=E5=BC=80=E4=BC=9A=E4=BA=86=E5=90=97=EF=BC=9F",
    "BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=E4=B8=89\nEND:VCARD",
    "```\n=E6=98=8E=E5=A4=A9=E5=BC=80=E4=BC=9A\n```",
    "Use `=E6=98=8E=E5=A4=A9=E5=BC=80=E4=BC=9A` here",
    "`=E6=98=8E=E5=A4=A9=E5=BC=80=E4=BC=9A=E6=98=8E=E5=A4=A9=E5=BC=80=E4=BC=9A=E3=80=82`",
    "汉字“明”的 quoted-printable 写法是 =E6=98=8E。",
    'body = "=E6=98=8E=E5=A4=A9"',
    '{"body": "=E6=98=8E=E5=A4=A9"}',
    "https://example.com/?q=E6=98=8E",
    "标题\n====\n正文 a=b，x=E4",
    "=E6=98=8", "=FF=FE", "a=3D1",
    # encoded words that are shown, or not Chinese
    "编码字形如“=?utf-8?B?5byA5Lya?=”。",
    "> 看邮件源码：`Subject: =?utf-8?B?5byA5Lya?=`",
    "    Subject: =?utf-8?B?5byA5Lya?=\n\n# 标题",
    'subject = "=?utf-8?B?5byA5Lya?="',
    '{"subject": "=?utf-8?B?5byA5Lya?="}',
    "Subject: =?utf-8?B?5byA5Lya?=\nContent-Transfer-Encoding: base64\n\n5byA5Lya",
    "Subject: =?iso-8859-1?Q?caf=E9?=", "=?utf-8?B?5byA5Ly?=", "=?utf-8?X?5byA?=", "=?=?=",
    # bytes in programs and patterns
    r's = "\xe5\xbc\x80\xe4\xbc\x9a"', r'puts("\345\274\200\344\274\232");', r"b'\xe5\xbc\x80\xe4\xbc\x9a'",
    r"匹配 [\xe4-\xe9][\x80-\xbf]{2}", r"\\xe5\\xbc\\x80", r"caf\xe9", r"C:\344\270", r"\377\376\000",
    r'{"name": "\xe5\xbc\x80"}', r"`\xe5\xbc\x80\xe4\xbc\x9a`",
]  # fmt: skip


@pytest.mark.parametrize("text", UNTOUCHED)
def test_untouched(text: str) -> None:
    assert list(escapes.find(text, Config())) == []


PIECES = [
    *(
        "=E4=B8=AD",
        "=3D",
        "=\n",
        "=",
        "=D6=D0",
        "=E4",
        "\\xe4\\xb8\\xad",
        "\\344\\270\\255",
        "\\",
        "\\\\",
        "\\xd6\\xd0",
    ),
    *("=?utf-8?B?", "5Lit5paH", "?=", "=?gb2312?Q?", " ", "\n", "\r\n ", "中", "a", '"', "`", "：", "Subject: ", "%E4"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_mixture_settles_and_changes_ascend(text: str) -> None:
    changes = list(escapes.find(text, Config()))
    ends = [0]
    for change in changes:
        assert ends[-1] <= change.start < change.end
        ends.append(change.end)
    once = NORMALIZER.normalize(text)
    assert NORMALIZER.normalize(once) == once


@pytest.mark.parametrize(
    "unit", ["=E4=B8=AD", "=E4=\n", "=?utf-8?B?5Lit?= ", "=?a", "\\xe4", "\\344\\270\\255", "=\n", "=3D"]
)
def test_work_is_linear(unit: str) -> None:
    def work(text: str) -> int:
        return calls(lambda text: list(escapes.find(text, Config())), text)

    for before, after in (("", ""), ("中", ""), ("", "中")):
        few, many = (work(before + unit * times + after) for times in (200, 800))
        assert many < 5 * few + 500
