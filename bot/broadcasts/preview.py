"""A broadcast as each channel will show it, in the words of staff."""

from collections.abc import Iterator, Mapping

from bot.broadcasts import terminal_words as words
from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.words import Say
from bot.channels.port import UNSUBMITTED, Standing
from bot.channels.text import plain


def previews(
    broadcast: Broadcast, standings: Mapping[str, Standing], *, say: Say
) -> Iterator[tuple[str, str]]:
    """Yield the name of each way to a reader, and what is shown there."""
    content = broadcast.content
    buttons = "\n".join(f"[ {each.label} ]" for each in content.choices)
    yield say(words.TELEGRAM), "\n\n".join(filter(None, [plain(content.text), buttons]))
    if picture := content.illustration:
        yield (
            say(words.PICTURE),
            say(
                words.PICTURE_TOLD,
                jenis=picture.kind,
                ukuran=picture.size,
                sidik=picture.digest,
                alt=picture.alt or say(words.NO_ALT),
            ),
        )
    yield say(words.WHATSAPP), content.text
    if content.template is None:
        yield say(words.OTHERWISE), "-"
        return
    told = stands(standings.get(content.template.name), say=say)
    way = say(words.TEMPLATE, nama=content.template.name, keadaan=told)
    yield way, content.template.filled


def stands(standing: Standing | None, *, say: Say) -> str:
    """Return how a template stands with WhatsApp, in words; the category is WhatsApp's own."""
    state = standing.state if standing else UNSUBMITTED
    told = say(words.STANDINGS[state]) if state in words.STANDINGS else state
    parts = (told, standing.category, standing.reason) if standing else (told,)
    return ", ".join(filter(None, parts))
