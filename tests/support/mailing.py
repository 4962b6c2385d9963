"""A mail server on this machine that takes, refuses, or falls silent as told."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class MailDouble:
    """What was handed in; *answers* replace the answer to a command by its first word."""

    answers: dict[str, str] = field(default_factory=dict)
    mails: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    silent_after_mail: bool = False
    port: int = 0

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with suppress(OSError), connection, connection.makefile("rwb", buffering=0) as stream:
                self._talk(stream)

    def _talk(self, stream: object) -> None:
        def say(text: str) -> None:
            stream.write(text.encode() + b"\r\n")

        say(self.answers.get("HELLO", "220 here"))
        while line := stream.readline():
            word = line.decode("ascii", "replace").strip()
            self.heard.append(word)
            command = word.split(" ")[0].upper()
            if command == "DATA" and "DATA" not in self.answers:
                say("354 go on")
                mail = b""
                while (part := stream.readline()) != b".\r\n":
                    mail += part
                self.mails.append(mail)
                if self.silent_after_mail:
                    return
                say(self.answers.get("END", "250 taken"))
            elif command == "QUIT":
                say("221 bye")
                return
            else:
                say(self.answers.get(command, "250 yes"))


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
