"""Turns per second of a whole server, beside a bare FastAPI endpoint in the same run."""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from servers import free_port, resident, running, told

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
