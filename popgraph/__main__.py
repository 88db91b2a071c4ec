"""``python -m popgraph`` is the command line."""

from popgraph.cli import main

main()
