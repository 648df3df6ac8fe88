"""Every sample with every kind of identity document: nobody is asked for one that they cannot have."""

from typing import Final

import pytest

from certificate_store.holders import Holder, IdentifierType
from guides.samples import load_bundle_sample, load_sample, sample_codes
from guides.terms import GuideTerms, Material, SparedBy, build_terms
from services_hall.applications.parties import ApplicantFault, Identification, Party, PartyRole
from services_hall.applications.parties.eligibility import eligibility_problem
from services_hall.applications.parties.identity_materials import identified_party
from services_hall.presentation.messages import message

CARD: Final = "居民身份证"
NUMBERS: Final = {
    IdentifierType.IDENTITY_CARD: "420102199001010049",
    IdentifierType.DIPLOMATIC_PASSPORT: "DE1234567",
    IdentifierType.SERVICE_PASSPORT: "SE1234567",
    IdentifierType.PUBLIC_AFFAIRS_PASSPORT: "PE1234567",
    IdentifierType.PASSPORT: "E12345678",
    IdentifierType.TAIWAN_PERMIT: "01234567",
    IdentifierType.HONG_KONG_MACAO_PERMIT: "H01234567",
    IdentifierType.OTHER: "AB-123456",
    IdentifierType.CREDIT_CODE: "91420100MADEM00011",
    IdentifierType.OTHER_ORGANISATION: "ORG-1234",
}
ONLY_CITIZENS: Final = {"JZZ-SL", "SFZ-BL"}
"""居住证暂行条例 art. 2 and 居民身份证法 art. 3 speak of citizens."""


def terms_of(code: str) -> GuideTerms:
    return build_terms(GuideTerms, load_sample(code))


def party(kind: IdentifierType, role: PartyRole = PartyRole.APPLICANT) -> Party:
    holder = Holder.of_record("某人", kind, NUMBERS[kind])
    return Party(role, holder, Identification.DOCUMENT)


def test_the_kinds_are_all_there_are() -> None:
    assert set(NUMBERS) == set(IdentifierType)


@pytest.mark.parametrize("kind", IdentifierType)
@pytest.mark.parametrize("code", sample_codes())
def test_nobody_is_asked_for_a_document_that_they_cannot_have(code: str, kind: IdentifierType) -> None:
    terms, applicant = terms_of(code), party(kind)
    problem = eligibility_problem([terms], applicant.holder, applicant.kind)
    if problem is not None:
        if problem.code is ApplicantFault.ONLY_CITIZENS:
            assert code in ONLY_CITIZENS
            assert terms.citizens_only is not None
            assert message(problem).endswith(terms.citizens_only.instead)
        return
    has_card = kind is IdentifierType.IDENTITY_CARD
    assert has_card or code not in ONLY_CITIZENS
    for material in terms.materials:
        asked = identified_party(material, [applicant])
        if material.identity_of is None:
            assert CARD not in material.name
        elif CARD in material.name:
            assert asked is applicant
            assert has_card
        else:
            assert asked in (applicant, None)
    if not has_card:
        assert not [one.label for one in terms.form_fields if CARD in one.label]
        assert not [one.key for one in terms.form_fields if one.type == "identity_number"]


def test_the_bundle_names_no_card() -> None:
    assert CARD not in str(load_bundle_sample("open-restaurant")["merges"])


@pytest.mark.parametrize("code", sorted(ONLY_CITIZENS))
def test_who_is_no_citizen_is_told_the_article_and_where_to_go(code: str) -> None:
    one = party(IdentifierType.PASSPORT)
    problem = eligibility_problem([terms_of("GJJ-TQ"), terms_of(code)], one.holder, one.kind)
    assert problem is not None
    assert problem.code is ApplicantFault.ONLY_CITIZENS
    assert "第" in message(problem)
    assert "公安" in message(problem)


def test_each_document_is_asked_of_the_party_that_it_identifies() -> None:
    first, second = party(IdentifierType.IDENTITY_CARD), party(IdentifierType.PASSPORT)
    agent = party(IdentifierType.TAIWAN_PERMIT, PartyRole.AGENT)
    card = (SparedBy(certificate_type="identity-card"),)
    company = party(IdentifierType.CREDIT_CODE)
    own, other = Material(key="own", spared_by=card), Material(key="other", spared_by=card, of_applicant=2)
    assert identified_party(own, [first, second, agent]) is first
    assert identified_party(other, [first, second, agent]) is second
    assert identified_party(other, [first]) is None
    assert identified_party(own, [company, agent]) is None
    by_agent = next(one for one in terms_of("GTDJ-SL").materials if one.key == "agent-identity-card")
    assert identified_party(by_agent, [first, agent]) is agent
    assert identified_party(by_agent, [first]) is None
    assert identified_party(Material(key="photo"), [first]) is None
