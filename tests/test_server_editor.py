"""The page of the endpoint: a form that works everywhere, and an editor where it can."""

from __future__ import annotations

import asyncio
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest

from lod_archive.query import load_queries
from lod_archive.query.governor import Limits
from lod_archive.server import Mounted, application
from lod_archive.server.editor.assets import YASGUI
from lod_archive.server.questions import answering
from tests.browser import (
    DARK,
    DESK,
    LOOKS,
    Look,
    chromium,
    screenshot,
    show,
    violations,
    violations_here,
)
from tests.serving import SECONDS, serving
from tests.tools import miss
from tests.web import Answer, asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

    from lod_archive.publish import Publication

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "node_modules"
HOSTILE = "</textarea><script>alert(1)</script>"
COUNTS = "SELECT ?class (COUNT(?thing) AS ?things) { ?thing a ?class } GROUP BY ?class"
DATES = "SELECT ?event ?date { ?event a schema:Event ; dcterms:date ?date } LIMIT 5"
PLACES = "SELECT ?place ?latitude ?longitude { ?place schema:geo ?geo . ?geo schema:latitude " + (
    "?latitude ; schema:longitude ?longitude }"
)
LINKS = "SELECT ?event ?topic { ?event a schema:Event ; schema:about ?topic } LIMIT 9"


@pytest.fixture(scope="module")
def publication(reference_publication: Path) -> Path:
    return reference_publication


def ask(
    publication: Path,
    path: str = "/sparql",
    limits: Limits | None = None,
    /,
    *,
    packages: Path | None = None,
    **given: str,
) -> Answer:
    """What the server answers to a browser, without any script."""
    headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en"}
    headers |= {"Accept-Language": given.pop("language")} if "language" in given else {}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in given.items())

    async def done() -> Answer:
        mounted: list[Mounted] = []

        def mount(opened: Publication) -> Mounted:
            mounted.append(answering(opened, limits or Limits(), packages))
            return mounted[-1]

        served = application(publication, mount=mount)
        try:
            return await asked(served, path, query=query, headers=headers)
        finally:
            for each in mounted:
                await each.close()

    return asyncio.run(done())


