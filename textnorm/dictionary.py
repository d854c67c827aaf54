"""User dictionaries: words with what they are to become, in OpenCC's text format or as a mapping."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from textnorm.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    #: What a caller may give for one dictionary.
    Source: TypeAlias = str | PathLike[str] | Mapping[str, str] | "UserDictionary"

__all__ = ["UserDictionary", "read_lines"]

#: What a key or a value cannot hold: line ends, because text is read line by line, and the mark of hidden spans.
_NOT_ALLOWED = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029\0]")


class UserDictionary:
    """Words and what each becomes; immutable, hashable and picklable.

    What a word becomes is never changed again, so that doing it twice is doing it once: every value is also a key
    that stays as it is, and a value that is a key itself is followed to where it leads.  A word that becomes itself is
    a term to keep.

    >>> UserDictionary({"机器学习": "機器學習", "学习": "自学", "自学": "自學"}).entries["学习"]
    '自學'
    """

    __slots__ = ("_hash", "entries")

    #: What each word becomes, values among the words.
    entries: Mapping[str, str]

    def __init__(self, entries: Mapping[str, str], *, place: str = "dictionary") -> None:
        """Take the entries; raise ConfigError, which begins with ``place``, for one that cannot be."""
        for key, value in entries.items():
            if not (isinstance(key, str) and isinstance(value, str) and key and value):
                msg = f"{place}: a word and what it becomes are needed, not {key!r} and {value!r}"
                raise ConfigError(msg)
            if _NOT_ALLOWED.search(key + value):
                msg = f"{place}: {key!r} or what it becomes has a line end or NUL, which no word has"
                raise ConfigError(msg)
        self.entries = dict(_closed(entries, place))
        self._hash = hash(frozenset(self.entries.items()))

    @classmethod
    def of(cls, sources: Source | Iterable[Source]) -> UserDictionary | None:
        """Return one dictionary of one or several paths and mappings, of which an earlier one counts first.

        Returns None for no source.  Raises ConfigError for a file that cannot be read, is not in the format, or says
        two things of one word, with the number of the line; and for words that lead back to each other.
        """
        if isinstance(sources, (str, Mapping, cls)) or hasattr(sources, "__fspath__"):
            sources = (cast("Source", sources),)
        several = tuple(cast("Iterable[Source]", sources))
        if len(several) == 1 and isinstance(several[0], cls):
            return several[0]
        merged: dict[str, str] = {}
        for source in reversed(several):
            merged.update(_entries(source))
        return cls(merged, place=", ".join(map(_name, several))) if several else None

    def __len__(self) -> int:
        """Return the number of words, values among them."""
        return len(self.entries)

    def __eq__(self, other: object) -> bool:
        """Tell whether another dictionary says the same."""
        return isinstance(other, UserDictionary) and self.entries == other.entries

    def __hash__(self) -> int:
        """Return a number that is the same for dictionaries that say the same."""
        return self._hash

    def __reduce__(self) -> tuple[type[UserDictionary], tuple[dict[str, str]]]:
        """Pickle by the entries, so that workers need no file."""
        return type(self), (dict(self.entries),)

    def __repr__(self) -> str:
        """Show the size, never the contents."""
        return f"<UserDictionary: {len(self)} words>"


def read_lines(path: Path) -> Iterator[tuple[int, str, str]]:
    r"""Yield line number, key and first value of each entry of a dictionary in OpenCC's text format.

    A line is a key, a tab, and the values between spaces; empty lines and those that begin with ``#`` are passed
    over.  Raises ConfigError, with the number of the line, for any other.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "words.txt")
    ...     _ = path.write_text("# 我的词\n软件\t軟體 軟件\n", encoding="utf-8")
    ...     print(list(read_lines(path)))
    [(2, '软件', '軟體')]
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{path}: a dictionary that cannot be read as UTF-8 text, from byte {error.start} on"
        raise ConfigError(msg) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        msg = f"{path}: a dictionary that cannot be read: {reason.lower()}"
        raise ConfigError(msg) from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            key, tab, values = line.partition("\t")
            value = values.strip(" \r").partition(" ")[0]
            if not key or not tab or not value.strip():
                msg = f"{path}:{number}: a key, a tab and a value are needed, not {line!r}"
                raise ConfigError(msg)
            yield number, key, value


def _entries(source: Any) -> Mapping[str, str]:  # noqa: ANN401 - a caller may give anything
    if isinstance(source, UserDictionary):
        return source.entries
    if isinstance(source, Mapping):
        return source
    if not isinstance(source, str) and not hasattr(source, "__fspath__"):
        msg = f"a dictionary is a path or a mapping of words, not {source!r}"
        raise ConfigError(msg)
    path = Path(source)
    entries: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, key, value in read_lines(path):
        if entries.setdefault(key, value) != value:
            msg = f"{path}:{number}: {key!r} becomes something else on line {lines[key]}"
            raise ConfigError(msg)
        lines.setdefault(key, number)
    return entries


def _name(source: object) -> str:
    return "dictionary" if isinstance(source, (Mapping, UserDictionary)) else str(source)


def _closed(entries: Mapping[str, str], place: str) -> Iterator[tuple[str, str]]:
    """Yield each word with what it becomes in the end, and each such value with itself."""
    ends: dict[str, str] = {}
    for key in entries:
        way: dict[str, None] = {}
        at = key
        while at not in ends and at in entries and entries[at] != at:
            if at in way:
                met = list(way)
                circle = " → ".join([*met[met.index(at) :], at])
                msg = f"{place}: words that lead back to each other can never be done with: {circle}"
                raise ConfigError(msg)
            way[at] = None
            at = entries[at]
        end = ends.setdefault(at, at)
        ends.update(dict.fromkeys(way, end))
    yield from ends.items()
