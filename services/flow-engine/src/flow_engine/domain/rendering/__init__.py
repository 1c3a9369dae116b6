"""Texts of flow definitions, rendered inside fences: bounded, side-effect free, never raw."""

from flow_engine.domain.rendering.environment import (
    MAX_OUTPUT,
    MISSING,
    RenderError,
    TemplateError,
    is_template,
    look_up,
    names_in,
    path_of,
    render,
    value_of,
)
from flow_engine.domain.rendering.fitting import render_within

__all__ = [
    "MAX_OUTPUT",
    "MISSING",
    "RenderError",
    "TemplateError",
    "is_template",
    "look_up",
    "names_in",
    "path_of",
    "render",
    "render_within",
    "value_of",
]
