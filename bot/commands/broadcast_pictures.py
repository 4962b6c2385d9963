"""`jaganetral broadcasts picture`: what is shown above a text on Telegram."""

from pathlib import Path
from typing import Annotated

import typer

from bot.broadcasts import terminal_words as words
from bot.broadcasts.checking import LARGEST_PICTURE
from bot.broadcasts.words import Say
from bot.commands.looking import Name, looked_over
from bot.commands.seat import told
from bot.errors import SettingsError
from bot.staff.actor import Actor
from bot.wiring import Services

app = typer.Typer()


@app.command()
def picture(
    context: typer.Context,
    name: Name,
    file: Annotated[Path | None, typer.Argument(help="JPEG atau PNG, paling besar 5 MB.")] = None,
    alt: Annotated[str, typer.Option(help="Apa yang terlihat di gambar.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Lepas gambarnya.")] = False,  # noqa: FBT002
) -> None:
    """Pasang gambar di atas teks, hanya di Telegram; sesudahnya siaran perlu disetujui lagi.

    Tempat, alat, dan waktu dihapus dari gambarnya. `preview --picture BERKAS` menyimpannya persis
    seperti dikirim.
    """
    if (file is None) is not remove:
        raise typer.BadParameter("sebutkan berkasnya, atau tulis --remove")

    async def verb(services: Services, actor: Actor) -> str:
        content = _read(file, services.guide.current.phrases.say) if file else b""
        kept = await services.broadcasting.verbs.illustrate(actor, name, content, alt=alt)
        return await looked_over(services, kept)

    told(context, verb)


def _read(path: Path, say: Say) -> bytes:
    """Return what is in the file at *path*, of what is far too large only the beginning.

    Raises SettingsError when it is empty or cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_PICTURE + 1)
    except OSError as error:
        told = say(words.PICTURE_UNREADABLE, berkas=path, sebab=error.strerror)
        raise SettingsError(told) from None
    if not content:
        raise SettingsError(say(words.PICTURE_EMPTY, berkas=path))
    return content
