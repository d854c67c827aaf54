"""Damage that nothing can undo, because the bytes are gone: it is reported, with what happened and what to do.

These marks say that a program gave up on the text long ago.  A text that talks about them (锟斤拷 is a
joke among Chinese programmers) shows them in quotes, or once in a sentence that is otherwise sound; there
nothing is reported.  Every rule looks for its marks first, and then at the lines that hold some.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.repair.escaped.context import is_code_line, is_enclosed, names_any
from textnorm.repair.escaped.reading import HAN
from textnorm.repair.lost_rules import MEMORY, QUESTIONS, REPLACED, REREAD, RULES
from textnorm.step import Signs
from textnorm.trace import LOST, Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textnorm.config import Config

__all__ = ["RULES", "find", "signs"]

#: U+FFFD is EF BF BD in UTF-8; two of them in other codecs, with what is left of a third at the end of a run.
REREAD_MARKS = {
    "gb18030": "锟斤拷",
    "cp950": "嚙踝蕭",
    "cp949": "占쏙옙",
    "euc_jp": "鐃緒申",
    "cp1252": "ï¿½",
    "cp1251": "пїЅ",
}
_NAMES = {"gb18030": "GBK", "cp950": "Big5", "cp949": "a Korean codec", "euc_jp": "a Japanese codec"}
_WESTERN = "a Western or Cyrillic codec"
#: A mark, and what bytes of the text that survived between two marks show (锟矫伙拷).
_RUNS = {
    codec: re.compile(rf"[{mark}]{{0,2}}{mark}(?:[^\n{mark[0]}]{{0,3}}?[{mark[0]}{mark[2]}]|[{mark}])*")
    for codec, mark in REREAD_MARKS.items()
}
#: What Visual C++ fills memory with: the stack (0xCC), the heap (0xCD), freed memory (0xDD and 0xEE 0xFE).
MEMORY_MARKS = {"烫": "CC CC", "屯": "CD CD", "葺": "DD DD", "铪": "EE FE"}
_MEMORY = re.compile("|".join(f"{mark}{{3,}}" for mark in MEMORY_MARKS))
#: Hot! One may well say that three times, with such a mark or word behind it, and up to five times.
_EXCLAIMED = re.compile("[！!～~。，,…啊呀吖哎的了]")
_OUTCRY = 5

_REPLACED = re.compile("\ufffd+(?:[^\n\ufffd]{0,2}\ufffd+)*")
_HAN = re.compile(f"[{HAN}]")
_QUESTIONS = re.compile(r"\?{2,}")
#: What a line of them must hold: runs of different lengths, one of which has three; or a digit on either side.
_SEVERAL = r"\?(?:\?\?|(?<=[0-9]\?)[0-9])"
#: A date whose characters 年, 月, 日 went the same way.
_DATE = re.compile(r"\?(?<=[12][0-9]{3}\?)(?<![0-9?][12][0-9]{3}\?)[0-9]{1,2}\?(?:[0-9]{1,2}\?)?(?![0-9])")
_YEAR = len("2019")
_ENGLISH = re.compile("[A-Za-z]{2,}")
#: A form to fill in, or a pattern of file names.
_FORM = re.compile(r"\?[-:/*{\[]+\?")
#: How many runs a line has at least, and how many question marks: two words of three characters.
_FEWEST, _LEAST = 2, 6
_ABOUT = (
    *("乱码", "亂碼", "编码", "編碼", "解码", "解碼", "字符集", "字元集", "mojibake", "encod", "utf", "gbk", "big5"),
    *(
        "unicode",
        "u+fffd",
        "替换字符",
        "替換字元",
        "内存",
        "記憶體",
        "未初始化",
        "0xcc",
        "0xcd",
        "debug",
        "调试",
        "調試",
    ),
)
#: So many marks are damage even in a text about them.
_MANY = 4
_LOST = "the bytes are gone: get the original again"


def signs(config: Config) -> Signs:  # noqa: ARG001 - the signature of every step
    """Return what a text must hold: one of the marks; of question marks three in a row, or one between two digits."""
    reread = "".join(f"[{''.join(members)}]" for members in zip(*REREAD_MARKS.values(), strict=True))
    memory = f"[{''.join(MEMORY_MARKS)}]" * 3
    return Signs((reread, memory, "\ufffd", r"\?\?\?", r"[0-9]\?[0-9]"))


def find(text: str, config: Config) -> Iterator[Change]:  # noqa: ARG001 - the signature of every step
    """Yield what is lost in ``text``; rules MOJ901 to MOJ904, none of which changes anything.

    >>> from textnorm.config import Config
    >>> [(change.start, change.end, change.rule) for change in find("姓名：锟斤拷锟斤拷，12岁", Config())]
    [(3, 9, 'MOJ901')]
    >>> list(find("“锟斤拷”是怎么来的？", Config()))
    []
    """
    found: list[Change] = []
    if not text.isascii():
        found += (
            change for codec, mark in REREAD_MARKS.items() if mark in text for change in _reread(text, codec, mark)
        )
        if any(mark * 3 in text for mark in MEMORY_MARKS):
            found += _memory(text)
        if "\ufffd" in text:
            found += _replaced(text)
    if "?" in text:
        found += _questions(text)
    at = 0
    for change in sorted(found):
        if change.start >= at:
            yield change
            at = change.end


def _report(start: int, end: int, rule: str, reason: str) -> Change:
    return Change(start, end, None, rule, 0.0, reason)


def _reread(text: str, codec: str, mark: str) -> Iterator[Change]:
    """Yield the runs of one mark that are no topic."""
    name = _NAMES.get(codec, _WESTERN)
    reason = f"undecodable bytes became U+FFFD, whose UTF-8 was then read as {name}; {_LOST}"
    for start, end in _damaged(text, mark, _RUNS[codec], lambda run: run.count(mark)):
        yield _report(start, end, REREAD, reason)


def _damaged(text: str, mark: str, pattern: re.Pattern[str], count: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    """Yield the spans of a pattern, all of which hold ``mark``, but not those that their line talks about."""
    for at, line in _lines(text, mark):
        runs = [match.span() for match in pattern.finditer(line)]
        marks = sum(count(line[start:end]) for start, end in runs)
        sound = len(_HAN.findall(line)) - sum(len(_HAN.findall(line, start, end)) for start, end in runs)
        one_word = marks == 1 and sound >= _FEWEST and "\ufffd" not in line  # of a sentence that is sound otherwise
        topic = marks < _MANY and (one_word or names_any(line, _ABOUT))
        for start, end in runs:
            if not topic and not (count(line[start:end]) < _MANY and is_enclosed(line, start, end)):
                yield at + start, at + end


def _lines(text: str, sign: str) -> Iterator[tuple[int, str]]:
    """Yield the lines in which a pattern is found, and where they begin.

    ``sign`` begins with plain characters, which ``re`` looks for much faster than for anything repeated.
    """
    end = -1
    for match in re.finditer(sign, text):
        if match.start() > end:
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.start())
            end = len(text) if end < 0 else end
            yield start, text[start:end]


def _memory(text: str) -> Iterator[Change]:
    """Yield the repeated characters that memory nobody wrote to shows in GBK."""
    for at, line in _lines(text, "|".join(mark * 3 for mark in MEMORY_MARKS)):
        topic = names_any(line, _ABOUT)
        for match in _MEMORY.finditer(line):
            start, end = match.span()
            said = end - start <= _OUTCRY and match[0][0] == "烫" and _EXCLAIMED.match(line, end)
            if not said and not (end - start <= _OUTCRY and (topic or is_enclosed(line, start, end))):
                data = MEMORY_MARKS[match[0][0]]
                reason = (
                    f"probably memory of a program that nothing was written to (bytes {data} read as GBK), "
                    f"or a joke about it; there never was a text here, look at the program that wrote it"
                )
                yield _report(at + start, at + end, MEMORY, reason)


def _replaced(text: str) -> Iterator[Change]:
    """Yield U+FFFD, but not where it is the topic."""
    reason = f"U+FFFD stands where a program could not decode a byte; {_LOST}"
    for start, end in _damaged(text, LOST, _REPLACED, lambda run: run.count("\ufffd")):
        yield _report(start, end, REPLACED, reason)


def _questions(text: str) -> Iterator[Change]:
    """Yield lines in which a codec without Chinese wrote a question mark for each character.

    Such a line has no Chinese character left and several runs of them, or a date with its characters gone.
    People write one run, at the end, behind words.
    """
    reason = f"each question mark stands for a character that the codec in which this was saved did not have; {_LOST}"
    for start, line in _lines(text, _SEVERAL):
        if _is_questions(line):
            date = _DATE.search(line)
            first = min(line.index("?"), date.start() - _YEAR if date else len(line))
            yield _report(start + first, start + line.rindex("?") + 1, QUESTIONS, reason)


def _is_questions(line: str) -> bool:
    if (not line.isascii() and _HAN.search(line)) or _FORM.search(line) or is_code_line(line):
        return False
    if _DATE.search(line):
        return True
    runs = _QUESTIONS.findall(line)
    marks = sum(map(len, runs))
    words = sum(map(len, _ENGLISH.findall(line)))
    return len(runs) >= _FEWEST and marks >= _LEAST and marks > words and len(set(map(len, runs))) > 1
