"""How much one conversation may use. Reaching a limit ends the flow honestly, never silently."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Named limits of one turn; sizes are characters of text or of JSON."""

    steps_per_turn: int = 100
    effects_per_turn: int = 30
    text_length: int = 4096
    reply_length: int = 4096
    variables_size: int = 32_768
    value_size: int = 8_192
