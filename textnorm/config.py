"""What a caller can ask for, checked once, immutable and picklable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textnorm.dictionary import UserDictionary
from textnorm.errors import ConfigError, not_one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textnorm.dictionary import Source

__all__ = ["PROFILES", "TARGETS", "Config"]

#: Which rule groups each profile runs.  With a target script ``SCR`` runs under any.
PROFILES: dict[str, tuple[str, ...]] = {
    "repair": ("ENC", "PIN", "ESC", "MOJ"),
    "standard": ("ENC", "PIN", "ESC", "MOJ", "UNI", "WID", "PUN", "SPC", "SCR"),
}

#: The scripts and regions that text can be converted to, as BCP 47 language tags.
TARGETS = ("zh-Hans", "zh-Hant", "zh-TW", "zh-HK")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a ``Normalizer``.

    profile: ``"repair"`` only undoes damage; ``"standard"`` also tidies characters, width,
        punctuation and spacing.
    to: the target script or region, one of ``TARGETS``; None leaves the script alone.
    vocabulary: with a region as target, also use its words (软件 becomes 軟體 in zh-TW).
    unsafe_fixes: apply guesses too, which are otherwise reported and left alone.
    select, ignore: rule codes or their beginnings (``"PIN"``, ``"PUN00"``) to use, or to leave out.
    threshold: the confidence, from 0 to 1, below which an edit counts as a guess; of characters whose bytes were lost
        the likeliest are written, so few that at 0.9 hardly 0.3 % of a damaged text is wrong (``Edit.confidence``).
    dictionaries: with a target, words with what they become, before all else: paths to files in OpenCC's text format,
        or mappings; kept as one ``UserDictionary``.
    protect: patterns (of the package ``regex``) for what no rule may change, but for undecodable bytes.

    Raises ConfigError for an unknown or contradictory value.

    >>> Config(profile="repair").to is None
    True
    >>> Config(to="zh")
    Traceback (most recent call last):
    textnorm.errors.ConfigError: unknown target 'zh': use zh-Hans, zh-Hant, zh-TW or zh-HK
    """

    profile: str = "standard"
    to: str | None = None
    vocabulary: bool = False
    unsafe_fixes: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    threshold: float = 0.9
    dictionaries: Source | Sequence[Source] = ()
    protect: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Check every value once, so that no step has to."""
        if self.profile not in PROFILES:
            raise not_one_of("profile", self.profile, PROFILES)
        if self.to is not None and self.to not in TARGETS:
            raise not_one_of("target", self.to, TARGETS)
        if self.vocabulary and self.to not in {"zh-Hans", "zh-TW"}:
            msg = "vocabulary=True needs a target that has regional words: zh-TW or zh-Hans"
            raise ConfigError(msg)
        if not 0 <= self.threshold <= 1:
            msg = f"threshold {self.threshold!r} is outside 0 to 1"
            raise ConfigError(msg)
        for name, what in (("select", "rule codes"), ("ignore", "rule codes"), ("protect", "patterns")):
            value = getattr(self, name)
            if isinstance(value, str):
                msg = f"{name} takes a sequence of {what}, not the string {value!r}"
                raise ConfigError(msg)
            object.__setattr__(self, name, tuple(value))
        if self.protect:
            from textnorm.protect.patterns import compiled  # noqa: PLC0415 - few have patterns

            for pattern in self.protect:
                compiled(pattern)
        words = UserDictionary.of(self.dictionaries)
        if words is not None and self.to is None:
            msg = "dictionaries need a target (to=…)"
            raise ConfigError(msg)
        object.__setattr__(self, "dictionaries", () if words is None else (words,))

    @property
    def words(self) -> UserDictionary | None:
        """The user's dictionaries as one, if there are any."""
        return UserDictionary.of(self.dictionaries)
