"""`mari doctor`: looks at everything that Mari needs and says of each what to do."""

from standalone.commands.doctor.command import add_doctor

__all__ = ["add_doctor"]
