"""A reporting backend that listens on this machine, and may kill whoever calls it."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
from receiving import Receiver


@contextmanager
def listening(receiver: Receiver, kill: list[int]) -> Iterator[str]:
    """Serve *receiver* on this machine; whoever is in *kill* dies before it is answered."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.calls += 1
            reference = receiver._taken(
                httpx.Request("POST", "http://here", headers=dict(self.headers), content=body)
            )
            if kill:
                os.kill(kill.pop(), signal.SIGKILL)
                return
            answer = f'{{"reference": "{reference}"}}'.encode()
            self.send_response(201)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/aduan"
        server.shutdown()
        thread.join()
