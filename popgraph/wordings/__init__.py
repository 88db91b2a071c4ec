"""The grammar behind `popgraph.dates` and `popgraph.targets`: how Spanish plans word periods, figures and acts."""

from __future__ import annotations
