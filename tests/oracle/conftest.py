"""Lets these tests reach the oracle in ``benchmarks/`` and the random scenarios beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
