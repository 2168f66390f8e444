"""The workings of ``sweep``: what is varied, and where the course turns."""
