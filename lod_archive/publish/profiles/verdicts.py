"""What is wrong with what is written of a record, in words for archivists.

Those who compare with schemas speak of facets, types and namespaces: libxml2 of XML, fastjsonschema
of JSON. https://www.w3.org/TR/xmlschema-1/#validation_failures
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from lod_archive.vocab.texts import is_visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastjsonschema import JsonSchemaValueException

_MOST: Final = 200
"""How many characters of a value are shown."""
_NAMESPACE: Final = r"(?:\{[^{}']*\})?"
_ELEMENT: Final = re.compile(
    rf"Element '{_NAMESPACE}([^']*)'(?:, attribute '{_NAMESPACE}([^']*)')?: "
    r"(.*?)\.?(?:, line \d+)?",
    re.DOTALL,
)
_EXPECTED: Final = r"Expected is (?:one of )?\( (.*) \)"
_IN_XML: Final = (
    (r"\[facet 'minLength'\] .*", "is empty"),
    (r"\[facet '(?:pattern|enumeration)'\] The value '(.*)' is not (?:accepted|an element) .*", ""),
    (r"'(.*)' is not a valid value of .*", ""),
    (rf"This element is not expected\. {_EXPECTED}", "does not belong there; expected: {}"),
    (r"This element is not expected", "does not belong there"),
    (rf"Missing child element\(s\)\. {_EXPECTED}", "lacks an element; expected: {}"),
    (rf"The attribute '{_NAMESPACE}(.*)' is required but missing", "lacks the attribute “{}”"),
    (r"The attribute '.*' is not allowed", "must not be there"),
    (r"(?:Element|Character) content .*", "holds something that does not belong there"),
    (r"Duplicate key-sequence \['(.*)'\] .*", "stands there twice: “{}”"),
    (r"No matching global declaration .*", "is not what a record begins with"),
)
"""What libxml2 says, and what it means; without words, that the value is not allowed."""
_TYPES: Final = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "nothing",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}


def of_xml(message: str) -> str:
    """What libxml2 says of an element.

    >>> of_xml("Element '{http://a.example/}a', attribute '{http://a.example/}b': "
    ...        "[facet 'pattern'] The value 'x {y}' is not accepted by the pattern 'z'., line 1")
    'the attribute “b” of “a” is “x {y}”, which is not allowed there'
    >>> of_xml("Element '{http://a.example/}a': [facet 'minLength'] It is too short., line 1")
    '“a” is empty'
    """
    found = _ELEMENT.fullmatch(message)
    if found is None:
        return shortened(message)
    element, attribute, said = found.groups()
    what = f"the attribute “{attribute}” of “{element}”" if attribute else f"“{element}”"
    for pattern, words in _IN_XML:
        known = re.fullmatch(pattern, said, re.DOTALL)
        if known is not None:
            value = known[1] if known.groups() else ""
            if words.startswith(("does", "lacks an")):
                value = re.sub(rf"{_NAMESPACE}([^\s,]+)", r"\1", value)
            return f"{what} {words.format(shortened(value)) if words else _not_allowed(value)}"
    return f"{what}: {shortened(said)}"


def of_json(error: JsonSchemaValueException) -> str:
    """What fastjsonschema says of a member."""
    name = error.name or ""
    where = name.removeprefix("it").removeprefix(".")
    return f"“{where}” {_of_member(error)}" if where else f"it {_of_member(error)}"


def _of_member(error: JsonSchemaValueException) -> str:
    value, rule, said = error.value, error.rule, error.rule_definition
    if rule == "required":
        return f"lacks {_listed(each for each in said if each not in value)}"
    if rule == "additionalProperties":
        known = error.definition.get("properties", {})
        return f"must not have {_listed(each for each in value if each not in known)}"
    if rule == "type":
        kinds = said if isinstance(said, list) else [said]
        return f"is {_shown(value)}, but must be {' or '.join(_TYPES[each] for each in kinds)}"
    if rule in ("minLength", "minItems", "minProperties") and not value:
        return "is empty"
    if rule in ("const", "enum", "pattern"):
        return _not_allowed(value)
    return shortened(error.message.removeprefix(error.name or "").strip())


def _not_allowed(value: Any) -> str:
    if isinstance(value, str) and not is_visible(value):
        return "is empty"
    return f"is {_shown(value)}, which is not allowed there"


def _shown(value: Any) -> str:
    """A value as it is read: texts in quotation marks, others as JSON has them.

    >>> _shown("Сталь"), _shown(1.5), _shown(["a", {}])
    ('“Сталь”', '1.5', '["a", {}]')
    """
    if isinstance(value, str):
        return f"“{shortened(value)}”"
    return shortened(json.dumps(value, ensure_ascii=False))


def _listed(names: Iterable[str]) -> str:
    return shortened(", ".join(f"“{name}”" for name in names))


def shortened(text: str) -> str:
    """The text, or its beginning.

    >>> shortened("Сталь"), len(shortened("Сталь" * 100)), shortened("Сталь" * 100)[-3:]
    ('Сталь', 200, 'ал…')
    """
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"
