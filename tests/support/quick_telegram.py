"""A Telegram that takes hundreds of messages a second: what arrived, and when it came."""

import asyncio
import json
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from telegram_server import TelegramServer


@dataclass
class QuickTelegram(TelegramServer):
    """Notes each message when it comes, and answers after the latency."""

    came: dict[str, float] = field(default_factory=dict)

    def take(self, method: str, kind: str, body: bytes) -> bytes:
        """Note one call and return the whole answer to it."""
        given = json.loads(body) if kind.startswith("application/json") else None
        form = dict(parse_qsl(body.decode())) if given is None else given
        if method == "sendMessage":
            self.came.setdefault(str(form["chat_id"]), time.monotonic())
        _, answer = self.answer(method, {name: str(value) for name, value in form.items()})
        content = json.dumps(answer).encode()
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        return f"{head}{len(content)}\r\n\r\n".encode() + content

    def wait_for_chat(self, chat: str, seconds: float) -> None:
        """Return when *chat* was written to; raises TimeoutError after *seconds*."""
        until = time.monotonic() + seconds
        while chat not in self.came:
            if time.monotonic() > until:
                raise TimeoutError(f"nothing was sent to {chat}")
            time.sleep(0.005)

    def busiest_second(self) -> int:
        """Return how many messages arrived in the fullest sliding second."""
        times = sorted(self.moments)
        return max((bisect_left(times, t + 1) - at for at, t in enumerate(times)), default=0)


@contextmanager
def quick_telegram(latency: float = 0.02) -> Iterator[QuickTelegram]:
    """Yield a Telegram that listens on this machine, on a loop and thread of its own."""
    telegram, loop = QuickTelegram(latency=0), asyncio.new_event_loop()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while line := await reader.readline():
                headers = {}
                while (header := await reader.readline()) not in {b"\r\n", b""}:
                    name, _, value = header.decode().partition(":")
                    headers[name.lower()] = value.strip()
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                method = line.decode().split()[1].rpartition("/")[2]
                answer = telegram.take(method, headers.get("content-type", ""), body)
                await asyncio.sleep(latency)
                writer.write(answer)
        writer.close()

    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0))
    telegram.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield telegram
    finally:
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _closed(server: asyncio.Server) -> None:
    """End *server* and every connection of it."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
