"""Where the decisions about remains, escapes and loss lie: cases on both sides of each limit."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from textnorm.config import Config
from textnorm.repair import escapes, lost
from textnorm.repair.remains_document import changes_of_document

CONFIG = Config(profile="repair")


def as_utf8(text: str, codec: str = "gbk", *, again: bool = False) -> str:
    """Read a text in another codec as UTF-8, and that ``again`` as GBK."""
    seen = text.encode(codec).decode("utf-8", "replace")
    return seen.encode().decode("gb18030", "replace") if again else seen


def restored(seen: str) -> list[str | None]:
    return [change.after for change in changes_of_document(seen, "MOJ106", CONFIG.threshold)]


def test_remains_are_written_where_enough_is_left_and_offered_where_less_is() -> None:
    assert restored(as_utf8("也开放，借书")) == ["也�����"]
    (offered,) = changes_of_document(as_utf8("她把围巾落在教"), "MOJ106", CONFIG.threshold)
    assert (offered.after, offered.candidates) == (None, ("��围����",))
    assert restored(as_utf8("借书证可以在")) == []  # one character of two bytes is left, and tells too little


def test_remains_without_a_chinese_character_are_left() -> None:
    assert restored(as_utf8("館で本を読み", "euc-jp")) == []


def test_a_few_marks_in_a_sound_text_are_single_lost_bytes() -> None:
    assert restored(as_utf8("一户人住着的")) == []
    assert restored(as_utf8("一户人住着的院子里有枣树")) != []


def test_a_line_far_worse_than_chance_is_not_read_as_the_others_of_its_document() -> None:
    line = as_utf8("图书馆周末也开放，借书证可以在一楼服务台办理。")
    japanese = as_utf8("今日は図書館で本を読みました。", "cp932")
    assert restored(f"{line}\n{japanese}") == restored(line)
    assert len(restored(line)) == 1


def test_one_reread_mark_is_no_run() -> None:
    assert restored(as_utf8("院子里有一棵枣树", again=True)) == ["院���一���"]
    assert restored(as_utf8("吃，每次都要添", again=True)) == []


def as_units(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)


def as_references(text: str) -> str:
    return "".join(f"&#{ord(char)};" for char in text)


def written(text: str) -> list[tuple[str | None, str]]:
    return [(change.after, change.rule) for change in escapes.find(text, CONFIG)]


#: What is damaged with all that becomes of it, and beside it what differs by little and is left alone.
ESCAPED = [
    # eight characters are damage even in a line about escapes, five are an example
    (f"这样转义：{as_units('图书馆周末也开放')}", "图书馆周末也开放", f"这样转义：{as_units('周末也开放')}"),
    # bytes of GBK must read as Chinese
    (f"。{quote('图书馆'.encode('gbk'))}", "图书馆", f"。{quote('吗？'.encode('gbk'))}"),
    # and bytes of UTF-8 must be Chinese, not a mark that others write too
    (r"住着\xe4\xba\xba", "人", r"住着\xe2\x80\xa6"),
    # two characters in quotation marks are damage, one is shown
    (f"这是“{as_units('中文')}”的意思", "中文", f"这是“{as_units('中')}”的意思"),
]


@pytest.mark.parametrize(("damaged", "after", "left_alone"), ESCAPED)
def test_a_little_less_evidence_and_no_escape_is_decoded(damaged: str, after: str, left_alone: str) -> None:
    assert "".join(change[0] or "" for change in written(damaged)) == after
    assert written(left_alone) == []


def test_a_sign_of_html_is_safe_only_in_a_line_that_was_escaped_as_a_whole() -> None:
    assert ("&", "ESC001") in written(f"{as_references('两个人')}&amp;{as_references('猫')}")
    assert ("&", "ESC003") in written(f"{as_references('两个人和')}&amp;猫")


def test_one_line_about_escapes_in_five_does_not_make_a_text_about_them() -> None:
    lines = [f"第{as_units(f'{number}章')}很长" for number in "一二三四"]
    about = f"编码{as_units('二')}"
    assert len(written("\n".join([*lines, about]))) == len(lines)
    assert written("\n".join([lines[0], about])) == []


def test_a_sentence_of_references_behind_an_address_is_decoded() -> None:
    assert len(written(f"http://example.com/{as_references('图书馆周末也开放')}")) == len("图书馆周末也开放")


def reported(text: str) -> list[tuple[int, int, str]]:
    return [(change.start, change.end, change.rule) for change in lost.find(text, CONFIG)]


@pytest.mark.parametrize(
    ("damaged", "left_alone"),
    [
        ("烫烫烫烫烫烫！", "烫烫烫烫烫！"),  # nobody cries out six times
        ("?? ????", "?? ???"),  # six question marks in runs of different lengths
        ("?? ????", "??? ???"),
        ("?? what ????", "Really?? what is that????"),  # and fewer letters than these
    ],
)
def test_a_little_less_and_nothing_is_reported_as_lost(damaged: str, left_alone: str) -> None:
    assert reported(damaged) == [(0, damaged.rfind(damaged[0]) + 1, reported(damaged)[0][2])]
    assert reported(left_alone) == []
