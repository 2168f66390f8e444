"""Lets these tests reach the random scenarios and the makers of small cases."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))
