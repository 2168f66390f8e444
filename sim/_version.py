"""Version of Parley; part of every run's hash."""

__version__ = "0.1.0"
