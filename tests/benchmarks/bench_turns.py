"""Turns per second of a whole server, beside a bare FastAPI endpoint in the same run."""

import asyncio
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

TURNS = 1500
AT_ONCE = 16
QUESTION = "boleh gak saya like unggahan calon?"
BARE = """
import uvicorn
from fastapi import FastAPI, Form
from typing import Annotated
app = FastAPI()

@app.post("/chat/messages")
async def receive(id: Annotated[str, Form()], text: Annotated[str, Form()]) -> dict[str, str]:
    return {"id": id, "text": text}

@app.get("/readyz")
async def ready() -> dict[str, str]:
    return {}

uvicorn.run(app, port=int(__import__("sys").argv[1]), log_config=None, access_log=False)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[object], port: int, folder: Path, **variables: str
) -> Iterator[tuple[str, int, float]]:
    """Yield address, process id and seconds until ready."""
    start = time.perf_counter()
    environment = {**os.environ, "DATA_DIR": str(folder), **variables}
    process = subprocess.Popen(
        [str(each) for each in command],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                if httpx.get(f"{address}/readyz", trust_env=False).status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.02)
        yield address, process.pid, time.perf_counter() - start
    finally:
        process.terminate()
        process.wait(30)


async def load(address: str, cookie: Callable[[int], str]) -> list[float]:
    """Return the milliseconds of TURNS turns, AT_ONCE at a time, each of another person."""
    times: list[float] = []
    numbers = iter(range(TURNS))

    async def talk(client: httpx.AsyncClient) -> None:
        for number in numbers:
            start = time.perf_counter()
            response = await client.post(
                f"{address}/chat/messages",
                data={
                    "id": f"message-{number:06}",
                    "text": "boleh gak saya like unggahan calon?",
                    "fragment": "1",
                },
                headers={
                    "cookie": f"jaganetral={cookie(number)}",
                    "x-forwarded-for": f"10.{number >> 8 & 255}.{number & 255}.1",
                },
            )
            response.raise_for_status()
            times.append((time.perf_counter() - start) * 1000)

    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        await asyncio.gather(*(talk(client) for _ in range(AT_ONCE)))
    return times


def resident(pid: int) -> float:
    """Return the MiB that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def told(name: str, times: list[float], seconds: float) -> float:
    rate = len(times) / seconds
    print(
        f"  {name:12s} {rate:7.0f} turns/s   p50 {sorted(times)[len(times) // 2]:7.1f} ms   "
        f"p99 {sorted(times)[int(len(times) * 0.99)]:7.1f} ms"
    )
    return rate


def measure(address: str) -> tuple[list[float], float]:
    start = time.perf_counter()
    times = asyncio.run(load(address, lambda number: f"{number:043}"))
    return times, time.perf_counter() - start


def bench_turns_of_a_whole_server(tmp_path: Path) -> None:
    serve = [Path(sys.executable).with_name("jaganetral"), "serve"]
    port = free_port()
    print(f"\n{TURNS} turns, {AT_ONCE} at once, client on the same machine")
    with running([sys.executable, "-c", BARE, port], port, tmp_path) as (address, _, _):
        bare = told("bare FastAPI", *measure(address))
    databases = {"SQLite": ""}
    if os.environ.get("TEST_DATABASE_URL"):
        databases["PostgreSQL"] = os.environ["TEST_DATABASE_URL"]
    for name, url in databases.items():
        port = free_port()
        folder = tmp_path / name
        folder.mkdir()
        with running([*serve, "--port", port], port, folder, DATABASE_URL=url) as (
            address,
            pid,
            ready,
        ):
            idle = resident(pid)
            rate = told(name, *measure(address))
            print(
                f"  {'':12s} {rate / bare:7.3f} of bare, ready in {ready:.1f} s, "
                f"{idle:.0f} MiB idle, {resident(pid):.0f} MiB after"
            )
