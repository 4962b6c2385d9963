"""Greeting, help and the way through the topics."""

from bot.conversation.paging import page, page_number
from bot.conversation.state import Turn
from bot.conversation.step import Step
from bot.messages import Choice, Reply
from knowledge.phrasebook import Phrase

GREETING = Phrase("menu.sapaan", ("nama",))
AGAIN = Phrase("menu.sapaan-lagi")
THANKED = Phrase("menu.terima-kasih.balasan")
THANKS = Phrase("menu.terima-kasih.kata")
HELP = Phrase("menu.bantuan")
HELP_FOR_STAFF = Phrase("menu.bantuan-petugas")
TOPICS = Phrase("menu.topik")
TOPIC = Phrase("menu.isi-topik", ("topik",))
NO_TOPIC = Phrase("menu.topik-tidak-ada")
UNKNOWN_COMMAND = Phrase("menu.perintah-asing", ("perintah",))
NO_SUCH_NUMBER = Phrase("menu.nomor-asing")
TO_TOPICS = Phrase("menu.pilihan.topik")
TO_ROLE = Phrase("menu.pilihan.saya")
TO_PLEDGE = Phrase("menu.pilihan.ikrar")
TO_TELL = Phrase("menu.pilihan.lapor")
TO_STAFF = Phrase("menu.pilihan.petugas")
TO_PRIVACY = Phrase("menu.pilihan.privasi")
TO_REMINDERS = Phrase("menu.pilihan.langganan")
TO_HELP = Phrase("menu.pilihan.bantuan")
MORE = Phrase("menu.pilihan.lainnya")
BACK = Phrase("menu.pilihan.kembali")


def start(step: Step) -> Turn:
    """Greet, and say what this bot is and is not."""
    text = step.say(GREETING, nama=step.guide.library.regions.name)
    return step.turn(Reply(text, _ways(step)), greeted=True)


def greet(step: Step) -> Turn:
    """Answer small talk: a greeting, a thank-you, "are you a bot?"."""
    words = set(step.text.lower().replace(",", " ").replace(".", " ").split())
    if words & set(step.say(THANKS).split()):
        return step.turn(Reply(step.say(THANKED)))
    if not step.conversation.greeted:
        return start(step)
    return step.turn(Reply(step.say(AGAIN), _ways(step)))


def show(step: Step) -> Turn:
    """Show the menu."""
    return step.turn(Reply(step.say(AGAIN), _ways(step)), greeted=True)


def explain(step: Step) -> Turn:
    """Explain how to ask and what each command does; to staff also what is theirs."""
    texts = [*([step.say(HELP_FOR_STAFF)] if step.linked else []), step.say(HELP)]
    return step.turn(Reply("\n\n".join(texts), _ways(step)))


def topics(step: Step) -> Turn:
    """Offer the topics, a page at a time."""
    names = step.guide.library.topics
    choices = [Choice(f"topic:{topic}", name) for topic, name in names.items()]
    more = step.choice("topics:", MORE)
    offered = page(choices, page_number(step.argument), more=more)
    return step.turn(Reply(step.say(TOPICS), offered, in_place=True))


def topic(step: Step) -> Turn:
    """Offer the rules of one topic, a page at a time."""
    name, _, number = step.argument.partition(":")
    library = step.guide.library
    if name not in library.topics:
        return step.turn(Reply(step.say(NO_TOPIC), (step.choice("topics:", TO_TOPICS),)))
    rules = [Choice(f"ask:{rule.id}", rule.title) for rule in library.rules_of(name)]
    offered = page(rules, page_number(number), more=step.choice(f"topic:{name}:", MORE))
    text = step.say(TOPIC, topik=library.topics[name])
    choices = (*offered, step.choice("topics:", BACK))
    return step.turn(Reply(text, choices, in_place=True))


def unknown_command(step: Step) -> Turn:
    """Say that a command is not known and what is."""
    text = step.say(UNKNOWN_COMMAND, perintah=step.argument[:20])
    return step.turn(Reply(text, _ways(step)))


def no_such_number(step: Step) -> Turn:
    """Say that a typed number stands for nothing now."""
    return step.turn(Reply(step.say(NO_SUCH_NUMBER), _ways(step)))


def _ways(step: Step) -> tuple[Choice, ...]:
    """Return where one can go from the menu."""
    tell = (step.choice("tip:start", TO_TELL),) if step.hand else ()
    return (
        step.choice("topics:", TO_TOPICS),
        *tell,
        step.choice("me:", TO_ROLE),
        step.choice("pledge:", TO_PLEDGE),
        step.choice("staff:", TO_STAFF),
        step.choice("subscribe:", TO_REMINDERS),
        step.choice("privacy:", TO_PRIVACY),
        step.choice("help:", TO_HELP),
    )
