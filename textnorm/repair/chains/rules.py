"""The rules of wrong-codec chains, and the chains: what was written, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass

from textnorm.repair.chains.losses import Losses
from textnorm.repair.chains.single_bytes import INTACT, NO_UTF8, SELDOM, SINGLE_BYTE, has_holes
from textnorm.rules import Rule, register

__all__ = ["CHAINS", "CHAINS_OF_TWO", "RULES", "Chain"]

UTF8_AS_PAIRS = register(
    Rule(
        "MOJ101",
        "utf8-as-double-byte",
        "UTF-8 was read as GBK, Big5 or Shift-JIS: rare characters, three for every two that were there.",
        examples=(
            ("璇峰厛淇濆瓨鏂囦欢", "请先保存文件"),
            ("璇锋妸鏂囦欢鍙戠粰鐜嬭?佸笀", "请把文件发给王老师"),
        ),
        negatives=("涓滴之水，鐫刻在石。", "锛是一种化学元素吗？不是。", "縺れた糸をほどく。"),
    )
)
CHINESE_AS_LATIN = register(
    Rule(
        "MOJ102",
        "chinese-as-single-byte",
        "GBK or Big5 was read as Latin-1 or another codec of single bytes: signs and capitals with accents.",
        examples=(("×òÒ¹ÏÂÁËÒ»³¡Ñ©", "昨夜下了一场雪"), ("¤µ¤Ñ¤Ñ®ð«Ü¦n", "今天天氣很好")),
        negatives=("É, Ê, Ë sont des lettres accentuées.", "½ + ¼ = ¾", "Çà et là", "ÅÄÖ åäö"),
    )
)
UTF8_AS_SINGLES = register(
    Rule(
        "MOJ103",
        "utf8-as-single-byte",
        "UTF-8 was read as a codec of single bytes, such as Windows-1251 for Cyrillic.",
        examples=(("ж€‘еЂ‘", "我們"), ("жҲ‘еңЁиҝҷйҮҢзӯүдҪ\xa0", "我在这里等你")),
        negatives=("Россия, Рязань", "Ελληνικά", "╔══╗"),
    )
)
PAIRS_AS_PAIRS = register(
    Rule(
        "MOJ104",
        "gbk-and-big5-confused",
        "GBK was read as Big5 or the other way round, or either in Japan or Korea: every character became another one.",
        examples=(
            ("景毞腔豪埶爵竭假噙", "春天的花园里很安静"),
            ("뉴莖돨빻蹈쟁붤갛쓰", "春天的花园里很安静"),
        ),
        negatives=("龘靐齉爩，籲麤鱻。", "大韓民國의 憲法을 읽었다.", "ﾔﾏﾀﾞ ﾀﾛｳ ﾄｳｷｮｳﾄ"),
    )
)
SWAPPED = register(
    Rule(
        "MOJ105",
        "utf16-bytes-swapped",
        "UTF-16 was read with its bytes the wrong way round: characters of all the world's scripts in a heap.",
        examples=(("╦⥙葶놂\ued56첑衟襛妗", "春天的花园里很安静"),),
        negatives=("가나다라 чШЩ ᚠᚢᚦ",),
    )
)
RULES = (UTF8_AS_PAIRS, CHINESE_AS_LATIN, UTF8_AS_SINGLES, PAIRS_AS_PAIRS, SWAPPED)

_SINGLE, _PAIRS = Losses(), Losses(pairs=True)
_SINGLE_DROPPED, _PAIRS_DROPPED = Losses(dropped=True), Losses(pairs=True, dropped=True)
_EVERY = (_SINGLE, _PAIRS, _SINGLE_DROPPED, _PAIRS_DROPPED)


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Text was written in ``true`` and read as ``wrong`` (names of Python's codecs); each is there once.

    rule: the code of the rule that undoes it.
    losses: what its decoders do with bytes that they cannot read, the likeliest first.
    missing: what they may have done besides: whole characters are missing without a trace, all over the text.
    intact: whether it is undone only where nothing was lost.

    >>> chain = CHAINS[0]
    >>> chain.true, chain.wrong, chain.rule, chain.latin
    ('utf-8', 'gbk', 'MOJ101', False)
    """

    true: str
    wrong: str
    rule: str
    losses: tuple[Losses, ...] = (_SINGLE,)
    missing: Losses | None = None
    intact: bool = False

    @property
    def latin(self) -> bool:
        """Whether the step for Latin undoes it, where nothing was lost."""
        return self.wrong == "cp1252" and self.true == "utf-8"


def _of_single(true: str, codec: str) -> Chain:
    """Return the chain of text that was read as a codec of single bytes; what this cannot read may be lost."""
    lossy = true == "utf-8" or has_holes(codec)
    rule = UTF8_AS_SINGLES if true == "utf-8" else CHINESE_AS_LATIN
    intact = true == "utf-8" and codec in INTACT
    return Chain(true, codec, rule.code, (_SINGLE, _SINGLE_DROPPED) if lossy else (_SINGLE,), intact=intact)


#: What reads pairs alike, but for letters of Turkish, which the first has besides.
_LATIN = "cp1252", "cp1254"

#: Every chain that is tried.  Latin-1 counts as Windows-1252, which has all its characters.
CHAINS = (
    Chain("utf-8", "gbk", UTF8_AS_PAIRS.code, _EVERY),
    Chain("utf-8", "cp932", UTF8_AS_PAIRS.code, _EVERY),
    Chain("utf-8", "cp950", UTF8_AS_PAIRS.code, (_SINGLE, _PAIRS)),
    *(_of_single(true, _LATIN[0]) for true in ("gb18030", "cp950")),
    *(_of_single("utf-8", codec) for codec in SINGLE_BYTE if codec not in NO_UTF8),
    *(_of_single(true, codec) for codec in SINGLE_BYTE if codec not in _LATIN for true in ("gb18030", "cp950")),
    Chain("gb18030", "cp950", PAIRS_AS_PAIRS.code, (_SINGLE, _PAIRS)),
    Chain("cp950", "gbk", PAIRS_AS_PAIRS.code, (_SINGLE, _PAIRS), _PAIRS_DROPPED),
    *(Chain(true, "cp932", PAIRS_AS_PAIRS.code, (_SINGLE, _PAIRS)) for true in ("gb18030", "cp950")),
    *(Chain(true, "cp949", PAIRS_AS_PAIRS.code, _EVERY) for true in ("gb18030", "cp950")),
    Chain("utf-8", "cp949", UTF8_AS_PAIRS.code, _EVERY),
    Chain("utf-16-be", "utf-16-le", SWAPPED.code),
)
#: Those of which two in turn are looked for: in text in between, seldom ones add nothing but chance.
CHAINS_OF_TWO = tuple(chain for chain in CHAINS if chain.wrong not in SELDOM)
