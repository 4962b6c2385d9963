"""Pages of questions, once what they wait for is there."""

import asyncio
import re

import httpx
from visiting import Visitor


async def settled(console: Visitor, path: str) -> httpx.Response:
    """Return the page at *path* once what it waits for is there."""
    while True:
        page = await console.opens(path)
        if "Sedang dihitung" not in page.text:
            return page
        await asyncio.sleep(0.05)


async def group_of(console: Visitor) -> str:
    """Return the path of the first group."""
    page = (await settled(console, "/pertanyaan")).text
    return re.findall(r"/meja(/pertanyaan/kelompok/\w+)", page)[0]
