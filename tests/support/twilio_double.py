"""Twilio without a network: as strict as its documentation, and as unreliable as a test wants."""

import base64
import hashlib
import hmac
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import requests
from pydantic import SecretStr
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

ACCOUNT = "AC" + "a" * 32
TOKEN = "auth-token-of-the-test"
SENDER = "whatsapp:+14155238886"
BASE = "https://jaga.example.id"
MESSAGES = "/webhooks/twilio/whatsapp"
KEEPER = "https://mms.twiliocdn.com/secret/"
REPORTS = "/webhooks/twilio/status"
WHATSAPP = {
    "twilio_account_sid": ACCOUNT,
    "twilio_auth_token": SecretStr(TOKEN),
    "twilio_whatsapp_from": SENDER,
    "public_base_url": BASE,
}
_LIMITS = {"quick-reply": {"title": 20}, "list-picker": {"item": 24, "description": 72, "id": 200}}


@dataclass
class Sent:
    """One message as the person's phone shows it; *choices* are ids by label."""

    sid: str
    to: str
    text: str
    choices: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    made_at: datetime | None = None
    code: int | None = None
    status: str = "queued"


class Refusal(Exception):
    def __init__(self, status: int, code: int) -> None:
        self.status, self.code = status, code


class FakeTwilio(BaseAdapter):
    """Answer the SDK's requests; each of *faults* strikes one attempt to send.

    A number is an error code (0: none), "500" or "429" a status, "reset" a lost request, "lost" a
    lost answer, "garbage" an answer that is no JSON.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.now = now
        self.sent: list[Sent] = []
        self.gone: list[str] = []
        self.emptied: list[str] = []
        self.contents: dict[str, dict[str, Any]] = {}
        self.approvals: dict[str, dict[str, Any]] = {}
        self.refusing: set[str] = set()
        self.faults: list[str | int] = []
        self.requests: list[tuple[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.account = {"status": "active", "type": "Full"}
        self.senders: list[dict[str, Any]] = []
        self.known: set[str] = set()
        self.unfinished: set[str] = set()
        self.media: dict[str, bytes] = {}
        self.answers: list[requests.Response | Exception] = []

    def send(self, request: requests.PreparedRequest, **options: object) -> requests.Response:
        assert options["timeout"]
        if options.get("stream"):
            answer = self._media(request)
            answer.request = request
            return answer
        credentials = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        assert request.headers["Authorization"] == f"Basic {credentials}"
        url = urlsplit(request.url)
        self.requests.append((request.method, request.url))
        try:
            status, body = self._route(
                request, url.path, {k: v[0] for k, v in parse_qs(url.query).items()}
            )
        except Refusal as error:
            message = "The number whatsapp:+62811 is wrong"
            status, body = (
                error.status,
                {"code": error.code, "message": message, "status": error.status},
            )
        return answered(request, status, body)

    def _media(self, request: requests.PreparedRequest) -> requests.Response:
        """Redirect who may have a file to where it is, and give it there without credentials."""
        self.requests.append((request.method, request.url))
        assert request.headers["Accept-Encoding"] == "identity"
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        if request.url.startswith(KEEPER):
            assert "Authorization" not in request.headers
            return filled(200, self.media[request.url.removeprefix(KEEPER)])
        credentials = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        assert request.headers["Authorization"] == f"Basic {credentials}"
        name = request.url.rpartition("/")[2]
        if name not in self.media:
            return filled(404)
        return filled(307, location=f"{KEEPER}{name}", url=request.url)

    def close(self) -> None:
        """Nothing is open."""

    def decide(self, name: str, status: str, *, category: str = "UTILITY", why: str = "") -> str:
        """Have Meta decide on what was submitted under *name*; return its SID."""
        for sid, approval in self.approvals.items():
            if approval["name"] == name:
                approval |= {"status": status, "category": category, "rejection_reason": why}
                return sid
        raise AssertionError(f"{name} was never submitted")

    def _route(
        self, request: requests.PreparedRequest, path: str, query: dict[str, str]
    ) -> tuple[int, Any]:
        messages = f"/2010-04-01/Accounts/{ACCOUNT}/Messages"
        routes: dict[tuple[str, str], Callable[[], tuple[int, Any]]] = {
            ("POST", f"{messages}.json"): lambda: self._create(dict(parse_qsl(request.body))),
            ("GET", f"{messages}.json"): lambda: self._listed(query),
            ("GET", "/v1/Content"): lambda: (200, page("contents", list(self.contents.values()))),
            ("GET", "/v1/ContentAndApprovals"): self._approved,
            ("POST", "/v1/Content"): lambda: self._define(json.loads(request.body)),
            ("GET", f"/2010-04-01/Accounts/{ACCOUNT}.json"): self._state,
            ("GET", "/v2/Channels/Senders"): lambda: (200, page("senders", self.senders)),
        }
        if (request.method, path) in routes:
            return routes[request.method, path]()
        if found := re.fullmatch(r"/v1/Content/(\w+)/ApprovalRequests/whatsapp", path):
            assert request.method == "POST"
            return self._submit(found[1], json.loads(request.body))
        if found := re.fullmatch(rf"{messages}/(\w+)\.json", path):
            return self._erase(request, found[1])
        raise Refusal(404, 20404)

    def _state(self) -> tuple[int, Any]:
        return 501 if self.account["status"] == "unimplemented" else 200, self.account

    def _create(self, form: dict[str, str]) -> tuple[int, Any]:
        self.forms.append(form)
        fault = self.faults.pop(0) if self.faults else None
        if fault == "reset":
            raise requests.ConnectionError("reset")
        if isinstance(fault, str) and fault.isdecimal():
            raise Refusal(int(fault), 20000 + int(fault))
        if isinstance(fault, int) and fault:
            raise Refusal(400, fault)
        assert form["From"] == SENDER
        assert form["StatusCallback"].partition("?")[0] == f"{BASE}{REPORTS}"
        assert re.fullmatch(r"whatsapp:\+?[\w.]+", form["To"])
        sid = f"SM{len(self.sent) + len(self.gone):032x}"
        sent = (
            self._filled(sid, form) if "ContentSid" in form else Sent(sid, form["To"], form["Body"])
        )
        assert 0 < len(sent.text) <= 1600
        sent.made_at = self.now()
        self.sent.append(sent)
        if fault == "lost":
            raise requests.ReadTimeout("lost")
        return (201, "<html>") if fault == "garbage" else (201, {"sid": sid, "status": "queued"})

    def _filled(self, sid: str, form: dict[str, str]) -> Sent:
        """Return a menu with its variables filled in, refused where Twilio would refuse it."""
        if "Body" in form or form["ContentSid"] not in self.contents:
            raise Refusal(404, 20404)
        content = self.contents[form["ContentSid"]]
        values = json.loads(form.get("ContentVariables", "{}"))
        ((name, shown),) = content["types"].items()
        if name == "twilio/text":
            assert self.approvals[form["ContentSid"]]["status"] == "approved"
            assert values.keys() == content.get("variables", {}).keys()
            body = re.sub(r"\{\{(\d+)\}\}", lambda found: values[found[1]], shown["body"])
            return Sent(sid, form["To"], body, kind="template")
        if values.keys() != content["variables"].keys() or not all(values.values()):
            raise Refusal(400, 21656)
        if re.search(r"[\n\t]|'", "".join(values.values())):
            raise Refusal(400, 21656)

        def fill(text: str) -> str:
            return re.sub(r"\{\{(\d+)\}\}", lambda found: values[found[1]], text)

        kind = name.removeprefix("twilio/")
        rows = [
            {key: fill(text) for key, text in row.items()}
            for row in shown.get("actions") or shown["items"]
        ]
        for row in rows:
            assert all(len(row[key]) <= most for key, most in _LIMITS[kind].items()), row
        body = fill(shown["body"])
        assert len(body) <= 1024
        label = "title" if kind == "quick-reply" else "item"
        ids = [row["id"] for row in rows]
        assert len(set(ids)) == len(ids)
        return Sent(sid, form["To"], body, {row[label]: row["id"] for row in rows}, kind)

    def _listed(self, query: dict[str, str]) -> tuple[int, Any]:
        rows = [
            {
                "sid": each.sid,
                "body": each.text,
                "error_code": each.code,
                "status": each.status,
                "date_created": format_datetime(each.made_at),
            }
            for each in reversed(self.sent)
            if query.get("To", each.to) == each.to
        ]
        return 200, page("messages", rows)

    def _define(self, body: dict[str, Any]) -> tuple[int, Any]:
        assert body.keys() <= {"friendly_name", "language", "variables", "types"}
        assert body["language"] == "id"
        ((name, shown),) = body["types"].items()
        assert name in {"twilio/quick-reply", "twilio/list-picker", "twilio/text"}
        variables = body.get("variables", {})
        assert set(re.findall(r"\{\{(\d+)\}\}", json.dumps(shown))) == variables.keys()
        assert all(variables.values())
        if name == "twilio/text":
            assert not re.search(r"^\{\{|\}\}$|\}\}\s*\{\{", shown["body"])
            assert 0 < len(shown["body"]) <= 1024
        assert len(shown.get("button", "")) <= 20
        sid = f"HX{len(self.contents):032x}"
        self.contents[sid] = {"sid": sid, **body}
        return 201, self.contents[sid]

    def _submit(self, sid: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Take a request for approval, as the API's schema ContentApprovalRequest has it."""
        assert body.keys() == {"name", "category"}
        assert re.fullmatch(r"[a-z0-9_]{1,512}", body["name"])
        assert body["category"] in {"UTILITY", "MARKETING", "AUTHENTICATION"}
        if sid not in self.contents:
            raise Refusal(404, 20404)
        if body["name"] in self.refusing or sid in self.approvals:
            raise Refusal(400, 20001)
        self.approvals[sid] = {
            **body,
            "content_type": next(iter(self.contents[sid]["types"])),
            "status": "received",
            "rejection_reason": "",
            "allow_category_change": True,
        }
        return 201, self.approvals[sid]

    def _approved(self) -> tuple[int, Any]:
        never = {"name": "", "category": "", "status": "unsubmitted", "rejection_reason": ""}
        rows = [
            {**each, "approval_requests": self.approvals.get(sid, never)}
            for sid, each in self.contents.items()
        ]
        return 200, page("contents", rows)

    def _erase(self, request: requests.PreparedRequest, sid: str) -> tuple[int, Any]:
        mine = [each for each in self.sent if each.sid == sid]
        if not mine and sid not in self.known:
            raise Refusal(404, 20404)
        if sid in self.unfinished:
            raise Refusal(409, 20009)
        if request.method == "DELETE":
            assert sid in self.emptied
            self.sent = [each for each in self.sent if each.sid != sid]
            self.known.discard(sid)
            self.gone.append(sid)
            return 204, None
        assert request.body == "Body="
        self.emptied.append(sid)
        return 200, {"sid": sid}


