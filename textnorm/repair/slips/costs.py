"""What the lattices of byte slips charge: bits against the ways of the channel, and how far they are followed.

Here are the numbers that the definition of the lattices (``slips.lattice``, ``slips.gaps``, ``slips.choices``) shares
with the compiled one (``slips.codes`` hands them to the kernel).
"""

from __future__ import annotations

import math

__all__ = [
    "AGAIN",
    "ANYWHERE",
    "ASCII_BEHIND",
    "COMMON",
    "COMMON_BITS",
    "GAINED",
    "LETTER",
    "LONGEST",
    "LOSSES",
    "LOST_BITS",
    "MISPLACED",
    "MOST_DROPPED",
    "NO_TRACE",
    "REACH",
    "REACH_WITHOUT_GAPS",
    "REPEATED",
    "RESYNC",
    "RETURNED",
    "SELDOM_DROPPED",
    "SPACE_BITS",
    "STUMBLE",
    "SWALLOWED_BITS",
    "SWALLOWED_CHARACTERS",
    "TRACE",
    "UNENDED",
    "USER_DEFINED",
]

#: A lattice longer than this has met no ASCII byte for so long that it is given up.
LONGEST = 1200
#: Bits of the rarer ways of the channel: a mark folded to half width where nothing else says so, a lead byte at the
#: end of a line that left no trace, an unreadable pair that did, a byte lost in a given place, another one lost in the
#: same run.
NO_TRACE, TRACE, LOST_BITS, AGAIN = 4.0, 6.0, 6.0, 28.0
#: Bits against a byte that came in at a given place, and against one that repeats the byte beside it.  What came in may
#: be any of 128 bytes, which is 7 bits.  Of 100 lines with a random byte more 69 come back with 12 bits, 46 with 18, 20
#: with 28; of those with a byte less 58, 64 and 64: with 17 hardly any is paid for.
GAINED, REPEATED = 17.0, 9.0
#: Bits against a letter or a sign being all that is left of a character, where it may be what it seems.
LETTER = 8.0
#: Bits against an ASCII character that was not swallowed though the annotator's decoder swallows them.
RETURNED = 12.0
#: Bits against a decoder that swallows such a character, and one that gives it back, by the mark it leaves.
ASCII_BEHIND = {"\ufffd": (6.0, 0.0), "?": (0.0, 6.0)}
#: Bits against a decoder that gives up the first byte of an unreadable pair only, by the mark it leaves.
RESYNC = {"\ufffd": 1.0, "?": 4.0}
#: Bits against a missing pair, and against a byte given up without a mark, by the mark that the rest of the line has:
#: a decoder that writes U+FFFD loses nothing else, one that drops pairs leaves ``?`` where it comes back into step.
LOSSES = {"\ufffd": (8.0, math.inf), "?": (0.0, 9.0), "": (8.0, 1.0)}
#: The ASCII characters that a lead byte can swallow and leave unreadable, and the bits against each; of ASCII behind
#: Han seven in ten are spaces in the Simplified texts of the corpus, which is half a bit.
SPACE_BITS, SWALLOWED_CHARACTERS, SWALLOWED_BITS = 0.5, "0123456789\"'()/-.,:;<=>%&*+", 4.0
#: Pairs that may be missing in a row, and how many may where each costs bits; the second one only from the two
#: user-defined areas.  Three in a row take a seventh more time, and of 360 lines with missing pairs as many come out
#: right with two; where each costs bits, of 2,048 damaged lines as many come out right with one as with more.
MOST_DROPPED, SELDOM_DROPPED, USER_DEFINED = 2, 1, 2
#: Bits by which a path may be behind the best one by a rough estimate, which is mostly too high: of 468 damaged lines
#: as many come out right as with 20, with 15 three fewer.  Where a missing pair costs bits fewer characters are open,
#: and the estimate is better: of 2,048 lines as many come out right as with 17, with 12 one fewer.
REACH, REACH_WITHOUT_GAPS = 17.0, 13.0
#: Bits of a character and the next one from which on a pair may be missing before it, by whether it is known where the
#: run begins.
STUMBLE, ANYWHERE = 8.0, 12.0
#: Bits against it for each bit by which the character across the place is commoner than so many bits.
COMMON_BITS, COMMON = 0.5, 13.0
#: How many lines of prose end in a final mark for each one that does not: in most texts 96 to 99 of 100 lines with
#: a comma do, and the model, which sees three characters, takes both for alike.
UNENDED = 30
#: Bits against a closing mark that closes nothing.
MISPLACED = 4.0
