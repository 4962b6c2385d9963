"""What is sent beside text: a photo to be judged, or something the bot cannot read."""

from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Choice, Reply
from knowledge.phrasebook import Phrase

CHECKLIST = Phrase("media.foto")
UNREADABLE = Phrase("media.tidak-terbaca")
TO_CANDIDATE = Phrase("media.pilihan.calon")
TO_UNPOSTED = Phrase("media.pilihan.tidak-diunggah")
TO_POSE = Phrase("media.pilihan.pose")
TO_ATTRIBUTES = Phrase("media.pilihan.atribut")
TO_UNAWARE = Phrase("media.pilihan.tanpa-sadar")

_QUESTIONS = {
    "foto-bersama-calon-lalu-unggah": TO_CANDIDATE,
    "foto-bersama-calon-tanpa-unggah": TO_UNPOSTED,
    "pose-jari-dengan-calon": TO_POSE,
    "kaos-atribut-partai": TO_ATTRIBUTES,
    "difoto-tanpa-sadar": TO_UNAWARE,
}


def photo(step: Step) -> Turn:
    """Say what makes a photo a breach, and offer the rules; nobody looks at the photo."""
    choices = tuple(Choice(f"ask:{rule}", step.say(text)) for rule, text in _QUESTIONS.items())
    return step.turn(Reply(step.say(CHECKLIST), choices))


def unreadable(step: Step) -> Turn:
    """Say kindly that only text can be read."""
    return step.turn(Reply(step.say(UNREADABLE)))
