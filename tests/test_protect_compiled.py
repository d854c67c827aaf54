"""The compiled search for protected spans finds what ``textnorm.protect.definition`` says, in any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_protect import PROSE, SPANS, UNITS

from strategies import texts
from textnorm import kernel
from textnorm.protect import definition

found = kernel.protected_spans
if found is None:
    pytest.skip("needs the compiled kernel", allow_module_level=True)

#: Marks, and what the patterns ask of the characters beside them.
SIGNS = (
    "`~<>$\\]{}/@.:-+_=%&;!?'\"()[]#*^| \t\n\r\v\x85\u2028\u3000"
    "，。、的中国文ab1wzZSkK\u017f\u212a\u0130\u0131０ａ\0\U00020000\ud800"
)
#: What opens, closes and limits spans; some as long as a limit, or longer by one.
PIECES = [
    *("www.", "http://", "://", "mailto:", "``", "```", "~~~", "~~~~", "](", "$$", r"\(", r"\)", r"\["),
    *(r"\]", "<!--", "-->", "<pre>", "</pre>", "<code", "</code>", "<kbd>", "<script>", "/>", "{{", "}}"),
    *(r"\begin{align}", r"\begin{align*}", r"\end{align}", r"\end{align*}", r"\begin{math}", r"\end{math}"),
    *("{%", "%}", "-{", "}-", "${", "<![CDATA[", "C:\\", "\\\\srv\\", ".txt", ".jpeg", ".com", ".中国"),
    *("中文.doc", "1.2", "&quot;", "&lt;", "&#0039", "https://中", "=中文&", "?q=", "</\u017fcript>"),
    *("</\u212abd>", ".\u017fh"),
    *("\n\n", "\r\n", "<a ", "</code >", "1. ", "> ", "- ", "2) ", "    "),
    *("x" * 9, "x" * 63, "中" * 20, "中" * 60, " " * 80, "甲" * 500, "甲" * 2_000),
    *UNITS,
]


@pytest.mark.parametrize("text", [*(text for text, _ in SPANS), *PROSE])
def test_examples(text: str) -> None:
    assert found(text) == definition.protected_spans(text)


@settings(max_examples=500)
@given(st.lists(st.one_of(st.sampled_from(SIGNS), st.sampled_from(PIECES), texts), max_size=30).map("".join))
def test_the_kernel_finds_what_the_definition_says(text: str) -> None:
    assert found(text) == definition.protected_spans(text)


@given(st.lists(st.sampled_from([*SIGNS, *PIECES]), min_size=1, max_size=4).map("".join), st.integers(1, 40))
def test_also_where_a_text_repeats_itself(unit: str, times: int) -> None:
    """What is known to be missing is remembered, and must not hide what is there."""
    assert found(unit * times) == definition.protected_spans(unit * times)
