"""What goes where, sealed for a row of the outbox and opened again."""

import logging

import msgspec
from sqlalchemy.engine import RowMapping

from bot.crypto import ServerKey
from bot.errors import UnsealError
from bot.messages import Address, OutgoingMessage, Reply

log = logging.getLogger(__name__)

_encoder = msgspec.json.Encoder()
_address_decoder = msgspec.json.Decoder(Address)
_body_decoder = msgspec.json.Decoder(tuple[Reply, str])


class Envelope:
    """Seal messages with the server's key."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key

    def sealed(self, message: OutgoingMessage) -> dict[str, str | bytes]:
        """Return the columns that say what goes where."""
        recipient = self._key.pseudonym(message.to)
        seal = self._key.seal
        body = (message.reply, message.replaces)
        return {
            "id": message.id,
            "recipient": recipient,
            "address": seal(_encoder.encode(message.to), purpose="address", context=message.id),
            "body": seal(_encoder.encode(body), purpose="outbox", context=message.id),
        }

    def readable(self, row: RowMapping) -> OutgoingMessage | None:
        """Return the message of *row*, None when this server's key does not open it."""
        try:
            return self._opened(row)
        except (UnsealError, msgspec.DecodeError) as error:
            log.warning("message %s cannot be read: %s", row["id"], type(error).__name__)
            return None

    def _opened(self, row: RowMapping) -> OutgoingMessage:
        """Return the message of *row*."""
        name: str = row["id"]
        address = self._key.open(row["address"], purpose="address", context=name)
        body = self._key.open(row["body"], purpose="outbox", context=name)
        reply, replaces = _body_decoder.decode(body)
        to = _address_decoder.decode(address)
        return OutgoingMessage(name, to, reply, replaces, row["posted_at"])
