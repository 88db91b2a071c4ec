"""A graph that says it imports something doesn't make the reasoner fetch it."""

from __future__ import annotations

import socket
import threading

from pyoxigraph import NamedNode, Triple

from popgraph.reasoning import profile
from popgraph.vocab import PREFIXES


def test_an_import_is_not_fetched() -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/ontology.ttl"
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    asked.append(connection.recv(1000))

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            own = NamedNode("https://example.org/ontology")
            violations = profile(
                [
                    Triple(own, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["owl"] + "Ontology")),
                    Triple(own, NamedNode(PREFIXES["owl"] + "imports"), NamedNode(url)),
                ]
            )
        finally:
            done.set()
            listener.join()
    assert violations == ()
    assert asked == []
