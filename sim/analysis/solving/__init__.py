"""The workings of ``solve``: what each concept names in a world, and what it is worth there."""
