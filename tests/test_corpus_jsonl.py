"""JSON Lines: one string of each record changes, and not a byte more."""

from __future__ import annotations

import json
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting import calls
from strategies import texts
from textnorm.config import Config
from textnorm.corpus import normalize_document
from textnorm.corpus.jsonl import RecordError, StringValue, Style, escape, find_strings, style_of
from textnorm.corpus.records import normalize_records
from textnorm.pipeline import Normalizer
from textnorm.result import Result
from textnorm.trace import Change, Trace

if TYPE_CHECKING:
    from collections.abc import Callable

REPAIR = Normalizer(Config(profile="repair"))


def replacing(find: str, after: str) -> Normalizer:
    """Return a normalizer that does nothing else; the records must not care what a normalizer does."""

    def trace(text: str) -> Result:
        starts = [at for at in range(len(text)) if text.startswith(find, at)]
        done = Trace(text, [Change(at, at + len(find), after, "ENC101") for at in starts])
        return Result(done.target, done)

    return cast("Normalizer", SimpleNamespace(trace=trace, config=Config()))


def normalized(line: str, find: str = "濟", after: str = "济") -> str:
    return normalize_records(line, "text", replacing(find, after)).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"text": "經濟"}', '{"text": "經济"}'),
        ('{"text":"經濟"}\n{"text" : "濟"}\n', '{"text":"經济"}\n{"text" : "济"}\n'),
        # numbers, spaces, order and escapes of everything else stay
        (
            '\t{ "n":1.50E+2 ,"big":12345678901234567890, "text":"濟" , "x":"\\u6fdf\\/" }  \r\n',
            '\t{ "n":1.50E+2 ,"big":12345678901234567890, "text":"济" , "x":"\\u6fdf\\/" }  \r\n',
        ),
        # only the field of the record itself
        (
            '{"a": {"text": "濟"}, "b": [{"text": "濟"}], "c": "\\"text\\": \\"濟", "text": "濟", "Text": "濟"}',
            '{"a": {"text": "濟"}, "b": [{"text": "濟"}], "c": "\\"text\\": \\"濟", "text": "济", "Text": "濟"}',
        ),
        ('{"x": "text", "text": "濟", "y": "text"}', '{"x": "text", "text": "济", "y": "text"}'),
        # a key may be written with escapes, and more than once: readers differ in which value they take
        ('{"t\\u0065xt": "濟"}', '{"t\\u0065xt": "济"}'),
        ('{"text": "濟", "text": "濟濟"}', '{"text": "济", "text": "济济"}'),
        # the string keeps its way of writing
        ('{"text": "\\u7d93\\u6fdf"}', '{"text": "\\u7d93\\u6d4e"}'),
        ('{"text": "\\u7D93\\u6FDF"}', '{"text": "\\u7D93\\u6D4E"}'),
        ('{"text": "\\u7d93濟\\/\\t"}', '{"text": "\\u7d93济\\/\\t"}'),
        ('{"text": "\\ud83d\\ude00\\u6fdf\\ud83d\\ude00"}', '{"text": "\\ud83d\\ude00\\u6d4e\\ud83d\\ude00"}'),
        ('{"text": "\\\\u6fdf \\\\\\u6fdf"}', '{"text": "\\\\u6fdf \\\\\\u6d4e"}'),
        ('{"text": "😀濟"}', '{"text": "😀济"}'),
        ("", ""),
        ("\n\n \r\n", "\n\n \r\n"),
        ('{"text": ""}', '{"text": ""}'),
        ('{"text": "\u2028濟"}', '{"text": "\u2028济"}'),
        ('{"text": "濟", "n": NaN}', '{"text": "济", "n": NaN}'),
        ('{"text": "濟", "n": ' + "9" * 5000 + "}", '{"text": "济", "n": ' + "9" * 5000 + "}"),
    ],
)
def test_only_the_string_changes(before: str, after: str) -> None:
    assert normalized(before) == after


