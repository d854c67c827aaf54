"""The rules of damage that is only reported."""

from __future__ import annotations

from textnorm.rules import Rule, register

__all__ = ["MEMORY", "QUESTIONS", "REPLACED", "REREAD", "RULES"]

REREAD, MEMORY, QUESTIONS, REPLACED = "MOJ901", "MOJ902", "MOJ903", "MOJ904"

_RUNS = ("姓名：锟斤拷锟斤拷", "锟斤拷询锟斤拷锟斤拷", "標題：嚙踝蕭嚙踝蕭嚙踝蕭")

RULES = (
    register(
        Rule(
            REREAD,
            "replacement-characters-reread",
            "Text was read as UTF-8 that was none, saved, and read again as GBK or Big5; nothing of it is left.",
            reports_only=True,
            examples=tuple((text, text) for text in _RUNS),
            negatives=("“锟斤拷”是怎么来的？", "那几年的网页动不动就满屏锟斤拷。", "李锟把文件拷了一斤。"),
        )
    ),
    register(
        Rule(
            MEMORY,
            "uninitialised-memory",
            "A program printed memory that it never wrote to; in GBK its fill bytes are these characters.",
            reports_only=True,
            examples=(("结果：烫烫烫烫烫烫", "结果：烫烫烫烫烫烫"), ("屯屯屯屯", "屯屯屯屯")),
            negatives=("烫烫烫！快放下！", "“屯屯屯”是未初始化的内存。", "屯屯驻军"),
        )
    ),
    register(
        Rule(
            QUESTIONS,
            "question-marks-for-characters",
            "The text was saved in a codec without Chinese, which wrote a question mark for each character.",
            reports_only=True,
            examples=(("???? 2019?3?5? ??????? Word", "???? 2019?3?5? ??????? Word"),),
            negatives=("什么????", "Really??? Are you sure???", "a ?? b", "SELECT ?, ?, ?", "???"),
        )
    ),
    register(
        Rule(
            REPLACED,
            "replacement-character",
            "A program could not decode a byte and wrote U+FFFD instead; what it was cannot be told any more.",
            reports_only=True,
            examples=(("明天\ufffd\ufffd会\ufffd\ufffd。", "明天\ufffd\ufffd会\ufffd\ufffd。"),),
            negatives=("“\ufffd”是替换字符。", "解码失败的字节显示为 \ufffd，编码要写对。"),
        )
    ),
)
