"""Fulfilment of the materials of an application: files, proofs, results of other cases, originals seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from guides.bundles import AskedMaterial
from guides.errors import FieldProblem
from services_hall.applications.answers import MATERIAL, AnswerFault
from services_hall.applications.enumerations import MetBy
from services_hall.applications.errors import MaterialNotInGuide, RequirementsOpen
from services_hall.applications.prefill.store_proofs import Proofs
from services_hall.applications.seen_originals import scan_problems


@dataclass(frozen=True)
class SubmittedMaterials:
    """Submitted materials, by material key: files in order, proofs of the store, originals seen by a clerk.

    `is_incomplete` confirms that the application is filed although materials are missing, `is_tolerated` that
    the applicant chooses tolerance for them and promises to supply them (容缺受理).
    """

    attachments: Mapping[str, Sequence[int]]
    proofs: Proofs
    seen: frozenset[str] = frozenset()
    is_incomplete: bool = False
    is_tolerated: bool = False

    @property
    def file_ids(self) -> frozenset[int]:
        """The ids of all submitted files."""
        return frozenset(id_ for ids in self.attachments.values() for id_ in ids)


@dataclass(frozen=True)
class MetMaterial:
    """How one material is met."""

    met_by: MetBy
    attachment_id: int | None = None
    certificate_type: str | None = None
    certificate_identifier: str | None = None


def meet_materials(
    materials: Sequence[AskedMaterial],
    submitted: SubmittedMaterials,
    *,
    left_open: Collection[str] = (),
) -> dict[str, MetMaterial]:
    """How each required material is met, by material key; those `left_open` may be met later.

    Missing materials are marked if the applicant files all the same (行政许可法 art. 32(4): the agency then
    lists them in one notice). Otherwise raises RequirementsOpen for them, and for what was only seen although
    it must be scanned; MaterialNotInGuide for a submitted material that is not required.
    """
    requested_keys = {material.key for material in materials if material.from_item is None}
    for key in sorted({*submitted.attachments, *submitted.seen} - requested_keys):
        raise MaterialNotInGuide(key)
    unscanned = scan_problems(((one.key, one.terms) for one in materials), _only_seen(submitted))
    if unscanned:
        raise RequirementsOpen(unscanned)
    met: dict[str, MetMaterial] = {}
    missing: dict[str, FieldProblem] = {}
    for material in materials:
        met_material = _met(material, submitted)
        if met_material is not None:
            met[material.key] = met_material
        elif submitted.is_incomplete:
            met[material.key] = MetMaterial(MetBy.MISSING)
        elif material.key not in left_open:
            missing[MATERIAL + material.key] = FieldProblem(
                AnswerFault.MATERIAL_MISSING, {"name": material.name}
            )
    if missing:
        raise RequirementsOpen(missing)
    return met


def _only_seen(submitted: SubmittedMaterials) -> frozenset[str]:
    """The materials of which nothing but the original was seen."""
    proved = {key for key in submitted.seen if submitted.proofs.proved(key) is not None}
    return submitted.seen - set(submitted.attachments) - proved


def _met(material: AskedMaterial, submitted: SubmittedMaterials) -> MetMaterial | None:
    if material.from_item is not None:
        return MetMaterial(MetBy.THIS_APPLICATION, certificate_type=_issued_type(material))
    if material.key in submitted.attachments:
        return MetMaterial(MetBy.FILE, attachment_id=submitted.attachments[material.key][0])
    proof = submitted.proofs.proved(material.key)
    if proof is not None:
        return MetMaterial(
            MetBy.CERTIFICATE,
            certificate_type=proof.name,
            certificate_identifier=proof.certificate_identifier,
        )
    return MetMaterial(MetBy.SEEN) if material.key in submitted.seen else None


def _issued_type(material: AskedMaterial) -> str | None:
    return next((spared.certificate_type for spared in material.spared_by if spared.certificate_type), None)
