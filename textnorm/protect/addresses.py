"""URLs, e-mail addresses, paths and file names.

An address ends where Chinese starts, since Chinese text often follows it without a space.
"""

from __future__ import annotations

import re

from textnorm.protect.spans import ALPHANUMERIC, HAN, Barren, Found, Span

__all__ = ["names", "windows_path"]

# A run of the ASCII characters that addresses and paths are made of.
_NAME_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#%&'()*+,-./:;=?@_~")
_NAME_RUN = re.compile(r"[A-Za-z0-9!#%&'()*+,\-./:;=?@_~]+")

# Each alternative starts at the start of a word, or a long word would be tried at each of its letters.
_NAMES = re.compile(
    r"""
    (?<![A-Za-z0-9+.\-]) (?: [A-Za-z][A-Za-z0-9+.\-]*:// | www\.(?=[A-Za-z0-9\-]+\.) ) (?P<address>)
  | (?<![A-Za-z0-9._%+\-]) (?:mailto:)? [A-Za-z0-9._%+\-]+ @ (?P<domain>)
  | (?<![A-Za-z0-9._~/+@\-]) (?: [A-Za-z]: | ~ | \.{1,2} | [A-Za-z0-9_@+\-][A-Za-z0-9._@+\-]* )?
    (?: /[A-Za-z0-9._@+%~\#=\-]+ )+ /?
  | (?<![A-Za-z0-9._\-]) [A-Za-z0-9_][A-Za-z0-9_\-]* (?:\.[A-Za-z0-9_+\-]+)* \.[A-Za-z][A-Za-z0-9]{0,9} (?![A-Za-z0-9])
    """,
    re.VERBOSE,
)
# What each alternative of the names has; a decimal number has none.
_CLUE = re.compile(r"[/@]|\.[A-Za-z]|www\.")
_ESCAPED_MARKUP = re.compile("&(?:quot|apos|[lg]t|nbsp|#0*3[49])(?:;|\\Z)")
_FRACTION = re.compile(r"[0-9/.\-+%]*")
_TRAILING = ".,;:!?'*_~"

# Chinese belongs to an address where it is a label of the host, or where the address clearly goes on behind it.
_LABEL = rf"(?:[A-Za-z0-9\-]{{1,63}}|[{HAN}][A-Za-z0-9\-{HAN}]{{0,62}})"
_ADDRESS = re.compile(
    rf"""
    (?: {_LABEL} (?: \. {_LABEL} )* (?=\.[A-Za-z]) )?
    [A-Za-z0-9!#$%&'()*+,\-./:;=?@_~]*
    (?: (?<=[/=]) [{HAN}]{{1,60}} (?=[/&%] | \?[A-Za-z0-9_]+= | \.[A-Za-z]{{2,5}}(?![A-Za-z]))
        [A-Za-z0-9!#$%&'()*+,\-./:;=?@_~]* )*
    """,
    re.VERBOSE,
)
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.(?:[A-Za-z][A-Za-z0-9\-]*|中国|中國|公司|网络|網絡)")

# A Chinese file name is only known where it starts and which ending it has.
_STEM_LIMIT = 20
_PROSE_BEFORE_EXTENSION = frozenset("的个個有为為是了和或与與及用成在")
_CHINESE_STEM = re.compile(rf"(?:^|(?<=[\s\"'“‘「『《（(\[【/]))[A-Za-z0-9_\-{HAN}]*[{HAN}][A-Za-z0-9_\-{HAN}]*\Z")
_EXTENSION = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|txt|md|rst|csv|tsv|jsonl?|xml|ya?ml|ini|conf|html?|css|js|ts|py|java|cpp|[ch]|go|rs|sh|"
    r"sql|log|bat|exe|dll|zip|rar|7z|tar|gz|jpe?g|png|gif|bmp|svg|mp[34]|wav|avi|mkv|epub|bak)(?![A-Za-z0-9])",
    re.IGNORECASE,
)

# Components may be Chinese where a backslash or an ending closes them.
_COMPONENT = r"[^\\/:*?\"<>|\s，。；：、！？（）《》“”]{1,80}"
_WINDOWS_PATH = re.compile(
    rf"(?:[A-Za-z]:\\|\\\\[A-Za-z0-9._\-]{{1,80}}\\)"
    rf"(?:{_COMPONENT}\\)*(?:{_COMPONENT}\.[A-Za-z0-9]{{1,9}}(?![A-Za-z0-9])|[A-Za-z0-9._\-]+)?"
)

_DRIVE = re.compile(r"[A-Za-z]:\\")


def names(text: str, centre: int, floor: int, _barren: Barren) -> Found:
    """Addresses, paths and file names in the run of ASCII characters around ``centre``.

    >>> names("见 www.example.com。", 6, 0, {})
    ([(2, 17)], 17)
    """
    start = centre
    while start > floor and text[start - 1] in _NAME_CHARACTERS:
        start -= 1
    run = _NAME_RUN.match(text, centre)
    end = run.end() if run else centre
    if text.startswith("\\", end) and _DRIVE.match(text, max(end - 2, centre)):
        end -= 2  # the drive of a Windows path
    spans = []
    if start == centre and text[centre] == "." and (stem := _chinese_file_name(text, centre, floor)):
        spans.append(stem)
        start = stem[1]
    if not _CLUE.search(text, start, end):
        return spans, max(start, end)
    while found := _NAMES.search(text, start, end):
        stop = start = found.end()
        if found["address"] is not None:
            address = _ADDRESS.match(text, stop)
            stop = _without_sentence_marks(text, stop, address.end()) if address else stop
        elif found["domain"] is not None:
            domain = _DOMAIN.match(text, stop)
            stop = domain.end() if domain else stop
        if stop > start or (found["address"] is found["domain"] and not _FRACTION.fullmatch(found.group())):
            spans.append((found.start(), stop))
        start = max(start, stop)
    return spans, max(start, end)


def _without_sentence_marks(text: str, start: int, end: int) -> int:
    """Return where an address ends that may be followed by marks of the sentence around it."""
    markup = _ESCAPED_MARKUP.search(text, start, end)
    if markup:
        end = markup.start()
    surplus = text.count(")", start, end) - text.count("(", start, end)
    while end > start:
        last = text[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def _chinese_file_name(text: str, dot: int, floor: int) -> Span | None:
    extension = _EXTENSION.match(text, dot)
    if not extension:
        return None
    margin = max(floor, dot - _STEM_LIMIT)
    stem = _CHINESE_STEM.search(text[max(margin - 1, 0) : dot])
    if not stem or (margin > floor and stem.start() == 0) or text[dot - 1] in _PROSE_BEFORE_EXTENSION:
        return None
    start = max(margin - 1, 0) + stem.start()
    return (start, extension.end()) if start >= floor else None


def windows_path(text: str, backslash: int, floor: int) -> Span | None:
    r"""Return the path whose first backslash, after a drive or before a server, is at ``backslash``.

    >>> windows_path("在C:\\数据\\甲.txt里", 3, 0)
    (1, 12)
    """
    start = backslash - 2 if backslash - 2 >= floor and text[backslash - 1] == ":" else backslash
    path = None if ALPHANUMERIC.match(text[start - 1 : start]) else _WINDOWS_PATH.match(text, start)
    return path.span() if path else None
