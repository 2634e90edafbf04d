"""An HTTP server in this process that replays answers, good ones and bad ones."""

import contextlib
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

from attrs import define, field, frozen


@frozen
class Reply:
    """One answer."""

    body: bytes = b""
    type: str = "application/octet-stream"
    status: int = 200
    headers: Mapping[str, str] = field(factory=dict)
    cut_after: int | None = None
    """Close the connection after so many bytes of the body."""
    announced: bool = True
    """Whether the length is told."""


@frozen
class Asked:
    """One question the server got."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


Route = Reply | list[Reply] | Callable[[Asked], Reply]


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of clients who hang up."""

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@define(eq=False)
class Replay:
    """Answers by path; of a list each once, the last for ever. Ranges are honoured for ETags."""

    routes: dict[str, Route] = field(factory=dict)
    asked: list[Asked] = field(factory=list)
    http: ThreadingHTTPServer = field(init=False)

    def __enter__(self) -> Self:
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                replay.answer(self)

            def do_POST(self) -> None:
                replay.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self.http.server_address[1]}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Send what is told for a path."""
        parts = urlsplit(handler.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        asked = Asked(handler.command, parts.path, query, dict(handler.headers), body)
        self.asked.append(asked)
        route = self.routes.get(parts.path, Reply(status=404, type="text/html"))
        if isinstance(route, list):
            route = route.pop(0) if len(route) > 1 else route[0]
        reply = route if isinstance(route, Reply) else route(asked)
        with contextlib.suppress(ConnectionError):  # who has had enough hangs up
            _send(handler, reply, asked)


def _send(handler: BaseHTTPRequestHandler, reply: Reply, asked: Asked) -> None:
    status, body, more = reply.status, reply.body, {}
    start = asked.headers.get("Range", "")
    version = reply.headers.get("ETag")
    if start and version and asked.headers.get("If-Range") == version and status == 200:
        first = int(start.removeprefix("bytes=").rstrip("-"))
        status, more = 206, {"Content-Range": f"bytes {first}-{len(body) - 1}/{len(body)}"}
        body = body[first:]
    handler.send_response(status)
    for name, value in {"Content-Type": reply.type, **reply.headers, **more}.items():
        handler.send_header(name, value)
    if reply.announced:
        handler.send_header("Content-Length", str(len(body)))
    else:
        handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(body if reply.cut_after is None else body[: reply.cut_after])
    handler.wfile.flush()
    if reply.cut_after is not None or not reply.announced:
        handler.close_connection = True
