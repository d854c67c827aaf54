"""What is left of a document whose other lines were undone: words in which every character lost a byte, and reported.

A cell of a table, or a word at the end of a record, may have too few bytes to be read by itself; beside lines that were
read it is no clean text either, and nothing else would tell of it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from textnorm.repair.chains.codec_names import display_name
from textnorm.repair.chains.codecs import wrong_codec
from textnorm.repair.chains.covered import Covered
from textnorm.repair.chains.unexplained import REASON, kinds_of_utf8
from textnorm.repair.chains.words import is_trusted
from textnorm.trace import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textnorm.repair.chains.rules import Chain
    from textnorm.repair.chains.verdict import Placed

__all__ = ["left_over"]

#: How many lines tell how a document was misread, and how many different characters of a word agree with that.
_SETTLED, _KINDS = 2, 2
_WORD = re.compile(r"[^\x00-\x7f]+")


def left_over(
    text: str, spans: Sequence[tuple[int, int]], found: Sequence[Placed], changes: Sequence[Change]
) -> Iterator[Change]:
    r"""Yield reports of what was misread as most of a document was and is not among its changes, in ascending order.

    spans: what the scan suspects.  found: what was read.

    >>> from textnorm.repair.chains.document import read_document
    >>> text = "编号，姓名\n请先保存文件\n".encode().decode("gbk", "ignore") + "閿鍞閮\n"
    >>> spans = [(0, 7), (8, 17), (18, 21)]
    >>> found = read_document(text, spans)
    >>> [(change.start, change.end, change.after) for change in left_over(text, spans, found, [])][-1]
    (18, 21, None)
    """
    chains = [chain for chain, lines in Counter(_chains(found)).items() if lines >= _SETTLED]
    if not chains:
        return
    covered = Covered((change.start, change.end) for change in changes)
    for span in spans:
        for word in _WORD.finditer(text, *span):
            if covered.touches(*word.span()):
                continue
            chain = next((one for one in chains if kinds_of_utf8(word[0], one.wrong) >= _KINDS), None)
            if chain:
                yield Change(*word.span(), None, chain.rule, 0.0, REASON.format(display_name(chain.wrong)))


def _chains(found: Sequence[Placed]) -> Iterator[Chain]:
    """Yield the chains that leave a part of characters, of readings that can be trusted."""
    for (chain, *more), reading in ((one.reading.chains, one.reading) for one in found):
        if not more and chain.true == "utf-8" and wrong_codec(chain.wrong).double and is_trusted(reading):
            yield chain
