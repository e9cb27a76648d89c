"""Taking data in, and back."""

from dataclasses import dataclass

from cad.imports.model import Draft


@dataclass(frozen=True, kw_only=True)
class TakeImport:
    """Writes all rows of the draft or none. The same `import_id` again returns what is there.
    Invalid `import_has_problems`, `import_empty`. Returns the Import."""

    user_id: str | None
    import_id: str
    file_name: str
    sha256: str
    draft: Draft


@dataclass(frozen=True, kw_only=True)
class TakeBackImport:
    """Puts back what was there before. Only the last of its kind that still holds. Returns the Import."""

    user_id: str | None
    import_id: str
