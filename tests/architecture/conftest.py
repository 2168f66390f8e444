"""Lets the tests of this folder share the reader of imports that stands beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
