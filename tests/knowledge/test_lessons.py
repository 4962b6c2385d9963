from dataclasses import replace

from bot.questions.guide import LiveGuide
from knowledge.lessons import exam, lessons
from knowledge.rule import ExampleSet, Intent

ENTRY = "like-unggahan-calon"


def sets(*, held_out: bool) -> tuple[ExampleSet, ...]:
    return (ExampleSet("a", held_out, {ENTRY: ("pesan a",)}, {Intent.TIP: ("pesan b",)}),)


def test_entries_teach_with_examples_and_weakly_with_their_own_words(guide: LiveGuide) -> None:
    real = guide.current.library
    rule = real.rules[ENTRY]
    given = lessons(replace(real, rules={ENTRY: rule}, infos={}, examples=()))
    assert [each.text for each in given if each.trust == 1] == list(rule.examples)
    assert {each.text for each in given if each.trust < 1} == {
        rule.title,
        f"{rule.title}. {rule.answer}",
    }


def test_writers_teach_entries_and_intents(guide: LiveGuide) -> None:
    given = lessons(replace(guide.current.library, examples=sets(held_out=False)))
    found = {(each.text, each.entry, each.intent) for each in given if each.writer == "a"}
    assert found == {("pesan a", ENTRY, Intent.GUIDANCE), ("pesan b", None, Intent.TIP)}


def test_held_out_messages_are_only_for_the_exam(guide: LiveGuide) -> None:
    library = replace(guide.current.library, examples=sets(held_out=True))
    assert not [each for each in lessons(library) if each.writer == "a"]
    assert [each.text for each in exam(library)] == ["pesan a", "pesan b"]


def test_information_is_procedure(guide: LiveGuide) -> None:
    real = guide.current.library
    given = lessons(replace(real, rules={}, examples=()))
    assert {each.intent for each in given} == {Intent.PROCEDURE}
