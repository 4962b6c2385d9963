from datetime import UTC, datetime, timedelta

from bot.tips.backends.signatures import WebhookKeys

# The vector that the authors of Standard Webhooks give in their libraries' tests.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NAME = "msg_p5jXN8AQM9LWM0D4loKWxJek"
MOMENT = datetime.fromtimestamp(1614265330, UTC)
BODY = '{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_published_vector_is_signed_as_published() -> None:
    headers = WebhookKeys([SECRET]).headers(NAME, BODY, now=MOMENT + timedelta(milliseconds=400))
    assert headers == {
        "webhook-id": NAME,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNATURE,
    }


def test_the_published_vector_is_believed_for_five_minutes() -> None:
    keys = WebhookKeys(["whsec_" + "C" * 32, SECRET])
    headers = WebhookKeys([SECRET]).headers(NAME, BODY, now=MOMENT)
    late = MOMENT + timedelta(minutes=5)
    assert keys.verify(headers, BODY.encode(), now=late)
    assert not keys.verify(headers, BODY.encode(), now=late + timedelta(seconds=1))
    assert not WebhookKeys([]).verify(headers, BODY.encode(), now=MOMENT)
