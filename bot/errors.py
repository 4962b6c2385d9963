"""What can go wrong; the text of each error says what to do."""


class JagaNetralError(Exception):
    """Stand for every error that JagaNetral raises on purpose."""


class SettingsError(JagaNetralError):
    """Report environment variables that cannot be used."""


class KeyFileError(JagaNetralError):
    """Report a server key that is missing, damaged or readable by others."""


class WrongPassphrase(KeyFileError):
    """Report a passphrase that does not open the desk's key."""


class UnsealError(JagaNetralError):
    """Report sealed bytes that this server's key does not open."""


class KeyNotHere(UnsealError):
    """Report what was sealed to a desk key that is not unlocked; *name* says which."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This was sealed to the desk key {name}: unlock with its key file")
        self.name = name


class DatabaseNotReadyError(JagaNetralError):
    """Report a database that cannot be reached or is of another version."""


class UnreadableMessage(JagaNetralError):
    """Report input of a channel that is not a message."""


class TryLater(JagaNetralError):
    """Report a delivery that may succeed on another attempt, after *seconds* if known."""

    def __init__(self, reason: str, *, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class TierReached(TryLater):
    """Report that a provider lets nobody else be written to first for now."""


class AnswerLost(TryLater):
    """Report a delivery that may have succeeded although no answer said so."""


class NeverAgain(JagaNetralError):
    """Report a delivery that no repetition will bring about."""


class Unreachable(NeverAgain):
    """Report somebody whom nothing reaches any more, in one word that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The person cannot be reached: {reason}")
        self.reason = reason


class Unknown(JagaNetralError):
    """Report a delivery of which nobody can tell whether it arrived, and that must not repeat."""


class TooLarge(NeverAgain):
    """Report a file that is larger than what is taken."""


class JobFailed(JagaNetralError):
    """Report by name a job that failed; the engine stores this, so it says no more."""


class ListRefused(JagaNetralError):
    """Report a list of people that cannot be read."""


class Refused(JagaNetralError):
    """Report what the rules forbid, in a sentence for the reader; *reason* names the rule."""

    def __init__(self, sentence: str, *, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class DeskClosed(JagaNetralError):
    """Report that no tip can be taken: there is no desk key to seal it to."""


class WrongMove(JagaNetralError):
    """Report a tip that was asked to go where its status does not lead."""


class Overtaken(JagaNetralError):
    """Report a tip that changed after whoever acts had looked at it; nothing was done."""


class TargetUnknown(JagaNetralError):
    """Report an authority that cannot be forwarded to, in a sentence that lists the others."""


class TipUnknown(JagaNetralError):
    """Report a number that no tip, or more than one, begins with."""
