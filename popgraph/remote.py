"""A store behind a SPARQL 1.1 endpoint, by SPARQLWrapper.

What the protocol leaves to the client is settled here: a limit on the whole request, retries (queries only
read, so asking again is safe), a limit on the answer, and the union of the named graphs, which each endpoint
serves in its own way.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from typing import Literal as OneOf
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from popgraph.answers import Answer, Solutions, Term, Triples, Truth
from popgraph.embedded import check_syntax
from popgraph.errors import EndpointError, QueryError, UsageError
from popgraph.sparql import bind, form
from popgraph.store import Store

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

__all__ = ["Auth", "RemoteStore"]

_RETRIED = frozenset({429, 502, 503, 504})
_UNION_LIMIT = 500
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Auth:
    """How to identify oneself to an endpoint.

    Attributes:
        user: User name, for basic and digest.
        password: Password for basic and digest, token for bearer.
        scheme: ``basic``, ``digest`` or ``bearer``.
    """

    user: str = ""
    password: str = ""
    scheme: OneOf["basic", "digest", "bearer"] = "basic"

    def __repr__(self) -> str:
        return f"Auth(user={self.user!r}, password=…, scheme={self.scheme!r})"

    @classmethod
    def bearer(cls, token: str) -> Auth:
        """Return the authentication by a token.

        >>> Auth.bearer("secret")
        Auth(user='', password=…, scheme='bearer')
        """
        return cls(password=token, scheme="bearer")


class RemoteStore(Store):
    """A SPARQL endpoint that is only asked, never changed.

    By default each query goes out with the names of all graphs as its default graph (``default-graph-uri``),
    which the protocol defines as their union; the names are asked for once. An endpoint that serves the union
    by itself, or that has more than 500 graphs, is asked as it is; ``union=False`` says so.

    Args:
        url: Address of the query endpoint, http or https. A user and password in it are taken as `auth`.
        timeout: Seconds that one request may take from start to end.
        auth: How to identify oneself; never sent to another host.
        retries: How often a request is made again if the endpoint can't be reached or is overloaded. Never
            after a time-out, which would only add to the load.
        backoff: Seconds before the first retry; doubled before each further one.
        max_bytes: Size of an answer at which reading stops.
        union: Whether to ask for the union of the named graphs.

    Raises:
        UsageError: If the address isn't one of http or https, or a limit isn't positive.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 30.0,
        auth: Auth | None = None,
        retries: int = 2,
        backoff: float = 0.5,
        max_bytes: int = 256 * 1024 * 1024,
        union: bool = True,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                "Not the address of an endpoint", where=url, hint="It must begin with http(s)://"
            )
        if timeout <= 0 or retries < 0 or backoff < 0 or max_bytes <= 0:
            raise UsageError("A limit of an endpoint must be positive", where=f"{timeout=}, {max_bytes=}")
        if parts.username and auth is None:
            auth = Auth(unquote(parts.username), unquote(parts.password or ""))
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._timeout = timeout
        self._auth = auth
        self._retries = retries
        self._backoff = backoff
        self._max_bytes = max_bytes
        self._union = union
        self._graphs: tuple[str, ...] | None = None

    def query(self, sparql: str, *, bindings: Mapping[str, Term] | None = None, union: bool = True) -> Answer:
        """Return the answer of the endpoint to a query; see `Store.query`.

        Raises:
            QueryError: If the endpoint refuses a query that is no SPARQL, or it is an update.
            EndpointError: If the endpoint can't be reached, refuses, takes too long, or talks nonsense.
        """
        text = bind(sparql, bindings) if bindings else sparql
        kind = form(text)
        graphs: tuple[str, ...] = ()
        if union and self._union and len(self.graphs()) <= _UNION_LIMIT:
            graphs = self.graphs()
        return self._retried(lambda: self._ask(text, kind, graphs))

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted; asked for once."""
        if self._graphs is None:
            text = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
            answer = self._retried(lambda: self._ask(text, "SELECT", ()))
            rows = answer.rows if isinstance(answer, Solutions) else ()
            self._graphs = tuple(sorted(term.value for (term,) in rows if isinstance(term, NamedNode)))
        return self._graphs

    def quads(self) -> Iterator[Quad]:
        """Yield the triples of each named graph; those of the default graph if there is no named one."""
        for name in self.graphs():
            for triple in self._construct(f"GRAPH {NamedNode(name)} {{ ?s ?p ?o }}"):
                yield Quad(triple.subject, triple.predicate, triple.object, NamedNode(name))
        if not self.graphs():
            for triple in self._construct("?s ?p ?o"):
                yield Quad(triple.subject, triple.predicate, triple.object)

    def __len__(self) -> int:
        inside = "GRAPH ?g { ?s ?p ?o }" if self.graphs() else "?s ?p ?o"
        answer = self.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {inside} }}", union=False)
        count = answer.rows[0][0] if isinstance(answer, Solutions) and answer.rows else None
        return int(count.value) if isinstance(count, Literal) else 0

    def close(self) -> None:
        """Forget the names of the graphs; each request has its own connection."""
        self._graphs = None

    def _construct(self, pattern: str) -> Triples:
        answer = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", union=False)
        return answer if isinstance(answer, Triples) else Triples(())

    def _retried(self, request: Callable[[], _T]) -> _T:
        for attempt in range(self._retries):
            try:
                return request()
            except _TransientError:
                time.sleep(min(self._backoff * 2**attempt, 10.0))
        return request()

    def _ask(self, text: str, kind: str, graphs: tuple[str, ...]) -> Answer:
        deadline = _Deadline(self._timeout)
        try:
            with deadline, self._send(text, kind, graphs, deadline) as response:
                media = (response.headers.get_content_type() or "").lower()
                body = self._read(response)
            if deadline.passed:
                raise TimeoutError
        except HTTPError as error:
            raise self._refused(error, text) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._failed(error, deadline) from error
        return self._understood(body, media, kind)

    def _send(
        self, text: str, kind: str, graphs: tuple[str, ...], deadline: _Deadline
    ) -> http.client.HTTPResponse:
        from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

        wrapper = SPARQLWrapper(self.url, agent="popgraph")
        wrapper.setQuery(text)
        wrapper.queryType = kind
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setReturnFormat(JSON if kind in ("SELECT", "ASK") else N3)
        for name in graphs:
            wrapper.addParameter("default-graph-uri", name)
            wrapper.addParameter("named-graph-uri", name)
        if self._auth is not None and self._auth.scheme == "basic":
            wrapper.setCredentials(self._auth.user, self._auth.password)
        if self._auth is not None and self._auth.scheme == "bearer":
            wrapper.addCustomHttpHeader("Authorization", f"Bearer {self._auth.password}")
        # SPARQLWrapper's own sending has no limit on the whole, and sets up digest for the entire process.
        request = wrapper._createRequest()
        response: http.client.HTTPResponse = self._opener(deadline).open(request, timeout=self._timeout)
        return response

    def _opener(self, deadline: _Deadline) -> OpenerDirector:
        from popgraph.transport import opener

        digest = self._auth is not None and self._auth.scheme == "digest"
        credentials = (self._auth.user, self._auth.password) if self._auth is not None and digest else None
        return opener(self.url, digest=credentials, connected=deadline.watch)

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        body = response.read(self._max_bytes + 1)
        if len(body) > self._max_bytes:
            raise EndpointError(
                f"The endpoint's answer is too large, over {self._max_bytes:,} bytes",
                where=self.url,
                hint="Ask for less, such as with a LIMIT",
            )
        if response.length:
            raise http.client.IncompleteRead(body, response.length)
        return body

    def _understood(self, body: bytes, media: str, kind: str) -> Answer:
        try:
            if kind in ("SELECT", "ASK"):
                fmt = QueryResultsFormat.from_media_type(media) or QueryResultsFormat.JSON
                result = parse_query_results(body, fmt)
                if isinstance(result, QueryBoolean):
                    return Truth(bool(result))
                names = tuple(variable.value for variable in result.variables)
                return Solutions(names, tuple(tuple(row[name] for name in names) for row in result))
            graph = parse(body, RdfFormat.from_media_type(media) or RdfFormat.TURTLE, base_iri=self.url)
            return Triples(tuple(dict.fromkeys(quad.triple for quad in graph)))
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                f"The answer isn't SPARQL results but {media or 'of no type'}",
                where=self.url,
                hint="Check that this is the address of the query endpoint",
            ) from error

    def _refused(self, error: HTTPError, text: str) -> Exception:
        said = error.read(500).decode("utf-8", "replace").strip().splitlines()
        where = f"{self.url} (HTTP {error.code})"
        if error.code == 400:
            try:
                check_syntax(text)
            except QueryError as wrong:
                return wrong
        if error.code in range(300, 400):
            there = error.headers.get("Location", "another address")
            return EndpointError("The endpoint has moved", where=where, hint=f"Ask {there} if you trust it")
        if error.code in (401, 403):
            return EndpointError("The endpoint refuses access", where=where, hint="Check user and password")
        if error.code == 404:
            return EndpointError(
                "There is no endpoint at this address", where=where, hint="Check the address"
            )
        found = _TransientError if error.code in _RETRIED else EndpointError
        what = "The endpoint reports an error"
        hint = (
            "Try again later, or ask for less at a time"
            if error.code in _RETRIED
            else "Check that this is the address of its query endpoint; its log may say more"
        )
        return found(f"{what}, {said[0][:200]}" if said else what, where=where, hint=hint)

    def _failed(self, error: Exception, deadline: _Deadline) -> Exception:
        reason: Any = error.reason if isinstance(error, URLError) else error
        if deadline.passed or isinstance(reason, TimeoutError):
            return EndpointError(
                f"The endpoint took more than {self._timeout:g} s",
                where=self.url,
                hint="Ask for less, or allow more time (--timeout)",
            )
        return _TransientError(
            f"The endpoint can't be reached, {getattr(reason, 'strerror', '') or reason}",
            where=self.url,
            hint="Check the address, and that the server is running and reachable from here",
        )


class _TransientError(EndpointError):
    """A failure that may be gone on the next attempt."""


class _Deadline:
    """Ends a request when its time is over, even if the other side keeps sending byte by byte."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sockets: list[Any] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, sock: Any) -> None:
        """Take charge of a connection."""
        self._sockets.append(sock)
        if self.passed:
            self._cut()

    def _cut(self) -> None:
        self.passed = True
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
