"""Broadcasts as staff read them in their chat."""

from collections.abc import Iterable, Iterator
from itertools import islice

from bot.broadcasts.broadcast import Broadcast, Outcome, State
from bot.broadcasts.forecast import Forecast
from bot.broadcasts.reporting import Progress
from bot.broadcasts.verbs import Broadcasts
from bot.broadcasts.words import Say
from bot.messages import Choice, Reply
from bot.staff.account import Act
from bot.staff.actor import Actor
from knowledge.phrasebook import Phrase

NONE = Phrase("steering.kosong")
LISTED = Phrase("steering.daftar", ("isi",))
LINE = Phrase("steering.baris", ("judul", "nomor", "keadaan", "jam"))
MORE = Phrase("steering.selebihnya", ("jumlah",))
ONE = Phrase("steering.satu", ("judul", "nomor", "keadaan", "mulai", "selesai", "penerima"))
PROGRESS = Phrase("steering.kemajuan", ("jumlah", "orang", "sisa"))
FAILURE = Phrase("steering.gagal", ("alasan", "jumlah"))
DOUBT = Phrase("steering.ragu", ("jumlah",))
OWN = Phrase("steering.susunan-sendiri")
AUDIENCE = Phrase(
    "steering.penerima", ("kategori", "kelompok", "kecamatan", "perangkat", "saluran")
)
EVERYBODY = Phrase("steering.semua")
REACHED = Phrase("steering.jangkauan", ("orang", "tidak", "biaya"))
WARNING = Phrase("steering.peringatan", ("isi",))
BUTTONS = Phrase("steering.tombol", ("isi",))
TEMPLATE = Phrase("steering.templat", ("isi",))
NO_TEMPLATE = Phrase("steering.tanpa-templat")
URGENT = Phrase("steering.mendesak", ("alasan",))
FINGERPRINT = Phrase("steering.sidik-jari", ("isi",))
ASK_CODE = Phrase("steering.minta-kode")
PICTURED = Phrase("steering.bergambar", ("judul",))
TO_ASK = Phrase("steering.pilihan.setujui")
TO_PAUSE = Phrase("steering.pilihan.jeda")
TO_RESUME = Phrase("steering.pilihan.lanjut")
TO_HALT = Phrase("steering.pilihan.hentikan")
TO_LIST = Phrase("steering.pilihan.daftar")
TO_KEEP = Phrase("steering.pilihan.tidak")

SHOWN = (State.RUNNING, State.PAUSED, State.SUBMITTED, State.APPROVED)

_MOST = 8
_STOPPABLE = frozenset(SHOWN)


def overview(found: list[Broadcast], verbs: Broadcasts, *, say: Say) -> Reply:
    """Return the broadcasts that run or wait, and a choice to see each."""
    if not found:
        return Reply(say(NONE))
    lines = [
        say(
            LINE,
            judul=each.title,
            nomor=each.id,
            keadaan=each.state,
            jam=verbs.shown(each.starts_at),
        )
        for each in islice(found, _MOST)
    ]
    if len(found) > _MOST:
        lines.append(say(MORE, jumlah=len(found) - _MOST))
    choices = tuple(Choice(f"steer:show:{each.id}", each.title) for each in islice(found, _MOST))
    return Reply(say(LISTED, isi="\n".join(lines)), choices)


def detail(
    broadcast: Broadcast, progress: Progress, *, verbs: Broadcasts, actor: Actor, say: Say
) -> Reply:
    """Return how far *broadcast* has come, and what *actor* may do about it."""
    lines = [_headed(broadcast, verbs, say)]
    if progress.people:
        done = progress.people - progress.left
        lines.append(say(PROGRESS, jumlah=done, orang=progress.people, sisa=progress.left))
    lines += [
        say(FAILURE, alasan=reason, jumlah=people) for reason, people in progress.failures.items()
    ]
    if doubt := progress.of(Outcome.UNKNOWN):
        lines.append(say(DOUBT, jumlah=doubt))
    if broadcast.state is State.SUBMITTED and broadcast.author == actor.account.id:
        lines.append(say(OWN))
    return Reply("\n".join(lines), tuple(_ways(broadcast, actor, say)))


async def to_approve(
    broadcast: Broadcast, seen: Forecast, *, verbs: Broadcasts, say: Say
) -> tuple[Reply, ...]:
    """Return exactly what would be approved: the text, as it will look, and all around it."""
    warned = await verbs.warnings(broadcast, seen)
    content = broadcast.content
    lines = [_headed(broadcast, verbs, say)]
    buttons = ", ".join(each.label for each in content.choices)
    lines += [say(BUTTONS, isi=buttons)] if buttons else []
    template = content.template
    lines.append(say(TEMPLATE, isi=template.filled) if template else say(NO_TEMPLATE))
    lines += [say(URGENT, alasan=content.urgent)] if content.urgent else []
    cost = f"{seen.cost:,.0f}".replace(",", ".")
    lines.append(say(REACHED, orang=seen.people, tidak=seen.unreachable, biaya=cost))
    lines += [say(WARNING, isi=each) for each in warned]
    lines += [say(FINGERPRINT, isi=broadcast.fingerprint), say(ASK_CODE)]
    keep = Choice("steer:keep", say(TO_KEEP))
    return Reply(content.text), Reply("\n\n".join(lines), (keep,))


def _headed(broadcast: Broadcast, verbs: Broadcasts, say: Say) -> str:
    """Return title, state, time and audience."""
    return say(
        ONE,
        judul=broadcast.title,
        nomor=broadcast.id,
        keadaan=broadcast.state,
        mulai=verbs.shown(broadcast.starts_at),
        selesai=verbs.shown(broadcast.ends_at),
        penerima=_audience(broadcast, say),
    )


def _audience(broadcast: Broadcast, say: Say) -> str:
    """Return whom *broadcast* is for."""
    wanted = broadcast.audience

    def told(names: Iterable[str]) -> str:
        return ", ".join(sorted(names)) or say(EVERYBODY)

    return say(
        AUDIENCE,
        kategori=wanted.category,
        kelompok=told(wanted.groups),
        kecamatan=told(wanted.districts),
        perangkat=told(wanted.offices),
        saluran=told(wanted.channels),
    )


def _ways(broadcast: Broadcast, actor: Actor, say: Say) -> Iterator[Choice]:
    """Yield what *actor* may do about *broadcast* now."""
    state, name = broadcast.state, broadcast.id
    others = broadcast.author != actor.account.id
    if state is State.SUBMITTED and others and actor.may(Act.APPROVE_BROADCASTS):
        yield Choice(f"steer:ask:{name}", say(TO_ASK))
    if actor.may(Act.PAUSE_BROADCASTS):
        if state is State.RUNNING:
            yield Choice(f"steer:pause:{name}", say(TO_PAUSE))
        if state is State.PAUSED:
            yield Choice(f"steer:resume:{name}", say(TO_RESUME))
        if state in _STOPPABLE:
            yield Choice(f"steer:halt:{name}", say(TO_HALT))
    yield Choice("steer:list", say(TO_LIST))
