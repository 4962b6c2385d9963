"""Programs that run beside a benchmark, and how fast they answer."""

import os
import resource
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx


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


def resident(pid: int) -> float:
    """Return the MiB that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def told(name: str, times: list[float], seconds: float) -> float:
    """Print the milliseconds of each turn in short and return the turns per second."""
    rate = len(times) / seconds
    print(  # noqa: T201
        f"  {name:12s} {rate:7.0f} turns/s   p50 {sorted(times)[len(times) // 2]:7.1f} ms   "
        f"p99 {sorted(times)[int(len(times) * 0.99)]:7.1f} ms"
    )
    return rate
