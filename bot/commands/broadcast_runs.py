"""`jaganetral broadcasts …`: what concerns the providers, before, while and after it goes out."""

from typing import Annotated

import typer

from bot.broadcasts import terminal_words as words
from bot.broadcasts.broadcast import Outcome
from bot.broadcasts.preview import stands
from bot.broadcasts.words import Say
from bot.commands.looking import Name
from bot.commands.seat import told
from bot.staff.actor import Actor
from bot.wiring import Services

app = typer.Typer()

_LOOK_UP = "look-up"
_SETTLED = {"sent": Outcome.SENT, "not-sent": Outcome.NOT_SENT, "again": Outcome.WAITING}


@app.command()
def submit_template(context: typer.Context, name: Name) -> None:
    """Ajukan teksnya ke WhatsApp, supaya sampai juga ke yang terakhir menulis 24 jam lalu."""

    async def verb(services: Services, actor: Actor) -> str:
        standing = await services.broadcasting.verbs.submit_template(actor, name)
        say = _say(services)
        return say(words.SUBMITTED, nama=standing.name, keadaan=stands(standing, say=say))

    told(context, verb)


@app.command()
def pause(context: typer.Context, name: Name) -> None:
    """Jeda siaran yang berjalan, dalam dua detik."""

    async def verb(services: Services, actor: Actor) -> str:
        await services.broadcasting.verbs.planning.pause(actor, name)
        return _say(services)(words.PAUSED, nomor=name)

    told(context, verb)


@app.command()
def resume(context: typer.Context, name: Name) -> None:
    """Lanjutkan siaran yang dijeda."""

    async def verb(services: Services, actor: Actor) -> str:
        await services.broadcasting.verbs.planning.resume(actor, name)
        return _say(services)(words.RESUMED)

    told(context, verb)


@app.command()
def cancel(context: typer.Context, name: Name) -> None:
    """Batalkan siaran untuk seterusnya."""

    async def verb(services: Services, actor: Actor) -> str:
        left = await services.broadcasting.verbs.planning.cancel(actor, name)
        return _say(services)(words.CANCELLED, jumlah=left)

    told(context, verb)


@app.command()
def settle(
    context: typer.Context,
    name: Name,
    outcome: Annotated[str, typer.Argument(help="look-up, sent, not-sent, atau again.")],
    channel: Annotated[str, typer.Option(help="Hanya di sana: telegram atau whatsapp.")] = "",
) -> None:
    """Catat nasib penerima yang tidak-diketahui; `again` mungkin mengirim dua kali ke sebagian.

    Mulai dengan `look-up`: ia bertanya kepada Twilio tentang pesan WhatsApp dan tidak mengirim apa
    pun. Di Telegram tidak ada yang dapat ditanyai: tanyakan kepada beberapa penerima, lalu
    putuskan.
    """
    if outcome not in (_LOOK_UP, *_SETTLED):
        raise typer.BadParameter(f"tulis salah satu dari {', '.join((_LOOK_UP, *_SETTLED))}")

    async def verb(services: Services, actor: Actor) -> str:
        if outcome == _LOOK_UP:
            return await _looked_up(services, actor, name)
        settled = _SETTLED[outcome]
        people = await services.broadcasting.verbs.reporting.settle(
            actor, name, outcome=settled, channel=channel
        )
        return _say(services)(words.SETTLED, jumlah=people, hasil=settled)

    told(context, verb)


async def _looked_up(services: Services, actor: Actor, name: str) -> str:
    """Ask Twilio about those in doubt and return what it said."""
    tracers = services.providers.tracers
    say = _say(services)
    if not tracers:
        return say(words.NOBODY_TO_ASK)
    doubts = await services.broadcasting.settling.look_up(actor, name, tracers=tracers, say=say)
    told = [say(words.FOUND, jumlah=doubts.found)]
    if doubts.absent:
        told.append(say(words.ABSENT, jumlah=doubts.absent, nomor=name))
    if doubts.unheld:
        told.append(say(words.GONE, jumlah=doubts.unheld))
    return "\n".join(told)


def _say(services: Services) -> Say:
    """Return what puts phrases into words."""
    return services.guide.current.phrases.say
