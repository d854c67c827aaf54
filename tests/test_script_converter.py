"""``Converter``: checked once, picklable, shared between threads, with either engine."""

from __future__ import annotations

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import textnorm
from textnorm import ConfigError, Converter, convert
from textnorm.script import engines
from textnorm.script.opencc import without_tofu_risk

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "头发里的软件，见`变量`。皇后在后面。"

SETTINGS: list[dict[str, Any]] = [
    {},
    {"config": "s2twp"},
    {"config": "t2s.json", "tofu_risk": False},
    {"to": "zh-TW", "vocabulary": True},
    {"to": "zh-Hant", "dictionaries": {"软件": "軟體"}, "protect": ("头发",)},
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_a_converter_does_what_convert_does_and_pickles(settings: dict[str, Any]) -> None:
    converter = Converter(**settings)
    again = pickle.loads(pickle.dumps(converter))  # noqa: S301 - our own
    assert repr(again) == repr(converter)
    assert again.convert(TEXT) == converter.convert(TEXT)
    if "tofu_risk" not in settings:
        assert converter.convert(TEXT) == convert(TEXT, **settings)


def test_it_shows_the_settings_that_matter() -> None:
    assert repr(Converter()) == "Converter(config='s2t')"
    assert repr(Converter(to="zh-TW", vocabulary=True)) == "Converter(to='zh-TW', vocabulary=True)"
    assert repr(Converter(to="zh-TW", dictionaries={"甲": "乙"})).endswith("dictionaries=(<UserDictionary: 2 words>,))")


@pytest.mark.parametrize("settings", SETTINGS)
def test_threads_may_share_one(settings: dict[str, Any]) -> None:
    converter = Converter(**settings)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(converter.convert, [TEXT] * 40)) == {converter.convert(TEXT)}


def test_the_installed_module_as_an_engine_pickles_too() -> None:
    pytest.importorskip("opencc")
    converter = pickle.loads(pickle.dumps(Converter("s2t", engine="opencc")))  # noqa: S301 - our own
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(converter.convert, ["汉字转换"] * 40)) == {"漢字轉換"}
    assert "".join(converter.stream(["汉", "字"])) == "漢字"


def test_each_thread_has_its_own_converter_of_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """The official module does not promise that its objects may be shared; the fake one counts them."""
    made: list[str] = []

    class Module:
        class OpenCC:
            def __init__(self, config: str) -> None:
                made.append(config)

            def convert(self, text: str) -> str:
                return text[::-1]

    monkeypatch.setitem(sys.modules, "opencc", Module)
    engines._loaded.by_config.clear()
    converter = Converter("s2t", engine="opencc")
    assert [converter.convert("甲乙") for _ in range(3)] == ["乙甲"] * 3
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(converter.convert, "甲乙").result() == "乙甲"
    assert made == ["s2t", "s2t"]
    engines._loaded.by_config.clear()


def test_a_configuration_is_looked_for_in_the_paths(tmp_path: Path) -> None:
    folder, tables = tmp_path / "configs", tmp_path / "tables"
    folder.mkdir()
    tables.mkdir()
    chain = '{"conversion_chain": [{"dict": {"type": "text", "file": "Mine.txt"}}]}'
    (folder / "mine.json").write_text(chain, encoding="utf-8")
    (folder / "s2t.json").write_text(chain, encoding="utf-8")
    (tables / "Mine.txt").write_text("单车\t自行車\n", encoding="utf-8")
    paths = [str(folder), str(tables)]
    for name in ("mine", "mine.json", "s2t"):
        assert Converter(name, paths=paths).convert("单车") == "自行車"
    assert Converter("s2tw", paths=paths).convert("单车") == "單車"
    with pytest.raises(ConfigError, match="unknown configuration 'other'"):
        Converter("other", paths=paths)


def test_dictionaries_at_risk_of_tofu_can_be_left_out(tmp_path: Path) -> None:
    assert Converter("t2s").convert("㗿頭") == "𪡛头"
    assert Converter("t2s", tofu_risk=False).convert("㗿頭") == "㗿头"
    assert without_tofu_risk({"name": "x", "dicts": [1]}) == {"name": "x", "dicts": [1]}
    config = tmp_path / "mine.json"
    risky = '{"type": "group", "dicts": [{"type": "text", "file": "TSCharactersExt.txt", "may_output_tofu": true}]}'
    config.write_text(f'{{"conversion_chain": [{{"dict": {risky}}}]}}', encoding="utf-8")
    assert Converter(str(config)).convert("㗿") == "𪡛"
    assert Converter(str(config), tofu_risk=False).convert("㗿") == "㗿"


def test_ambiguities_need_a_target_and_leave_out_what_is_decided() -> None:
    with pytest.raises(ConfigError, match="ambiguities need a target"):
        Converter("s2t").ambiguities("后面")
    text = "我们姓范，不姓钟。"
    plain = [text[place.start] for place in Converter(to="zh-TW").ambiguities(text, below=1.0)]
    decided = Converter(to="zh-TW", dictionaries={"姓范": "姓范"}, protect=("不姓",)).ambiguities(text, below=1.0)
    assert {"范", "钟"} <= set(plain)
    assert "范" not in {text[place.start] for place in decided}


@pytest.mark.parametrize("name", ["vocabulary", "dictionaries", "protect"])
def test_what_belongs_to_a_target_needs_one(name: str) -> None:
    value: Any = {"vocabulary": True, "dictionaries": {"甲": "乙"}, "protect": ("甲",)}[name]
    with pytest.raises(ConfigError, match=f"{name}.* can only go with a target"):
        Converter("s2t", **{name: value})


def test_it_is_public() -> None:
    assert textnorm.Converter is Converter
