"""A broadcast as each channel will show it."""

import re
from collections.abc import Iterator

from bot.broadcasts.broadcast import Broadcast
from bot.channels.text import plain
from knowledge.library import Library

_VARIABLE = re.compile(r"\{\{(\d+)\}\}")


def previews(broadcast: Broadcast, library: Library) -> Iterator[tuple[str, str]]:
    """Yield the name of each way to a reader, and what is shown there."""
    content = broadcast.content
    buttons = "\n".join(f"[ {each.label} ]" for each in content.choices)
    yield "telegram", "\n\n".join(filter(None, [plain(content.text), buttons]))
    yield "whatsapp within 24 hours", content.text
    if content.template is None:
        yield "whatsapp otherwise", "-"
        return
    written = library.broadcasts.get(content.reminder)
    body = written.template.body if written else ""
    values = content.template.values
    filled = _VARIABLE.sub(lambda found: values[int(found[1]) - 1], body) if body else str(values)
    yield f"whatsapp otherwise, template {content.template.sid}", filled
