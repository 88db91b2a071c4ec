"""Made-up collections of plans of the shape of the real one, with defects that are listed."""

from __future__ import annotations

from popgraph.generation.collection import Generated, generate

__all__ = ["Generated", "generate"]
