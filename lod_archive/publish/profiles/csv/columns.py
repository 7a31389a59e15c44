"""The columns of each table, in ONE table: what stands in a cell, and what it means.

Names are lower case with underscores, so that they need no quotation marks in R, pandas or SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from lod_archive.publish.profiles.csv import cells
from lod_archive.vocab.namespaces import ARC, CRM, DCTERMS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lod_archive.publish.profiles.csv.cells import Row

Cell: TypeAlias = "Callable[[Row], Sequence[str]]"


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    :param title: what it is called for people, in English and Russian.
    :param cell: gives the values of a row: several only if :attr:`is_list`.
    :param datatype: a built-in datatype of CSVW.
    :param property_iri: what the cell says of the record, where one property says just that.
    :param language: that of the text in it.
    """

    name: str
    title: tuple[str, str]
    cell: Cell
    datatype: str = "string"
    is_list: bool = False
    property_iri: str | None = None
    language: str | None = None


def _text(name: str, title: tuple[str, str], iri: str, language: str) -> Column:
    return Column(name, title, cells.text(iri, language), property_iri=iri, language=language)


def _dates(name: str, title: tuple[str, str], direct: str, stated: str) -> tuple[Column, ...]:
    english, russian = title
    day = "date"
    return (
        Column(name, (f"{english} (EDTF)", f"{russian} (EDTF)"), cells.best_date(direct)),
        Column(
            f"{name}_earliest",
            (f"{english}, earliest day", f"{russian}, не раньше"),
            cells.bound(direct, stated, "earliest"),
            day,
        ),
        Column(
            f"{name}_latest",
            (f"{english}, latest day", f"{russian}, не позже"),
            cells.bound(direct, stated, "latest"),
            day,
        ),
        _others(f"{name}_others", title, direct, stated),
    )


def _others(name: str, title: tuple[str, str], direct: str, stated: str) -> Column:
    english, russian = title
    titles = (f"{english}: other values in sources", f"{russian}: иных значений в источниках")
    return Column(name, titles, cells.others(direct, stated), "nonNegativeInteger")


def _links(name: str, title: tuple[str, str], iri: str) -> tuple[Column, ...]:
    english, russian = title
    return (
        Column(name, (f"{english} (ids)", f"{russian} (id)"), cells.ids(iri), is_list=True),
        Column(f"{name}_names", title, cells.names_of(iri), is_list=True),
    )


_ROW: Final = (
    Column("id", ("Id", "Id"), cells.own_id),
    Column("iri", ("IRI", "IRI"), cells.own_iri, "anyURI"),
)
_NAMES: Final = (
    Column("type", ("Type", "Вид"), cells.types, is_list=True),
    Column("name_en", ("Name, English", "Имя по-английски"), cells.name("en"), language="en"),
    Column("name_ru", ("Name, Russian", "Имя по-русски"), cells.name("ru"), language="ru"),
    Column(
        "name_transliterated",
        ("Name, transliterated", "Имя, транслитерация"),
        cells.transliterated,
        is_list=True,
    ),
    Column("other_names", ("Other names", "Другие имена"), cells.other_names, is_list=True),
)
_ABOUT: Final = (
    _text("description_en", ("Description", "Описание по-английски"), SCHEMA.description, "en"),
    _text("description_ru", ("Description, Russian", "Описание"), SCHEMA.description, "ru"),
    Column("same_as", ("Same as", "То же, что"), cells.iris(SCHEMA.sameAs), "anyURI", is_list=True),
)
_BIRTH_PLACE: Final = ("Place of birth", "Место рождения")
_DEATH_PLACE: Final = ("Place of death", "Место смерти")
_PLACE: Final = ("Place", "Место")
TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "people": (
        *_ROW,
        *_NAMES,
        _text("family_name_en", ("Family name", "Фамилия по-английски"), SCHEMA.familyName, "en"),
        _text("family_name_ru", ("Family name, Russian", "Фамилия"), SCHEMA.familyName, "ru"),
        _text("given_name_en", ("Given name", "Имя (личное) по-английски"), SCHEMA.givenName, "en"),
        _text("given_name_ru", ("Given name, Russian", "Имя (личное)"), SCHEMA.givenName, "ru"),
        *_dates("birth_date", ("Born", "Дата рождения"), SCHEMA.birthDate, "birthDate"),
        *_links("birth_place", _BIRTH_PLACE, SCHEMA.birthPlace),
        _others("birth_place_others", _BIRTH_PLACE, SCHEMA.birthPlace, "birthPlace"),
        *_dates("death_date", ("Died", "Дата смерти"), SCHEMA.deathDate, "deathDate"),
        *_links("death_place", _DEATH_PLACE, SCHEMA.deathPlace),
        _others("death_place_others", _DEATH_PLACE, SCHEMA.deathPlace, "deathPlace"),
        *_links("occupation", ("Occupation", "Занятие"), SCHEMA.hasOccupation),
        *_ABOUT,
    ),
    "places": (
        *_ROW,
        *_NAMES,
        Column("latitude", ("Latitude", "Широта"), cells.number("latitude"), "decimal"),
        Column("longitude", ("Longitude", "Долгота"), cells.number("longitude"), "decimal"),
        _others("coordinates_others", ("Coordinates", "Координаты"), SCHEMA.geo, "coordinates"),
        *_links("within", ("Within", "Находится в"), SCHEMA.containedInPlace),
        *_ABOUT,
    ),
    "events": (
        *_ROW,
        *_NAMES,
        *_dates("date", ("Date", "Дата"), DCTERMS.date, "date"),
        *_links("place", _PLACE, SCHEMA.location),
        _others("place_others", _PLACE, SCHEMA.location, "place"),
        *_links("agent", ("Carried out by", "Кто"), CRM.P14_carried_out_by),
        *_links("participant", ("Participants", "Участники"), CRM.P11_had_participant),
        *_links("topic", ("About", "О чём"), SCHEMA.about),
        *_links("part_of", ("Part of", "Часть"), DCTERMS.isPartOf),
        *_ABOUT,
    ),
    "claims": (
        *_ROW,
        *_links("source", ("Source", "Источник"), DCTERMS.source),
        Column("stance", ("Stance", "Как сказано"), cells.local_names(ARC.stance), is_list=True),
        Column(
            "pages",
            ("Pages", "Страницы"),
            cells.plain(SCHEMA.pagination),
            property_iri=SCHEMA.pagination,
        ),
        Column("start", ("Begins at", "Начало"), cells.number("start"), "nonNegativeInteger"),
        Column("end", ("Ends at", "Конец"), cells.number("end"), "nonNegativeInteger"),
        _text("paraphrase_en", ("Paraphrase", "Пересказ по-английски"), ARC.paraphrase, "en"),
        _text("paraphrase_ru", ("Paraphrase, Russian", "Пересказ"), ARC.paraphrase, "ru"),
        *_links("about", ("About", "О ком, о чём"), SCHEMA.about),
        Column("qualifies", ("Qualifies", "Уточняет"), cells.ids(ARC.qualifies), is_list=True),
        Column(
            "conflicts_with",
            ("Conflicts with", "Противоречит"),
            cells.ids(ARC.conflictsWith),
            is_list=True,
        ),
    ),
}
"""Table → its columns, in their order."""
