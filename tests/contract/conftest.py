"""Lets these tests reach the plain objects in ``benchmarks/`` and the random scenarios."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
