from dataclasses import replace

import numpy as np

from bot.questions.guide import LiveGuide
from knowledge.training import course_of, trained

FEW = ("like-unggahan-calon", "golput-asn", "memilih-di-tps")


def test_without_held_out_messages_folds_calibrate(guide: LiveGuide) -> None:
    real = guide.current.library
    learning = tuple(each for each in real.examples if not each.held_out)
    rules = {each: real.rules[each] for each in FEW}
    learned = trained(replace(real, rules=rules, infos={}, examples=learning))
    assert learned.confidence.sharpness > 1
    assert np.isfinite(learned.confidence.weights).all()


def test_what_an_entry_speaks_of_is_what_its_lessons_name(guide: LiveGuide) -> None:
    real = guide.current.library
    small = replace(real, rules={each: real.rules[each] for each in FEW}, infos={}, examples=())
    spoken = course_of(small).spoken()
    assert "GOLPUT" in spoken["golput-asn"]
    assert "LIKE" not in spoken["golput-asn"]
