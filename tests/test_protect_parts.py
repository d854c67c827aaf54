"""A text cut at ``last_cut`` has the same protected spans in its parts as in one piece."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategies import texts
from textnorm.protect import protected_spans
from textnorm.protect.parts import last_cut

PIECES = [
    *(
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\t",
        "甲",
        "乙，",
        "a",
        "x=1",
        "`",
        "``",
        "```",
        "~~~",
        "~~~py",
        "```py",
        "~",
        "> ",
        "- ",
    ),
    *(
        "<!--",
        "-->",
        "<b>",
        "</b>",
        "<b ",
        "<",
        ">",
        '"',
        "'",
        "<pre>",
        "</pre>",
        "<script src=a>",
        "</SCRIPT >",
        "<pre/>",
    ),
    *(
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\begin{align}",
        "\\end{align}",
        "\\alpha",
        "\\",
        "{{",
        "}}",
        "${a}",
        "](",
    ),
    *(
        "https://a.cn/b",
        "a@b.cn",
        "甲.txt",
        "C:\\甲\\",
        "<?xml",
        "?>",
        "<![CDATA[",
        "]]>",
        "<style",
        "</style>",
        "\u2028",
    ),
]

documents = st.one_of(texts, st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


def parts_of(text: str, reads: list[int]) -> list[str]:
    """Cut a text as a reader does that gets so many code points at a time."""
    parts, held, at, number = [], "", 0, 0
    while at < len(text):
        size = reads[number % len(reads)]
        held, at, number = held + text[at : at + size], at + size, number + 1
        cut = last_cut(held)
        if cut:
            parts.append(held[:cut])
            held = held[cut:]
    return [*parts, held]


@settings(max_examples=400)
@given(text=documents, reads=st.lists(st.integers(1, 30), min_size=1, max_size=5))
@example(text="~~~\n`\n\n~~~\n甲`", reads=[1])
def test_parts_have_the_spans_of_the_whole(text: str, reads: list[int]) -> None:
    spans, at = [], 0
    for part in parts_of(text, reads):
        spans += [(at + start, at + end) for start, end in protected_spans(part)]
        at += len(part)
    assert _covered(spans) == _covered(protected_spans(text))


def _covered(spans: list[tuple[int, int]]) -> set[int]:
    return {offset for start, end in spans for offset in range(start, end)}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("一\n二\n三", 4),
        ("一\n```\n二\n", 2),
        ("一\n```\n二\n```\n三", 12),
        ("一\n<pre>\n二\n", 2),
        ("一`\n二\n", 0),
        ("一`\n\n二\n", 6),
        ("3 < 5\n二\n", 0),
        ("3 < 5\n二 <b>\n", 12),
        ("价格 $$ 很高\n二\n", 0),
        ("\\begin{align}\n二\n", 0),
    ],
)
def test_a_cut_waits_for_what_is_open(text: str, cut: int) -> None:
    assert last_cut(text) == cut
