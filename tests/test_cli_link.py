"""``lod-archive link``: what its commands say, and how they end."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lod_archive.cli import main
from lod_archive.cli.link_terminal import lines
from lod_archive.sources.sssom import Verdict, read_decisions
from tests.mappings import linked_archive
from tests.test_linking_review import TABLE, review_of, suggested

TITLE = "Joseph Stalin = Joseph Stalin?"


def run(*words: str | Path, **given: str) -> Result:
    return CliRunner().invoke(main, ["link", *map(str, words)], env=given)


def test_candidates_come_from_a_file_and_are_counted(tmp_path: Path) -> None:
    linked_archive(tmp_path)
    (tmp_path / "wikidata.csv").write_text(TABLE, "utf-8")
    words = ("suggest", "--archive", tmp_path, "--from", tmp_path / "wikidata.csv")
    result = run(*words, "--namespace", "http://www.wikidata.org/entity/")
    assert result.exit_code == 0, result.output
    assert "3 candidates for 2 entities" in result.stderr
    assert "looked for  2 entities" in result.stderr
    assert f"link review --archive {tmp_path}" in result.stderr
    assert result.stdout == ""
    assert (tmp_path / "candidates/wikidata.sssom.tsv").is_file()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["person/stalln"], 2, "there is no entity “person/stalln” to link"),
        (["person/stalln"], 2, "did you mean “person/stalin”?"),
        (["--class", "Persson"], 2, "there is no class “Persson”: did you mean “Person”?"),
        (["--type", "Person"], 2, "“Person” is not NAME=ID"),
        (["--property", "born=P1"], 2, "--property born=…: write begin=… or end=…"),
        (
            ["--property", "begin=P1", "--property", "begin=P2"],
            2,
            "--property begin=… is given 2 times: ask for one class at a time",
        ),
        (["--from", "nothing.csv"], 2, "nothing.csv: cannot read it: No such file"),
        (["--from", "list.docx"], 2, "cannot be told from its name"),
        (["--from", "http://127.0.0.1:9/reconcile"], 2, "nobody answers there"),
        (["--name", "a/b"], 2, "a dataset cannot be called “a/b”"),
        (["--class", "Place"], 0, "0 candidates for 0 entities"),
    ],
)
def test_mistakes_are_told_with_a_remedy(
    words: list[str], code: int, said: str, tmp_path: Path
) -> None:
    linked_archive(tmp_path)
    (tmp_path / "x.csv").write_text(TABLE.replace("Q", "urn:q:"), "utf-8")
    result = run("suggest", "--archive", tmp_path, "--from", tmp_path / "x.csv", *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_an_interrupted_search_says_that_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    suggested(linked_archive(tmp_path))
    before = (tmp_path / "candidates/wikidata.sssom.tsv").read_bytes()
    monkeypatch.setattr("lod_archive.linking.local.LocalTarget.matches", interrupted)
    words = ("suggest", "-a", tmp_path, "--from", tmp_path / "wikidata.csv")
    result = run(*words, "--namespace", "http://www.wikidata.org/entity/")
    assert result.exit_code == 130
    assert result.stderr.endswith(
        "interrupted; answers so far are kept; the same command goes on from there\n"
    )
    assert (tmp_path / "candidates/wikidata.sssom.tsv").read_bytes() == before


def test_candidates_that_cannot_be_decided_on_are_told(tmp_path: Path) -> None:
    linked_archive(tmp_path)
    (tmp_path / "partners.csv").write_text("id,label\np 9,Joseph Stalin\n", "utf-8")
    words = ("suggest", "--archive", tmp_path, "--from", tmp_path / "partners.csv")
    result = run(*words, "--namespace", "https://partner.example/")
    assert result.exit_code == 0, result.output
    assert "unusable    1 candidate with an id that makes no IRI" in result.stderr


def test_without_a_terminal_nobody_is_asked(tmp_path: Path) -> None:
    suggested(linked_archive(tmp_path))
    result = run("review", "--archive", tmp_path, "--author", "Anna")
    assert result.exit_code == 2
    assert "there is no terminal to ask a person in: use --page" in result.stderr


def test_without_candidates_it_is_said_where_they_come_from(tmp_path: Path) -> None:
    linked_archive(tmp_path)
    result = run("review", "--archive", tmp_path, LOD_ARCHIVE_AUTHOR="Anna")
    assert result.exit_code == 0
    assert "candidates come from: lod-archive link suggest" in result.stderr


def test_it_must_be_known_who_decides(tmp_path: Path) -> None:
    suggested(linked_archive(tmp_path))
    nobody = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_DIR": "/dev/null",
    }
    result = run("review", "--archive", tmp_path, **nobody)
    assert result.exit_code == 2
    assert "it is not known who decides" in result.stderr


def test_in_a_terminal_each_answer_is_written_at_once(tmp_path: Path) -> None:
    archive = linked_archive(tmp_path)
    suggested(archive)
    screen = in_terminal(tmp_path, "x", "n", "the years agree", "e", "z", "s", "e", "\x03")
    assert "answer with one of the letters" in screen
    assert "(noted)" in screen
    assert "taken back: Vyacheslav Molotov" in screen
    assert TITLE in screen
    assert "1878–1953" in screen
    (match,) = read_decisions(archive)
    assert match.verdict is Verdict.ACCEPTED
    assert match.target_label == "Joseph Stalin"
    assert (match.names, match.comment) == (("Anna Petrova",), "")


def test_a_word_that_is_no_answer_is_asked_again_and_a_note_stays_with_its_pair(
    tmp_path: Path,
) -> None:
    archive = linked_archive(tmp_path)
    suggested(archive)
    screen = in_terminal(tmp_path, "n", "of Molotov", "skip", "under", "same", "q")
    assert "answer with one of the letters or words" in screen
    (match,) = read_decisions(archive)
    assert match.verdict is Verdict.ACCEPTED
    assert (match.target_label, match.comment) == ("Joseph Stalin", "")


def in_terminal(archive: Path, *answers: str) -> str:
    """What a person sees who gives these answers at a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "lod_archive", "link", "review", "-a", str(archive)]
    with subprocess.Popen(
        [*command, "--author", "Anna Petrova"], stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    ):  # fmt: skip
        os.close(theirs)
        screen = b""
        waiting = list(answers)
        while True:
            try:
                seen = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            screen += seen
            if waiting and seen.rstrip(b" ").endswith((b">", b"note:")):
                answer = waiting.pop(0)
                os.write(ours, (answer if answer == "\x03" else f"{answer}\n").encode())
    os.close(ours)
    return screen.decode()


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_both_sides_are_shown_in_any_width(width: int, tmp_path: Path) -> None:
    archive = linked_archive(tmp_path)
    suggested(archive)
    case = review_of(archive).waiting()[1]
    shown = list(lines(case, "https://example.org/", width))
    text = "".join(line.partition("|")[0].strip() for line in shown)
    assert "person/stalin" in text
    if width >= 60:
        assert max(map(len, shown)) <= max(width, 60)
    assert any("leader of the" in line for line in shown)
