"""Texts of flow definitions, rendered inside fences: bounded, side-effect free, never raw."""

from flow_engine.domain.rendering.environment import (
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

__all__ = [
    "MISSING",
    "RenderError",
    "TemplateError",
    "is_template",
    "look_up",
    "names_in",
    "path_of",
    "render",
    "value_of",
]
