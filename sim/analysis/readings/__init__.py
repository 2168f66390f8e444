"""The workings of ``robust``: readings of a scenario, and what they make of statements."""
