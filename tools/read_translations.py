"""Read texts in languages other than Chinese, for the tables by which textnorm.decode tells encodings apart.

    python tools/read_translations.py HELP DJANGO OUTPUT

HELP is the folder ``usr/share/libreoffice/help`` of Debian's packages libreoffice-help-* (7.4.7, MPL-2.0), unpacked
with ``dpkg-deb -x``; DJANGO is the package folder of Django 5.2 (BSD-3-Clause), whose .po files translate its own
messages.  OUTPUT gets a file for each language, a paragraph a line, each once; and ``markup.txt``, lines of the help
pages' own HTML.  The texts are read for counting and are no part of the project.
"""

from __future__ import annotations

import argparse
import html
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Languages written in Chinese characters alone, and variants of others that add nothing.
LEFT_OUT = re.compile(r"zh.*|en_|es_|fr_|de_|ar_DZ")
MARKUP_PAGES = 40

_PARAGRAPH = re.compile(r"<(p|h[1-6]|td)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_MESSAGE = re.compile(r'^msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def help_paragraphs(folder: Path) -> Iterator[str]:
    """Yield the paragraphs of all pages of a language."""
    for page in sorted(folder.glob("text/**/*.html")):
        for found in _PARAGRAPH.finditer(page.read_text(encoding="utf-8")):
            yield _SPACE.sub(" ", html.unescape(_TAG.sub("", found[2]))).strip()


def messages(locale: Path) -> Iterator[str]:
    """Yield the translated messages of a language."""
    for file in sorted(locale.glob("LC_MESSAGES/*.po")):
        for found in _MESSAGE.finditer(file.read_text(encoding="utf-8")):
            text = "".join(_STRING.findall(found[1])).replace('\\"', '"')
            yield from (part.strip() for part in text.split("\\n"))


def main() -> None:
    """Read the arguments and write the texts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("help", "django", "output"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    lines: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for folder in sorted(options.help.iterdir()):
        if (folder / "text").is_dir() and not LEFT_OUT.match(folder.name):
            lines[folder.name].update(dict.fromkeys(help_paragraphs(folder)))
    for locale in sorted(options.django.glob("**/locale/*")):
        if locale.is_dir() and not LEFT_OUT.match(locale.name):
            lines[locale.name].update(dict.fromkeys(messages(locale)))
    pages = sorted((options.help / "de").glob("text/**/*.html"))
    for page in pages[:: max(1, len(pages) // MARKUP_PAGES)]:
        lines["markup"].update(dict.fromkeys(page.read_text(encoding="utf-8").splitlines()))
    options.output.mkdir(parents=True, exist_ok=True)
    untranslated = lines["de"].keys() & lines["fr"].keys() & lines["ru"].keys() & lines["ja"].keys()
    lines["en"].update(dict.fromkeys(line for line in lines["de"] if line in untranslated))
    for language, texts in sorted(lines.items()):
        kept = [text for text in texts if text and (language in {"en", "markup"} or text not in untranslated)]
        path = options.output / f"{language}.txt"
        path.write_text("".join(f"{text}\n" for text in kept), encoding="utf-8", newline="\n")
        print(f"{language}: {len(kept)} lines, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
