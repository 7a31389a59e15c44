"""Dates of the Extended Date/Time Format, against two independent suites and by property."""

from __future__ import annotations

import calendar as gregorian
import json
import pickle
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_archive.vocab.edtf import SPEC, Edtf, EdtfError, parse
from tests.suites import suite_params, suite_path
from tests.test_vocab_edtf_days import day, exists

if TYPE_CHECKING:
    from collections.abc import Iterator

VALIDATE = "edtf/edtf-validate.json"
PYTHON_EDTF = "edtf/python-edtf.json"


def texts_as_params(texts: list[str]) -> Iterator[pytest.ParameterSet]:
    """One parameter for each different text, its id the text itself."""
    for text in dict.fromkeys(texts):
        yield pytest.param(text, id=text or "(empty)")


def in_order(day: str) -> tuple[int, ...]:
    """A key that sorts xsd:dates by time, also those of negative and of long years."""
    year, month, number = re.fullmatch(r"(-?\d+)-(\d\d)-(\d\d)", day).groups()  # type: ignore[union-attr]
    return int(year), int(month), int(number)


# --- the suite of edtf-validate -----------------------------------------------------------------

INVALID_LISTS = ("invalid_edtf_dates", "invalid_edtf_intervals", "invalid_edtf_datetimes")


def valid_texts(suite: dict[str, list[str]]) -> Iterator[pytest.ParameterSet]:
    yield from texts_as_params(suite["L0_L1_L2"])


def invalid_texts(suite: dict[str, list[str]]) -> Iterator[pytest.ParameterSet]:
    yield from texts_as_params([text for name in INVALID_LISTS for text in suite[name]])


def levelled_texts(suite: dict[str, list[str]]) -> Iterator[pytest.ParameterSet]:
    for level in (0, 1, 2):
        for text in dict.fromkeys(suite[f"Level{level}"]):
            yield pytest.param(text, level, id=text)


OTHER_LEVELS = {
    # Seasons (21-24) and Qualification of a date (complete) are both of level 1, and the
    # suite itself counts 1952-23~/1953 as level 1.
    "2011-23~": 1,
}


def test_validate_suite_is_whole() -> None:
    suite = json.loads(suite_path(VALIDATE).read_text(encoding="utf-8"))
    assert len(suite["L0_L1_L2"]) == 206
    assert sum(len(suite[name]) for name in INVALID_LISTS) == 56


@pytest.mark.parametrize("text", suite_params(VALIDATE, valid_texts))
def test_valid_text_is_accepted(text: str) -> None:
    assert parse(text).text == text


@pytest.mark.parametrize("text", suite_params(VALIDATE, invalid_texts))
def test_invalid_text_is_rejected(text: str) -> None:
    with pytest.raises(EdtfError):
        parse(text)


@pytest.mark.parametrize(("text", "level"), suite_params(VALIDATE, levelled_texts, width=2))
def test_level_is_the_lowest_that_suffices(text: str, level: int) -> None:
    assert parse(text).level == OTHER_LEVELS.get(text, level)


# --- the suite of python-edtf -------------------------------------------------------------------

UNKNOWN = "Extended Interval (L1) 1: an empty side is unknown; it is given no ten years"
WINTER = "Seasons: 24 is winter, three months like the other seasons, not December alone"
DIGITS = "Significant digits: 1950S2 is 'some year between 1900 and 1999'; 1950 is the estimate"

OTHER_BOUNDS = {
    "/2006": (None, "2006-12-31", UNKNOWN),
    "2004-06-01/": ("2004-06-01", None, UNKNOWN),
    "1984-06-02?/": ("1984-06-02", None, UNKNOWN),
    "2010-24": ("2010-12-01", "2011-02-28", WINTER),
    "1950S2": ("1900-01-01", "1999-12-31", DIGITS),
    "1953S2": ("1900-01-01", "1999-12-31", DIGITS),
    "1953S3": ("1950-01-01", "1959-12-31", DIGITS),
    "Y17101E4S3": ("171000000-01-01", "171999999-12-31", DIGITS),
    "Y3388E2S3": ("338000-01-01", "338999-12-31", DIGITS),
    "Y171010000S3": ("171000000-01-01", "171999999-12-31", DIGITS),
}
WITH_SPACES = {
    # Set representation 4: "No spaces are allowed, anywhere within the expression."
    "[1667, 1668, 1670..1672]",
    "[1760-01, 1760-02, 1760-12..]",
    "[1667, 1760-12]",
    "{1667,1668, 1670..1672}",
    "{1960, 1961-12}",
}


