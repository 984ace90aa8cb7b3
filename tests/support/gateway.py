"""An SMS gateway for tests: a real HTTP server in a process of its own that records each key once.

`POST /sms` takes a message, `POST /faults` sets what goes wrong next, `GET /recorded` tells what was recorded.
Run as `python -m tests.support.gateway`; the first line of its output is its port.
"""

import json
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from wuxue_exit_entry.embedded import layout


class _State:
    """What was recorded, and the faults that wait."""

    lock = threading.Lock()
    recorded: dict[str, dict[str, Any]] = {}
    requests = 0
    faults: list[str] = []
    pause = 0.0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        with _State.lock:
            self._answer(200, {"messages": _State.recorded, "requests": _State.requests})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        if self.path == "/faults":
            _State.faults, _State.pause = list(body["faults"]), body.get("pause", 0.0)
            self._answer(200, {})
            return
        with _State.lock:
            _State.requests += 1
            fault = _State.faults.pop(0) if _State.faults else ""
        time.sleep(_State.pause)
        if fault in ("", "lost", "slow", "huge", "not json"):
            self._record(body)
        getattr(self, f"_{fault.replace(' ', '_') or 'accepted'}", self._status)(fault)

    def _record(self, body: dict[str, Any]) -> None:
        key = self.headers["Idempotency-Key"]
        with _State.lock:
            known = _State.recorded.setdefault(key, {"body": body, "recorded": 0, "seen": 0})
            known["seen"] += 1
            known["recorded"] = 1
            known["same"] = known["body"] == body

    def _accepted(self, fault: str) -> None:
        self._answer(200, {"id": f"gw-{self.headers['Idempotency-Key']}"})

    def _lost(self, fault: str) -> None:
        self.close_connection = True
        self.connection.close()

    def _slow(self, fault: str) -> None:
        time.sleep(30)
        self.close_connection = True

    def _huge(self, fault: str) -> None:
        self._raw(200, b'{"id": "' + b"x" * 300_000 + b'"}')

    def _not_json(self, fault: str) -> None:
        self._raw(200, b"<html>OK</html>")

    def _status(self, fault: str) -> None:
        status, _, retry_after = fault.partition("/")
        self._raw(int(status), b"{}", {"Retry-After": retry_after} if retry_after else {})

    def _answer(self, status: int, value: Any) -> None:
        self._raw(status, json.dumps(value).encode())

    def _raw(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            self.close_connection = True


class Gateway:
    """The running gateway, seen from a test."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.gateway"], cwd=layout.BASE_DIR, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def set_faults(self, *faults: str, pause: float = 0.0) -> None:
        """Let the next messages meet these faults, one each; every one takes `pause` seconds."""
        self._call("/faults", {"faults": faults, "pause": pause})

    def recorded(self) -> dict[str, dict[str, Any]]:
        """Return what was recorded, by key."""
        messages: dict[str, dict[str, Any]] = self._call("/recorded")["messages"]
        return messages

    def requests(self) -> int:
        """Return how often it was called with a message."""
        return int(self._call("/recorded")["requests"])

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _call(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.url}{path}", data=data, timeout=10) as answer:
            read: dict[str, Any] = json.loads(answer.read())
            return read


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who is killed is what these tests are about."""


if __name__ == "__main__":
    server = _Server(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)  # noqa: T201 -- whoever starts it reads the port
    server.serve_forever()
