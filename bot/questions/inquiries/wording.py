"""What an asker reads when staff have answered."""

from bot.messages import Choice, Reply
from bot.questions.guide import Guide
from knowledge.phrasebook import Phrase

LONGEST = 1_000
_SHOWN = 200

ANSWERED = Phrase("inquiries.jawaban", ("tanya", "isi"))
WITH_RULE = Phrase("inquiries.aturan", ("judul",))


def answered(guide: Guide, question: str, text: str, *, entry: str = "") -> Reply:
    """Return the answer *text* to a *question*, with the way to the card of *entry*."""
    asked = question if len(question) <= _SHOWN else f"{question[:_SHOWN].rstrip()}…"
    told = guide.phrases.say(ANSWERED, tanya=" ".join(asked.split()), isi=text)
    found = guide.library.rules.get(entry) or guide.library.infos.get(entry)
    if found is None:
        return Reply(told)
    told = f"{told}\n\n{guide.phrases.say(WITH_RULE, judul=found.title)}"
    return Reply(told, (Choice(f"ask:{entry}", found.title),))
