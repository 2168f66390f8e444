"""Lets the tests of this folder import the playing module beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
