"""Turns per second through Twilio's webhook, beside a bare FastAPI endpoint in the same run."""

import asyncio
import os
import sys
import time
from pathlib import Path

import httpx
from servers import free_port, resident, running, told
from twilio_double import ACCOUNT, BASE, MESSAGES, SENDER, TOKEN, incoming, signature

TURNS = 600
AT_ONCE = 16
# Both the endpoint to compare with and Twilio, which takes every message and counts them.
BARE = """
import itertools, sys, uvicorn
from fastapi import FastAPI, Request, Response
app, numbers = FastAPI(), itertools.count()
taken = []

@app.post("/webhooks/twilio/whatsapp")
async def receive(request: Request) -> Response:
    form = await request.form()
    return Response(f"<Response>{form['Body']}</Response>", media_type="text/xml")

@app.post("/2010-04-01/{rest:path}", status_code=201)
async def create(rest: str) -> dict[str, str]:
    taken.append(1)
    return {"sid": f"SM{next(numbers):032x}"}

@app.get("/readyz")
async def ready() -> dict[str, int]:
    return {"taken": len(taken)}

uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""


async def load(address: str) -> list[float]:
    """Return the milliseconds of TURNS turns, AT_ONCE at a time, each of another person."""
    times: list[float] = []
    numbers = iter(range(TURNS))

    async def talk(client: httpx.AsyncClient) -> None:
        for number in numbers:
            form = incoming(1, f"whatsapp:+6281{number:09}", Body="kenapa harus netral?")
            headers = {"X-Twilio-Signature": signature(f"{BASE}{MESSAGES}", form)}
            start = time.perf_counter()
            response = await client.post(f"{address}{MESSAGES}", data=form, headers=headers)
            response.raise_for_status()
            times.append((time.perf_counter() - start) * 1000)

    async with httpx.AsyncClient(timeout=120, trust_env=False) as client:
        await asyncio.gather(*(talk(client) for _ in range(AT_ONCE)))
    return times


def measure(address: str) -> tuple[list[float], float]:
    start = time.perf_counter()
    times = asyncio.run(load(address))
    return times, time.perf_counter() - start


def settled(twilio: str) -> int:
    """Return how many messages Twilio has taken once it takes no more."""
    before = -1
    while True:
        taken = int(httpx.get(f"{twilio}/readyz", trust_env=False).json()["taken"])
        if taken == before:
            return taken
        before = taken
        time.sleep(1)


def bench_turns_through_the_whatsapp_webhook(tmp_path: Path) -> None:
    variables = {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_WHATSAPP_FROM": SENDER,
        "PUBLIC_BASE_URL": BASE,
    }
    serve = [Path(sys.executable).with_name("jaganetral"), "serve"]
    databases = {"SQLite": ""}
    if os.environ.get("TEST_DATABASE_URL"):
        databases["PostgreSQL"] = os.environ["TEST_DATABASE_URL"]
    print(f"\n{TURNS} turns on WhatsApp, {AT_ONCE} at once, client and Twilio on the same machine")
    bare_port = free_port()
    with running([sys.executable, "-c", BARE, bare_port], bare_port, tmp_path) as (twilio, _, _):
        bare = told("bare FastAPI", *measure(twilio))
        for name, url in databases.items():
            port = free_port()
            folder = tmp_path / name
            folder.mkdir()
            given = {**variables, "DATABASE_URL": url, "TWILIO_API_BASE_URL": twilio}
            with running([*serve, "--port", port], port, folder, **given) as (address, pid, _):
                before, start = settled(twilio), time.perf_counter()
                rate = told(name, *measure(address))
                sent = settled(twilio) - before
                seconds = time.perf_counter() - start - 1
                print(
                    f"  {'':12s} {rate / bare:7.3f} of bare; {sent} messages at Twilio after "
                    f"{seconds:.1f} s ({sent / seconds:.0f}/s, held to 72/s); "
                    f"{resident(pid):.0f} MiB"
                )
