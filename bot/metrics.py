"""Figures for whoever runs the server; none tells one person from another."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0)


class Metrics:
    """Count what happens in one program."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._messages = Counter(
            "jaganetral_messages",
            "Messages taken, by channel and what became of them",
            ["channel", "outcome"],
            registry=self._registry,
        )
        self._turns = Histogram(
            "jaganetral_turn_seconds",
            "From taking a message to its replies being safe",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._deliveries = Counter(
            "jaganetral_deliveries",
            "Messages of ours that reached a state, by channel and state",
            ["channel", "state"],
            registry=self._registry,
        )
        self._delivery_errors = Counter(
            "jaganetral_delivery_errors",
            "Messages of ours that failed after the provider took them, by its error code",
            ["channel", "code"],
            registry=self._registry,
        )
        self._problems = Gauge(
            "jaganetral_knowledge_problems",
            "Problems that keep edited knowledge from being taken up",
            registry=self._registry,
        )

    def message(self, channel: str, outcome: str, *, seconds: float) -> None:
        """Count a message that took *seconds*."""
        self._messages.labels(channel, outcome).inc()
        self._turns.observe(seconds)

    def delivery(self, channel: str, state: str) -> None:
        """Count a message of ours that reached *state*."""
        self._deliveries.labels(channel, state).inc()

    def delivery_error(self, channel: str, code: int) -> None:
        """Count a message of ours that failed with the provider's *code*."""
        self._delivery_errors.labels(channel, str(code)).inc()

    def knowledge_problems(self, count: int) -> None:
        """Note how many problems the edited knowledge has."""
        self._problems.set(count)

    def exposition(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self._registry)
