"""What staff can do with a broadcast where there is a WhatsApp sender."""

from datetime import UTC, datetime

import pytest
from actors import FakeActor
from twilio_double import FakeTwilio

from bot.broadcasts.broadcast import Broadcast
from bot.broadcasts.verbs import Broadcasts
from bot.contacts.contact import Audience, Category
from bot.errors import Refused
from bot.wiring import Services

MORNING = datetime(2026, 11, 26, 1, tzinfo=UTC)  # 08:00 in Depok
EVERYBODY = Audience(Category.REMINDERS)


async def drafted(services: Services, text: str) -> Broadcast:
    verbs = services.broadcasting.verbs
    made = verbs.drafting().free("TPS pindah", text, audience=EVERYBODY, starts_at=MORNING)
    return await verbs.planning.draft(FakeActor(services.database, "rina"), made)


async def ways(verbs: Broadcasts, whole: Broadcast) -> dict[str, str]:
    return dict(await verbs.previews(whole))


async def test_a_text_of_ones_own_can_be_approved_too_and_is_shown_as_it_was_submitted(
    on_whatsapp: Services, twilio: FakeTwilio
) -> None:
    verbs = on_whatsapp.broadcasting.verbs
    actor = FakeActor(on_whatsapp.database, "rina")
    whole = await drafted(on_whatsapp, "TPS 4 pindah ke balai warga.")
    assert whole.content.template
    name = whole.content.template.name
    assert f"whatsapp, selain itu, templat {name} (belum diajukan)" in await ways(verbs, whole)
    standing = await verbs.submit_template(actor, whole.id)
    assert (standing.name, standing.state) == (name, "received")
    await verbs.submit_template(actor, whole.id)
    (content,) = twilio.contents.values()
    assert content["types"]["twilio/text"]["body"] == whole.content.text
    twilio.decide(name, "approved", category="MARKETING")
    await on_whatsapp.jobs["templates"].run()
    shown = await ways(verbs, whole)
    assert (
        shown[f"whatsapp, selain itu, templat {name} (disetujui, marketing)"] == whole.content.text
    )


async def test_a_draft_from_before_the_approval_needs_no_edit_after_it(
    on_whatsapp: Services, twilio: FakeTwilio
) -> None:
    verbs = on_whatsapp.broadcasting.verbs
    whole = await drafted(on_whatsapp, "TPS 4 pindah ke balai warga.")
    assert not (await verbs.means()).may_begin(whole)
    actor = FakeActor(on_whatsapp.database, "rina")
    standing = await verbs.submit_template(actor, whole.id)
    twilio.decide(standing.name, "approved")
    await on_whatsapp.jobs["templates"].run()
    assert (await verbs.means()).may_begin(await verbs.planning.find(whole.id))


async def test_a_text_that_no_template_holds_is_not_submitted(
    on_whatsapp: Services, twilio: FakeTwilio
) -> None:
    verbs = on_whatsapp.broadcasting.verbs
    actor = FakeActor(on_whatsapp.database, "rina")
    whole = await drafted(on_whatsapp, "panjang " * 130)
    with pytest.raises(Refused, match="paling panjang 1024"):
        await verbs.submit_template(actor, whole.id)
    assert (actor.trail[-1][2], twilio.requests) == ("templat-panjang", [])
    assert (await ways(verbs, whole))["whatsapp, selain itu"] == "-"


async def test_without_whatsapp_there_is_nobody_to_ask(services: Services) -> None:
    whole = await drafted(services, "TPS 4 pindah.")
    actor = FakeActor(services.database, "rina")
    with pytest.raises(Refused, match="WhatsApp belum dipasang"):
        await services.broadcasting.verbs.submit_template(actor, whole.id)
