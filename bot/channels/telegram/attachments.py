"""What a message on Telegram brings beside text."""

from telegram import Message

from bot.messages import Media, SentFile


def files(message: Message) -> tuple[SentFile, ...]:
    """Return the file of a message, of a photo the largest size that there is."""
    file = (
        (message.photo[-1] if message.photo else None)
        or message.document
        or message.voice
        or message.audio
        or message.video
        or message.video_note
    )
    return (SentFile(file.file_id, file.file_size or 0),) if file else ()


def media(message: Message) -> Media | None:
    """Return what was sent beside text, None for text alone and for news about the chat."""
    document = message.document
    if message.photo or (document and str(document.mime_type).startswith("image/")):
        return Media.PHOTO
    if message.voice or message.audio or message.video_note:
        return Media.VOICE
    return Media.OTHER if message.effective_attachment else None
