"""Sample guides and bundles: files of the package, validated against the schema of terms."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from guides.bundles import load_bundle_terms
from guides.errors import BundleNotFound, GuideNotFound
from guides.form_files import ENDINGS, FILE_NAMES, form_file_path
from guides.terms import load_guide_terms

try:
    from yaml import CSafeLoader as SafeLoader  # ten times as fast, if PyYAML was built with libyaml
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

GUIDES: Final = "guides"
BUNDLES: Final = "bundles"
FORMS: Final = "forms"
SUFFIX: Final = ".yaml"
MEDIA_TYPES: Final = {ending: media_type for media_type, ending in ENDINGS.items()}


def sample_paths() -> list[Traversable]:
    """The files of the sample guides, by item code."""
    return sample_files(GUIDES)


def bundle_sample_paths() -> list[Traversable]:
    """The files of the sample bundles, by bundle code."""
    return sample_files(BUNDLES)


def sample_codes() -> list[str]:
    """The item codes of the sample guides."""
    return [path.name.removesuffix(SUFFIX) for path in sample_paths()]


def bundle_sample_codes() -> list[str]:
    """The codes of the sample bundles."""
    return [path.name.removesuffix(SUFFIX) for path in bundle_sample_paths()]


def load_sample(code: str) -> dict[str, Any]:
    """The terms of the sample guide of item `code`, with the paths of its blank forms and samples.

    Raises GuideNotFound and DraftInvalid.
    """
    path = path_of_code(sample_paths(), code)
    if path is None:
        raise GuideNotFound(code)
    sample = load_guide_terms(read_yaml(path))
    paths = sample_form_paths()
    for material in sample["materials"]:
        for name in FILE_NAMES:
            material[name] = paths.get(material[name], material[name])
    return sample


@cache
def sample_form_paths() -> dict[str, str]:
    """The path of each blank form and sample, by the name of its file."""
    return {
        name: form_file_path(hashlib.sha256(content).hexdigest(), media_type_of(name))
        for name, content in sample_forms()
    }


def sample_forms() -> list[tuple[str, bytes]]:
    """The name and content of each blank form and sample of the sample guides."""
    found = files(__package__).joinpath(FORMS).iterdir()
    return [(form.name, form.read_bytes()) for form in sorted(found, key=lambda one: one.name)]


def media_type_of(name: str) -> str:
    """The media type of a file of this name."""
    return MEDIA_TYPES[PurePosixPath(name).suffix]


def load_bundle_sample(code: str) -> dict[str, Any]:
    """The terms of the sample bundle `code`. Raises BundleNotFound and DraftInvalid."""
    path = path_of_code(bundle_sample_paths(), code)
    if path is None:
        raise BundleNotFound(code)
    return load_bundle_terms(read_yaml(path))


def read_yaml(path: Traversable) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)


def sample_files(folder: str) -> list[Traversable]:
    sample_paths = [
        path for path in files(__package__).joinpath(folder).iterdir() if path.name.endswith(SUFFIX)
    ]
    return sorted(sample_paths, key=lambda path: path.name)


def path_of_code(paths: list[Traversable], code: str) -> Traversable | None:
    return next((path for path in paths if path.name == f"{code}{SUFFIX}"), None)
