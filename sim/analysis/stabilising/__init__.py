"""The workings of ``stability``: states and moves, what is kept, and what would make it hold."""
