"""Acceptable packages: which worlds hold one, which they are, and how well they leave whom."""
