"""The workings of ``clock``: settings, the edits that make them, and what comes of each."""
