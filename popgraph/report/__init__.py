"""Faces of what the library returns: tables, Markdown and the W3C formats."""

from __future__ import annotations
