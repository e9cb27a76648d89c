"""Documents of strangers: read with expat alone, without DTD, entities or more depth and size than a location needs."""

import xml.parsers.expat as expat
from collections.abc import Iterator
from dataclasses import dataclass, field

from cad.locations.errors import Refused

LONGEST = 65_536  # octets
DEEPEST = 40
MOST_ELEMENTS = 3_000
BETWEEN = "\n"  # namespace and name: no namespace can hold it after expat has read the attribute


@dataclass(slots=True)
class Element:
    """`name` without its namespace; `text` what stands directly in it."""

    namespace: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: "list[Element]" = field(default_factory=list)

    def all(self, *names: str) -> "Iterator[Element]":
        """Itself and what is inside of it, of these names, in the document's order."""
        if self.name in names:
            yield self
        for child in self.children:
            yield from child.all(*names)

    def child(self, *names: str) -> "Element | None":
        return next((child for child in self.children if child.name in names), None)

    def said(self, name: str) -> str:
        """A child's text; empty when there is none."""
        found = self.child(name)
        return found.text.strip() if found else ""


def parse(document: bytes) -> Element:
    """The root. Raises Refused: too_long, not_xml, doctype, too_complex."""
    if len(document) > LONGEST:
        raise Refused("too_long")
    return _Reader().read(document)


class _Reader:
    def __init__(self) -> None:
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0

    def read(self, document: bytes) -> Element:
        parser = expat.ParserCreate(namespace_separator=BETWEEN)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(document, True)
        except (expat.ExpatError, LookupError, ValueError):  # the last two: an encoding nobody has
            raise Refused("not_xml") from None
        if self._root is None:
            raise Refused("not_xml")
        return self._root

    def _doctype(self, *_: object) -> None:
        raise Refused("doctype")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise Refused("too_complex")
        namespace, _, name = tag.rpartition(BETWEEN)
        element = Element(namespace, name, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text
