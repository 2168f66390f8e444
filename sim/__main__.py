"""``python -m sim`` does what the command ``parley`` does."""

from sim.cli import main

if __name__ == "__main__":
    main()
