"""OpenRefine itself, its program and its pages, against a server that runs."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from selenium.webdriver.common.by import By

from lod_archive.pipeline import Archive
from tests.browser import chromium
from tests.openrefine import OpenRefine, running_openrefine
from tests.reconciling import PIT
from tests.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

TABLE = "\n".join(
    (
        "name,born,village",
        "Иван Петров,1906,Green",
        '"Petrova, Anna",1910,',
        '"Coal & Co, Ltd. ""Old""",,',
        "",
    )
)
SUGGEST = """
const [url, plugin, kind, letters, access, done] = arguments;
$.suggest.cache = {};
const service = ReconciliationManager.getServiceFromUrl(url);
const options = {...service.suggest[kind], key: null, query_param_name: 'prefix', access};
const input = $('<input>').appendTo(document.body)[plugin](options);
const suggest = input.data(plugin);
input.on('fb-pane-show', () => {
  const names = suggest.list.find('.fbs-item label').get().map(each => each.innerText);
  if (!names.length) return;
  input.on('fb-flyoutpane-show', () => done([names, suggest.flyoutpane.text()]));
  suggest.list.find('.fbs-item').first().trigger('mouseover');
});
input.val(letters);
suggest.textchange();
"""
"""Types letters into a field of OpenRefine's, and moves the mouse over the first suggestion."""
ADD = """
const [url, done] = arguments;
ReconciliationManager.registerStandardService(
  url, () => done(ReconciliationManager.getServiceFromUrl(url)));
"""
ADD_BY_SCRIPT = """
const [url, done] = arguments;
$.ajax(url, {dataType: 'jsonp', timeout: 5000}).done(done).fail(() => done(null));
"""
PROPOSE = """
const [url, type, done] = arguments;
const proposing = ReconciliationManager.getServiceFromUrl(url).extend.propose_properties;
ExtendReconciledDataPreviewDialog.getAllProperties(
  proposing.service_url + proposing.service_path, type, done);
"""
PREVIEW = """
const [url, id] = arguments;
const preview = ReconciliationManager.getServiceFromUrl(url).preview;
$('<iframe id="preview">').width(preview.width).height(preview.height).attr('sandbox', '')
  .attr('src', encodeURI(preview.url.replace('{{id}}', id))).appendTo(document.body);
"""


@dataclass(frozen=True)
class Typed:
    """Letters that are typed into a field of OpenRefine's, and what is to be seen then."""

    plugin: str
    kind: str
    letters: str
    name: str
    flyout: str


TYPED = (
    Typed("suggest", "entity", "Иван П", "Ivan Petrov", "Hewer at the pit."),
    Typed("suggestT", "type", "pers", "person", "https://schema.org/Person"),
    Typed("suggestP", "property", "birth d", "birth date", "https://schema.org/birthDate"),
)


@dataclass(frozen=True)
class Table:
    """A project of OpenRefine's with a table, and the service that it is matched with."""

    refine: OpenRefine
    project: int
    manifest: dict[str, Any]

    @property
    def service(self) -> str:
        return str(self.manifest["url"])

    def configuration(self, **more: Any) -> dict[str, Any]:
        """What the dialogue would ask for."""
        return {
            "mode": "standard-service",
            "service": self.service,
            "identifierSpace": self.manifest["identifierSpace"],
            "schemaSpace": self.manifest["schemaSpace"],
            "type": {"id": "Person", "name": "person"},
            "autoMatch": True,
            "columnDetails": [],
            "limit": 0,
            **more,
        }


@pytest.fixture(scope="module")
def refine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    with running_openrefine(tmp_path_factory.mktemp("refine")) as running:
        yield running


