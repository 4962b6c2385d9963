"""A package as the plain data that leaves the house; the tip's own id is not in it."""

from bot.tips.tip import Evidence, Package

_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "image/gif": "gif",
    "image/heic": "heic",
    "text/plain": "txt",
    "audio/wav": "wav",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "video/webm": "webm",
}


def report(package: Package, *, key: str) -> dict[str, object]:
    """Return what a reader of *package* gets, in the order it is written."""
    account = package.account
    return {
        "id": key,
        "anonymous": True,
        "day": package.day.isoformat(),
        "target": package.target,
        "account": {
            "story": account.story,
            "who": account.who,
            "when": account.when,
            "day": account.day.isoformat() if account.day else None,
            "where": account.where,
            "district": account.district,
            "village": account.village,
            "office": account.office,
            "known": account.known,
            "witnesses": account.witnesses,
            "links": list(account.links),
        },
        "missing": list(package.completeness),
        "reason": package.reason,
        "evidence": [
            _listed(each, file_name(each, number))
            for number, each in enumerate(package.evidence, start=1)
        ],
    }


def file_name(evidence: Evidence, number: int) -> str:
    """Return the name under which a file leaves: a number and what its content is.

    >>> file_name(Evidence("a", "image/jpeg", 1, "00", True, b""), 2)
    'bukti-2.jpg'
    """
    return f"bukti-{number}.{_ENDINGS.get(evidence.kind, 'bin')}"


def _listed(evidence: Evidence, name: str) -> dict[str, object]:
    """Return one line of the list of evidence."""
    return {
        "name": name,
        "kind": evidence.kind,
        "size": evidence.size,
        "sha256": evidence.sha256,
        "cleaned": evidence.cleaned,
    }
