"""What the erasing of old data is called for staff."""

from knowledge.phrasebook import Phrase

KINDS = {
    name: Phrase(f"retention.jenis.{name.replace(' ', '-')}")
    for name in (
        "message claims",
        "undelivered replies",
        "counts against floods",
        "deliveries",
        "erasure requests",
        "files of drafts",
        "drafts of tips",
        "conversations",
        "windows of subscribers",
        "subscribers who left",
        "ledgers of reminders",
        "sessions of staff",
        "guesses",
        "notices to staff",
        "codes of staff",
        "unanswered questions",
        "askers to be told",
        "counts of days",
        "register entries",
        "audit rows",
        "tips",
    )
}
LINE = Phrase("retention.baris", ("jumlah", "jenis"))
ERASING = Phrase("retention.menghapus")
ERASED = Phrase("retention.selesai", ("jumlah",))
