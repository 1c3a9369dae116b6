"""The engine: (flows, session, input, world) → (session, effects), and nothing else."""

from flow_engine.domain.engine.turns import Engine

__all__ = ["Engine"]