def filled(
    status: int, body: bytes = b"", *, location: str = "", url: str = ""
) -> requests.Response:
    """Return an answer whose body is still to be read."""
    response = requests.Response()
    response.status_code = status
    response.raw = HTTPResponse(io.BytesIO(body), preload_content=False)
    response.url = url
    if location:
        response.headers["location"] = location
    return response


def media_url(number: int = 1, *, account: str = ACCOUNT) -> str:
    """Return the address of a file as a message of Twilio brings it."""
    message = f"/2010-04-01/Accounts/{account}/Messages/MM{number:032x}"
    return f"https://api.twilio.com{message}/Media/ME{number:032x}"


def answered(request: requests.PreparedRequest, status: int, body: object) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    response._content = text.encode()
    response.headers["Retry-After"] = "7"
    response.request, response.url = request, request.url
    return response


def page(key: str, rows: list[Any]) -> dict[str, Any]:
    meta = {"key": key, "page": 0, "page_size": 50, "url": "", "first_page_url": ""}
    return {key: rows, "meta": meta, "page": 0, "page_size": 50, "uri": "", "next_page_uri": None}


def signature(url: str, form: dict[str, str], *, secret: str = TOKEN, kind: str = "sha1") -> str:
    """Sign as Twilio's documentation says, not as its SDK does."""
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.new(secret.encode(), signed.encode(), kind).digest()).decode()


def incoming(number: int, sender: str = "whatsapp:+6281200000001", **fields: str) -> dict[str, str]:
    """Return the form of a message as Twilio sends it, with all that we must not keep."""
    return {
        "MessageSid": "SM" + hashlib.md5(f"{sender}{number}".encode()).hexdigest(),
        "AccountSid": ACCOUNT,
        "From": sender,
        "To": SENDER,
        "Body": "",
        "NumMedia": "0",
        "ProfileName": "Ani Rahasia",
        "WaId": sender.removeprefix("whatsapp:+"),
        "MessageType": "text",
        **fields,
    }
