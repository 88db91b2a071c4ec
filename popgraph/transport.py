"""The HTTP connections of a remote store: nothing is sent elsewhere, and each socket can be cut off."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)

__all__ = ["opener"]

Watch = Callable[[socket.socket], None]


def opener(url: str, *, digest: tuple[str, str] | None, connected: Watch) -> OpenerDirector:
    """Return what sends the requests of one endpoint.

    Args:
        url: Address of the endpoint.
        digest: User and password, if the endpoint asks for digest authentication.
        connected: Called with each socket as soon as it is open.
    """
    handlers: list[Any] = [_Http(connected), _Https(connected), _NoRedirects()]
    if digest is not None:
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, url, *digest)
        handlers.append(HTTPDigestAuthHandler(passwords))
    return build_opener(*handlers)


class _Watched(http.client.HTTPConnection):
    def __init__(self, *args: Any, watch: Watch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch(self.sock)


class _WatchedSecure(http.client.HTTPSConnection):
    def __init__(self, *args: Any, watch: Watch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch(self.sock)


class _Http(HTTPHandler):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Watched, watch=self._watch), req)


class _Https(HTTPSHandler):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_WatchedSecure, watch=self._watch), req)


class _NoRedirects(HTTPRedirectHandler):
    """Leaves a redirect to the caller: neither a query nor credentials go where nobody sent them."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None
