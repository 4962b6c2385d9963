"""Fetching from Twilio: our account's files, from where its API leads, and from nowhere else."""

import io

import pytest
import requests
from twilio_double import ACCOUNT, KEEPER, TOKEN, FakeTwilio, filled, media_url
from urllib3.exceptions import ProtocolError

from bot.channels.whatsapp.files import TwilioFiles
from bot.channels.whatsapp.provider import Transport, Twilio
from bot.clock import Clock
from bot.errors import NeverAgain, TryLater

NAME = f"ME{1:032x}"


@pytest.fixture
def fake(clock: Clock) -> FakeTwilio:
    return FakeTwilio(clock.now)


@pytest.fixture
def twilio(fake: FakeTwilio) -> Twilio:
    return Twilio(ACCOUNT, TOKEN, transport=Transport(adapter=fake))


async def fetched(twilio: Twilio, url: str = "") -> bytes:
    chunks = TwilioFiles(twilio).fetch(url or media_url())
    return b"".join([chunk async for chunk in chunks])


async def test_a_file_comes_from_its_keeper_who_learns_no_credentials(
    twilio: Twilio, fake: FakeTwilio
) -> None:
    fake.media[NAME] = bytes(range(256)) * 1000
    assert await fetched(twilio) == fake.media[NAME]
    assert [url for _, url in fake.requests] == [media_url(), f"{KEEPER}{NAME}"]


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://api.twilio.com/2010-04-01/Accounts.json",
        media_url(account="AC" + "b" * 32),
        media_url() + "/../../x",
        "file:///etc/passwd",
        "x",
    ],
)
async def test_another_address_is_not_asked(twilio: Twilio, fake: FakeTwilio, url: str) -> None:
    with pytest.raises(NeverAgain):
        await fetched(twilio, url)
    assert fake.requests == []


async def test_another_host_with_a_path_of_ours_is_never_asked(
    twilio: Twilio, fake: FakeTwilio
) -> None:
    fake.media[NAME] = b"x"
    await fetched(twilio, media_url().replace("api.twilio.com", "evil.test"))
    assert not [url for _, url in fake.requests if "evil" in url]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://mms.twiliocdn.com/x",
        "https://twiliocdn.com.evil.test/",
        "https://evil.test/mms.twiliocdn.com/",
        "https://s3.amazonaws.com/another-bucket/x",
        "https://mms.twiliocdn.com@evil.test/",
        "file:///etc/passwd",
    ],
)
async def test_a_redirection_to_anywhere_else_is_not_followed(
    twilio: Twilio, fake: FakeTwilio, target: str
) -> None:
    fake.answers = [filled(307, location=target, url=media_url())]
    with pytest.raises(NeverAgain):
        await fetched(twilio)
    assert len(fake.requests) == 1


async def test_the_old_keeper_is_known_too(twilio: Twilio, fake: FakeTwilio) -> None:
    old = "https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC/x"
    fake.answers = [filled(302, location=old, url=media_url()), filled(200, b"content")]
    assert await fetched(twilio) == b"content"


async def test_redirections_come_to_an_end(twilio: Twilio, fake: FakeTwilio) -> None:
    fake.answers = [filled(307, location=f"{KEEPER}{n}", url=media_url()) for n in range(9)]
    with pytest.raises(NeverAgain):
        await fetched(twilio)
    assert len(fake.requests) == 4


async def test_a_stand_in_may_keep_its_files_itself(fake: FakeTwilio) -> None:
    root = "https://stand-in.test"
    twilio = Twilio(ACCOUNT, TOKEN, transport=Transport(root, adapter=fake))
    fake.answers = [filled(307, location="/kept", url=f"{root}/x"), filled(200, b"content")]
    assert await fetched(twilio) == b"content"
    assert [url for _, url in fake.requests][1] == f"{root}/kept"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (filled(404), TryLater),
        (filled(429), TryLater),
        (filled(503), TryLater),
        (filled(401), NeverAgain),
        (requests.ConnectTimeout(media_url()), TryLater),
        (requests.ConnectionError(media_url()), TryLater),
    ],
)
async def test_failures_are_sorted_and_name_nothing(
    twilio: Twilio, fake: FakeTwilio, answer: requests.Response | Exception, error: type[Exception]
) -> None:
    fake.answers = [answer]
    with pytest.raises(error) as raised:
        await fetched(twilio)
    assert NAME not in str(raised.value)
    assert raised.value.__cause__ is None


async def test_an_answer_that_breaks_off_comes_again(twilio: Twilio, fake: FakeTwilio) -> None:
    class Broken(io.BytesIO):
        def read(self, *given: object, **more: object) -> bytes:
            raise ProtocolError(media_url())

    answer = filled(200)
    answer.raw = Broken()
    fake.answers = [answer]
    with pytest.raises(TryLater) as raised:
        await fetched(twilio)
    assert NAME not in str(raised.value)
