"""A server that is asked to end while somebody watches a broadcast."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from broadcast_examples import running_broadcast
from servers import free_port
from staffed import NAME, enter_with_every_role

pytestmark = pytest.mark.enable_socket
START = 60


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a server of one's own, and its process."""
    port = free_port()
    command = [sys.executable, "-c", "import bot.cli; bot.cli.main()", "serve", "--port", str(port)]
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": "",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(START * 10):
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield address, process
    finally:
        process.kill()
        process.wait()


def test_open_streams_do_not_hold_it_up(
    served: tuple[str, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    address, process = served
    name = running_broadcast(tmp_path / "data")
    enter_with_every_role(tmp_path / "data")
    asked = urllib.request.Request(f"{address}/meja/siaran/{name}/peristiwa")
    asked.add_header("cookie", f"meja={NAME}")
    asked.add_header("accept", "text/event-stream")
    with urllib.request.urlopen(asked, timeout=10) as stream:
        assert stream.readline() == b"retry: 3000\n"
        while stream.readline() != b"event: kemajuan\n":
            pass
        process.terminate()
        assert process.wait(15) is not None
        assert b"event: selesai" not in stream.read()
