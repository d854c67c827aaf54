"""The registry, and every rule's examples and negatives as tests."""

from __future__ import annotations

import pytest

from textnorm.cli.catalog import list_rules
from textnorm.config import Config
from textnorm.pipeline import Normalizer
from textnorm.rules import Rule, get_rule, matches, register
from textnorm.script.step import EXAMPLE_CONFIG

RULES = list_rules()


def alone(rule: Rule) -> Normalizer:
    extra = EXAMPLE_CONFIG.get(rule.code, {})
    return Normalizer(Config(select=(rule.code,), unsafe_fixes=not rule.safe, **extra))


EXAMPLES = [(rule, before, after) for rule in RULES for before, after in rule.examples]
NEGATIVES = [(rule, text) for rule in RULES for text in rule.negatives]


@pytest.mark.parametrize(("rule", "before", "after"), EXAMPLES, ids=lambda value: getattr(value, "code", ""))
def test_example(rule: Rule, before: str, after: str) -> None:
    result = alone(rule).trace(before)
    assert result.text == after
    if before == after:
        assert [refusal.rule for refusal in result.refused] == [rule.code] * len(result.refused)
        assert result.refused, "a rule that repairs nothing must at least report"


@pytest.mark.parametrize(("rule", "text"), NEGATIVES, ids=lambda value: getattr(value, "code", ""))
def test_negative(rule: Rule, text: str) -> None:
    result = alone(rule).trace(text)
    assert result.text == text
    assert not [refusal for refusal in result.refused if refusal.rule == rule.code]


def test_every_rule_is_known_by_one_code_and_one_name() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_why_in_one_sentence(rule: Rule) -> None:
    assert rule.why.endswith(".")
    assert rule.name == rule.name.lower().replace(" ", "-")


def test_every_text_rule_has_examples_and_negatives() -> None:
    bare = [rule.code for rule in RULES if rule.group != "ENC" and not (rule.examples and rule.negatives)]
    assert bare == []


def test_a_code_or_a_name_cannot_be_taken_twice() -> None:
    known = RULES[0]
    with pytest.raises(ValueError, match=known.code):
        register(Rule(known.code, "another-name", "Because."))
    assert get_rule(known.code) is known


@pytest.mark.parametrize("code", ["PIN1", "pin001", "XYZ001", ""])
def test_a_malformed_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="three letters"):
        Rule(code, "name", "Why.")


def test_selectors_are_codes_groups_or_prefixes() -> None:
    assert matches("PIN001", ("PIN",))
    assert not matches("PIN001", ("PUN", "PIN002"))
    assert not matches("PIN001", ())
