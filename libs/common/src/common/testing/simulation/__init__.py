"""The money protocol under seeded faults: the real rules, a model of the world around them."""

from common.testing.simulation.check import violations
from common.testing.simulation.habits import Habits
from common.testing.simulation.house import House, Intent
from common.testing.simulation.shapes import SHAPES
from common.testing.simulation.world import Report, World

__all__ = ["SHAPES", "Habits", "House", "Intent", "Report", "World", "violations"]