def strict_bounds(bounds: list[str]) -> tuple[str | None, str | None]:
    """[day], [lower, upper], [day, lower fuzzy, upper fuzzy] or [lower, upper, two fuzzy]."""
    lower, upper = bounds[0], bounds[1] if len(bounds) in (2, 4) else bounds[0]
    return (None if lower == "-inf" else lower), (None if upper == "inf" else upper)


def examples(suite: dict[str, Any]) -> Iterator[pytest.ParameterSet]:
    for text, bounds in dict(suite["EXAMPLES"]).items():
        yield pytest.param(text, strict_bounds(bounds), id=text)


def qualified_examples(suite: dict[str, Any]) -> Iterator[pytest.ParameterSet]:
    for text, flags in suite["APPROXIMATE_UNCERTAIN_EXAMPLES"]:
        yield pytest.param(text, *flags, id=text)


def bad_examples(suite: dict[str, Any]) -> Iterator[pytest.ParameterSet]:
    # The list holds a null too, which the type of parse() excludes.
    yield from texts_as_params([text for text in suite["BAD_EXAMPLES"] if text is not None])


@pytest.mark.parametrize(("text", "expected"), suite_params(PYTHON_EDTF, examples, width=2))
def test_bounds_agree_with_python_edtf(text: str, expected: tuple[str | None, str | None]) -> None:
    if text in WITH_SPACES:
        with pytest.raises(EdtfError, match="spaces are not allowed") as caught:
            parse(text)
        text = str(caught.value.hint)
    found = parse(text)
    if text in OTHER_BOUNDS:
        *own, _reason = OTHER_BOUNDS[text]
        assert tuple(own) != expected, "no longer a deviation"
        expected = (own[0], own[1])
    assert (found.earliest, found.latest) == expected


@pytest.mark.parametrize("text", suite_params(PYTHON_EDTF, bad_examples))
def test_bad_example_of_python_edtf_is_rejected(text: str) -> None:
    with pytest.raises(EdtfError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate", "both"),
    suite_params(PYTHON_EDTF, qualified_examples, width=4),
)
def test_qualifiers_agree_with_python_edtf(
    text: str, uncertain: bool, approximate: bool, both: bool
) -> None:
    found = parse(text)
    assert found.is_uncertain == (uncertain or both)
    assert found.is_approximate == (approximate or both)


