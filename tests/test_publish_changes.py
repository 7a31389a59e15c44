"""The log of changes and its feeds, over several builds of a small archive."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from lxml import etree

from lod_archive.errors import PublicationError
from lod_archive.pipeline import Archive
from lod_archive.publish.changes import (
    Change,
    Content,
    Kind,
    changes_since,
    latest,
    read_log,
    write_feeds,
    write_log,
)
from tests.publications import BASE, SETTINGS
from tests.reference import ROOT

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2026, 11, 28, 12, tzinfo=UTC)
AGENTS = {"x": Content("1", "Name X"), "y": Content("2", "Name Y", ("https://schema.org/Person",))}
ATOM = "{http://www.w3.org/2005/Atom}"


def days(number: int) -> datetime:
    return START + timedelta(days=number)


def kinds(log: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.record, str(change.kind), change.time[:10]) for change in log]


def named(log: list[Change], record: str) -> Change:
    return next(change for change in log if change.record == record)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "strike"
    shutil.copytree(ROOT / "tests" / "archives" / "strike", folder)
    return folder


def built(
    archive: Path, monkeypatch: pytest.MonkeyPatch, day: int, *, force: bool = False
) -> list[Change]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(days(day).timestamp())))
    Archive.open(archive).build(force=force)
    return read_log(archive / "dist" / "changes" / "log.jsonl")


def replace(archive: Path, old: str, new: str) -> None:
    for path in (archive / "data").rglob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(text.replace(old, new), "utf-8")


def test_a_stamp_changes_with_the_content_and_not_with_the_build(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = archive / "data" / "alone.yaml"
    alone.write_text("{id: event/alone, type: Event, name: {en: Alone}}", "utf-8")
    first = built(archive, monkeypatch, 0)
    assert {change.kind for change in first} == {Kind.CREATE}
    again = built(archive, monkeypatch, 1, force=True)
    assert again == first
    name = named(first, "source/leaflet").content.name
    replace(archive, name, f"{name} Junior")
    changed = built(archive, monkeypatch, 2)[len(first) :]
    assert ("source/leaflet", "Update", "2026-11-30") in kinds(changed)
    assert {change.kind for change in changed} == {Kind.UPDATE}
    assert "event/alone" not in {change.record for change in changed}


def test_what_names_a_thing_changes_with_its_name(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = built(archive, monkeypatch, 0)
    leaflet = named(first, "source/leaflet")
    store = ox.Store.read_only(str(archive / "dist" / "store"))
    base = Archive.open(archive).settings.base
    linking = {
        quad.subject.value.removeprefix(base).partition("#")[0]
        for quad in store.quads_for_pattern(None, None, ox.NamedNode(base + leaflet.record))
        if isinstance(quad.subject, ox.NamedNode) and "doc/" not in quad.subject.value
    }
    del store
    linking &= {change.record for change in first}
    assert linking
    replace(archive, leaflet.content.name, "Somebody Else")
    changed = {change.record for change in built(archive, monkeypatch, 1)[len(first) :]}
    assert linking <= changed


def test_all_changes_with_who_publishes_it_and_nothing_with_who_is_written_to(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records say whose they are: by code, or by name."""
    museum = "{id: organization/museum, type: Organization, name: {en: The museum}}"
    (archive / "data" / "museum.yaml").write_text(museum, "utf-8")
    settings = archive / "archive.toml"
    log: list[Change] = []

    def changed(day: int) -> set[str]:
        before = len(log)
        log[:] = built(archive, monkeypatch, day)
        return {change.record for change in log[before:]}

    def say(line: str) -> None:
        settings.write_text(f"{settings.read_text('utf-8')}{line}\n", "utf-8")

    everything = changed(0)
    say('contact = "archive@example.org"')
    assert changed(1) == set()
    say('marc_organization = "DLC"')
    assert changed(2) == everything
    say('publisher = "organization/museum"')
    assert changed(3) == everything
    replace(archive, "The museum", "The new museum")
    assert changed(4) == everything


def test_what_is_removed_stays_in_the_log_and_may_come_back() -> None:
    log = list(changes_since([], AGENTS, days(0)))
    log += changes_since(log, {"x": AGENTS["x"]}, days(1))
    log += changes_since(log, {"x": AGENTS["x"]}, days(2))
    log += changes_since(log, AGENTS, days(3))
    assert kinds(log) == [
        ("x", "Create", "2026-11-28"),
        ("y", "Create", "2026-11-28"),
        ("y", "Remove", "2026-11-29"),
        ("y", "Create", "2026-12-01"),
    ]
    assert latest(log)["y"].content.name == "Name Y"


def test_a_clock_that_goes_back_takes_no_stamp_with_it() -> None:
    log = list(changes_since([], {"x": AGENTS["x"]}, days(5)))
    log += changes_since(log, AGENTS, days(1))
    assert [change.time for change in log] == ["2026-12-03T12:00:00Z"] * 2


def test_a_log_that_the_archive_keeps_is_gone_on_with(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = built(archive, monkeypatch, 0)
    shutil.move(archive / "dist" / "changes" / "log.jsonl", archive / "changes.jsonl")
    shutil.rmtree(archive / "dist")
    assert built(archive, monkeypatch, 9) == first


@pytest.mark.parametrize("line", ["no JSON", "{}", '{"record": "x", "kind": "Move"}', "[]"])
def test_what_is_no_log_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "changes.jsonl"
    write_log(path, changes_since([], {"x": AGENTS["x"]}, START))
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(PublicationError, match=r"changes.jsonl:2: this is no log of changes"):
        read_log(path)


def test_a_time_that_is_none_is_told(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(PublicationError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        Archive.open(archive).build()


@pytest.mark.parametrize("number", [0, 1, 100, 101, 250])
def test_pages_have_every_change_once_and_in_order(tmp_path: Path, number: int) -> None:
    (tmp_path / "changes").mkdir()
    records = {f"event/e{n:03}": Content(str(n), f"Event {n}") for n in range(number)}
    log = list(changes_since([], records, START))
    write_feeds(tmp_path, log, SETTINGS)
    entry = json.loads((tmp_path / "changes" / "feed.jsonld").read_text("utf-8"))
    assert entry["totalItems"] == number
    found: list[str] = []
    following = entry.get("first")
    while following:
        path = tmp_path / following["id"].removeprefix(BASE)
        page = json.loads(path.read_text("utf-8"))
        assert page["id"] == following["id"]
        assert page["partOf"]["id"] == entry["id"]
        assert page["totalItems"] == len(page["orderedItems"])
        found += [each["object"]["id"] for each in page["orderedItems"]]
        following = page.get("next")
        if following is None:
            assert entry["last"]["id"] == page["id"]
    assert found == [BASE + record for record in sorted(records)]


def test_the_atom_feed_has_the_latest_first_and_escapes(tmp_path: Path) -> None:
    (tmp_path / "changes").mkdir()
    log = list(changes_since([], {"x": Content("1", "<b>\x0bX & Y</b>")}, days(0)))
    log += changes_since(log, AGENTS, days(1))
    write_feeds(tmp_path, log, SETTINGS)
    feed = etree.parse(tmp_path / "changes" / "feed.atom").getroot()
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["New: Name Y", "Changed: Name X", "New: <b>X & Y</b>"]
    identifiers = [each.text for each in feed.iter(f"{ATOM}id")]
    assert len(identifiers) == len(set(identifiers))
    assert feed.findtext(f"{ATOM}updated") == "2026-11-29T12:00:00Z"
