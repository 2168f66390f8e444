"""The workings of ``blocking``: what packages ask to be waived, and what waiving opens."""
