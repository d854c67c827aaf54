"""textnorm: repair, tidy and convert real-world Chinese text.

>>> import textnorm
>>> textnorm.normalize("中國經(jīng)濟學(xué)界,反應(yīng)很快 。")
'中國經濟學界，反應很快。'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textnorm.config import Config
    from textnorm.decode import Decoded, Detection, detect
    from textnorm.errors import ConfigError, TextnormError
    from textnorm.explanation import Explanation, explain
    from textnorm.pipeline import Normalizer, normalize
    from textnorm.result import Result
    from textnorm.rules import Rule
    from textnorm.script import Converter, Identification, convert, identify
    from textnorm.trace import Edit, Refusal, Trace

__version__ = "0.1.0"

__all__ = [
    "Config",
    "ConfigError",
    "Converter",
    "Decoded",
    "Detection",
    "Edit",
    "Explanation",
    "Identification",
    "Normalizer",
    "Refusal",
    "Result",
    "Rule",
    "TextnormError",
    "Trace",
    "__version__",
    "convert",
    "detect",
    "explain",
    "identify",
    "normalize",
]

_HOMES = {
    "Config": "config",
    "ConfigError": "errors",
    "Converter": "script",
    "Decoded": "decode",
    "Detection": "decode",
    "Edit": "trace",
    "Explanation": "explanation",
    "Identification": "script",
    "Normalizer": "pipeline",
    "Refusal": "trace",
    "Result": "result",
    "Rule": "rules",
    "TextnormError": "errors",
    "Trace": "trace",
    "convert": "script",
    "detect": "decode",
    "explain": "explanation",
    "identify": "script",
    "normalize": "pipeline",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that importing textnorm costs next to nothing."""
    if name in _HOMES:
        value: object = getattr(import_module(f"textnorm.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    """List the public names, imported yet or not."""
    return sorted(__all__)
