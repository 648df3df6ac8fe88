"""Which materials a clerk may look at in the original instead of scanning them (pure)."""

from collections.abc import Collection, Iterable

from guides.enumerations import IssuerType, MaterialKind
from guides.errors import FieldProblem
from guides.terms import Material
from services_hall.applications.answers import MATERIAL, AnswerFault


def may_be_seen(material: Material) -> bool:
    """Whether a look at the original is enough: identity documents and certificates of a government body.

    What the agency has to examine is scanned, and so is what the guide asks for as a copy.
    """
    is_certificate = any(way.certificate_type for way in material.spared_by)
    is_document = material.identity_of is not None or is_certificate
    return (
        material.issuer_type is IssuerType.GOVERNMENT
        and material.kind is not MaterialKind.COPY
        and is_document
    )


def scan_problems(
    materials: Iterable[tuple[str, Material]], seen: Collection[str]
) -> dict[str, FieldProblem]:
    """The problem by field name of each material, with its key, that was only seen but must be scanned."""
    return {
        MATERIAL + key: FieldProblem(AnswerFault.NOT_SCANNED, {"name": material.name})
        for key, material in materials
        if key in seen and not may_be_seen(material)
    }
