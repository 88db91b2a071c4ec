"""Engines that evaluate the rules; see `popgraph.engine`."""

from __future__ import annotations