@pytest.mark.parametrize(
    ("text", "after", "written"),
    [
        ('{"text": "a濟"}', '"\n\\\x07', '{"text": "a\\"\\n\\\\\\u0007"}'),
        ('{"text": "a\\u6fdf"}', "😀", '{"text": "a\\ud83d\\ude00"}'),
        ('{"text": "a濟"}', "\ud800", '{"text": "a\\ud800"}'),
        ('{"text": "a濟"}', "", '{"text": "a"}'),
    ],
)
def test_what_is_written_is_escaped(text: str, after: str, written: str) -> None:
    assert normalized(text, "濟", after) == written


def test_where_a_string_shows_no_style_the_file_does() -> None:
    ascii_file = '{"text": "x"}\n{"other": "\\u6fdf"}\n'
    assert normalized(ascii_file, "x", "济").startswith('{"text": "\\u6d4e"}')
    assert normalized('{"text": "x"}\n', "x", "济") == '{"text": "济"}\n'
    assert normalized(ascii_file + '{"other": "濟"}', "x", "济").startswith('{"text": "济"}')


@pytest.mark.parametrize(
    ("line", "offset", "reason"),
    [
        ('{"text": "濟"', 12, "not valid JSON: expecting ',' delimiter"),
        ('{"text": "濟"} {}', 14, "not valid JSON: extra data"),
        ('{"text": "濟\t"}', 11, "not valid JSON: invalid control character at"),
        ("{'text': '濟'}", 1, "not valid JSON: expecting property name enclosed in double quotes"),
        ("濟", 0, "not valid JSON: expecting value"),
        ('["text", "濟"]', 0, "not a JSON object"),
        ('"text"', 0, "not a JSON object"),
        ("null", 0, "not a JSON object"),
        ('{"tex": "濟"}', 0, 'the record has no "text"'),
        ("{}", 0, 'the record has no "text"'),
        ('{"a": {"text": "濟"}}', 0, 'the record has no "text"'),
        ('{"text": ["濟"]}', 9, 'the value of "text" is not a string'),
        ('{"text":null}', 8, 'the value of "text" is not a string'),
        ('{"text": 1, "text": "濟"}', 9, 'the value of "text" is not a string'),
        ('{"text": ' + "[" * 100_000, 0, "nested too deeply to be read"),
        ('{"text": "\udcff濟"}', 10, "bytes that cannot be decoded"),
    ],
)
def test_a_line_that_cannot_be_read_is_left_alone_and_told(line: str, offset: int, reason: str) -> None:
    before = f'{{"text": "濟"}}\n{line}\n{{"text": "濟"}}'
    result = normalize_records(before, "text", replacing("濟", "济"))
    assert result.text == f'{{"text": "济"}}\n{line}\n{{"text": "济"}}'
    [refusal] = result.refused
    assert (refusal.start - len('{"text": "濟"}\n'), refusal.reason.partition(" at:")[0]) == (offset, reason)
    assert refusal.rule == ("ENC202" if '"text"' in reason else "ENC201")


def test_a_refusal_can_be_ignored() -> None:
    assert normalize_records("[]", "text", Normalizer(Config(ignore=("ENC2",)))).refused == ()


def test_edits_and_refusals_stand_where_the_damage_is() -> None:
    line = '{"id": 1, "text": "說\\u8aaa\\n經(jīng)濟學(xué)，取勝，锟斤拷锟斤拷了"}\n'
    result = normalize_records(line, "text", REPAIR)
    assert [line[edit.start : edit.end] for edit in result.edits] == ["(jīng)", "(xué)"]
    assert [refusal.text for refusal in result.refused] == ["锟斤拷锟斤拷"]
    for refusal in result.refused:
        assert line[refusal.start : refusal.end] == refusal.text
    assert Trace(line, list(result.edits)).target == result.text


keys = st.one_of(st.sampled_from(["text", "Text", "id", "text ", "文", '"text"', "\\u"]), st.text(max_size=4))
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=6,
)


