"""The engine: protocols, and a Mesa model that plays batches of worlds."""

from sim.engine.negotiation import negotiate
from sim.engine.telling import tell

__all__ = ["negotiate", "tell"]
