"""``python -m textnorm`` is the command ``textnorm``."""

import sys

from textnorm.cli import main

if __name__ == "__main__":
    sys.exit(main())
