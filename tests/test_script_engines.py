"""The alternative engine: a real peer where it is installed, one friendly line where it is not."""

from __future__ import annotations

import sys

import pytest

from textnorm.errors import ConfigError, MissingExtraError
from textnorm.script import convert, engines


@pytest.fixture(autouse=True)
def forgotten() -> None:
    engines._loaded.by_config.clear()


def test_the_installed_module_converts() -> None:
    pytest.importorskip("opencc")
    assert convert("汉字转换", "s2t", engine="opencc") == convert("汉字转换", "s2t") == "漢字轉換"
    assert convert("鼠标", "s2twp.json", engine="opencc") == "滑鼠"


def test_its_absence_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opencc", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'textnorm-zh\[opencc\]'"):
        convert("汉字", "s2t", engine="opencc")


def test_a_configuration_it_lacks_is_an_error() -> None:
    pytest.importorskip("opencc")
    with pytest.raises(ConfigError, match="s2klingon"):
        convert("汉字", "s2klingon", engine="opencc")


def test_an_unknown_engine_and_a_target_are_refused() -> None:
    with pytest.raises(ConfigError, match="use textnorm or opencc"):
        convert("汉字", "s2t", engine="babel")
    with pytest.raises(ConfigError, match="only knows configurations"):
        convert("汉字", to="zh-TW", engine="opencc")
