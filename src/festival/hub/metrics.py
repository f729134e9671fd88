"""Figures for Prometheus (text format 0.0.4): how the hub is, never who its visitors are."""

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_APPEND_BUCKETS: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class Metrics:
    """The figures of one hub, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.append_seconds = Histogram(
            "festival_append_seconds",
            "Appending one batch of edits to the store, to disk",
            registry=self._registry,
            buckets=_APPEND_BUCKETS,
        )
        self.accepted = self._counter("festival_edits_accepted", "Edits that made a change")
        self.refused = Counter(
            "festival_edits_refused", "Edits that were not made", ["status"], registry=self._registry
        )
        self.dropped = Counter(
            "festival_connections_dropped",
            "Connections ended because they took or sent nothing",
            ["kind"],
            registry=self._registry,
        )
        self.unauthorised = self._counter(
            "festival_authentication_failed", "Requests with a token that is none"
        )
        self.turned_away = self._counter("festival_streams_refused", "Streams beyond the cap")

    def _counter(self, name: str, text: str) -> Counter:
        return Counter(name, text, registry=self._registry)

    def watch(self, name: str, text: str, value: Callable[[], float]) -> None:
        """Show what `value` returns at each scrape as ``festival_<name>``."""
        Gauge(f"festival_{name}", text, registry=self._registry).set_function(value)

    def page(self) -> bytes:
        """Return all figures."""
        return generate_latest(self._registry)
