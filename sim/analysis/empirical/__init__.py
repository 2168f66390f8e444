"""The workings of ``equilibrium``: menus, the game that simulated payoffs make, its solutions."""
