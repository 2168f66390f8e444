"""Programs that measure Parley, as ratios within one run: ``python -m benchmarks.NAME``."""
