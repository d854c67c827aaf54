"""Tags in a text: is it a document in a markup language, or plain text with tags left over?

A tag is *left over* when it is a closing tag or a line break without attributes, right behind
Chinese text at the end of a line, and nothing opens it.  One tag of any other kind, and the
document is taken for markup, which is somebody's work and not damage.

Source of the names: the HTML living standard's index of elements and the obsolete ones of HTML 4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.repair.escaped.reading import CHINESE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Leftover", "Tags", "read_tags"]

#: Elements that mark up running text and may close in the middle of a line.
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span "
        "strike strong sub sup time tt u var",
    )
)
#: Other elements that hold text; only these and the inline ones leave a closing tag behind.
_BLOCK = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header html legend li main nav ol p pre section summary table "
        "tbody td tfoot th thead tr ul",
    )
)
#: Elements without text of their own: one of them means that the document is HTML.
_OTHER = frozenset(
    re.findall(
        r"\w+",
        "area audio base basefont button canvas col colgroup data datalist embed frame frameset head hr "
        "iframe img input link map meta noscript object optgroup option param picture rp rt ruby script "
        "select slot source style svg template textarea title track video wbr",
    )
)
_HTML = _INLINE | _BLOCK
_KNOWN = _HTML | _OTHER | {"br"}

#: A tag, comment, declaration or processing instruction.  Attributes cannot hold ``<`` here, so that
#: a text of nothing but ``<a `` is read once.
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?P<attributes>(?:\s[^<>]*)?)/?>|<!--|<!\[?[A-Za-z]|<\?[A-Za-z]"
)
_GAP = re.compile(r"[ \t\u00a0\u3000]*")
_LINE_END = re.compile(r"[ \t\u00a0\u3000]*(?:[\r\n\u2028\u2029]|\Z)")

#: What a paragraph ends with, and so what a tag that closes it stands behind.
_FULL_STOP = frozenset("。！？…；：”’」』》〉）】!?;:)\"'")
_CHINESE = re.compile(f"[{CHINESE}“”‘’…—]")
_ASCII_STOP = frozenset("!?.;:)\"'")
#: How far back, in code points, half-width punctuation looks for the Chinese text that it ends.
_NEAR = 64
#: How many blanks, one less, may stand in front of a tag that is left over.
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Leftover:
    """One or more tags at ``[start:end]`` that only damage explains.

    ``breaks``: it is a line break in the middle of a line, which stands for a new line.
    ``behind`` is the character in front of it.
    """

    start: int
    end: int
    breaks: bool
    behind: str


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tags of a text say about it.

    ``markup``: they belong there, the text is HTML, XML or the like; ``leftovers`` is then empty.
    ``foreign``: something in angle brackets that is no HTML, such as a placeholder.
    """

    markup: bool
    foreign: bool
    leftovers: tuple[Leftover, ...]


def read_tags(text: str) -> Tags:
    """Sort the tags of ``text`` into markup and leftovers.

    >>> read_tags("<p>正文。</p>").markup, read_tags("正文。</p>").markup
    (True, False)
    >>> read_tags("正文。</span></p>").leftovers
    (Leftover(start=3, end=14, breaks=False, behind='。'),)
    """
    leftovers: list[Leftover] = []
    foreign = False
    for group in _groups(text):
        found = _leftover(text, group)
        if found is None:
            if not all(map(_is_foreign, group)):
                return Tags(markup=True, foreign=foreign, leftovers=())
            foreign = True
        else:
            leftovers.append(found)
    return Tags(markup=False, foreign=foreign, leftovers=tuple(leftovers))


def _groups(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the tags that follow one another with at most blanks between them."""
    group: list[re.Match[str]] = []
    for tag in _TAG.finditer(text):
        if group and _gap_end(text, group[-1].end()) != tag.start():
            yield group
            group = []
        group.append(tag)
    if group:
        yield group


def _gap_end(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _leftover(text: str, group: list[re.Match[str]]) -> Leftover | None:
    """Return the group as a leftover, or None where a tag in it belongs to markup."""
    if not all(map(_can_be_left, group)):
        return None
    start, end = group[0].start(), group[-1].end()
    behind = text[max(0, start - _MARGIN) : start].rstrip(" \t\u00a0\u3000")[-1:]
    if not _CHINESE.match(behind) and not (behind in _ASCII_STOP and _chinese_before(text, start)):
        return None
    if _LINE_END.match(text, end):
        return Leftover(start, end, breaks=False, behind=behind)
    names = {tag["name"].lower() for tag in group}
    if not _CHINESE.match(text, end):
        return None
    if names == {"br"}:
        return Leftover(start, end, breaks=True, behind=behind)
    return Leftover(start, end, breaks=False, behind=behind) if names <= _INLINE and behind in _FULL_STOP else None


def _chinese_before(text: str, at: int) -> bool:
    """Tell whether the same line has Chinese text shortly before ``at``."""
    return bool(_CHINESE.search(text[max(0, at - _NEAR) : at].rpartition("\n")[2]))


def _can_be_left(tag: re.Match[str]) -> bool:
    name = (tag["name"] or "").lower()
    return not (tag["attributes"] or "").strip(" /") and (name in _HTML if tag["close"] else name == "br")


def _is_foreign(tag: re.Match[str]) -> bool:
    """Tell whether a tag is a placeholder such as ``<eos>`` and not the beginning of an element."""
    name = (tag["name"] or "").lower()
    return bool(name) and not tag["close"] and name not in _KNOWN and "=" not in tag["attributes"]
