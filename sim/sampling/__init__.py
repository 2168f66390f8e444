"""The only maker of random streams: from a scenario and a seed to draws."""

from sim.sampling.draw import draw, public_world, sample_worlds
from sim.sampling.streams import uniforms
from sim.sampling.supposed import supposed_worlds

__all__ = ["draw", "public_world", "sample_worlds", "supposed_worlds", "uniforms"]
