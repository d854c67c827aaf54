"""Encoded words of e-mail headers that were left in text: ``=?gb2312?B?...?=``, ``=?utf-8?Q?...?=``.

Source: RFC 2047, and what mail programs make of it in practice: words that lack the blank between them,
characters cut in two by the end of a word, padding that is missing.  The charset is named, so nothing is guessed.
"""

from __future__ import annotations

import re
from base64 import b64decode
from contextlib import suppress
from quopri import decodestring
from typing import TYPE_CHECKING

from textnorm.protect import protected_spans
from textnorm.repair.escaped.context import Spans, is_markdown, is_mention, is_source, literals
from textnorm.repair.escaped.reading import has_chinese, is_chinese_text
from textnorm.repair.escaped.rules import WORD
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SIGNS_OF_WORDS", "read_words"]

_WORD = re.compile(
    r"=\?(?P<charset>[A-Za-z0-9_.:+-]{2,40})(?:\*[A-Za-z0-9-]{1,20})?"
    r"\?(?P<encoding>[BbQq])\?(?P<payload>[!->@-~]{0,2000})\?="
)
#: How one begins, as patterns of ``kernel.Triggers``.
SIGNS_OF_WORDS = (r"=\?[A-Za-z0-9_.:+\-]",)
#: What may stand between words that belong together; a tab on one line divides the cells of a table.
_FOLD = re.compile(r"[ ]*(?:[ \t]*\r?\n[ \t]+)?")
#: Names of charsets for which a larger one is used, because what is written in them often needs it.
_LARGER = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "euc-cn", "gb18030"), ("gb18030",)),
    **dict.fromkeys(("big5", "big5-hkscs", "big5hkscs", "x-big5", "cp950"), ("cp950", "big5hkscs")),
}
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]*:[ \t]")
#: A complete message whose text is still encoded: a file format, in which the words are needed.
_MESSAGE = re.compile(r"^Content-Transfer-Encoding:[ \t]*(?:quoted-printable|base64)", re.IGNORECASE | re.MULTILINE)
_INDENTED = re.compile(r"(?: {4}|\t)")


def read_words(text: str) -> Iterator[Change]:
    """Yield what encoded words should become, those that belong together as one; offsets in the whole text.

    >>> [change.after for change in read_words("=?utf-8?B?5piO5aSp?= =?utf-8?Q?=E5=BC=80=E4=BC=9A?=")]
    ['明天开会']
    >>> list(read_words("=?utf-8?Q?caf=C3=A9?="))
    []
    """
    groups = list(_groups(text)) if "=?" in text else []
    if not groups or _MESSAGE.search(text) or is_source(_WORD.sub("文", text)):
        return
    markdown = is_markdown(text)
    blocks = Spans(protected_spans(text)) if markdown else Spans(())
    for group in groups:
        start, end = group[0].start(), group[-1].end()
        after = _decoded(group)
        if after and not blocks.covers(start) and not _is_shown(text, start, end, markdown=markdown):
            yield Change(start, end, after, WORD)


def _groups(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the encoded words that have nothing but blanks or a folded line end between them together."""
    group: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if group and not _FOLD.fullmatch(text, group[-1].end(), word.start()):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _decoded(group: list[re.Match[str]]) -> str | None:
    """Return what words say together; None where a byte is wrong, or nothing is Chinese."""
    parts: list[tuple[str, bytes]] = []
    for word in group:
        charset, data = word["charset"].lower(), _payload(word)
        if data is None:
            return None
        if parts and parts[-1][0] == charset:  # a character may be cut in two
            parts[-1] = (charset, parts[-1][1] + data)
        else:
            parts.append((charset, data))
    texts = [_text(charset, data) for charset, data in parts]
    together = "".join(text or "" for text in texts)
    readable = None not in texts and has_chinese(together) and is_chinese_text(together) and "\n" not in together
    return together if readable else None


def _payload(word: re.Match[str]) -> bytes | None:
    payload = word["payload"].encode()
    if word["encoding"] in "Qq":
        return decodestring(payload, header=True)
    payload = payload.rstrip(b"=")
    try:
        return b64decode(payload + b"=" * (-len(payload) % 4), validate=True)
    except ValueError:  # a wrong length is one, too
        return None


def _text(charset: str, data: bytes) -> str | None:
    for codec in (*_LARGER.get(charset, (charset,)), "utf-8"):  # programs name the wrong one, but UTF-8 proves itself
        with suppress(LookupError, ValueError):  # no such codec, or not its bytes
            return data.decode(codec)
    return None


def _is_shown(text: str, start: int, end: int, *, markdown: bool) -> bool:
    """Tell whether words are meant as they stand: in a string of a program, in an example, in quotes by themselves."""
    at = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    line = text[at : len(text) if stop < 0 else stop]
    if markdown and _INDENTED.match(line):
        return True
    if _HEADER.match(line):
        return False
    same_length = line[: start - at] + "文" * (end - start) + line[end - at :]
    return is_mention(text, start, end) or Spans(literals(same_length)).covers(start - at)
