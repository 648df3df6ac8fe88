"""The pages to photograph: a name, who opens it, and where it is.

A name in braces stands for an address or number that the story of `scripts/pictures/story.py` made.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class NamedPage:
    """A page; `username` is empty for a visitor who is not signed in."""

    name: str
    username: str
    address: str


def _pages(username: str, **addresses: str) -> list[NamedPage]:
    return [NamedPage(name.replace("_", "-"), username, address) for name, address in addresses.items()]


RESTAURANT: Final = "/bundles/open-restaurant"
PAGES: Final = (
    *_pages(
        "",
        home="/",
        guides="/guides/",
        guides_organisation="/guides/?audience=organisation",
        guide="/guides/SPJY-XB",
        guide_short="/guides/SYDJ",
        guide_scenario="/guides/SPJY-XB/scenario",
        guide_changes="/guides/SPJY-XB/changes",
        guide_edition="/guides/SPJY-XB/editions/1",
        bundles="/bundles/",
        bundle_first=RESTAURANT,
        bundle_second=f"{RESTAURANT}?operator=individual&licence=no",
        bundle_result=RESTAURANT + "?{scenario}",
        bundle_stop=f"{RESTAURANT}?operator=individual&licence=yes&place=420102000000&cooking=fumes&premises=residential",
        topic="/topics/准营准办",
        life_event="/life-events/开办餐饮店",
        search="/search?q=餐饮",
        search_nothing="/search?q=飞天遁地",
        changes="/changes",
        grants="/grants/",
        hearings="/hearings/",
        halls="/halls",
        help="/help",
        contact="/about/contact",
        privacy="/about/privacy",
        accessibility="/about/accessibility",
        site_map="/about/site-map",
        verify="/verify",
        verify_paper="/verify/{paper}",
        verify_certificate="/verify/{certificate}",
        verify_annulled="/verify/{annulled_certificate}",
        verify_unknown="/verify/1.2.3",
        progress_public="/progress",
        sign_in="/identity/sign-in",
        recover="/recover",
    ),
    *_pages(
        "li",
        home_signed_in="/",
        my="/my/",
        certificates="/my/certificates/",
        certificate="/my/certificates/{certificate}",
        notices="/my/notices/",
        notice="/my/notices/1",
        account="/my/account/",
        mandates="/my/mandates/",
        members="/my/members/",
        terms="/my/terms/",
        progress_granted="/my/applications/{granted}",
        progress_denied="/my/applications/{denied}",
        progress_withdrawn="/my/applications/{withdrawn}",
        progress_annulled="/my/applications/{annulled}",
    ),
    *_pages(
        "zhang",
        my_zhang="/my/",
        start="/apply/SPJY-XB?{food}",
        form="{draft}/form",
        materials="{draft}/materials",
        review="{draft}/review",
        receipt="/my/applications/{open}",
        progress_supplement="/my/applications/{supplement}",
        supplement="/my/cases/{supplement}-01/supplement",
        withdrawal="/my/applications/{open}/withdrawal",
        statement="/my/applications/{open}/statement",
        certificates_zhang="/my/certificates/",
    ),
    *_pages(
        "chen",
        my_chen="/my/",
        members_chen="/my/members/",
        start_chen=RESTAURANT.replace("bundles", "apply") + "?{scenario}",
    ),
    *_pages(
        "chuangkou",
        window="/window/",
        window_present="/window/present",
        window_guide="/window/guides/SPJY-XB",
        window_bundle=RESTAURANT.replace("/bundles", "/window/bundles"),
        window_start="/window/apply/SPJY-XB?{food}",
        window_form="{window_draft}/form",
        window_materials="{window_draft}/materials",
        window_review="{window_draft}/review",
        window_filings="/window/filings/",
        window_collections="/window/collections",
        window_supplement="/window/supplement",
        window_joint="/window/joint",
        window_certificates="/window/certificates",
    ),
    *_pages(
        "shichang",
        desk="/desk/",
        desk_open="/desk/cases/{open}-01",
        desk_denied="/desk/cases/{denied}-01",
        desk_annulled="/desk/cases/{annulled}-01",
        opinions="/desk/opinions/",
    ),
    *_pages("juzhang", head="/head/"),
    *_pages(
        "bianji",
        guide_desk="/guide-desk/",
        guide_desk_guide="/guide-desk/guides/SPJY-XB",
        guide_desk_new="/guide-desk/new",
        guide_desk_form="{guide_draft}",
        guide_desk_bundle="/guide-desk/bundles/open-restaurant",
    ),
    *_pages("jiancha", oversight="/oversight/", overdue="/oversight/overdue", guides_age="/oversight/guides"),
    *_pages(
        "guanli",
        administration="/administration/",
        accounts="/administration/accounts/",
        account_new="/administration/accounts/new",
        jobs="/administration/jobs/",
    ),
)
