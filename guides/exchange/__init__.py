"""Import and export of guides and bundles as JSON and YAML."""

from guides.exchange.exporting import (
    AnyEdition,
    current_editions_of_all,
    edition_as_json,
    edition_as_yaml,
    terms_as_json,
    terms_as_yaml,
)
from guides.exchange.importing import (
    ENVELOPE,
    ImportAltered,
    ImportFault,
    ImportUnreadable,
    checked_terms,
    import_draft,
    is_bundle,
    read_terms_text,
    unchecked_terms,
)

__all__ = [
    "ENVELOPE",
    "AnyEdition",
    "ImportAltered",
    "ImportFault",
    "ImportUnreadable",
    "checked_terms",
    "current_editions_of_all",
    "edition_as_json",
    "edition_as_yaml",
    "import_draft",
    "is_bundle",
    "read_terms_text",
    "terms_as_json",
    "terms_as_yaml",
    "unchecked_terms",
]
