"""Configurations and dictionaries of a user's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from textnorm.errors import ConfigError
from textnorm.script import convert
from textnorm.script.converter import named_conversion
from textnorm.script.opencc import configurations

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def forgotten() -> None:
    named_conversion.cache_clear()


def write_config(folder: Path, content: object) -> str:
    path = folder / "mine.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["s2t", "s2twp", "t2s", "tw2sp", "t2jp"])
def test_a_copy_of_a_configuration_does_the_same(name: str, tmp_path: Path) -> None:
    text = "鼠标里面的头发干了。這個軟體裡面有乾糧，只有一隻貓。発芽"
    assert convert(text, write_config(tmp_path, configurations()[name])) == convert(text, name)


def test_own_dictionaries_come_before_those_of_opencc(tmp_path: Path) -> None:
    (tmp_path / "Names.txt").write_text("# names\n\n余华\t余華 餘華\n", encoding="utf-8")
    group = {
        "type": "group",
        "dicts": [{"type": "text", "file": "Names.txt"}, {"type": "ocd2", "file": "STPhrases.ocd2"}],
    }
    chain = [{"dict": {"type": "group", "dicts": [group, {"type": "ocd2", "file": "STCharacters.ocd2"}]}}]
    config = write_config(tmp_path, {"name": "mine", "conversion_chain": chain})
    assert convert("余华写的书", config) == "余華寫的書"


def test_a_folder_of_dictionaries_is_one_stage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("内存\t記憶體\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("内存条\t記憶體模組\n", encoding="utf-8")
    assert convert("内存和内存条", str(tmp_path)) == "記憶體和記憶體模組"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([], "not an OpenCC configuration"),
        ({}, "not an OpenCC configuration: 'conversion_chain'"),
        ({"conversion_chain": [{"dict": {"type": "text", "file": "None.txt"}}]}, "no such dictionary"),
        ({"conversion_chain": [{"dict": {"type": "group", "match_policy": "any", "dicts": []}}]}, "match_policy 'any'"),
    ],
)
def test_a_wrong_configuration_is_named(content: object, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=message):
        convert("文", write_config(tmp_path, content))


@pytest.mark.parametrize("line", ["没有制表符", "\t没有键", "没有值\t", "没有值\t  "])
def test_a_wrong_line_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"对\t對\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"a\.txt:2: a key, a tab and a value"):
        convert("文", str(tmp_path))


def test_a_missing_path_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: no such file"):
        convert("文", str(tmp_path / "missing.json"))
    with pytest.raises(ConfigError, match="without a dictionary"):
        convert("文", str(tmp_path))
