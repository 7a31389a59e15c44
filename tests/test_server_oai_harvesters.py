"""Real harvesters against a server that runs: a full harvest, and then what has changed."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from oaipmh_scythe import Scythe
from oaipmh_scythe.models import Header, Record

from lod_archive.pipeline import Archive
from tests.reference import ROOT
from tests.serving import SECONDS, serving
from tests.tools import miss

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from oaipmh_scythe.response import OAIResponse

DAYS = (1764331200, 1764417600)  # 28 and 29 November 2025
PERL = ROOT / "tests" / "harvest.pl"
MARC = ROOT / "tests" / "harvest_marc.pl"
PACKAGES = "sh scripts/debian libhttp-oai-perl libmarc-xml-perl"
NUMBER = 5000


def build(archive: Path, day: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(DAYS[day]))
        Archive.open(archive).build()


def write(archive: Path, records: Iterator[dict[str, object]]) -> None:
    (archive / "data").mkdir(exist_ok=True)
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (archive / "data" / "events.jsonl").write_text(text, "utf-8")


def events(number: int) -> Iterator[dict[str, object]]:
    for n in range(number):
        yield {
            "id": f"event/e{n:04}",
            "type": "Event",
            "name": {"en": f"Event {n}", "ru": f"Ъ {n}"},
        }


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty events, of which one was changed and one removed on the second day."""
    folder = tmp_path_factory.mktemp("harvested")
    shutil.copy(ROOT / "tests" / "archives" / "strike" / "archive.toml", folder)
    write(folder, events(50))
    build(folder, 0)
    changed = [each for each in events(50) if each["id"] != "event/e0007"]
    changed[0]["name"] = {"en": "A new name"}
    write(folder, iter(changed))
    build(folder, 1)
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    settings = (ROOT / "tests" / "archives" / "strike" / "archive.toml").read_text("utf-8")
    (folder / "archive.toml").write_text(f"{settings}\nexports = []\n", "utf-8")
    write(folder, events(NUMBER))
    build(folder, 0)
    return folder


def by_perl(address: str, *arguments: str, script: Path = PERL) -> list[list[str]]:
    """What HTTP::OAI harvests: identifier, stamp, status and title of each record."""
    perl, modules = shutil.which("perl"), ("-MHTTP::OAI", "-MMARC::File::XML")
    if perl is None or subprocess.run([perl, *modules, "-e1"], check=False).returncode:
        miss("HTTP::OAI or MARC::File::XML", PACKAGES)
    done = subprocess.run(
        [perl, str(script), f"{address}oai", *arguments],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return [line.split("\t") for line in done.stdout.splitlines()]


def headers(found: Iterable[OAIResponse | Header | Record]) -> list[Header]:
    """The headers of what Scythe gives."""
    told = [each.header if isinstance(each, Record) else each for each in found]
    return [each for each in told if isinstance(each, Header)]


def test_http_oai_harvests_everything_and_then_what_has_changed(archive: Path) -> None:
    with serving(archive) as server:
        everything = by_perl(server.address, "oai_dc")
        since = by_perl(server.address, "oai_dc", "2025-11-29")
    assert len(everything) == len({line[0] for line in everything}) == 50
    assert since == [
        ["oai:example.org:strike/event/e0000", "2025-11-29T12:00:00Z", "", "A new name"],
        ["oai:example.org:strike/event/e0007", "2025-11-29T12:00:00Z", "deleted", ""],
    ]


def test_scythe_harvests_everything_and_then_what_has_changed(archive: Path) -> None:
    with serving(archive, "--oai-page", "20") as server, Scythe(f"{server.address}oai") as scythe:
        everything = headers(scythe.list_records(metadata_prefix="oai_dc"))
        since = headers(scythe.list_records(metadata_prefix="oai_dc", from_="2025-11-29"))
        kept = headers(scythe.list_records(metadata_prefix="oai_dc", ignore_deleted=True))
    assert len(everything) == len({each.identifier for each in everything}) == 50
    assert [each.deleted for each in since] == [False, True]
    assert len(kept) == 49


def test_five_thousand_records_come_in_pages(many: Path) -> None:
    with serving(many, "--oai-page", "500") as server, Scythe(f"{server.address}oai") as scythe:
        listed = headers(scythe.list_identifiers(metadata_prefix="oai_dc"))
        records = headers(scythe.list_records(metadata_prefix="oai_dc"))
    found = [each.identifier for each in listed]
    assert len(found) == len(set(found)) == NUMBER
    assert [each.identifier for each in records] == found


def test_a_page_as_large_as_the_archive_reaches_a_harvester_that_loses_pages(archive: Path) -> None:
    """HTTP::OAI 4.12 gives the records of the last page alone in such a loop."""
    with serving(archive, "--oai-page", "1000") as server:
        assert len(by_perl(server.address, "oai_dc")) == 50


def test_koha_loads_the_two_kinds_of_marc_records_apart(reference_publication: Path) -> None:
    """It asks for ``marcxml``, all of one kind; which it is, the type of each record must agree."""
    with serving(reference_publication, "--oai-page", "1000") as server:
        kinds = {
            kind: by_perl(server.address, "marcxml", f"kind:{kind}", script=MARC)
            for kind in ("authority", "bibliographic")
        }
        everything = by_perl(server.address, "marcxml", "", script=MARC)
    assert {line[1] for line in kinds["authority"]} == {"z"}
    assert "z" not in {line[1] for line in kinds["bibliographic"]}
    assert sorted(kinds["authority"] + kinds["bibliographic"]) == sorted(everything)