class Links(HTMLParser):
    """The addresses on a page, and its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.found.append(given["href"] or "")
        if tag == "script":
            self.scripts.append(given.get("src"))


@pytest.mark.parametrize(("language", "title"), [("en", "Ask in SPARQL"), ("ru", "Спросить")])
def test_form_needs_no_script(publication: Path, language: str, title: str) -> None:
    answer = ask(publication, language=language)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'lang="{language}"' in answer.text
    assert title in answer.text
    assert '<form id="form" class="ask" action="sparql" method="get">' in answer.text
    assert Links(answer.text).scripts == []


def test_named_queries_are_examples_and_each_is_answered(publication: Path) -> None:
    links = [link for link in Links(ask(publication).text).found if "edit=" in link]
    assert len(links) == len([*(ROOT / "queries").glob("*.rq")])
    for link in links[:5]:
        query = parse_qs(urlsplit(link).query)["edit"][0]
        shown = ask(publication, query=query, format="html")
        assert shown.status == 200
        assert "<table" in shown.text
    assert "SELECT" in ask(publication, edit=query).text


def test_examples_are_called_by_their_titles_in_the_language_of_the_page(
    publication: Path,
) -> None:
    shown = ask(publication, language="ru").text
    assert ">Кто участвовал в событии</a>" in shown
    queries = load_queries(ROOT / "queries")
    assert [query.name for query in queries if f">{query.titles['ru']}</a>" not in shown] == []


def test_answer_is_a_page_with_links_below_this_server(publication: Path) -> None:
    answer = ask(publication, query=DATES, format="html")
    links = Links(answer.text).found
    assert any(link.startswith("event/") for link in links)
    assert not any("w3id.org" in link and "format=" not in link for link in links)
    yes = ask(publication, query="ASK { ?s ?p ?o }", format="html")
    assert '<p class="lead">yes</p>' in yes.text
    graph = ask(publication, query="DESCRIBE <event/collectivization>", format="html")
    assert graph.headers["content-type"].startswith("text/turtle")


def test_hostile_query_stays_text(publication: Path) -> None:
    for answer in (
        ask(publication, edit=HOSTILE),
        ask(publication, query=HOSTILE, format="html"),
        ask(publication, query=f"ASK {{}} # {HOSTILE}", format="html"),
    ):
        assert "<script>alert" not in answer.text


def test_mistake_is_shown_above_the_form_with_the_query_in_it(publication: Path) -> None:
    answer = ask(publication, query="SELEC ?mine {}", format="html")
    assert answer.status == 400
    assert "line 1, column 1: “SELEC” is no word of SPARQL" in answer.text
    assert ">SELEC ?mine {}</textarea>" in answer.text
    assert 'role="alert"' in answer.text


def test_what_a_parser_says_is_marked_as_english_on_pages_in_russian(publication: Path) -> None:
    given = {"query": "SELEC", "format": "html"}
    answer = ask(publication, "/sparql", packages=None, language="ru", **given)
    assert answer.status == 400
    alert = answer.text.partition('role="alert"')[2].partition("</section>")[0]
    assert '<pre lang="en"' in alert


def test_the_limit_that_was_hit_is_said_in_russian_on_pages_in_russian(publication: Path) -> None:
    given = {"query": "SELECT * { ?s ?p ?o }", "format": "html"}
    answer = ask(publication, "/sparql", Limits(rows=1), packages=None, language="ru", **given)
    assert answer.status == 422
    alert = answer.text.partition('role="alert"')[2].partition("</section>")[0]
    assert '<pre lang="ru" tabindex="0">Запрос остановлен: строк в ответе может быть 1.' in alert


def test_hostile_value_stays_text(publication: Path) -> None:
    query = f'SELECT ("{HOSTILE}"@en AS ?a) (<javascript:alert(1)> AS ?b) {{}}'
    answer = ask(publication, query=query, format="html")
    assert "<script>alert" not in answer.text
    assert not any(link.startswith("javascript:") for link in Links(answer.text).found)


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "//evil.example/x", "/evil.example", "data:text/html,x"]
)
def test_iri_of_the_archive_leads_to_the_archive_whatever_it_looks_like(
    publication: Path, path: str
) -> None:
    query = f'SELECT (IRI(CONCAT(STR(<>), "{path}")) AS ?thing) {{}}'
    answer = ask(publication, query=query, format="html")
    cell = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
    (link,) = Links(cell).found
    assert urljoin("http://localhost/a/sparql", link).startswith("http://localhost/a/")


def test_part_of_a_thing_leads_to_its_page(publication: Path) -> None:
    answer = ask(publication, query="SELECT (<event/x#date> AS ?part) {}", format="html")
    assert "event/x#date" in Links(answer.text).found


@pytest.mark.parametrize("path", ["/sparql", "/search", "/browse"])
def test_pages_of_the_server_have_the_head_of_the_archives_own(
    publication: Path, path: str
) -> None:
    head = ask(publication, path).text.partition("</head>")[0]
    assert " — Year of the Stakhanovite</title>" in head
    assert 'type="application/opensearchdescription+xml" href="opensearch.xml"' in head
    assert 'rel="alternate" hreflang="ru"' in head
    assert "Content-Security-Policy" not in head  # it is a header, and the editor needs more


def test_metrics_tell_how_the_endpoint_stands(publication: Path) -> None:
    said = ask(publication, "/metrics").text
    assert "lod_archive_slow_queries_waiting 0.0" in said
    assert "lod_archive_readers_killed 0.0" in said


def test_editor_is_there_only_if_npm_has_brought_it(publication: Path, tmp_path: Path) -> None:
    folder = tmp_path / YASGUI
    folder.mkdir(parents=True)
    for name in ("yasgui.min.js", "yasgui.min.css"):
        assert ask(publication, f"/editor/{name}").status == 404
        (folder / name).write_text("/* */", "utf-8")
    assert ask(publication, "/editor/yasgui.min.js", packages=tmp_path).status == 200
    assert "editor/yasgui.min.js" in Links(ask(publication, packages=tmp_path).text).scripts
    assert ask(publication, "/editor/../assets.py", packages=tmp_path).status == 404


@pytest.fixture(scope="module")
def address(publication: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not (PACKAGES / YASGUI).is_dir():
        miss("the editor", "npm ci --ignore-scripts")
    links = tmp_path_factory.mktemp("links") / "links.sqlite"
    with serving(publication, "--packages", PACKAGES, "--links", links) as server:
        yield server.address


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


def run(chrome: Chrome, address: str, query: str) -> None:
    """Open the editor with a query, and ask it."""
    from selenium.webdriver.common.by import By  # noqa: PLC0415 a test dependency
    from selenium.webdriver.support.wait import WebDriverWait  # noqa: PLC0415

    chrome.get("about:blank")
    chrome.get(f"{address}sparql#query={quote(query)}")
    wait = WebDriverWait(chrome, SECONDS)
    wait.until(lambda it: it.find_elements(By.CSS_SELECTOR, ".CodeMirror"))
    chrome.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    wait.until(lambda it: it.find_elements(By.CSS_SELECTOR, "#answer table.rows td"))


@pytest.mark.parametrize(
    ("query", "view", "marks"),
    [(COUNTS, "chart", 5), (DATES, "timeline", 5), (PLACES, "map", 1), (LINKS, "graph", 5)],
)
def test_answers_are_drawn(chrome: Chrome, address: str, query: str, view: str, marks: int) -> None:
    run(chrome, address, query)
    chrome.execute_script(f"document.querySelector('.yasr_btn.select_{view}').click()")
    drawn = "return document.querySelectorAll('.picture .mark').length"
    assert chrome.execute_script(drawn) >= marks


def test_answer_can_be_kept_as_csv(chrome: Chrome, address: str, tmp_path: Path) -> None:
    from selenium.webdriver.support.wait import WebDriverWait  # noqa: PLC0415

    kept = {"behavior": "allow", "downloadPath": str(tmp_path)}
    chrome.execute_cdp_cmd("Browser.setDownloadBehavior", kept)
    run(chrome, address, f"{COUNTS} ORDER BY DESC(?things) ?class LIMIT 2")
    chrome.execute_script("document.querySelector('.yasr_downloadIcon').click()")
    wait = WebDriverWait(chrome, SECONDS)
    (file,) = wait.until(lambda _: [*tmp_path.glob("*.csv")])
    head, first, *_ = file.read_text("utf-8").splitlines()
    assert head.replace('"', "") == "class,things"
    assert first.startswith(("http://", '"http://'))


@pytest.mark.parametrize("address_of", ["sparql?lang=en", "sparql?lang=en&edit=ASK%20%7B%7D"])
def test_page_can_be_switched_to_the_other_language(publication: Path, address_of: str) -> None:
    given = {name: values[0] for name, values in parse_qs(urlsplit(address_of).query).items()}
    page = ask(publication, packages=None, **given).text
    (switch,) = [link for link in Links(page).found if "lang=ru" in link]
    switched = {name: values[0] for name, values in parse_qs(urlsplit(switch).query).items()}
    assert switched == {**given, "lang": "ru"}
    assert 'lang="ru"' in ask(publication, packages=None, **switched).text


def test_timeline_of_an_answer_has_each_date_at_its_place(chrome: Chrome, address: str) -> None:
    dates = "(1 '1935') (2 '1935-23') (3 '1935-11-01') (4 '1936~/..')"
    run(
        chrome,
        address,
        f"SELECT ?event ?date {{ VALUES (?n ?date) {{ {dates} }} "
        "BIND(CONCAT('e', STR(?n)) AS ?event) }",
    )
    chrome.execute_script("document.querySelector('.yasr_btn.select_timeline').click()")
    places = chrome.execute_script(
        "return [...document.querySelectorAll('.picture .mark')].map((it) => it.cx.baseVal.value)"
    )
    assert len(places) == 4
    assert places == sorted(set(places))
    assert places[0] == 310
    assert places[-1] == 790


def test_editor_knows_the_prefixes_of_the_archive(chrome: Chrome, address: str) -> None:
    run(chrome, address, DATES)
    marks = "return document.querySelectorAll('.gutterErrorBar, .parseErrorIcon').length"
    without = chrome.execute_script(marks)
    mistake = "SELECT * { ?s shema:x ?o }"
    chrome.execute_script(
        "document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])", mistake
    )
    assert chrome.execute_script(marks) > without


def test_editor_completes_from_the_data(chrome: Chrome, address: str) -> None:
    run(chrome, address, COUNTS)
    found = chrome.execute_async_script(
        """const done = arguments[0], { Yasqe } = window.Yasgui.default ?? window.Yasgui;
        done(Yasqe.Autocompleters.class.get(null, { autocompletionString: "schema.org/Ev" }));"""
    )
    assert found == ["https://schema.org/Event"]


def test_short_link_leads_back_to_the_query(chrome: Chrome, address: str) -> None:
    from selenium.webdriver.common.by import By  # noqa: PLC0415 a test dependency
    from selenium.webdriver.support.wait import WebDriverWait  # noqa: PLC0415

    run(chrome, address, COUNTS)
    chrome.find_element(By.ID, "share").click()
    wait = WebDriverWait(chrome, SECONDS)
    link = wait.until(lambda it: it.find_elements(By.CSS_SELECTOR, "#shared a"))[0].text
    assert len(link) < len(address) + 20
    chrome.get(link)
    wait.until(lambda it: it.find_elements(By.CSS_SELECTOR, ".CodeMirror"))
    shown = "return document.querySelector('.CodeMirror').CodeMirror.getValue()"
    assert chrome.execute_script(shown) == COUNTS


def test_nothing_is_blocked_and_nobody_else_is_asked(chrome: Chrome, address: str) -> None:
    driver: Any = chrome
    driver.get_log("browser")
    run(chrome, address, COUNTS)
    assert [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
    asked_for = chrome.execute_script(
        "return performance.getEntriesByType('resource').map((each) => each.name)"
    )
    assert [url for url in asked_for if not url.startswith(address)] == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize(
    "page",
    [
        "sparql?lang=en",
        "sparql?lang=ru&edit=ASK",
        f"sparql?lang=en&format=html&query={quote(DATES)}",
        "search?q=Stachanow&lang=en",
        "search?lang=ru",
        "search?lang=en&page=x",
        "browse?lang=ru",
        "browse?lang=en&type=schema%3AEvent",
        "nothing/here",
        "doc/event/record-shift-1935-08-31?_profile=alt",
        "doc/event/record-shift-1935-08-31?_profile=nothing",
        "sparql?query=ASK&query=ASK&lang=ru",
        "q/nothing?lang=ru",
    ],
)
def test_axe_reports_nothing_on_what_the_server_makes(
    chrome: Chrome, address: str, page: str, look: Look
) -> None:
    show(chrome, look)
    assert violations(chrome, f"{address}{page}") == []
    width = chrome.execute_script("return document.documentElement.scrollWidth")
    assert width <= look.width
    family = "return getComputedStyle(document.body).fontFamily"
    assert "Iowan" in chrome.execute_script(family)
    screenshot(chrome, look, page.replace(quote(DATES), "dates"))


@pytest.mark.parametrize("look", [DESK, DARK], ids=lambda look: look.name)
@pytest.mark.parametrize(
    ("view", "query"),
    [
        ("table", COUNTS),
        ("response", COUNTS),
        ("chart", COUNTS),
        ("timeline", DATES),
        ("map", PLACES),
        ("graph", LINKS),
    ],
)
def test_axe_reports_nothing_on_answers(
    chrome: Chrome, address: str, view: str, query: str, look: Look
) -> None:
    show(chrome, look)
    run(chrome, address, query)
    chrome.execute_script(f"document.querySelector('.yasr_btn.select_{view}').click()")
    assert violations_here(chrome) == []
    screenshot(chrome, look, f"sparql {view}")
