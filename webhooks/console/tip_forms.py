"""What the forms on a tip bring."""

from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4_000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=1_000)]


class Noted(BaseModel):
    """A note for colleagues."""

    catatan: Text


class Asked(BaseModel):
    """A question to the sender."""

    pertanyaan: Short


class Given(BaseModel):
    """Whom a tip is given to."""

    petugas: str


class Hidden(BaseModel):
    """From which office a tip is hidden, or no longer."""

    perangkat: str


class Stepped(BaseModel):
    """What a tip came to, and from where that is known."""

    langkah_status: Literal["dibaca", "diterima", "ditindaklanjuti"]
    keterangan: Short


class Closed(BaseModel):
    """How a tip ends, and why."""

    hasil: Literal["selesai", "ditolak"]
    alasan: Short