# --- what the suites leave out ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1935-23", "1935-09-01", "1935-11-30"),
        ("1935-24", "1935-12-01", "1936-02-29"),
        ("-0001-24", "-0001-12-01", "0000-02-29"),
        ("1935-28", "1935-12-01", "1936-02-29"),
        ("1935-29", "1935-09-01", "1935-11-30"),
        ("1935-30", "1935-12-01", "1936-02-29"),
        ("1935-31", "1935-03-01", "1935-05-31"),
        ("1935-32", "1935-06-01", "1935-08-31"),
        ("1936-33", "1936-01-01", "1936-03-31"),
        ("1935-36", "1935-10-01", "1935-12-31"),
        ("1935-37", "1935-01-01", "1935-04-30"),
        ("1935-38", "1935-05-01", "1935-08-31"),
        ("1935-39", "1935-09-01", "1935-12-31"),
        ("1935-40", "1935-01-01", "1935-06-30"),
        ("1935-41", "1935-07-01", "1935-12-31"),
        ("193X-23", "1930-09-01", "1939-11-30"),
        ("1984~", "1984-01-01", "1984-12-31"),
        ("2004-02-XX", "2004-02-01", "2004-02-29"),
        ("1999-XX-31", "1999-01-31", "1999-12-31"),
        ("1999-0X-31", "1999-01-31", "1999-08-31"),
        ("1999-X2-30", "1999-12-30", "1999-12-30"),
        ("2015-02-X9", "2015-02-09", "2015-02-19"),
        ("1984-1X", "1984-10-01", "1984-12-31"),
        ("1984-X0", "1984-10-01", "1984-10-31"),
        ("19XX-02-29", "1904-02-29", "1996-02-29"),
        ("-XXXX-02-29", "-9996-02-29", "-0004-02-29"),
        ("-000X", "-0009-01-01", "-0001-12-31"),
        ("-0XX0", "-0990-01-01", "-0010-12-31"),
        ("XXXX", "0000-01-01", "9999-12-31"),
        ("0050S1", "0050-01-01", "0059-12-31"),
        ("0000S1", "0000-01-01", "0000-12-31"),
        ("-1859S5", "-1859-01-01", "-1859-12-31"),
        ("Y-171010000S2", "-179999999-01-01", "-170000000-12-31"),
        ("Y-17E7~", "-170000000-01-01", "-170000000-12-31"),
        ("1935-12-31T23:30:00-11", "1935-12-31", "1935-12-31"),
        ("{1935..1936,1934-02}", "1934-02-01", "1936-12-31"),
        ("[..1935,1940-02]", None, "1940-02-29"),
        ("[1935?,193X]", "1930-01-01", "1939-12-31"),
        ("../..", None, None),
        ("1919-XX-02/1919-XX-01", "1919-01-02", "1919-12-01"),
    ],
    ids=str,
)
def test_bounds_are_strict(text: str, earliest: str | None, latest: str | None) -> None:
    found = parse(text)
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("", 1, "a date is missing"),
        ("1935-13", 6, "month 13: months run from 01 to 12, seasons and other divisions from 21"),
        ("1935-00", 6, "month 00"),
        ("1935-42", 6, "month 42"),
        ("1935-2X", 6, "month 2X"),
        ("1935-06-31", 9, "day 31: 1935-06 has 30 days"),
        ("1935-06-00", 9, "day 00"),
        ("1935-02-3X", 9, "day 3X: 1935-02 has 28 days"),
        ("XXX1-02-29", 9, "day 29: no month that fits has such a day"),
        ("1900-02-29", 9, "28 days in the Gregorian calendar, but 29 in the Julian"),
        ("1935-23-01", 9, "no day follows 23"),
        ("1935-1", 5, "after a hyphen come two digits"),
        ("19351", 5, "a year has four digits; a longer one begins with Y"),
        ("-0000", 1, "there is no year -0000"),
        ("-0000S2", 1, "there is no year -0000"),
        ("1935 ", 5, "spaces are not allowed"),
        ("1935-08-31?T10:00:00", 12, "a time follows a complete date"),
        ("1935-08-31T24:00:00", 11, "a time is written"),
        ("1935/1936-01-01T10:00:00", 16, "a time of day stands only with a single date"),
        ("1936/1935", 6, "the interval ends before it begins"),
        ("1935/1936/1937", 10, "an interval has one slash"),
        ("/", 1, "an interval has a start, an end or both"),
        ("Y1935", 2, "Y is for years of five digits and more, this one has 4"),
        ("Y17E1", 2, "this one has 3"),
        ("Y17E7-12", 6, "a year with Y has no months"),
        ("Y01935000", 1, "without leading zeros"),
        ("Y12345/..", 1, "a year with Y stands alone"),
        ("[Y12345]", 2, "a year with Y stands alone"),
        ("193XS2", 5, "S and a number of significant digits stand only after"),
        ("1950S0", 5, "S and a number of significant digits stand only after"),
        ("Y1E999999999", 2, "years of more than 1000 digits"),
        ("[1935", 6, "] is missing"),
        ("{1935]", 6, "']' is no part of a date"),
        ("[]", 2, "a date begins with a year"),
        ("[..]", 4, "a date begins with a year"),
        ("[1935,..1936]", 7, "only at the beginning"),
        ("[1935..,1936]", 8, "only at the end"),
        ("[1935..1936-02]", 8, "between a year and a month"),
        ("[1936..1935]", 8, "the range ends before it begins"),
        ("१९३५", 1, "a date begins with a year"),
        ("1" * 1001, 1001, "1001 characters are too many: 1000 at most"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_error_says_what_is_wrong_and_where(text: str, column: int, reason: str) -> None:
    with pytest.raises(EdtfError) as caught:
        parse(text)
    assert reason in caught.value.reason
    assert (caught.value.text, caught.value.column) == (text, column)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1935/11/14", "1935-11-14"),
        ("1935.11.14", "1935-11-14"),
        ("14.11.1935", "1935-11-14"),
        ("14/11/1935", "1935-11-14"),
        ("11/14/1935", "1935-11-14"),
        ("1935-14-11", "1935-11-14"),
        ("1935-9-1", "1935-09-01"),
        ("19351114", "1935-11-14"),
        ("31 August 1935", "1935-08-31"),
        ("August 31st, 1935", "1935-08-31"),
        ("1935 Aug 31", "1935-08-31"),
        ("Nov 1935", "1935-11"),
        ("31 августа 1935 г.", "1935-08-31"),
        ("осенью 1935 года", "1935-23"),
        ("Autumn 1935", "1935-23"),
        ("c. 1935", "1935~"),
        ("Circa Nov. 1935", "1935-11~"),
        ("ок. 1935", "1935~"),
        ("ca. 1935/36", "1935~/1936~"),
        ("probably 1935", "1935?"),
        ("1935(?)", "1935?"),
        ("1935?~", "1935%"),
        ("1930s", "193X"),
        ("193-", "193X"),
        ("19--", "19XX"),
        ("193u-uu", "193X-XX"),
        ("1935?-1936", "1935?/1936"),
        ("1935–1936", "1935/1936"),
        ("from 1 Nov 1935 to 2 Dec 1935", "1935-11-01/1935-12-02"),
        ("1935/36", "1935/1936"),
        ("1935/open", "1935/.."),
        ("unknown/1935", "/1935"),
        ("44 BC", "-0043"),
        ("1 BCE", "0000"),
        ("AD 0079", "0079"),
        (" 1935-08-31", "1935-08-31"),
        ("[1667, 1760-12]", "[1667,1760-12]"),
        ("+1935", "1935"),
        ("y-17e7", "Y-17E7"),
        ("12345~", "Y12345~"),
        ("Y1935", "1935"),
        ("Y01935000", "Y1935000"),
        ("1985-04-12t23:20:30z", "1985-04-12T23:20:30Z"),
    ],
    ids=str,
)
def test_error_hints_at_what_was_meant(text: str, hint: str) -> None:
    with pytest.raises(EdtfError) as caught:
        parse(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    "text",
    [
        "04/05/1935",  # April or May
        "1910/11",  # a month or two years
        "1935 - 36",  # two years, or what EDTF calls the fourth quarter
        "ca. 1935-36",
        "193511",  # a month or a year of six digits
        "1900s",  # a decade or a century
        "19th century",  # 1801 to 1900 to some, 1800 to 1899 to others
        "winter 1935",  # began or ended in 1935
        "31 June 1935",
        "before 1935",
        "1936/1935",
        "undated",
        "c. " * 300 + "1935",
    ],
    ids=lambda text: text[:30],
)
def test_no_hint_where_it_would_be_a_guess(text: str) -> None:
    with pytest.raises(EdtfError) as caught:
        parse(text)
    assert caught.value.hint is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1935", "date"),
        ("1935-08-31T10:00:00Z", "datetime"),
        ("1935/..", "interval"),
        ("[1935]", "one of"),
        ("{1935}", "all of"),
    ],
    ids=str,
)
def test_kind(text: str, kind: str) -> None:
    found = parse(text)
    assert found.kind == kind
    assert found.is_interval == (kind == "interval")
    assert found.is_set == (kind in ("one of", "all of"))
    assert str(found) == text


