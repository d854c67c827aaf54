"""The script step of the pipeline: bring a text to the target script, when there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textnorm.rules import Rule, matches, register
from textnorm.script import review
from textnorm.script.target import TO_REGION, TO_SIMPLIFIED, TO_TRADITIONAL, USER, WORDS
from textnorm.script.userwords import changes
from textnorm.step import Signs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textnorm.config import Config
    from textnorm.trace import Change

__all__ = ["EXAMPLE_CONFIG", "RULES", "find", "signs"]

RULES: tuple[Rule, ...] = (
    register(
        Rule(
            TO_SIMPLIFIED,
            "to-simplified",
            "The text has Traditional characters and Simplified ones were asked for.",
            examples=(
                ("他們在圖書館裡看書。", "他们在图书馆里看书。"),
                ("她笑著說，這是一部名著。", "她笑着说，这是一部名著。"),
                ("乾隆年間的乾糧", "乾隆年间的干粮"),
            ),
            negatives=("著名作家的全集，很乾净。", "用Simplified写的句子", "`變數` 不变"),
        )
    ),
    register(
        Rule(
            TO_TRADITIONAL,
            "to-traditional",
            "The text has Simplified characters and Traditional ones were asked for.",
            examples=(
                ("理发师出发了，头发还没剪。", "理髮師出發了，頭髮還沒剪。"),
                ("皇后后来去哪里了？", "皇后後來去哪裏了？"),
                ("這個文件夹很大，干擾不小。", "這個文件夾很大，干擾不小。"),
            ),
            negatives=("皇后在這裡乾杯，不受干擾。", "台北市的餘光", "<p title=简体>文字</p>"),
        )
    ),
    register(
        Rule(
            TO_REGION,
            "regional-variant",
            "A region writes some Traditional characters in its own form, and this one was asked for.",
            examples=(("羣衆爲了喫麪，在店裏等着。", "群眾為了吃麵，在店裡等著。"),),
            negatives=("群眾為了吃麵，在店裡等著。",),
        )
    ),
    register(
        Rule(
            WORDS,
            "regional-vocabulary",
            "Regions have different words for the same thing, and those of this one were asked for.",
            examples=(("软件", "軟體"), ("鼠标", "滑鼠")),
            negatives=("這個軟件和那個鼠標", "很好的房子"),
        )
    ),
    register(
        Rule(
            USER,
            "user-dictionary",
            "A dictionary that the caller gave says what this word is to become.",
            examples=(("我的单车", "我的自行車"),),
            negatives=("这辆自行車", "`单车` 是变量", "昇腾"),
        )
    ),
)

#: The settings that the examples of each rule about script need beyond ``select``.
EXAMPLE_CONFIG: dict[str, dict[str, Any]] = {
    TO_SIMPLIFIED: {"to": "zh-Hans"},
    TO_TRADITIONAL: {"to": "zh-Hant"},
    TO_REGION: {"to": "zh-TW"},
    WORDS: {"to": "zh-TW", "vocabulary": True},
    USER: {"to": "zh-TW", "dictionaries": {"单车": "自行車", "昇腾": "昇腾"}},
    **review.EXAMPLE_CONFIG,
}


def signs(config: Config) -> Signs | None:
    """Return what a text must hold: without a target nothing is found in any."""
    return Signs() if config.to is None else None


def find(text: str, config: Config) -> Iterable[Change]:
    """Return what brings ``text`` to ``config.to``, in code points; nothing without a target.

    >>> from textnorm.config import Config
    >>> [change.after for change in find("网络里的软件", Config(to="zh-TW", vocabulary=True))]
    ['網路', '裡', '軟體']
    """
    if config.to is None:
        return ()
    # without the rule for words, the word itself still has to change its script
    return changes(
        text,
        config.to,
        vocabulary=config.vocabulary and _asked(WORDS, config),
        dictionary=config.words if _asked(USER, config) else None,
        protect=config.protect,
    )


def _asked(code: str, config: Config) -> bool:
    return not matches(code, config.ignore) and (not config.select or matches(code, config.select))
