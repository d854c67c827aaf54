"""Compile the kernel where that is possible; everything else is in pyproject.toml."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import Extension, setup

try:
    from Cython.Build import cythonize
except ImportError:  # an installation without build isolation and without Cython: the plain Python kernel serves
    extensions = []
else:
    kernel = Extension(
        "textnorm.kernel._kernel",
        ["textnorm/kernel/_kernel.pyx"],
        depends=[str(path) for path in sorted(Path("textnorm/kernel").glob("*.pxi"))],
        extra_compile_args=["/O2" if sys.platform == "win32" else "-O3"],
    )
    extensions = cythonize([kernel], language_level=3)
    for extension in extensions:  # Cython makes new objects, which do not keep this
        extension.optional = (
            True  # without a C compiler the installation succeeds, and textnorm.kernel uses plain Python
        )

setup(ext_modules=extensions)
