"""Logs for whoever runs the server: what happened, never who said what."""

import logging
import sys

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# They would write addresses, queries or statements with parameters.
_TALKATIVE = (
    "uvicorn.access",
    "httpx",
    "httpcore",
    "urllib3",
    "twilio",
    "sqlalchemy.engine",
    "aiosqlite",
    "multipart",
)


def configure(level: str) -> None:
    """Send logs of *level* and above to standard error, and keep talkative libraries quiet."""
    logging.basicConfig(level=level, format=_FORMAT, stream=sys.stderr, force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)  # it quotes messages even then
    for name in ("uvicorn", "uvicorn.error", "dbos", "alembic"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
