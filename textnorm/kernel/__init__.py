"""The hot loops, behind one door: compiled where that was possible, in plain Python elsewhere.

``reference`` defines the functions; ``compiled`` offers the same ones over ``_kernel``, which no text tells apart.
``ENGINE`` names the engine in use.  The environment variable ``TEXTNORM_ENGINE`` chooses one: ``reference``, or
``compiled`` for an ImportError where it is missing.

>>> ENGINE in {"compiled", "reference"}, convert("后面的面条", Dictionary({"后面": "後面", "面条": "麵條"}))
(True, '後面的麵條')
"""

from __future__ import annotations

import os
import warnings

__all__ = [
    "ENGINE",
    "Alphabet",
    "Chain",
    "ChainLook",
    "Classes",
    "Codes",
    "Company",
    "Dictionary",
    "DocumentForms",
    "Evidence",
    "Forms",
    "Gap",
    "Grams",
    "LossyChannel",
    "OctetPairs",
    "Reader",
    "Recent",
    "Script",
    "SlipCodes",
    "SlipLattice",
    "SlipLook",
    "SlipReader",
    "Triggers",
    "best_path",
    "broken_places",
    "certainties",
    "chain_counts",
    "characters_between",
    "convert",
    "descriptions",
    "doubts",
    "eastern_share",
    "fill_marks",
    "highest_mean",
    "holds_between",
    "is_utf8",
    "load",
    "load_scripts",
    "matches",
    "misfits",
    "octets",
    "path",
    "piece_bits",
    "places",
    "prices",
    "protected_spans",
    "regions",
    "segments",
    "spans",
    "strains",
    "stretches",
    "stumbles",
    "survey",
    "suspects",
    "table_of",
    "unlikely",
    "utf8_cores",
    "weigh",
    "written",
]


def _engine() -> str:
    chosen = os.environ.get("TEXTNORM_ENGINE", "")
    if chosen == "reference":
        return chosen
    try:
        import textnorm.kernel._kernel  # noqa: F401, PLC0415 - whether it is there decides
    except ImportError:
        if chosen == "compiled":
            raise
        message = (
            "textnorm runs without its compiled kernel, tens of times slower: install a wheel, or a C compiler "
            "before textnorm; TEXTNORM_ENGINE=reference silences this"
        )
        warnings.warn(message, RuntimeWarning, stacklevel=3)
        return "reference"
    return "compiled"


#: The engine behind the functions of this module: ``compiled`` or ``reference``.
ENGINE = _engine()

if ENGINE == "compiled":
    from textnorm.kernel._kernel import (
        Alphabet,
        ChainLook,
        Codes,
        Company,
        DocumentForms,
        Evidence,
        Forms,
        Gap,
        Grams,
        LossyChannel,
        OctetPairs,
        Reader,
        Recent,
        SlipCodes,
        SlipLattice,
        SlipLook,
        SlipReader,
        best_path,
        broken_places,
        certainties,
        chain_counts,
        characters_between,
        doubts,
        eastern_share,
        fill_marks,
        highest_mean,
        holds_between,
        is_utf8,
        misfits,
        octets,
        path,
        piece_bits,
        prices,
        protected_spans,
        regions,
        strains,
        stretches,
        stumbles,
        survey,
        suspects,
        unlikely,
        utf8_cores,
        weigh,
        written,
    )
    from textnorm.kernel.compiled import (
        Chain,
        Classes,
        Dictionary,
        Script,
        convert,
        descriptions,
        load,
        load_scripts,
        matches,
        places,
        segments,
        spans,
        table_of,
    )
    from textnorm.kernel.compiled_triggers import Triggers
else:
    from textnorm.kernel.reference import (  # type: ignore[assignment]
        Classes,
        Dictionary,
        convert,
        descriptions,
        matches,
        places,
        segments,
        spans,
        table_of,
    )
    from textnorm.kernel.reference_alignment import (  # type: ignore[assignment]
        broken_places,
        characters_between,
        misfits,
        stretches,
    )
    from textnorm.kernel.reference_chain import Chain, Script, load, load_scripts  # type: ignore[assignment]
    from textnorm.kernel.reference_company import Company  # type: ignore[assignment]
    from textnorm.kernel.reference_doubts import doubts  # type: ignore[assignment]
    from textnorm.kernel.reference_escaped import octets
    from textnorm.kernel.reference_forms import DocumentForms, Forms  # type: ignore[assignment]
    from textnorm.kernel.reference_glance import highest_mean, unlikely  # type: ignore[assignment]
    from textnorm.kernel.reference_marks import fill_marks  # type: ignore[assignment]
    from textnorm.kernel.reference_ngrams import Grams, Recent  # type: ignore[assignment]
    from textnorm.kernel.reference_octets import Evidence, Reader, prices  # type: ignore[assignment]
    from textnorm.kernel.reference_paths import holds_between, is_utf8, path, survey  # type: ignore[assignment]
    from textnorm.kernel.reference_reading import LossyChannel  # type: ignore[assignment]
    from textnorm.kernel.reference_regions import eastern_share, regions, utf8_cores  # type: ignore[assignment]
    from textnorm.kernel.reference_remains import OctetPairs  # type: ignore[assignment]
    from textnorm.kernel.reference_search import best_path  # type: ignore[assignment]
    from textnorm.kernel.reference_spelling import Alphabet, Codes, Gap  # type: ignore[assignment]
    from textnorm.kernel.reference_stumbles import strains, stumbles  # type: ignore[assignment]
    from textnorm.kernel.reference_suspects import chain_counts, suspects, weigh
    from textnorm.kernel.reference_triggers import Triggers  # type: ignore[assignment]
    from textnorm.kernel.reference_verdict import certainties, piece_bits, written  # type: ignore[assignment]

    #: ``textnorm.protect.definition`` says which spans are protected, and finds them where nothing is compiled.
    protected_spans = None  # type: ignore[assignment]

    #: ``textnorm.repair.chains.look`` and ``textnorm.repair.slips.look`` say what these do, and do it.
    #: ``textnorm.repair.slips.definition`` says how byte slips are read, and reads them where nothing is compiled.
    ChainLook = None  # type: ignore[assignment, misc]
    SlipCodes = SlipLattice = SlipLook = SlipReader = None  # type: ignore[assignment, misc]
