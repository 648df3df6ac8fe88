"""The sample guides, the restaurant bundle and the demo agencies: complete, valid in form, fictitious."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from stdnum.cn import uscc

from guides.bundles import (
    BundleTerms,
    SizeLimit,
    SizeVerdict,
    bundle_findings,
    find_circle,
    resolve_bundle,
)
from guides.calendar import is_limit_above
from guides.enumerations import Unit
from guides.errors import BundleNotFound, DraftInvalid, GuideNotFound
from guides.form_files import FILE_NAMES
from guides.samples import (
    bundle_sample_codes,
    bundle_sample_paths,
    load_bundle_sample,
    load_sample,
    read_yaml,
    sample_codes,
    sample_form_paths,
    sample_forms,
    sample_paths,
)
from guides.seeding import certificate_types, data_file, data_rows
from guides.terms import GuideTerms, Period, build_terms, canonical_bytes, load_guide_terms, public_content
from guides.validation import guide_findings
from tests.support.restaurant import UNLICENSED

RESTAURANT = ("GTDJ-SL", "SPJY-XB", "XFJC-YYQ", "HWZP-SZ", "HWGG-XK", "YCLS-XB")
OTHERS = ("GJJ-TQ", "JZZ-SL", "SFZ-BL", "SYDJ")
FROM_CERTIFICATES = ("GTDJ-BG", "GTDJ-BL", "GTDJ-ZX", "SPJY-YX")
CODES = tuple(sorted((*RESTAURANT, *OTHERS, *FROM_CERTIFICATES)))
REPEALED = (
    "大气污染防治法",  # 生态环境法典 art. 1242, since 2026-08-15
    "个体工商户条例",  # 促进个体工商户发展条例 art. 39, since 2022-11-01
    "食品经营许可管理办法",  # 食品经营许可和备案管理办法 art. 66, since 2023-12-01
)
NEW_RESTAURANT = {**UNLICENSED, "drains": "no", "advertisement": "yes", "advertisement_place": "wall"}


def sample(code: str) -> GuideTerms:
    return build_terms(GuideTerms, load_sample(code))


@pytest.fixture(scope="module")
def samples() -> dict[str, GuideTerms]:
    return {code: sample(code) for code in sample_codes()}


@pytest.fixture(scope="module")
def restaurant() -> BundleTerms:
    return build_terms(BundleTerms, load_bundle_sample("open-restaurant"))


def test_there_are_the_sample_guides_and_the_restaurant() -> None:
    assert tuple(sample_codes()) == CODES
    assert bundle_sample_codes() == ["open-restaurant"]


@pytest.mark.parametrize("code", CODES)
def test_a_sample_says_every_element_of_the_shape_and_nothing_outside_it(code: str) -> None:
    path = next(path for path in sample_paths() if path.name == f"{code}.yaml")
    raw = read_yaml(path)
    assert load_guide_terms(raw) == raw
    assert raw["code"] == code


def test_a_sample_with_an_unknown_element_is_refused() -> None:
    with pytest.raises(DraftInvalid):
        load_guide_terms({**load_sample("SPJY-XB"), "service_point": "somewhere"})


def test_a_code_without_a_sample_is_not_found() -> None:
    with pytest.raises(GuideNotFound):
        load_sample("NONE")
    with pytest.raises(BundleNotFound):
        load_bundle_sample("none")


@pytest.mark.parametrize("code", CODES)
def test_no_sample_has_a_blocking_finding(code: str) -> None:
    types = [each["code"] for each in certificate_types()]
    found = guide_findings(sample(code), certificate_types=types)
    assert [finding for finding in found if finding.is_blocking] == []
    assert {finding.rule for finding in found} <= {"quantity"}


@pytest.mark.parametrize("code", CODES)
def test_every_legal_basis_names_law_and_article(code: str) -> None:
    for basis in sample(code).legal_bases:
        assert basis.law
        assert re.match(r"第.+[条章]|全文", basis.article)


@pytest.mark.parametrize("law", REPEALED)
def test_no_sample_rests_on_a_law_that_was_repealed(law: str) -> None:
    paths = (*sample_paths(), *bundle_sample_paths())
    assert [path.name for path in paths if law in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("code", CODES)
def test_every_article_that_no_text_could_be_given_for_is_open(code: str) -> None:
    guide = sample(code)
    empty = [basis for basis in guide.legal_bases if not basis.text]
    assert not empty or guide.open_points


@pytest.mark.parametrize("code", CODES)
def test_a_promise_is_marked_as_demo_data_and_not_above_the_law(code: str) -> None:
    limits = sample(code).limits
    assert "演示数据" in limits.promised.note
    if limits.legal.open:
        assert "limits.legal" in {point.element for point in sample(code).open_points}
    else:
        assert limits.legal.basis
        assert limits.legal.days is not None
        assert not is_limit_above(limits.promised, Period(days=limits.legal.days, unit=limits.legal.unit))


@pytest.mark.parametrize("code", CODES)
def test_a_sample_answers_at_least_two_questions_and_tells_the_remedies(code: str) -> None:
    guide = sample(code)
    assert len(guide.faqs) >= 2
    assert guide.remedies.reconsideration is not None
    assert guide.remedies.lawsuit is not None
    assert guide.remedies.reconsideration.days == 60
    assert guide.remedies.lawsuit.months == 6


def test_nothing_costs_anything_without_a_basis(samples: Mapping[str, GuideTerms]) -> None:
    assert {code for code, guide in samples.items() if guide.fees} == {"SFZ-BL"}
    assert all(fee.bases for fee in samples["SFZ-BL"].fees)


@pytest.mark.parametrize("code", CODES)
def test_what_tells_about_a_person_is_personal(code: str) -> None:
    for field in sample(code).form_fields:
        if field.type in {"person_name", "identity_number", "phone"}:
            assert field.personal, field.key


def test_what_issues_a_certificate_issues_one_that_is_known(samples: Mapping[str, GuideTerms]) -> None:
    known = {each["code"] for each in certificate_types()}
    named = {guide.result.certificate_type for guide in samples.values()} - {None}
    spared = {
        way.certificate_type
        for guide in samples.values()
        for material in guide.materials
        for way in material.spared_by
        if way.certificate_type
    }
    assert named | spared <= known
    assert len({each["identifier_code"] for each in certificate_types()}) == len(known)


def test_the_restaurant_keeps_the_rules_of_bundles(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    assert bundle_findings(restaurant, samples) == []
    assert find_circle(restaurant, samples) is None
    assert {entry.item for entry in restaurant.items} == set(RESTAURANT)


def test_the_restaurant_asks_no_question_outside_its_own(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    selection = resolve_bundle(restaurant, samples, NEW_RESTAURANT)
    assert selection.may_apply
    assert {question.key for question in selection.questions} == set(NEW_RESTAURANT)


def test_everything_waits_for_a_licence_that_is_being_made(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    selection = resolve_bundle(restaurant, samples, NEW_RESTAURANT)
    waits = selection.waits_for
    assert waits.pop("GTDJ-SL") == ()
    assert set(waits) == set(RESTAURANT) - {"GTDJ-SL"}
    assert set(waits.values()) == {("GTDJ-SL",)}
    licence = next(asked for asked in selection.materials if asked.key == "business-licence")
    assert licence.from_item == "GTDJ-SL"


def test_nothing_waits_when_the_licence_is_there(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    selection = resolve_bundle(restaurant, samples, {**NEW_RESTAURANT, "licence": "yes"})
    assert set(selection.waits_for.values()) == {()}
    assert "GTDJ-SL" not in selection.waits_for


def test_materials_that_are_the_same_are_asked_for_once(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    selection = resolve_bundle(restaurant, samples, {**NEW_RESTAURANT, "handling": "inspection"})
    asked = {material.key: {item for item, _ in material.members} for material in selection.materials}
    assert len(asked) == len(selection.materials)
    assert asked["identity-card"] == {"GTDJ-SL", "YCLS-XB"}
    assert asked["premises-proof"] == {"GTDJ-SL", "HWZP-SZ", "HWGG-XK", "YCLS-XB"}
    assert asked["layout-plan"] == {"SPJY-XB", "XFJC-YYQ"}


@pytest.mark.parametrize("premises", ["residential", "no_flue", "adjacent"])
def test_a_restaurant_among_homes_or_without_a_flue_is_stopped_by_law(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms], premises: str
) -> None:
    selection = resolve_bundle(restaurant, samples, {**NEW_RESTAURANT, "premises": premises})
    assert not selection.may_apply
    assert "《中华人民共和国生态环境法典》第二百五十条" in selection.stops[0].reason


def test_a_company_without_a_licence_is_told_where_to_go(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    answers = {**NEW_RESTAURANT, "operator": "company", "company_licence": "no"}
    selection = resolve_bundle(restaurant, samples, answers)
    assert not selection.may_apply
    assert "企业开办窗口" in selection.stops[0].reason


def test_where_no_tobacco_may_be_sold_the_rest_goes_on(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    selection = resolve_bundle(restaurant, samples, {**NEW_RESTAURANT, "separate": "no"})
    assert selection.may_apply
    assert "YCLS-XB" not in selection.waits_for
    assert any(tell.question == "separate" for tell in selection.tells)


def test_near_a_school_the_applicant_is_warned_and_the_body_decides(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    selection = resolve_bundle(restaurant, samples, {**NEW_RESTAURANT, "near_school": "yes"})
    assert selection.may_apply
    assert "YCLS-XB" in selection.waits_for
    assert any(tell.question == "near_school" for tell in selection.tells)


def test_what_gives_off_no_fumes_is_not_stopped_anywhere(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    """生态环境法典 art. 250 concerns what gives off fumes; registration tells of it and stops nothing."""
    no_fumes = {key: value for key, value in NEW_RESTAURANT.items() if key != "premises"}
    assert resolve_bundle(restaurant, samples, {**no_fumes, "cooking": "no_fumes"}).may_apply
    place = next(question for question in samples["GTDJ-SL"].questions if question.key == "premises")
    told = {option.value for option in place.options if option.tell and not option.stop}
    assert told == {"residential", "no_flue", "adjacent"}
    assert not any(option.stop for option in place.options)


SIZE_OF = {"area": "120", "seats": "40"}
LIMIT = SizeLimit("XFJC-YYQ", NEW_RESTAURANT["place"], least_area=200, least_seats=80, source="示例")


@pytest.mark.parametrize(
    ("limits", "size", "verdict"),
    [
        ((), {}, SizeVerdict.NOT_KNOWN),
        ((replace(LIMIT, division_code="420104000000"),), {}, SizeVerdict.NOT_KNOWN),
        ((LIMIT,), {}, SizeVerdict.TOO_SMALL),
        ((LIMIT,), {"area": "200"}, SizeVerdict.APPLIES),
        ((LIMIT,), {"area": "199.99", "seats": "80"}, SizeVerdict.APPLIES),
        ((replace(LIMIT, least_area=None),), {"area": "9999"}, SizeVerdict.TOO_SMALL),
        ((replace(LIMIT, least_seats=None),), {"seats": "9999"}, SizeVerdict.TOO_SMALL),
    ],
)
def test_the_districts_size_decides_whether_the_fire_check_applies(
    restaurant: BundleTerms,
    samples: Mapping[str, GuideTerms],
    limits: tuple[SizeLimit, ...],
    size: dict[str, str],
    verdict: SizeVerdict,
) -> None:
    """What the place is too small for is not filed, and nothing is asked for it; what is not known is."""
    selection = resolve_bundle(restaurant, samples, {**NEW_RESTAURANT, **SIZE_OF, **size}, limits)
    assert selection.may_apply
    assert [one.verdict for one in selection.sized] == [verdict]
    is_filed = verdict is not SizeVerdict.TOO_SMALL
    assert ("XFJC-YYQ" in {item.code for item in selection.items}) == is_filed
    assert ("handling" in {question.key for question in selection.questions}) == is_filed


def test_the_districts_of_the_restaurant_are_those_of_the_city(restaurant: BundleTerms) -> None:
    place = next(question for question in restaurant.questions if question.key == "place")
    rows = csv.DictReader(data_file("wuhan_divisions.csv").read_text(encoding="utf-8").splitlines())
    districts = [(row["code"], row["name"]) for row in rows if row["level"] == "district"]
    assert [(option.value, option.label) for option in place.options] == districts


@pytest.mark.parametrize("code", CODES)
def test_what_editors_must_check_is_not_public(code: str) -> None:
    """A note for editors neither stands in the terms of an edition nor changes its hash."""
    content = load_sample(code)
    public = canonical_bytes(public_content(content)).decode()
    for point in content["open_points"]:
        assert not point.get("editor_note") or point["editor_note"] not in public
        assert "编辑" not in point["note"]
        assert "核对" not in point["note"]
    assert "editor_note" not in public
    assert "以决定书载明的" not in public


@pytest.mark.parametrize(("question", "law"), [("drains", "城镇排水"), ("entertainment", "娱乐场所")])
def test_other_permits_are_told_and_not_filed(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms], question: str, law: str
) -> None:
    selection = resolve_bundle(restaurant, samples, {**NEW_RESTAURANT, question: "yes"})
    assert selection.may_apply
    assert any(law in tell.text for tell in selection.tells)


def test_a_commitment_spares_the_plans_of_the_fire_check(
    restaurant: BundleTerms, samples: Mapping[str, GuideTerms]
) -> None:
    def fire(handling: str) -> Any:
        chosen = resolve_bundle(restaurant, samples, {**NEW_RESTAURANT, "handling": handling})
        return next(item for item in chosen.items if item.code == "XFJC-YYQ")

    def keys(handling: str) -> set[str]:
        return {material.key for material in fire(handling).content_selection.materials}

    assert fire("commitment").by_commitment
    assert keys("commitment") == {"business-licence"}
    assert {"layout-plan", "fire-facilities-plan", "fire-safety-rules"} <= keys("inspection")
    commitment = samples["XFJC-YYQ"].commitment
    assert commitment is not None
    assert commitment.after_check == Period(days=20, unit=Unit.WORKING_DAY)


def test_credit_codes_are_well_formed_and_none_is_real() -> None:
    codes = [agency["code"] for agency in data_rows("agencies.yaml", "agencies")]
    assert len(codes) == len(set(codes))
    for code in codes:
        assert uscc.is_valid(code)
        assert code[16] not in "0123456789X", "the check character of a real organisation code"


def phones() -> Iterator[str]:
    rules = read_yaml(data_file("implementations.yaml"))
    yield rules["enquiry_phone"].format(number=1)
    yield rules["complaint_phone"].format(number=1)
    yield from (point["phone"] for point in data_rows("service_points.yaml", "points"))


def test_no_phone_is_real() -> None:
    assert all(re.fullmatch(r"027-000\d{5}", phone) for phone in phones())


def test_each_blank_form_and_sample_is_named_and_marked(samples: Mapping[str, GuideTerms]) -> None:
    said = {
        getattr(one, name) for guide in samples.values() for one in guide.materials for name in FILE_NAMES
    }
    assert said - {None} == set(sample_form_paths().values())
    for name, content in sample_forms():
        if name.endswith(".pdf"):
            text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
            assert ("空白表" if "blank" in name else "示例") in text
            assert not re.search(r"\d{11}", text), "a number that could be a person's"


def test_the_promise_of_a_cancellation_asks_for_what_the_article_lists(
    samples: Mapping[str, GuideTerms],
) -> None:
    """市场主体登记管理条例 art. 33."""
    guide = samples["GTDJ-ZX"]
    promise = next(one for one in guide.materials if one.key == "settled-promise")
    article = next(one.text for one in guide.legal_bases if [one.key] == [*promise.bases])
    (form,) = (content for name, content in sample_forms() if sample_form_paths()[name] == promise.blank_form)
    text = PdfReader(BytesIO(form)).pages[0].extract_text()
    owed = ("债权债务", "清偿费用", "职工工资", "社会保险费用", "法定补偿金", "应缴纳税款（滞纳金、罚款）")
    for words in (*owed, "真实性承担法律责任"):
        assert words in article
        assert words in text


def test_a_certificate_shows_what_the_application_says(samples: Mapping[str, GuideTerms]) -> None:
    types = {each["code"]: each for each in certificate_types()}
    for guide in samples.values():
        issued = guide.result.certificate_type
        if issued is not None:
            asked = {field.key for field in guide.form_fields}
            assert asked & {field["key"] for field in types[issued]["fields"]}, guide.code
