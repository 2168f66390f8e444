"""The engine: protocols, and a Mesa model that plays batches of worlds."""

from sim.engine.again import replay
from sim.engine.negotiation import negotiate
from sim.engine.overlap import find_acceptable
from sim.engine.standing import Standing, standing
from sim.engine.telling import tell

__all__ = ["Standing", "find_acceptable", "negotiate", "replay", "standing", "tell"]