def test_julian_days_are_checked_by_the_julian_calendar() -> None:
    assert parse("1900-02-29", "julian").earliest == "1900-03-13"
    with pytest.raises(EdtfError, match="1905-02 has 28 days"):
        parse("1905-02-30", "julian")


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1905-12-21", "1906-01-03", "1906-01-03"),
        ("1905", "1905-01-14", "1906-01-13"),
        ("1900-02", "1900-02-13", "1900-03-13"),
        ("1905-24", "1905-12-14", "1906-03-13"),
        ("1905-12-21/..", "1906-01-03", None),
        ("190X-02-29", "1900-03-13", "1908-03-13"),
    ],
    ids=str,
)
def test_bounds_of_julian_dates_are_gregorian(text: str, earliest: str, latest: str) -> None:
    found = parse(text, "julian")
    assert (found.earliest, found.latest, found.calendar) == (earliest, latest, "julian")


def test_result_and_error_survive_pickling() -> None:
    found = parse("1935?")
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(EdtfError) as caught:
        parse("1935/11/14")
    error = pickle.loads(pickle.dumps(caught.value))
    assert vars(error) == vars(caught.value)
    assert str(error) == str(caught.value)


def test_message_cuts_long_texts() -> None:
    with pytest.raises(EdtfError) as caught:
        parse("x" * 100_000)
    assert len(str(caught.value)) < 200


