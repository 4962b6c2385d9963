"""Turns per second through the Telegram webhook, from update to reply at a provider beside it.

Beside it, in the same run: the same reply by python-telegram-bot's own Application, and a bare
FastAPI endpoint that sends nothing. The pace that Telegram allows is lifted.
"""

import asyncio
import os
import sys
import time
from pathlib import Path

import httpx
from bench_turns import free_port, resident, running, told

TURNS = 1000
AT_ONCE = 16
SECRET = "a-secret-of-the-bench"
QUESTION = "boleh gak saya like unggahan calon?"
PROVIDER = """
import asyncio, json, sys

MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
sent = 0

def answer(line):
    global sent
    sent += b"sendMessage" in line
    result = True
    if b"sendMessage" in line:
        result = MESSAGE
    elif b"getMe" in line:
        result = {"id": 1, "is_bot": True, "first_name": "x", "username": "x_bot"}
    elif b"readyz" in line:
        result = sent
    body = json.dumps({"ok": True, "result": result}).encode()
    return b"HTTP/1.1 200 OK\\r\\ncontent-length: %d\\r\\n\\r\\n" % len(body) + body

async def serve(reader, writer):
    while line := await reader.readline():
        length = 0
        while (header := await reader.readline()) not in (b"\\r\\n", b""):
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
        await reader.readexactly(length)
        writer.write(answer(line))
    writer.close()

async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()

asyncio.run(main())
"""
BARE = """
import sys, uvicorn
from fastapi import FastAPI, Request
app = FastAPI()

@app.post("/webhooks/telegram")
async def receive(request: Request) -> str:
    return str((await request.json())["update_id"])

@app.get("/readyz")
async def ready() -> str:
    return ""

uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""
APPLICATION = """
import os, sys, uvicorn
from contextlib import asynccontextmanager
from fastapi import FastAPI, Request
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, MessageHandler, filters

async def echo(update, context):
    button = InlineKeyboardButton("Daftar topik", callback_data="topics:")
    await update.message.reply_text("x" * 600, reply_markup=InlineKeyboardMarkup([[button]]))

root = os.environ["TELEGRAM_API_BASE_URL"]
bot = Application.builder().token("1:x").base_url(root + "/bot").concurrent_updates(True)
bot = bot.updater(None).build()
bot.add_handler(MessageHandler(filters.ALL, echo))

@asynccontextmanager
async def lifespan(app):
    async with bot:
        yield

app = FastAPI(lifespan=lifespan)

@app.post("/webhooks/telegram")
async def receive(request: Request) -> str:
    await bot.process_update(Update.de_json(await request.json(), bot.bot))
    return ""

@app.get("/readyz")
async def ready() -> str:
    return ""

uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""
OURS = """
import sys, uvicorn
from bot.channels.telegram import outbound
from bot.database.migrating import migrate
from bot.jobs.pacing import Limit
from bot.settings import read_settings
from bot.wiring import build
from webhooks.app import create_app

outbound.OVERALL = Limit("telegram", per_second=100_000)
settings = read_settings()
migrate(settings.database)
app = create_app(build(settings))
uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""


async def load(address: str, text: str, first: int) -> list[float]:
    """Return the milliseconds of TURNS turns, AT_ONCE at a time, each of another person."""
    times: list[float] = []
    numbers = iter(range(first, first + TURNS))

    async def talk(client: httpx.AsyncClient) -> None:
        for number in numbers:
            message = {
                "message_id": 1,
                "date": 1_795_575_600,
                "chat": {"id": number, "type": "private", "first_name": "A"},
                "from": {"id": number, "is_bot": False, "first_name": "A"},
                "text": text,
            }
            start = time.perf_counter()
            response = await client.post(
                f"{address}/webhooks/telegram",
                json={"update_id": number, "message": message},
                headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
            )
            response.raise_for_status()
            times.append((time.perf_counter() - start) * 1000)

    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        await asyncio.gather(*(talk(client) for _ in range(AT_ONCE)))
    return times


def measure(name: str, address: str, text: str, first: int = 1) -> float:
    start = time.perf_counter()
    times = asyncio.run(load(address, text, first))
    return told(name, times, time.perf_counter() - start)


def sent(provider: str) -> int:
    return int(httpx.get(f"{provider}/readyz", trust_env=False).json()["result"])


def bench_turns_through_the_telegram_webhook(tmp_path: Path) -> None:
    port = free_port()
    with running([sys.executable, "-c", PROVIDER, port], port, tmp_path) as (provider, _, _):
        given = {
            "TELEGRAM_API_BASE_URL": provider,
            "TELEGRAM_BOT_TOKEN": "1:x",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        }
        print(f"\n{TURNS} updates, {AT_ONCE} at once, client and provider on the same machine")
        port = free_port()
        with running([sys.executable, "-c", BARE, port], port, tmp_path) as (address, _, _):
            bare = measure("bare FastAPI", address, QUESTION)
        port = free_port()
        script = [sys.executable, "-c", APPLICATION, port]
        with running(script, port, tmp_path, **given) as (address, _, _):
            application = measure("Application", address, QUESTION)
        databases = {"SQLite": ""}
        if os.environ.get("TEST_DATABASE_URL"):
            databases["Postgres"] = os.environ["TEST_DATABASE_URL"]
        for name, url in databases.items():
            port = free_port()
            folder = tmp_path / name
            folder.mkdir()
            script = [sys.executable, "-c", OURS, port]
            with running(script, port, folder, DATABASE_URL=url, **given) as (address, pid, _):
                before, first = sent(provider), int(time.time())
                for what, text in (("help", "/bantuan"), ("card", QUESTION)):
                    first += TURNS
                    rate = measure(f"{name} {what}", address, text, first)
                    now = sent(provider)
                    print(
                        f"  {'':12s} {rate / bare:7.3f} of bare, {rate / application:5.2f} of "
                        f"Application, {(now - before) / TURNS:.0f} messages a turn, "
                        f"{resident(pid):.0f} MiB"
                    )
                    before = now
