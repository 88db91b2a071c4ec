"""Transcription tables to Turtle: every quote is found in the document before anything is written."""

from __future__ import annotations

from popgraph.encoding.coverage import Claim, Coverage, Furniture, Overlap, Uncovered, measure
from popgraph.encoding.passages import Passage, Source
from popgraph.encoding.whole import EncodedFile, EncodeReport, State, encode

__all__ = [
    "Claim",
    "Coverage",
    "EncodeReport",
    "EncodedFile",
    "Furniture",
    "Overlap",
    "Passage",
    "Source",
    "State",
    "Uncovered",
    "encode",
    "measure",
]
