"""The weights of the context model as a perfect hash table, for ``build_targets``.

The slot of a feature is the best bits of its hash, moved by a byte that all features with the same lowest bits of the
hash share; no two features have the same slot.  What moves is chosen for the largest groups first.

Source of the method: Belazzougui, Botelho and Dietzfelbinger, "Hash, displace, and compress", ESA 2009.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.script.context import ContextModel

__all__ = ["hashed", "sections", "seen"]

#: The lowest bits of a hash; its slot has them too, and the slot and they make up the hash.
_LOWEST_BITS = 15
_LOWEST = (1 << _LOWEST_BITS) - 1
_MOVES = 256
_SEVERAL, _FOLLOWED = 1 << 16, 1 << 15


def sections(model: ContextModel) -> tuple[dict[str, bytes], int]:
    """Return the sections of the weights, and the logarithm of the number of slots; ValueError when some do not fit."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key, form, weight in model.entries():
        if not 0 <= form < 8:  # noqa: PLR2004 - three bits
            msg = f"a weight of the model is for form {form}, expected 0 to 7"
            raise ValueError(msg)
        found[hashed(key)].append(form << 8 | weight & 0xFF)
    bits = max(32 - _LOWEST_BITS, (3 * len(found) // 2).bit_length())  # at most two thirds full
    slots, several = array("I", bytes(4 << bits)), array("H")
    moves = _moves([*found], bits)
    for h, weights in found.items():
        value = weights[0]
        if len(weights) > 1:
            value = _SEVERAL | len(several)
            several.extend(weight | _FOLLOWED for weight in weights[:-1])
            several.append(weights[-1])
        slots[_slot(h, moves[h & _LOWEST], bits)] = (h & _LOWEST) << 17 | value
    if len(several) > _SEVERAL:
        msg = f"features with several weights have {len(several)}, expected at most {_SEVERAL}"
        raise ValueError(msg)
    return {"weights": slots.tobytes(), "moves": bytes(moves), "several": several.tobytes()}, bits


def _moves(hashes: Sequence[int], bits: int) -> bytearray:
    """Return for the lowest bits of hashes what moves their slots apart from all others."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for h in hashes:
        groups[h & _LOWEST].append(h)
    moves, taken = bytearray(_LOWEST + 1), bytearray(1 << bits)
    for lowest, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        for move in range(_MOVES):
            slots = [_slot(h, move, bits) for h in group]
            if not any(map(taken.__getitem__, slots)):
                break
        else:
            msg = f"no move parts the {len(group)} features that end in {lowest:#x}: more slots are needed"
            raise ValueError(msg)
        moves[lowest] = move
        for slot in slots:
            taken[slot] = True
    return moves


def _slot(h: int, move: int, bits: int) -> int:
    return h >> (32 - bits) ^ move << (bits - 8)


def seen(model: ContextModel, size: int) -> bytes:
    """Return the filter of the features that have weights: a bit for the best bits of the hash of each."""
    bits = bytearray(1 << (size - 3))
    for key, _, _ in model.entries():
        at = hashed(key) >> (32 - size)
        bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def hashed(key: int) -> int:
    """Return the hash of a feature, as the kernel has it."""
    return key * 0x9E3779B1 & 0xFFFFFFFF
