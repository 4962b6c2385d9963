import pytest
import requests
from requests.adapters import BaseAdapter

from bot.channels.whatsapp.codes import advice
from bot.channels.whatsapp.provider import Transport


class Recorder(BaseAdapter):
    """Note where requests go."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    def send(self, request: requests.PreparedRequest, **options: object) -> requests.Response:
        self.urls.append(str(request.url))
        response = requests.Response()
        response.status_code = 200
        response._content = b"{}"
        return response

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    ("root", "url", "target"),
    [
        ("", "https://api.twilio.com/x.json?a=b", "https://api.twilio.com/x.json?a=b"),
        (
            "http://127.0.0.1:8084",
            "https://api.twilio.com/x.json?a=b",
            "http://127.0.0.1:8084/x.json?a=b",
        ),
        ("http://h/base", "https://content.twilio.com/v1/Content", "http://h/base/v1/Content"),
    ],
)
def test_another_root_takes_the_place_of_twilios_own(root: str, url: str, target: str) -> None:
    recorder = Recorder()
    answer = Transport(root, adapter=recorder).request("GET", url)
    assert (recorder.urls, answer.status_code) == ([target], 200)


def test_a_code_without_advice_leads_to_twilios_page() -> None:
    assert advice(12345).endswith("/docs/api/errors/12345")
    assert "sandbox" in advice(63015)
