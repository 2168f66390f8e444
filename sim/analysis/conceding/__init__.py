"""The workings of ``concessions``: which there are, what each does, and what several do."""
