"""A broadcast as each channel will show it."""

from collections.abc import Iterator, Mapping

from bot.broadcasts.broadcast import Broadcast
from bot.channels.port import UNSUBMITTED, Standing
from bot.channels.text import plain


def previews(broadcast: Broadcast, standings: Mapping[str, Standing]) -> Iterator[tuple[str, str]]:
    """Yield the name of each way to a reader, and what is shown there."""
    content = broadcast.content
    buttons = "\n".join(f"[ {each.label} ]" for each in content.choices)
    yield "telegram", "\n\n".join(filter(None, [plain(content.text), buttons]))
    if picture := content.illustration:
        told = f"{picture.kind}, {picture.size} bytes, SHA-256 {picture.digest}"
        yield "picture, above the text on telegram only", told
    yield "whatsapp within 24 hours", content.text
    if content.template is None:
        yield "whatsapp otherwise", "-"
        return
    standing = standings.get(content.template.name)
    told = f"{standing.state} {standing.category}".strip() if standing else UNSUBMITTED
    yield f"whatsapp otherwise, template {content.template.name} ({told})", content.template.filled
