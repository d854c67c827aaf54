r"""Bytes written out one by one: ``%E4%B8%AD`` as links do, ``\xe4\xb8\xad`` as programs, ``\344\270\255`` as git.

Sources: RFC 3986 section 2.1; Python's ``bytes.decode("ascii", "backslashreplace")``; the C-style quoting
of paths in git-config(1), ``core.quotePath``.  The bytes are UTF-8, GB18030 or Big5.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textnorm.repair.escaped.alignment import Aligned, Octets, choose, escaped_spans, text_of
from textnorm.repair.escaped.reading import HAN, chinese_length
from textnorm.repair.escaped.rules import BYTES, PERCENT
from textnorm.repair.escaped.tokens import Escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["read_octets", "read_percent"]

#: A piece of ASCII text, and a byte above ASCII in it, escaped once or several times (``%25E4``).
_PIECE = re.compile(r"[!-~]+")
_HIGH_BYTE = re.compile(r"%((?:25)*)[89A-Fa-f][0-9A-Fa-f]")
#: How often a byte may be escaped again; more is no link that was copied on and on.
_DEEPEST = 8
#: What only links, paths and queries have; and what they have, but a sentence written without blanks too.
_LINK = re.compile(r"(?<!%3[Aa])//|\bwww\.|\A\.{0,2}[/\\?]|[?&][A-Za-z0-9_.-]*=|\A[A-Za-z]:\\")
_MAY_LINK = re.compile(r"[/\\?&w]")
_LINK_SIGNS = re.compile(r"[/=&#@\\~<>\[\]{}|^`]|\?.|\.(?!\d+\Z)[A-Za-z0-9]{1,5}\Z|:(?=[/0-9])")
_SENTENCE = re.compile("[。，！？；：、]")
_WHOLE_MARKS = re.compile("[。，！？；：、（）《》“”]")
#: A link may hold Chinese characters as they are; how far back, in code points, its beginning is looked for, so that
#: a long line without blanks is not gone through again at each of its escapes.
_LINK_BEFORE = re.compile(r"(?:://|www\.)[^\s，。；：、！？（）“”]*\Z")
_LINK_REACH = 200
#: From so many Chinese characters on, and none that is not escaped, a line was escaped as a whole; with punctuation or
#: in several pieces from half as many.
_WHOLE, _SEVERAL = 8, 3

#: Byte escapes of programs.  A backslash in front may be the trail byte of a character; where it escapes the escape,
#: the bytes give no Chinese text.
_BACKSLASH = ("\\x", 16), ("\\", 8)
#: A byte that a program named because it is no UTF-8; a run of such bytes and of characters; and what may belong to it
#: before its first and behind its last byte.
_NAMED = re.compile(r"\\x([89A-Fa-f][0-9A-Fa-f])")
_RUN = re.compile(r"\S+")
_BESIDE, _BEHIND = re.compile(rf"[^\x00-\x7f{HAN}]*\Z"), re.compile(rf"[^\x00-\x7f{HAN}]*")
#: How far what is beside may reach.
_BESIDE_REACH = 8
_HIGH_BACKSLASH = re.compile(r"\\x[89A-Fa-f][0-9A-Fa-f]|\\[23][0-7]{2}")


def read_percent(line: str) -> Iterator[Escape]:
    """Yield the percent-encoded runs of a line, outside links, paths, queries and file names.

    One codec is taken for the whole line where one will do.  In a line that was escaped as a whole, signs of
    ASCII are read too.

    >>> [escape.after for escape in read_percent("搜 %E4%B8%AD%E6%96%87 和 /wiki/%E4%B8%AD")]
    ['中文']
    >>> [escape.after for escape in read_percent("%CF%B5%CD%B3 A %CF%C2%D4%D8")]
    ['系统', '下载']
    """
    first = _HIGH_BYTE.search(line)
    if not first or len(first[1]) > 2 * _DEEPEST:
        return
    for depth in dict.fromkeys(_HIGH_BYTE.findall(line)):
        if len(depth) > 2 * _DEEPEST:
            continue
        yield from _read(line, list(_pieces(line, f"%{depth}", 16, links=False)), PERCENT)


def read_octets(line: str) -> Iterator[Escape]:
    r"""Yield the runs of bytes that a line writes with backslashes.

    >>> [escape.after for escape in read_octets(r"\xe4\xb8\xad\xe6\x96\x87, docs/\347\233\256\345\275\225.md")]
    ['中文', '目录']
    """
    if not _HIGH_BACKSLASH.search(line):
        return
    if not line.isascii() and (mixed := list(_read_mixed(line))):
        yield from mixed
        return
    for sign, base in _BACKSLASH:
        yield from _read(line, list(_pieces(line, sign, base, links=True)), BYTES)


def _read_mixed(line: str) -> Iterator[Escape]:
    r"""Yield the runs of GBK or Big5 that a program read as UTF-8, naming the bytes that it could not read.

    >>> [escape.after for escape in _read_mixed(r"\xcf\xb5ͳ\xd2쳣: \xb5\xf6\xd3")]
    ['系统异常:']
    """
    for run in _RUN.finditer(line):
        bytes_named = [] if run[0].isascii() else list(_NAMED.finditer(run[0]))
        for start, end in _spans_of(run[0], bytes_named):
            octets = _octets(run[0][start:end])
            read = None if _is_utf8(octets) else choose([octets])
            if read:
                yield Escape(run.start() + start, run.start() + end, text_of(read[0]), BYTES)
                break


def _is_utf8(octets: Octets) -> bool:
    """Tell whether bytes are UTF-8: then those that are named are whole characters, and what is beside is clean."""
    try:
        octets.data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _spans_of(run: str, bytes_named: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield what of a run may have been read as UTF-8: all of it, or what is between the first and the last byte."""
    if bytes_named:
        yield 0, len(run)
        start, end = bytes_named[0].start(), bytes_named[-1].end()
        before, behind = _BESIDE.search(run[max(0, start - _BESIDE_REACH) : start]), _BEHIND.match(run, end)
        yield start - len(before[0] if before else ""), behind.end() if behind else end


