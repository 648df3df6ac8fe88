"""Demo accounts for every role; only for a site on a loopback address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.holders import Holder, IdentifierType
from guides.models import Agency, Division
from services_hall.identity import accounts, oauth_clients, terms
from services_hall.identity.actors import Post
from services_hall.identity.models import Account, OAuthClient
from services_hall.identity.passwords import hash_password
from services_hall.identity.roles import Role

PASSWORD: Final = "yanshi-2018"  # noqa: S105 - shown on the sign-in page while demo data is loaded
DISTRICT: Final = "420102000000"
BUREAU_DISTRICT: Final = "420103000000"
CITY: Final = "420100000000"
RESTAURANT_ROLES: Final = (
    "market_supervision",
    "fire_rescue",
    "urban_management",
    "tobacco_monopoly",
    "public_security",
)


class DemoNeedsAgencies(Exception):
    """The agencies of the demo accounts are not loaded yet."""

    def __init__(self, role: str, division_code: str) -> None:
        super().__init__(f"no agency {role} in {division_code}; load places and bodies first")


@dataclass(frozen=True)
class DemoPerson:
    """One demo account: user name, name, and the person or organisation it acts for."""

    username: str
    name: str
    identity_number: str | None = None
    phone: str | None = None
    organisation: tuple[str, str] | None = None

    @property
    def holder(self) -> Holder | None:
        """The person, as a holder of certificates."""
        if self.identity_number is None:
            return None
        return Holder(self.name, IdentifierType.IDENTITY_CARD, self.identity_number)

    @property
    def organisation_holder(self) -> Holder | None:
        """The organisation that the person acts for."""
        if self.organisation is None:
            return None
        name, code = self.organisation
        return Holder(name, IdentifierType.CREDIT_CODE, code)


# The check digits are valid, but the numbers belong to nobody: numbers of eighteen digits exist since 1999,
# and persons born in these years died before 1999. The phone numbers use an unassigned prefix.
RESIDENTS: Final = (
    DemoPerson("zhang", "张示范", "420102188506070019", "10000000001"),
    DemoPerson("li", "李样例", "420102188701120026", "10000000002"),
    DemoPerson("wang", "王演示", "42010218890920013X", "10000000003"),
)
AGENT: Final = DemoPerson(
    "chen", "陈代办", "420102188003150244", "10000000004", ("武汉示例餐饮有限公司", "91420100MADEM00019")
)


@dataclass(frozen=True)
class DemoDesk:
    """The people of one agency: officers, two where a site is verified, and a head who extends limits."""

    agency_role: str
    division_code: str
    officers: tuple[DemoPerson, ...]
    head: DemoPerson | None = None

    @property
    def people(self) -> tuple[DemoPerson, ...]:
        """All of them."""
        return self.officers if self.head is None else (*self.officers, self.head)


DESKS: Final = (
    DemoDesk(
        "market_supervision",
        DISTRICT,
        (DemoPerson("shichang", "江市场"), DemoPerson("hecha", "江核查")),
        DemoPerson("juzhang", "江局长"),
    ),
    DemoDesk("fire_rescue", DISTRICT, (DemoPerson("xiaofang", "江消防"), DemoPerson("jiandu", "江监督"))),
    DemoDesk(
        "urban_management", DISTRICT, (DemoPerson("chengguan", "江城管"), DemoPerson("xuncha", "江巡查"))
    ),
    DemoDesk(
        "tobacco_monopoly",
        DISTRICT,
        (DemoPerson("yancao", "江烟草"), DemoPerson("zhuanguan", "江专管")),
        DemoPerson("yanju", "江烟局"),
    ),
    DemoDesk(
        "public_security",
        DISTRICT,
        (DemoPerson("gongan", "江公安"), DemoPerson("huji", "江户籍")),
        DemoPerson("suozhang", "江所长"),
    ),
    DemoDesk("health", DISTRICT, (DemoPerson("weijian", "江卫健"),)),
    DemoDesk(
        "urban_management",
        CITY,
        (DemoPerson("shichengguan", "武城管"), DemoPerson("shixuncha", "武巡查")),
        DemoPerson("zhuren", "武主任"),
    ),
    DemoDesk("housing_fund", CITY, (DemoPerson("gongjijin", "武公积"),)),
)
"""One for each agency that decides a sample item in the demo district."""
BUREAU_OFFICER: Final = DemoPerson("shenpi", "汉审批")
CLERK: Final = DemoPerson("chuangkou", "江窗口")
CERTIFICATE_OFFICER: Final = DemoPerson("zhengzhao", "江证照")
EVERYWHERE: Final = {
    Role.GUIDE_EDITOR: DemoPerson("bianji", "武编辑"),
    Role.GUIDE_APPROVER: DemoPerson("shenhe", "武审核"),
    Role.SUPERVISOR: DemoPerson("jiancha", "武监察"),
    Role.ADMINISTRATOR: DemoPerson("guanli", "武管理"),
}


@dataclass(frozen=True)
class DemoSignIn:
    """A line of the sign-in page."""

    username: str
    name: str
    role: Role
    place: str


def client_id_of(agency_role: str) -> str:
    """The OAuth client id of the demo system for an agency role."""
    return f"demo-{agency_role.replace('_', '-')}"


def client_secret_of(agency_role: str) -> str:
    """Its client secret, which is public: it gives access to demo data only."""
    return f"demo-secret-{agency_role.replace('_', '-')}"


def seed_demo_accounts(session: Session, now: datetime) -> None:
    """Create the missing demo accounts and systems. Raises DemoNeedsAgencies."""
    password_hash = hash_password(PASSWORD)
    for person, post in _posts(session):
        if accounts.find_account(session, person.username) is None:
            account = accounts.create_account(
                session,
                username=person.username,
                name=person.name,
                holder=person.holder,
                organisation=person.organisation_holder,
                phone=person.phone,
                posts=[post],
                is_demo=True,
                now=now,
            )
            account.password_hash = password_hash
            account.terms_version, account.terms_agreed_at = terms.CURRENT, now
    for role in RESTAURANT_ROLES:
        _seed_system(session, role, now)
    session.flush()


def _posts(session: Session) -> list[tuple[DemoPerson, Post]]:
    """All demo persons with their posts."""
    market = _agency(session, "market_supervision", DISTRICT)
    return [
        *((person, Post(Role.RESIDENT)) for person in RESIDENTS),
        (AGENT, Post(Role.LEGAL_PERSON)),
        (CLERK, Post(Role.WINDOW_CLERK, None, DISTRICT)),
        *(one for desk in DESKS for one in _desk_posts(session, desk)),
        (BUREAU_OFFICER, _bureau_post(session)),
        (CERTIFICATE_OFFICER, Post(Role.CERTIFICATE_OFFICER, market.code, DISTRICT)),
        *((person, Post(role)) for role, person in EVERYWHERE.items()),
    ]


def _desk_posts(session: Session, desk: DemoDesk) -> list[tuple[DemoPerson, Post]]:
    code = _agency(session, desk.agency_role, desk.division_code).code
    officers = [(person, Post(Role.AGENCY_OFFICER, code, desk.division_code)) for person in desk.officers]
    heads = [] if desk.head is None else [(desk.head, Post(Role.AGENCY_HEAD, code, desk.division_code))]
    return [*officers, *heads]


def _bureau_post(session: Session) -> Post:
    agency = _agency(session, "approval_bureau", BUREAU_DISTRICT)
    return Post(Role.AGENCY_OFFICER, agency.code, BUREAU_DISTRICT)


def _agency(session: Session, role: str, division_code: str) -> Agency:
    query = select(Agency).where(Agency.role == role, Agency.division_code == division_code)
    agency = session.scalars(query.order_by(Agency.code).limit(1)).first()
    if agency is None:
        raise DemoNeedsAgencies(role, division_code)
    return agency


def _seed_system(session: Session, role: str, now: datetime) -> None:
    client_id = client_id_of(role)
    if session.scalar(select(OAuthClient.id).where(OAuthClient.client_id == client_id)) is not None:
        return
    agency = _agency(session, role, DISTRICT)
    name = f"{agency.name}业务系统"
    account = accounts.create_account(
        session, name=name, posts=[Post(Role.AGENCY_SYSTEM, agency.code, DISTRICT)], is_demo=True, now=now
    )
    oauth_clients.register_system(
        session, client_id=client_id, name=name, account=account, secret=client_secret_of(role), now=now
    )


def sign_ins(session: Session) -> list[DemoSignIn]:
    """The demo accounts offered on the sign-in page."""
    demo_accounts = accounts.demo_accounts(session)
    codes = {post.agency_code or post.division_code for account in demo_accounts for post in account.posts}
    names: dict[str, str] = dict(
        session.execute(select(Division.code, Division.name).where(Division.code.in_(codes))).tuples().all()
    )
    names |= dict(
        session.execute(select(Agency.code, Agency.name).where(Agency.code.in_(codes))).tuples().all()
    )
    return [_line(account, names) for account in demo_accounts]


def _line(account: Account, names: dict[str, str]) -> DemoSignIn:
    actor = accounts.actor_of(account)
    post = actor.posts[0] if actor.posts else Post(Role.RESIDENT)
    place = names.get(post.agency_code or post.division_code or "", "")
    if account.organisation is not None:
        place = account.organisation["name"]
    return DemoSignIn(account.username or "", account.name, post.role, place)
