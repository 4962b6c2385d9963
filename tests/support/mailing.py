"""A mail server on this machine that takes, refuses, or falls silent as told."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

Stream = Any


@dataclass
class MailDouble:
    """What was handed in; *answers* replace the answer to a command by its first word.

    With a *context* it speaks TLS: from the first byte when *at_once*, else after STARTTLS. What
    it *heard* without encryption stands in *overheard* too.
    """

    answers: dict[str, str] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    overheard: list[str] = field(default_factory=list)
    silent_after_mail: bool = False
    context: ssl.SSLContext | None = None
    at_once: bool = False
    port: int = 0

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with suppress(OSError), connection:
                begun = connection
                if self.context and self.at_once:
                    begun = self.context.wrap_socket(connection, server_side=True)
                with begun, begun.makefile("rwb", buffering=0) as stream:
                    self._talk(begun, stream, hello=True)

    def _talk(self, connection: socket.socket, stream: Stream, *, hello: bool) -> None:
        if hello:
            _say(stream, self.answers.get("HELLO", "220 here"))
        encrypted = isinstance(connection, ssl.SSLSocket)
        while line := stream.readline():
            word = line.decode("ascii", "replace").strip()
            self.heard.append(word)
            if not encrypted:
                self.overheard.append(word)
            command = word.split(" ")[0].upper()
            if command == "STARTTLS" and self.context:
                return self._upgrade(self.context, connection, stream)
            if command == "DATA" and "DATA" not in self.answers:
                if not self._take(stream):
                    return None
            elif command == "QUIT":
                return _say(stream, "221 bye")
            else:
                _say(stream, self._answer(command, encrypted=encrypted))
        return None

    def _answer(self, command: str, *, encrypted: bool) -> str:
        if command == "EHLO" and self.context:
            return "250-here\r\n250 AUTH PLAIN" if encrypted else "250-here\r\n250 STARTTLS"
        return self.answers.get(command, "250 yes")

    def _upgrade(self, context: ssl.SSLContext, connection: socket.socket, stream: Stream) -> None:
        _say(stream, "220 go on")
        with context.wrap_socket(connection, server_side=True) as inner:
            self._talk(inner, inner.makefile("rwb", buffering=0), hello=False)

    def _take(self, stream: Stream) -> bool:
        """Take a mail, and tell whether that was answered."""
        _say(stream, "354 go on")
        mail = b""
        while (part := stream.readline()) != b".\r\n":
            mail += part
        self.mails.append(mail)
        if not self.silent_after_mail:
            _say(stream, self.answers.get("END", "250 taken"))
        return not self.silent_after_mail


def _say(stream: Stream, text: str) -> None:
    stream.write(text.encode() + b"\r\n")


@contextmanager
def mail_server() -> Iterator[MailDouble]:
    """Yield a mail server that listens on this machine."""
    double = MailDouble()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        double.port = listener.getsockname()[1]
        thread = threading.Thread(target=double.serve, args=(listener,), daemon=True)
        thread.start()
        yield double
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)
