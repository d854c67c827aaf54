r"""Restore what is left of GBK or Big5 that was read as UTF-8, with U+FFFD for each character that is gone.

Most bytes of such text became U+FFFD, but about every fifth character happens to be valid UTF-8 and shows as a letter
of another script: of 战英雄 the character in the middle is left, as U+04E2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textnorm.repair.remains_whole import SIGN
from textnorm.rules import Rule, register
from textnorm.step import Signs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textnorm.config import Config
    from textnorm.trace import Change

__all__ = ["RULES", "find", "signs"]

REMAINS = register(
    Rule(
        "MOJ106",
        "chinese-as-utf8",
        "GBK or Big5 was read as UTF-8: most bytes became U+FFFD (or 锟斤拷), some happen to be letters.",
        examples=(
            (
                "ͼ\ufffd\ufffd\ufffd\ufffd\ufffdĩҲ\ufffd\ufffd\ufffdţ\ufffd\ufffd\ufffd\ufffd\ufffd֤\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdһ¥\ufffd\ufffd\ufffd\ufffd̨\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd",
                "图\ufffd\ufffd\ufffd末也\ufffd\ufffd\ufffd\ufffd\ufffd证\ufffd\ufffd\ufffd一楼\ufffd\ufffd台\ufffd\ufffd\ufffd",
            ),
            (
                "院锟斤拷锟斤拷锟斤拷匣锟斤拷锟斤拷锟斤拷锟斤拷偶锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷锟剿ｏ拷锟皆憋拷围锟斤拷一圈锟剿★拷",
                "院\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd围\ufffd一圈\ufffd\ufffd",
            ),
            ("文件夹：\u0467\u03f0\u03f5\u0373", "文件夹：学习系统"),
        ),
        negatives=("他说锟斤拷锟斤拷是编码弄错了。", "caf�� na��ve Ñandú", "��Привет�� мир"),
    )
)
RULES = (REMAINS,)


def signs(config: Config) -> Signs:  # noqa: ARG001 - the signature of every step
    """Return what a text must hold: two marks, or what they become in GBK; letters that no text has beside each other.

    These are a letter of Hebrew, Arabic and their kind, or a question mark, and one of Latin, Greek or Cyrillic behind;
    and two letters that are common characters (``remains_whole``).
    """
    return Signs(("[\ufffd?\u0590-\u07ff][\ufffd\u00c0-\u058f]", "锟斤", SIGN))


def find(text: str, config: Config) -> Iterator[Change]:
    r"""Yield the restoration of every run of what is left, in ascending order.

    >>> from textnorm.config import Config
    >>> seen = "图书馆周末也开放，借书证可以在一楼服务台办理。".encode("gbk").decode("utf-8", "replace")
    >>> seen
    'ͼ�����ĩҲ���ţ�����֤������һ¥����̨������'
    >>> [change.after for change in find(seen, Config())]
    ['图���末也�����证���一楼��台���']
    """
    from textnorm.repair.remains_document import changes_of_document  # noqa: PLC0415 - only text with signs pays

    return changes_of_document(text, REMAINS.code, config.threshold)
