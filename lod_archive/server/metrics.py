"""What has been answered so far, for Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

_SECONDS: Final = (0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_BOUNDS: Final = (*map(str, _SECONDS), "+Inf")
_LABELS: Final = ("method", "status", "kind")


@dataclass(slots=True)
class _Sum:
    """The requests of one kind: how many took how long, and the bytes of their bodies."""

    buckets: list[int] = field(default_factory=lambda: [0] * len(_BOUNDS))
    seconds: float = 0.0
    size: int = 0


class Metrics(Collector):
    """Counts and times of requests, by what was asked and how it ended.

    Plain numbers, made into metrics when they are read: a request costs a few additions.
    """

    media_type: Final = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.running = 0
        self._gauges: Mapping[str, float] = {}
        self._sums: dict[tuple[str, int, str], _Sum] = {}
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def add(self, method: str, status: int, kind: str, seconds: float, size: int) -> None:
        """A request has been answered.

        :param kind: the first segment of its path, where that is the server's own.
        """
        key = method, status, kind
        of_kind = self._sums.get(key) or self._sums.setdefault(key, _Sum())
        of_kind.buckets[bisect_left(_SECONDS, seconds)] += 1
        of_kind.seconds += seconds
        of_kind.size += size

    def text(self, gauges: Mapping[str, float]) -> bytes:
        """All of it, as Prometheus reads it.

        :param gauges: what else is measured: words → value.
        """
        self._gauges = gauges
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """The metrics."""
        times = HistogramMetricFamily(
            "lod_archive_request_seconds",
            "Time to answer a request, its body included.",
            labels=_LABELS,
        )
        sizes = CounterMetricFamily(
            "lod_archive_response_bytes", "Bytes of bodies sent.", labels=_LABELS
        )
        for (method, status, kind), of_kind in self._sums.items():
            labels = method, str(status), kind
            counts = zip(_BOUNDS, accumulate(of_kind.buckets), strict=True)
            times.add_metric(labels, buckets=list(counts), sum_value=of_kind.seconds)
            sizes.add_metric(labels, of_kind.size)
        running = "Requests that are being answered."
        yield from (times, sizes, GaugeMetricFamily("lod_archive_requests", running, self.running))
        for words, value in self._gauges.items():
            name = "lod_archive_" + words.replace(" ", "_")
            yield GaugeMetricFamily(name, f"Number of {words}.", value)
