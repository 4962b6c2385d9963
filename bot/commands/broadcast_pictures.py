"""`jaganetral broadcasts picture`: what is shown above a text on Telegram."""

from pathlib import Path
from typing import Annotated

import typer

from bot.broadcasts.checking import LARGEST_PICTURE
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
    file: Annotated[Path | None, typer.Argument(help="JPEG or PNG, up to 5 MB.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the picture away.")] = False,  # noqa: FBT002
) -> None:
    """Put a picture above a broadcast's text, on Telegram only; it then needs approval again.

    Place, device and time are taken out of it. `preview --picture FILE` writes it as it is sent.
    """
    if (file is None) is not remove:
        raise typer.BadParameter("name a file, or write --remove")
    content = _read(file) if file else b""

    async def verb(services: Services, actor: Actor) -> str:
        kept = await services.broadcasting.verbs.illustrate(actor, name, content)
        return await looked_over(services, kept)

    told(context, verb)


def _read(path: Path) -> bytes:
    """Return what is in the file at *path*, of what is far too large only the beginning.

    Raises SettingsError when it is empty or cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_PICTURE + 1)
    except OSError as error:
        raise SettingsError(f"'{path}' cannot be read: {error.strerror}") from None
    if not content:
        raise SettingsError(f"'{path}' is empty")
    return content
