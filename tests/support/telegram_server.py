"""A Telegram on this machine, over HTTP, for programs that run as processes of their own."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from telegrams import ME

Fault = Callable[[int], tuple[int, dict[str, Any]] | None]


@dataclass
class TelegramServer:
    """What arrived: how often each chat was written to, and when."""

    address: str = ""
    latency: float = 0.02
    taken: Counter[str] = field(default_factory=Counter)
    moments: list[float] = field(default_factory=list)
    calls: int = 0
    fault: Fault | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Take one call, unless the fault of this test strikes it."""
        if method != "sendMessage":
            return 200, {"ok": True, "result": ME if method == "getMe" else True}
        time.sleep(self.latency)
        with self.lock:
            self.calls += 1
            if self.fault and (struck := self.fault(self.calls)):
                return struck
            self.taken[form["chat_id"]] += 1
            self.moments.append(time.monotonic())
            number = len(self.moments)
        chat = {"id": int(form["chat_id"]), "type": "private"}
        sent = {"message_id": number, "date": int(time.time()), "chat": chat, "text": form["text"]}
        return 200, {"ok": True, "result": sent}

    def wait_for(self, count: int, seconds: float) -> None:
        """Return when *count* messages arrived; raises TimeoutError after *seconds*."""
        until = time.monotonic() + seconds
        while len(self.moments) < count:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(self.moments)} of {count} messages arrived")
            time.sleep(0.05)

    def busiest_second(self) -> int:
        """Return how many messages arrived in the fullest sliding second."""
        times = sorted(self.moments)
        return max((sum(t <= each < t + 1 for each in times) for t in times), default=0)


@contextmanager
def telegram_server() -> Iterator[TelegramServer]:
    """Yield a Telegram that listens on this machine."""
    server = TelegramServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, answer = server.answer(self.path.rpartition("/")[2], read(self, body))
            if status == 0:  # taken or not, the answer is lost
                self.close_connection = True
                return
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    server.address = f"http://127.0.0.1:{http.server_address[1]}"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def read(handler: BaseHTTPRequestHandler, body: bytes) -> dict[str, str]:
    """Return the fields of a form, however the library wrote them."""
    kind = handler.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        return {name: str(value) for name, value in json.loads(body).items()}
    return dict(parse_qsl(body.decode()))