@pytest.fixture(scope="module")
def manifest(
    refine: OpenRefine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("pit") / "dist"
    Archive.open(PIT).build(folder)
    with serving(folder) as server:
        url = server.wait_for("OpenRefine reconciles with ").split()[-1]
        assert url == f"{server.address}reconcile"
        yield {**httpx.get(url).json(), "url": url}


@pytest.fixture
def table(refine: OpenRefine, manifest: dict[str, Any]) -> Table:
    return Table(refine, refine.create("miners", TABLE), manifest)


@pytest.fixture(scope="module")
def page(
    refine: OpenRefine, manifest: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chrome]:
    """The page of a project, where the service has been added."""
    project = refine.create("miners", TABLE)
    with chromium(tmp_path_factory.mktemp("chromium")) as chrome:
        chrome.set_script_timeout(30)
        chrome.implicitly_wait(30)
        chrome.get(f"{refine.address}/project?project={project}")
        assert chrome.find_elements(By.CSS_SELECTOR, ".data-table-cell-content")
        service = chrome.execute_async_script(ADD, manifest["url"])
        assert service["ui"]["access"] == "json"
        yield chrome


def test_types_of_a_column_are_made_out(table: Table) -> None:
    types = table.refine.guessed_types(table.project, "name", table.service)
    assert types[0]["id"] == "Person"
    assert types[0]["name"] == "person"


def test_a_column_is_reconciled_judged_and_extended(table: Table) -> None:
    refine, project = table.refine, table.project
    born = {"column": "born", "property": {"id": "birthDate", "name": "birth date"}}
    village = {"column": "village", "property": {"id": "birthPlace", "name": "birth place"}}
    refine.reconcile(project, "name", table.configuration(columnDetails=[born, village]))
    first, second, third = (row[0]["r"] for row in refine.rows(project))
    assert first["j"] == "matched"
    assert first["m"]["id"] == "person/petrov"
    assert second["j"] == "matched" or second["c"][0]["id"] == "person/petrova"
    assert third["j"] == "none"
    refine.match(project, 1, 0, second.get("m") or second["c"][0])
    properties: list[dict[str, Any]] = [
        {"id": "birthDate", "name": "birth date"},
        {"id": "birthPlace", "name": "birth place", "settings": {"limit": "1", "rank": "all"}},
        {"id": "outputMass", "name": "output"},
    ]
    shown = refine.previewed_extension(project, "name", properties)
    assert [column["name"] for column in shown["columns"]] == [
        "birth date",
        "birth place",
        "output (mass)",
    ]
    refine.extend(project, "name", table.manifest, properties)
    columns = {column["name"]: column for column in refine.columns(project)}
    assert columns["birth place"]["reconConfig"]["type"]["id"] == "Place"
    rows = list(csv.DictReader(io.StringIO(refine.export(project))))
    assert rows[0]["birth date"] == "1906-01-03T00:00:00Z"
    assert rows[0]["birth place"] == "Green"
    assert rows[0]["output (mass)"] == "102.5"
    assert rows[1]["birth date"] == "1910-05"


def test_columns_of_entities_are_reconciled_already(table: Table) -> None:
    refine, project = table.refine, table.project
    refine.reconcile(project, "name", table.configuration())
    refine.extend(project, "name", table.manifest, [{"id": "birthPlace", "name": "birth place"}])
    place = refine.rows(project)[0][-1]
    assert place["r"]["m"]["id"] == "place/green"


def test_a_batch_that_is_refused_matches_nothing(table: Table) -> None:
    """From 3.8 on OpenRefine shows the error in the cells; before, it leaves them as they were."""
    wrong = {"id": "Prson", "name": "Prson"}
    table.refine.reconcile(table.project, "name", table.configuration(type=wrong))
    for cell, *_ in table.refine.rows(table.project):
        assert cell["r"] is None or "400" in cell["r"]["e"]


def test_the_service_is_added_by_a_script_where_it_must_be(
    page: Chrome, manifest: dict[str, Any]
) -> None:
    said = page.execute_async_script(ADD_BY_SCRIPT, manifest["url"])
    assert said["identifierSpace"] == "https://example.org/"


@pytest.mark.parametrize("access", ["json", "jsonp"])
@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: typed.kind)
def test_its_fields_are_given_suggestions(
    page: Chrome,
    manifest: dict[str, Any],
    access: str,
    typed: Typed,
) -> None:
    plugin, kind, letters, name, flyout = astuple(typed)
    names, shown = page.execute_async_script(
        SUGGEST, manifest["url"], plugin, kind, letters, access
    )
    assert names[0] == name
    assert flyout in shown


def test_properties_are_proposed(page: Chrome, manifest: dict[str, Any]) -> None:
    found = page.execute_async_script(PROPOSE, manifest["url"], "Person")
    assert {"id": "birthDate", "name": "birth date"} in found


def test_previews_are_shown_in_its_frame(page: Chrome, manifest: dict[str, Any]) -> None:
    page.execute_script(PREVIEW, manifest["url"], "person/petrov")
    page.switch_to.frame("preview")
    body = page.find_element(By.TAG_NAME, "body")
    assert "Hewer at the pit." in body.text
    assert body.value_of_css_property("font-size") == "14px"
    page.switch_to.default_content()
