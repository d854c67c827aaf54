"""Hong Kong's spoken Cantonese, as counts for the model: HKCanCor, which the package pycantonese holds.

Books, law and manuals are written in Standard Chinese in Hong Kong too, and so are the texts of the corpus; what people
there write to each other is not.  The Hong Kong Cantonese Corpus (Luke and Wong, 2015; CC BY) has some 200,000
characters of conversations and broadcasts, in the CHAT format (MacWhinney, 2000): words of utterances behind ``*XXA:``.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from model_sources import HOLD_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["held_out_speech", "speech"]

#: An utterance with its continuations, which begin with a tab.
_UTTERANCE = re.compile(r"^\*\w+:\t(.*(?:\n\t.*)*)", re.MULTILINE)
_MARKS = str.maketrans(",.?!", "，。？！")
#: Spaces divide words; only between Latin ones they are written.
_BETWEEN = re.compile(r"(?<![A-Za-z]) +| +(?![A-Za-z])")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
#: What the transcribers could not hear, and their own notes.
_NOTES = re.compile(r"[○#+<>\[\]/]|(?<!\S)-+(?!\S)|(?<!\S)x+(?!\S)|&\S*")


def speech() -> list[str]:
    """Return the utterances of the corpus, without those of the conversations that are held out."""
    return [line for number, lines in _conversations() if number % 10 != HOLD_OUT for line in lines]


def held_out_speech() -> list[str]:
    """Return the utterances that ``speech`` leaves out."""
    return [line for number, lines in _conversations() if number % 10 == HOLD_OUT for line in lines]


def _conversations() -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the utterances of each conversation, as they would be written."""
    package = find_spec("pycantonese")  # not imported: only its data is wanted
    if package is None or not package.submodule_search_locations:
        msg = "pycantonese 3.4.0 is needed: pip install '.[tables]'"
        raise ModuleNotFoundError(msg, name="pycantonese")
    folder = Path(package.submodule_search_locations[0], "data", "hkcancor")
    for number, path in enumerate(sorted(folder.glob("*.cha"))):
        said = _UTTERANCE.findall(path.read_text(encoding="utf-8"))
        written = (_BETWEEN.sub("", " ".join(_NOTES.sub(" ", line).split())).translate(_MARKS) for line in said)
        yield number, [line for line in written if _HAN.search(line)]
