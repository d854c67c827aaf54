"""Decoding: which encoding a document is in, and its text without the loss of a byte.

>>> from textnorm.decode import decode, detect
>>> detect("编码识别".encode("gbk")).encoding
'gb18030'
>>> decode("编码识别".encode("gbk")).text
'编码识别'
"""

from __future__ import annotations

from textnorm.decode.binary import is_binary
from textnorm.decode.blocks import Block, decode_blocks
from textnorm.decode.decoding import decode
from textnorm.decode.detecting import detect
from textnorm.decode.findings import Finding, findings
from textnorm.decode.hints import Hints
from textnorm.decode.offsets import OffsetMap
from textnorm.decode.result import BINARY, Candidate, Decoded, Detection, Segment, UndecodableBytes, family

__all__ = [
    "BINARY",
    "Block",
    "Candidate",
    "Decoded",
    "Detection",
    "Finding",
    "Hints",
    "OffsetMap",
    "Segment",
    "UndecodableBytes",
    "decode",
    "decode_blocks",
    "detect",
    "family",
    "findings",
    "is_binary",
]
