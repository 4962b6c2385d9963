"""Tips that one worker hands to a local backend of 50 ms, beside the same calls without us."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
from fakes import FakeClock
from forwarding import Counter
from receiving import SECRET
from tipping import CONTENT, Office

from bot.questions.guide import LiveGuide
from bot.settings import Settings
from bot.tips.forwarding.sending import LEASE
from bot.tips.tip import Content
from bot.wiring import build

TIPS = 1000
SECONDS = 0.05


@dataclass
class Slow:
    """A backend that thinks for 50 ms and takes a report once."""

    keys: set[str] = field(default_factory=set)

    @contextmanager
    def listening(self) -> Iterator[str]:
        keys = self.keys

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                time.sleep(SECONDS)
                keys.add(self.headers["idempotency-key"])
                answer = json.dumps({"reference": f"B-{len(keys)}"}).encode()
                self.send_response(201)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *told: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()


async def bench_forwarding(settings: Settings, clock: FakeClock, guide: LiveGuide) -> None:
    backend = Slow()
    with backend.listening() as url:
        bare = await plain(url)
        chosen = Settings(
            _env_file=None,
            database_url=settings.database_url.get_secret_value(),
            data_dir=settings.data_dir,
            reporting_backend="webhook",
            reporting_url=url,
            reporting_secret=SECRET,
        )
        services = build(chosen, clock=clock, guide=guide)
        await services.forwarder.announce()
        office = Office(services.database, services.key, clock)
        await office.opens()
        counter = Counter(services, office, clock)
        for _ in range(TIPS):
            await counter.forwards(Content(CONTENT.account))
        backend.keys.clear()
        start = time.perf_counter()
        while await services.forwarder.run():
            pass
        ours = TIPS / (time.perf_counter() - start)
        await services.close()
    assert backend.keys == set(counter.sent)
    print(f"\n  {services.database.kind}: {ours:.0f} tips/s, bare calls {bare:.0f}/s")
    print(f"  ratio {ours / bare:.2f}; {ours / 15:.1f} times the 15 tips/s that are asked for")


async def plain(url: str) -> float:
    """Return how many such calls a second go out with as many at once and nothing of ours."""
    queue = list(range(200))
    async with httpx.AsyncClient(trust_env=False) as client:

        async def call() -> None:
            while queue:
                key = {"idempotency-key": str(queue.pop())}
                (await client.post(url, content=b"x" * 800, headers=key)).raise_for_status()

        start = time.perf_counter()
        await asyncio.gather(*(call() for _ in range(LEASE.limit)))
        return 200 / (time.perf_counter() - start)
