"""One document from bytes to bytes: normalized, with the result that tells everything that was done."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textnorm.corpus.jsonl import unescape
from textnorm.corpus.records import normalize_records
from textnorm.decode import Hints, decode, detect, findings
from textnorm.decode.bom import find_bom
from textnorm.decode.findings import BOM, MIXED, NOT_UTF8, UNDECODABLE
from textnorm.decode.lossless import write
from textnorm.rules import matches

if TYPE_CHECKING:
    from collections.abc import Callable

    from textnorm.config import Config
    from textnorm.corpus.records import Each
    from textnorm.decode import Decoded, Finding
    from textnorm.pipeline import Normalizer
    from textnorm.result import Result

__all__ = ["Document", "normalize_document"]


@dataclass(frozen=True, slots=True)
class Document:
    r"""A document that was normalized.

    data: the bytes it came as.
    output: the bytes to write: UTF-8, or ``data`` itself where there is nothing to change.
    result: what was done to the text and what was left alone.
    notes: what there is to say about how it was decoded.
    read: turns a span of the text into what it stands for (JSON strings have escapes).

    >>> from textnorm import Normalizer
    >>> document = normalize_document("產(chǎn)品的單價(jià)".encode(), Normalizer())
    >>> document.changed, document.output.decode()
    (True, '產品的單價\n')
    """

    data: bytes
    output: bytes
    result: Result
    notes: tuple[Finding, ...] = ()
    read: Callable[[str], str] = str

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.output != self.data


def normalize_document(  # noqa: PLR0913 - how a document is read, one by one
    data: bytes,
    normalizer: Normalizer,
    *,
    field: str | None = None,
    encoding: str | None = None,
    filename: str | None = None,
    each: Each | None = None,
) -> Document:
    r"""Normalize a text, or with ``field`` the string under that name in every record of JSON Lines.

    The encoding is told from the bytes; a ``filename`` such as ``news.big5`` decides between near readings.
    each: does the work for parts of JSON Lines side by side (``Workers.each``); here without it.
    Never raises for any bytes; raises UnsupportedEncodingError for an encoding that does not exist.

    >>> from textnorm.pipeline import Normalizer
    >>> document = normalize_document("编码很好。\n".encode("gb18030"), Normalizer())
    >>> document.output.decode(), [note.rule for note in document.notes]
    ('编码很好。\n', ['ENC001'])
    """
    hints = Hints(filename=filename)
    if field is not None:
        decoded = decode(data, encoding or _encoding_of_lines(data), hints=hints)
        result = replace(normalize_records(decoded.text, field, normalizer, each), decoded=decoded)
    else:
        result = normalizer.trace_bytes(data, encoding=encoding, hints=hints)
        decoded = result.decoded or decode(data, encoding, hints=hints)
    text, codes = _utf8(result.text), _wanted_notes(decoded, normalizer.config, field)
    needs_mark = b"\0" in text and detect(text).encoding != "utf-8"  # with NUL in it, it may pass for UTF-16
    if needs_mark:
        codes.discard(BOM.code)
    output = data
    if result.changed or codes & {BOM.code, MIXED.code, NOT_UTF8.code}:
        keeps_mark = needs_mark or (decoded.bom and BOM.code not in codes)
        output = BOM_UTF8 + text if keeps_mark else text
    notes = tuple(note for note in findings(decoded) if note.rule in codes)
    return Document(data, output, result, notes, str if field is None else unescape)


def _wanted_notes(decoded: Decoded, config: Config, field: str | None) -> set[str]:
    """Return the codes of what the settings let decoding report; undecodable bytes are hidden only by ignoring them."""
    codes = {note.rule for note in findings(decoded) if not matches(note.rule, config.ignore)}
    if config.select:
        codes = {code for code in codes if code == UNDECODABLE.code or matches(code, config.select)}
    return codes if field is None else codes - {UNDECODABLE.code}  # of records, the whole lines are refused


def _utf8(text: str) -> bytes:
    """Encode a text; an undecodable byte that no rule was to mark becomes the byte it was."""
    try:
        return write(text, "utf-8")
    except UnicodeEncodeError:  # a lone surrogate that was written as an escape; no byte stands for it
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _encoding_of_lines(data: bytes) -> str | None:
    """Return UTF-8 where most records are, so that one broken line does not decide about the others."""
    if find_bom(data):
        return None
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    valid = sum(_is_utf8(line) for line in lines)
    return "utf-8" if 2 * valid >= len(lines) else None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
