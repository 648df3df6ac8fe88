"""The people of an organisation: who is asked for what, what is refused, and who counts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificate_store.holders import Holder, IdentifierType
from certificate_store.text_input.characters import is_invisible, is_on_paper
from guides.bundles import BundleSelection, resolve_single
from guides.samples import load_sample
from guides.terms import GuideTerms, build_terms
from services_hall.applications.answers import FIELD, Filing, Offer, OfferItem
from services_hall.applications.errors import AnswersInvalid
from services_hall.applications.parties import Party, applicant_in, own_parties
from services_hall.applications.parties.organisation_people import (
    Contact,
    LegalRepresentative,
    OrganisationPeople,
    PeopleSource,
)
from services_hall.applications.prefill.business_licences import BusinessLicence
from services_hall.applications.prefill.identity_values import identity_values
from services_hall.applications.prefill.people_fields import (
    ADDED,
    CONTACT_NAME,
    CONTACT_PHONE,
    REPRESENTATIVE_FIELD,
    REPRESENTATIVE_NAME,
    people_values,
    with_people_fields,
    with_representative,
    with_typed_people,
)
from services_hall.identity import Actor

PERSON: Final = Holder("李样例", IdentifierType.IDENTITY_CARD, "420102188701120026")
COMPANY: Final = Holder("武汉示例餐饮有限公司", IdentifierType.CREDIT_CODE, "91420100MADEM00019")
SIGN: Final = build_terms(GuideTerms, load_sample("HWZP-SZ"))
ASKING: Final = resolve_single(SIGN, {"lighting": "no"})
SILENT: Final = replace(
    ASKING, form_fields=tuple(one for one in ASKING.form_fields if not one.key.startswith("applicant_"))
)
"""A guide whose form asks nothing about people."""
TYPED: Final = {
    "applicant_phone": "10000000002",
    REPRESENTATIVE_NAME.key: "周法代",
    CONTACT_NAME.key: "陈代办",
    CONTACT_PHONE.key: "027-10000000",
}


def parties_of(holder: Holder) -> list[Party]:
    return own_parties(Actor(7, "id", "李样例", (), holder=holder, phone="10000000002", person=PERSON))


def added_keys(selection: BundleSelection, holder: Holder) -> list[str]:
    asked = with_people_fields(selection, parties_of(holder)).form_fields
    return [one.key for one in asked if one not in selection.form_fields]


def filing_of(answers: dict[str, str]) -> Filing:
    item = OfferItem(1, "HWZP-SZ", 1, 1, "", SIGN)
    offer = Offer("HWZP-SZ", SIGN.name, {"HWZP-SZ": item}, None, None, "")
    return Filing(offer, {"lighting": "no"}, ASKING, answers)


def with_given(people: OrganisationPeople | None) -> Sequence[Party]:
    return [replace(one, people=people) if one.holder == COMPANY else one for one in parties_of(COMPANY)]


def people_or_errors(typed: dict[str, str]) -> OrganisationPeople | set[str]:
    """The people whom a form that asks for all of them names, or the fields that are refused."""
    parties = parties_of(COMPANY)
    try:
        people = applicant_in(with_typed_people(parties, with_people_fields(SILENT, parties), typed)).people
    except AnswersInvalid as invalid:
        return set(invalid.errors)
    assert people is not None
    return people


def test_only_an_organisation_is_asked_and_only_for_what_the_guide_leaves_out() -> None:
    assert added_keys(ASKING, PERSON) == added_keys(SILENT, PERSON) == []
    assert added_keys(ASKING, COMPANY) == [CONTACT_NAME.key]
    assert added_keys(SILENT, COMPANY) == [one.key for one in ADDED]


def test_the_contact_is_at_first_who_acts() -> None:
    agent = parties_of(COMPANY)[1]
    assert set(people_values(agent, "").values()) == {"李样例", "10000000002"}
    assert set(people_values(None, "027-10000000").values()) == {"", "027-10000000"}


@pytest.mark.parametrize(("selection", "phone"), [(ASKING, "10000000002"), (SILENT, "02710000000")])
def test_the_form_names_the_people(selection: BundleSelection, phone: str) -> None:
    parties = parties_of(COMPANY)
    asked = with_people_fields(selection, parties)
    people = applicant_in(with_typed_people(parties, asked, TYPED)).people
    assert people is not None
    assert people.contact is not None
    assert (people.contact.name, people.contact.phone.replace("-", "")) == ("陈代办", phone)
    is_asked_here = REPRESENTATIVE_NAME in asked.form_fields
    assert (people.representative == LegalRepresentative("周法代")) == is_asked_here
    assert OrganisationPeople.from_json(people.as_json()) == people
    assert with_typed_people(parties, selection, TYPED) == parties


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60), place=st.integers(0, 2))
def test_what_is_pasted_is_kept_readable_or_refused_at_its_field(text: str, place: int) -> None:
    asked = ADDED[place]
    people = people_or_errors({**TYPED, asked.key: text})
    if isinstance(people, set):
        assert people == {FIELD + asked.key}
        return
    assert people.contact is not None
    assert people.representative is not None
    for kept in (people.representative.name, people.contact.name, people.contact.phone):
        assert kept
        assert all(is_on_paper(one) and not is_invisible(one) for one in kept)


def test_the_licence_goes_before_what_is_given_and_that_before_the_answers() -> None:
    answers = {"applicant_name": "张三", "applicant_identifier": PERSON.identifier}
    licence = BusinessLicence(COMPANY, representative="周法代")

    def found(people: OrganisationPeople | None, on: BusinessLicence | None) -> LegalRepresentative:
        after = applicant_in(with_representative(with_given(people), filing_of(answers), on)).people
        assert after is not None
        assert after.representative is not None
        return after.representative

    given_one = OrganisationPeople(LegalRepresentative("周法代"), Contact("陈代办", "10000000002"))
    assert found(None, None).name == "张三"
    assert found(None, None).identifier == PERSON.identifier
    assert (found(given_one, None).name, found(given_one, None).source) == ("周法代", PeopleSource.STATED)
    assert found(given_one, licence).source is found(None, licence).source is PeopleSource.LICENCE
    with pytest.raises(AnswersInvalid) as refused:
        found(replace(given_one, representative=LegalRepresentative("别人")), licence)
    assert set(refused.value.errors) == {REPRESENTATIVE_FIELD}


def test_a_representative_who_is_given_fills_in_what_the_form_asks_about_the_person() -> None:
    people = OrganisationPeople(
        LegalRepresentative("周法代", IdentifierType.IDENTITY_CARD, PERSON.identifier)
    )
    values = identity_values(ASKING, list(with_given(people)))
    assert (values["applicant_name"], values["applicant_identifier"]) == ("周法代", PERSON.identifier)
    assert "applicant_name" not in identity_values(ASKING, parties_of(COMPANY))
