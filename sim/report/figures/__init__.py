"""Figures: a function takes a finding and an ``Axes``, returns the ``Axes``, computes nothing."""