def test_specification_is_cited() -> None:
    assert SPEC == "https://www.loc.gov/standards/datetime/"


# --- properties ---------------------------------------------------------------------------------

NEAR_MISSES = st.text(alphabet="0123456789XYESTZuc?~%-/.,:[]{}+ –", max_size=40)
COMPONENT = st.sampled_from(["{}", "?{}", "{}~", "%{}?"])


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """Dates of four-digit years, with any digits unspecified."""
    day = draw(st.dates(date(1, 1, 1), date(9999, 12, 31))).isoformat()
    hidden = draw(st.sets(st.sampled_from([0, 1, 2, 3, 5, 6, 8, 9])))
    text = "".join("X" if place in hidden else digit for place, digit in enumerate(day))
    return text[: draw(st.sampled_from([4, 7, 10]))]


@st.composite
def written_dates(draw: st.DrawFn) -> str:
    parts = draw(patterns()).split("-")
    sign = draw(st.sampled_from(["", "-"])) if parts[0].strip("0") else ""
    parts[0] = sign + parts[0]
    return "-".join(draw(COMPONENT).format(part) for part in parts)


@st.composite
def expressions(draw: st.DrawFn) -> str:
    first, second = draw(written_dates()), draw(written_dates())
    form = draw(st.sampled_from(["{0}", "{0}/{1}", "[{0},{1}]", "{{{0}..{1}}}", "[..{0},{1}..]"]))
    return form.format(first, second)


def outcome(text: str) -> Edtf | EdtfError:
    try:
        return parse(text)
    except EdtfError as error:
        return error


@given(st.one_of(st.text(), NEAR_MISSES, expressions()))
def test_any_text_gives_a_date_or_an_error_that_helps(text: str) -> None:
    found = outcome(text)
    if isinstance(found, EdtfError):
        assert found.reason
        assert 1 <= found.column <= len(text) + 1
        assert found.hint is None or parse(found.hint)
        return
    assert found.text == text
    bounds = [bound for bound in (found.earliest, found.latest) if bound is not None]
    assert all(exists(day(bound), "gregorian") for bound in bounds)
    assert bounds == sorted(bounds, key=in_order)


@given(expressions())
def test_level_0_uses_no_extension(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Edtf):
        assert (found.level == 0) == (not set(text) & set("X?~%[{") and "--" not in f"-{text}")


@given(st.dates())
def test_date_of_the_standard_library_reads_as_itself(day: date) -> None:
    found = parse(day.isoformat())
    assert found.earliest == found.latest == day.isoformat()


@given(st.integers(0, 9999), st.integers(1, 12))
def test_month_ends_as_the_standard_library_says(year: int, month: int) -> None:
    length = gregorian.monthrange(year or 400, month)[1]
    assert parse(f"{year:04}-{month:02}").latest == f"{year:04}-{month:02}-{length}"


@given(st.dates(date(1890, 1, 1), date(1909, 12, 31)), st.sets(st.sampled_from([3, 5, 6, 8, 9])))
def test_unspecified_digits_mean_every_day_that_fits(day: date, hidden: set[int]) -> None:
    text = "".join("X" if i in hidden else digit for i, digit in enumerate(day.isoformat()))
    fits = re.compile(text.replace("X", r"\d"))
    decades = (date(1890, 1, 1) + timedelta(days) for days in range(7304))
    days = [each.isoformat() for each in decades if fits.fullmatch(each.isoformat())]
    found = parse(text)
    assert (found.earliest, found.latest) == (days[0], days[-1])


@pytest.mark.parametrize(
    "text",
    [
        "[" + "XXX1-02-29," * 80,
        "[" + ",".join(["XXXX-XX-XX"] * 90) + "]",
        "?" * 1000,
        "-" * 1000,
        "/" * 1000,
        "Y" + "9" * 999,
        "Y9E" + "9" * 997,
        "Y1E999S" + "9" * 900,
        "c. " * 20,
        "1" * 59 + ".",
    ],
    ids=lambda text: text[:20],
)
def test_long_and_hostile_texts_end(text: str) -> None:
    assert isinstance(outcome(text), Edtf | EdtfError)