def _octets(run: str) -> Octets:
    """Return the bytes of a run: those that are named, and of all other characters those in UTF-8."""
    octets = Octets()
    at = 0
    for match in (*_NAMED.finditer(run), None):
        for i in range(at, match.start() if match else len(run)):
            data = run[i].encode("utf-8", "surrogatepass")
            octets.data += data
            octets.starts += [i] * len(data)
            octets.ends += [i + 1] * len(data)
        if match:
            octets.write(bytes((int(match[1], 16),)), match.start(), len(match[0]))
            at = match.end()
    return octets


def _pieces(line: str, sign: str, base: int, *, links: bool) -> Iterator[Octets]:
    """Yield the bytes of each piece of a line that has an escape: an escape is one, and so is any other character."""
    for piece in _PIECE.finditer(line):
        if sign in piece[0] and (links or not _is_link(line, piece)):
            found = Octets().read(line, *piece.span(), sign, base)
            if len(found.data) < len(piece[0]):
                yield found


def _is_link(line: str, match: re.Match[str]) -> bool:
    if _MAY_LINK.search(match[0]) and _LINK.search(match[0]):
        return True
    return bool(_LINK_BEFORE.search(line[max(0, match.start() - _LINK_REACH) : match.start()]))


def _read(line: str, pieces: Sequence[Octets], rule: str) -> Iterator[Escape]:
    """Yield what the pieces of a line say: all in one codec, or else each in its own."""
    escaped = [piece for piece in pieces if piece.high]
    together = choose(escaped) if escaped else None
    if together and _is_whole(line, together):
        everything = together if len(escaped) == len(pieces) else choose(pieces)
        yield from _escapes(line, (one for read in everything or () for one in read), rule, ascii_too=True)
        return
    for i, piece in enumerate(escaped):
        read = [together[i]] if together else choose([piece])
        for found in read or ():
            if rule == BYTES or _SENTENCE.search(text_of(found)) or not _LINK_SIGNS.search(_plain(line, found)):
                yield from _escapes(line, found, rule, ascii_too=False)


def _is_whole(line: str, read: Sequence[Sequence[Aligned]]) -> bool:
    """Tell whether a line was escaped as a whole: much text, no link, and nothing beside it that is not ASCII."""
    text = "".join(map(text_of, read))
    if not line.isascii() or chinese_length(text) < _WHOLE / 2:
        return False
    if len(read) >= _SEVERAL or _WHOLE_MARKS.search(text):
        return True
    return chinese_length(text) >= _WHOLE and not any(_LINK_SIGNS.search(_plain(line, piece)) for piece in read)


def _plain(line: str, aligned: Iterable[Aligned]) -> str:
    """Return a piece with a Chinese character in place of each that is escaped: a trail byte is no sign of a link."""
    return "".join([char if line[start:end] == char else "文" for char, start, end in aligned])


def _escapes(line: str, aligned: Iterable[Aligned], rule: str, *, ascii_too: bool) -> Iterator[Escape]:
    for start, end, after in escaped_spans(aligned, line, ascii_too=ascii_too):
        yield Escape(start, end, after, rule)
