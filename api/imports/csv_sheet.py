"""CSV as cities write it: comma or semicolon, with or without a byte order mark, headings in Indonesian or English.

sheet = CsvSheet(path, {"name": ("nama",), "lat": ("lintang",)}, needed=("name",))
rows = [(row.text("name"), row.degrees("lat", 90)) for row in sheet]
sheet.problems  # of all rows, with their lines
"""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cad.imports.model import Problem

MOST_ROWS = 500_000
LONGEST = 200  # characters in a cell; aliases and capabilities may be LONGEST_LIST together
LONGEST_LIST = 2000
LISTED = "|"  # between the parts of a list


class CsvSheet:
    """The rows of a file, and what is wrong with them."""

    def __init__(self, path: Path, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> None:
        self.problems: list[Problem] = []
        self._path, self._columns, self._needed = path, columns, needed

    def wrong(self, line: int, sentence: str, en: str) -> None:
        self.problems.append(Problem(line=line, sentence=sentence, en=en))

    def __iter__(self) -> Iterator["CsvRow"]:
        try:
            told = self._path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.wrong(
                0, "Berkas ini bukan teks UTF-8. Simpan sebagai CSV UTF-8.", "This is no UTF-8 text. Save it so."
            )
            return
        if "\0" in told:
            self.wrong(0, "Berkas ini bukan CSV.", "This is no CSV file.")
            return
        try:
            yield from self._rows(told)
        except csv.Error as error:
            self.wrong(0, f"CSV ini tidak terbaca: {error}.", f"This CSV cannot be read: {error}.")

    def _rows(self, told: str) -> Iterator["CsvRow"]:
        lines = told.splitlines()
        heading = lines[0] if lines else ""
        reader = csv.reader(lines, delimiter=";" if heading.count(";") > heading.count(",") else ",")
        names = self._heading(next(reader, []))
        if self.problems:
            return
        for cells in reader:
            if reader.line_num > MOST_ROWS:
                self.wrong(reader.line_num, f"Paling banyak {MOST_ROWS} baris.", f"At most {MOST_ROWS} rows.")
                return
            if any(cell.strip() for cell in cells):
                told_row = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
                yield CsvRow(self, reader.line_num, told_row)

    def _heading(self, cells: list[str]) -> list[str]:
        meant = {other: name for name, others in self._columns.items() for other in (name, *others)}
        names = [meant.get(cell.strip().lower().replace(" ", "_"), "") for cell in cells]
        for name in self._needed:
            if name not in names:
                also = "/".join((name, *self._columns[name]))
                self.wrong(1, f"Baris pertama harus memuat kolom {also}.", f"The first line must have a column {also}.")
        for name in {name for name in names if name and names.count(name) > 1}:
            self.wrong(1, f"Kolom {name} ada dua kali.", f"There are two columns {name}.")
        return names


class CsvRow:
    """One line. Reading a cell that is wrong notes the problem and gives an empty value."""

    def __init__(self, sheet: CsvSheet, line: int, cells: dict[str, str]) -> None:
        self._sheet, self.line, self._cells = sheet, line, cells

    def wrong(self, sentence: str, en: str) -> None:
        self._sheet.wrong(self.line, sentence, en)

    def text(self, name: str, *, needed: bool = False, longest: int = LONGEST) -> str:
        value = self._cells.get(name, "")
        if needed and not value:
            self.wrong(f"Kolom {name} kosong.", f"Column {name} is empty.")
        if len(value) > longest:
            self.wrong(f"Kolom {name} lebih dari {longest} huruf.", f"Column {name} has over {longest} characters.")
            return ""
        return value

    def listed(self, name: str) -> list[str]:
        value = self.text(name, longest=LONGEST_LIST)
        return [part.strip() for part in value.split(LISTED) if part.strip()]

    def degrees(self, name: str, most: float, *, needed: bool = False) -> float | None:
        value = self._cells.get(name, "")
        if not value:
            if needed:
                self.wrong(f"Kolom {name} kosong.", f"Column {name} is empty.")
            return None
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            number = math.nan
        if not abs(number) <= most:
            self.wrong(f"{name} {value[:40]!r} bukan derajat.", f"{name} {value[:40]!r} is no number of degrees.")
            return None
        return number

    def point(self, *, needed: bool) -> tuple[float | None, float | None]:
        """Both or neither; 0,0 lies in the sea off Africa and means that somebody left it out."""
        lat, lon = self.degrees("lat", 90, needed=needed), self.degrees("lon", 180, needed=needed)
        if (lat is None) != (lon is None) and not needed:
            self.wrong("Lintang atau bujur tidak ada.", "Latitude or longitude is missing.")
        if lat == 0 and lon == 0:
            self.wrong("Titik 0,0 bukan di kota ini.", "The point 0,0 is not in this city.")
        return lat, lon


POINT = {"lat": ("latitude", "lintang"), "lon": ("lng", "longitude", "bujur")}
