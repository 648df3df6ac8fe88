"""Names of the documents that identify a person or an organisation."""

from typing import Final

from flask_babel import lazy_gettext as _l

from certificate_store.holders import IdentifierType

DOCUMENTS: Final = {
    IdentifierType.IDENTITY_CARD: _l("居民身份证"),
    IdentifierType.CREDIT_CODE: _l("统一社会信用代码（企业和组织）"),
    IdentifierType.HONG_KONG_MACAO_PERMIT: _l("港澳居民来往内地通行证"),
    IdentifierType.TAIWAN_PERMIT: _l("台湾居民来往大陆通行证"),
    IdentifierType.PASSPORT: _l("护照"),
    IdentifierType.OTHER: _l("其他证件"),
}
PASSPORTS: Final = frozenset(
    {
        IdentifierType.DIPLOMATIC_PASSPORT,
        IdentifierType.SERVICE_PASSPORT,
        IdentifierType.PUBLIC_AFFAIRS_PASSPORT,
    }
)


def document_kind(identifier_type: IdentifierType) -> IdentifierType:
    """The kind under which a document is named: every passport is a passport."""
    if identifier_type in PASSPORTS:
        return IdentifierType.PASSPORT
    return identifier_type if identifier_type in DOCUMENTS else IdentifierType.OTHER
