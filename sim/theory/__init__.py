"""Closed forms and exact solvers on arrays: no randomness, no names, no engine."""