@given(
    st.lists(st.dictionaries(keys, values, max_size=4), max_size=4),
    st.booleans(),
    st.sampled_from([(", ", ": "), (",", ":"), (" ,\t", " :  ")]),
)
def test_every_other_value_and_byte_stays(records: list[dict[str, Any]], ascii_only: bool, marks: Any) -> None:  # noqa: ANN401, FBT001 - hypothesis passes them
    lines = [json.dumps(record, ensure_ascii=ascii_only, separators=marks) for record in records]
    lines = [line.encode("utf-8", "replace").decode() for line in lines]
    after = normalize_records("\n".join(lines), "text", Normalizer()).text.split("\n")
    for line, changed in zip(lines, after if lines else [], strict=True):
        before, now = json.loads(line), json.loads(changed)
        if isinstance(before.get("text"), str):
            assert now.pop("text") == Normalizer().normalize(before.pop("text"))
        assert now == before
        assert changed.isascii() or not ascii_only
        [*spans] = (
            find_strings(line, "text") if '"text"' in line and isinstance(json.loads(line).get("text"), str) else []
        )
        if len(spans) == 1:
            start, end = spans[0].start, spans[0].start + len(spans[0].raw)
            assert changed.startswith(line[:start])
            assert changed.endswith(line[end:])


@given(texts, st.booleans(), st.booleans())
def test_escaping_is_the_inverse_of_reading(text: str, ascii_only: bool, capitals: bool) -> None:  # noqa: FBT001 - hypothesis passes them
    style = Style(ascii_only=ascii_only, capitals=capitals)
    raw = escape(text, style)
    assert json.loads(f'"{raw}"') == text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    value = StringValue(0, raw)
    at = value.offsets(list(range(len(value.text) + 1)))
    pieces = [StringValue(0, raw[start:end]).text for start, end in pairwise(at)]
    assert "".join(pieces) == value.text
    assert style_of(raw, style).ascii_only <= raw.isascii()


@given(st.text('{}[]":,\\ textu0061\n1', max_size=40))
def test_any_line_is_read_or_refused(line: str) -> None:
    line = line.replace("\n", "")
    try:
        found = find_strings(line, "text")
    except RecordError:
        return
    assert json.loads(line)["text"] == found[-1].text


def test_lines_of_another_encoding_become_utf8() -> None:
    line = '{"id": 1.0, "text": "老旧的电脑里存着许多没有人读过的文章。"}\n'
    document = normalize_document(line.encode("gb18030"), REPAIR, field="text")
    assert document.output.decode() == line
    assert [note.rule for note in document.notes] == ["ENC001"]


def test_one_broken_line_does_not_decide_about_the_others() -> None:
    good = '{"text": "經(jīng)濟學(xué)家說，數(shù)據(jù)不會騙人。"}\n'.encode()
    bad = '{"text": "乱码"}\n'.encode("gb18030")
    document = normalize_document(good + bad + good, REPAIR, field="text")
    clean = '{"text": "經濟學家說，數據不會騙人。"}\n'.encode()
    assert document.output == clean + bad + clean
    assert [refusal.rule for refusal in document.result.refused] == ["ENC201"]


def test_a_byte_order_mark_is_no_part_of_the_first_record() -> None:
    document = normalize_document(b'\xef\xbb\xbf{"text": "ok"}\n', REPAIR, field="text")
    assert document.output == b'{"text": "ok"}\n'
    document = normalize_document(b'\xef\xbb\xbf{"text": "ok"}\n', Normalizer(Config(ignore=("ENC",))), field="text")
    assert not document.changed


@pytest.mark.parametrize(
    "make",
    [
        lambda count: '{"text": "' + "濟\\n" * count + '"}',
        lambda count: '{"x": ' + "[" * 500 + "1," * count + "1" + "]" * 500 + ', "text": "濟"}',
        lambda count: '{"text": "濟"}\n' * count,
        lambda count: "{" + '"text": "\\\\濟", ' * count + '"a": 1}',
        lambda count: '{"text": "' + "\\\\" * count + '濟"',
    ],
)
def test_work_grows_linearly(make: Callable[[int], str]) -> None:
    normalizer = replacing("濟", "济")

    def work(count: int) -> int:
        return calls(lambda text: normalize_records(text, "text", normalizer), make(count))

    assert work(8000) < 5 * work(2000) + 1000
