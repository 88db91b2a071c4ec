"""``python -m popgraph`` is the command line."""

from popgraph.start import main

main()
