"""Measures of networks of institutions, each with its formula, source and range.

>>> import popgraph
>>> from popgraph.networks import project, two_mode
>>> found = measure(project(two_mode(popgraph.open())), ["degree"])
>>> len(found["degree"])
46
"""

from __future__ import annotations

from popgraph.networks.metrics.catalogue import METRICS, measure, measure_events, summarize
from popgraph.networks.metrics.load import YearLoad, years
from popgraph.networks.metrics.metric import SCOPES, Metric

__all__ = ["METRICS", "SCOPES", "Metric", "YearLoad", "measure", "measure_events", "summarize", "years"]
