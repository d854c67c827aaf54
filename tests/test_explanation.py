"""Explanations: what they tell is what the pipeline did, for any text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

import textnorm
from strategies import texts
from textnorm.config import Config
from textnorm.explanation import as_data
from textnorm.explanation.chain import told
from textnorm.repair.attempts import PROVIDERS, all_attempts
from textnorm.rules import get_rule
from textnorm.trace import Trace

VERDICTS = [
    ("一切正常。", Config(), "nothing found"),
    ("春天的cafÃ©", Config(), "restored"),
    ("好 ,是吧", Config(), "changed"),
    ("cafÃ©,姓名：锟斤拷锟斤拷", Config(), "partly restored"),
    ("锟斤拷锟斤拷", Config(), "refused"),
    ("头发", Config(to="zh-Hant"), "changed"),
]


@pytest.mark.parametrize(("text", "config", "verdict"), VERDICTS)
def test_verdict(text: str, config: Config, verdict: str) -> None:
    assert textnorm.explain(text, config).verdict == verdict


@given(texts)
def test_the_stages_lead_from_the_text_to_the_result(text: str) -> None:
    explanation = textnorm.explain(text, Config(to="zh-Hans"))
    assert explanation.result.text == textnorm.normalize(text, to="zh-Hans")
    if "ENC190" not in {refusal.rule for refusal in explanation.result.refused}:
        at = text
        for stage in explanation.stages:
            assert stage.text == at
            at = Trace(stage.text, stage.changes).target
        assert at == explanation.result.text


@given(texts)
def test_all_edits_and_refusals_are_told_and_nothing_else_is_said_to_be_changed(text: str) -> None:
    explanation = textnorm.explain(text)
    changed = [(one.start, one.end, one.after) for one in explanation.found if one.after is not None]
    assert sorted(changed) == sorted((edit.start, edit.end, edit.after) for edit in explanation.result.edits)
    told_of = {(one.start, one.end, rule) for one in explanation.found for rule in one.rules}
    assert {(refusal.start, refusal.end, refusal.rule) for refusal in explanation.result.refused} <= told_of
    for one in explanation.found:
        assert one.before == text[one.start : one.end]


@given(texts)
def test_any_text_has_a_page_and_data(text: str) -> None:
    explanation = textnorm.explain(text)
    assert str(explanation).startswith("text:")
    data = json.loads(json.dumps(as_data(explanation)))
    assert data["text"] == json.loads(json.dumps(text))  # JSON joins a pair of surrogates
    assert [one["rules"] for one in data["found"]] == [list(one.rules) for one in explanation.found]


@given(texts)
def test_attempts_are_of_rules_that_exist_and_lie_in_the_text(text: str) -> None:
    for attempt in all_attempts(text):
        assert 0 <= attempt.start <= attempt.end <= len(text)
        assert get_rule(attempt.rule)
        for written, read in attempt.chain:
            "".encode(written).decode(read)


def test_providers_are_named_once() -> None:
    assert len(set(PROVIDERS)) == len(PROVIDERS)


def test_a_chain_is_told_in_the_order_of_the_damage() -> None:
    line = told((("utf-8", "latin-1"), ("utf-8", "cp1252")), "中")
    assert line == "中 → UTF-8 → E4 B8 AD → Latin-1 → ä¸\xad → UTF-8 → C3 A4 C2 B8 C2 AD → Windows-1252 → Ã¤Â¸Â\xad"


def test_a_long_chain_is_cut() -> None:
    assert told((("gbk", "latin-1"),), "中" * 20).startswith(f"{'中' * 8} … → GBK → {'D6 D0 ' * 8}… → Latin-1")


def test_considered_and_left() -> None:
    explanation = textnorm.explain("把“Ã©”看成一个字母")
    assert [(one.verdict, one.before) for one in explanation.found] == [("no damage", "Ã©")]
    assert explanation.verdict == "nothing found"
    assert "taken for no damage" in str(explanation)


def test_where_bytes_were_lost_each_guess_is_told_with_its_probability() -> None:
    explanation = textnorm.explain("涓嬭浇瀹屾垚锛�", Config(profile="repair"))
    partly = next(one for one in explanation.found if one.verdict == "partly restored")
    chain, place = partly.attempts
    assert chain.chain == (("utf-8", "gbk"),)
    assert "a guess" in chain.candidates[0].note
    best, *others = place.candidates
    assert all(one.probability is not None and 0 < one.probability < 1 for one in place.candidates)
    assert {one.note.partition(" ")[0] for one in others} <= set("".join(one.text for one in others))
    assert best.text not in {one.text for one in others}


def test_a_chain_leads_to_what_stands_there() -> None:
    """Programs differ in what they write for bytes that they cannot read."""
    explanation = textnorm.explain("鏈€鍚庣殑鏅氶キ鍚冮潰鏉?", Config(profile="repair"))
    assert "→ GBK → 鏈€鍚庣殑鏅氶キ鍚冮潰鏉?\n" in str(explanation)


def test_what_happened_to_one_stretch_is_told_once() -> None:
    page = str(textnorm.explain("娓旀皯浠妸缃戞櫨鍦ㄧ爜澶翠笂锛岀瓑澶╅粦浜嗗啀鍑烘捣銆?"))
    assert page.count("chain:") == 1
    assert page.count("UTF-8 was read as GBK, as at 1") > 0
    assert page.count("Bits a character") == 1


def test_a_chain_ends_in_what_stands_there() -> None:
    page = str(textnorm.explain("æ¸”æ°‘ä»¬æŠŠç½‘æ™¾åœ¨ç\xa0\x81å¤´ä¸Šã€‚"))
    assert "read as Windows-1252" in page
    assert "Windows-1252 → æ¸”æ°‘" in page


def test_letters_that_any_two_bytes_make_are_not_told_of() -> None:
    assert str(textnorm.explain("ÊÑ ÓÔ 是 É¹ 吗")).endswith("verdict: nothing found")


def test_a_place_where_something_is_put_in_is_named_by_what_follows() -> None:
    page = str(textnorm.explain("图书馆星期一不棵牛阋故榭梢酝兜矫趴诘南渥永铩?"))
    assert "1. nothing → '\ufffd' (before character 8)" in page


def test_a_guess_that_is_left_is_called_one() -> None:
    assert "refused: a guess, which only unsafe fixes write" in str(textnorm.explain("《动&amp;静》"))
