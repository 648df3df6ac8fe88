"""What can be wrong with an answer, a question or a material of an application."""

from enum import StrEnum


class AnswerFault(StrEnum):
    """The kinds of error in an answer, a question or a material of an application."""

    MISSING = "missing"
    NOT_CHOSEN = "not_chosen"
    TOO_LONG = "too_long"
    WRONG_IDENTITY_NUMBER = "wrong_identity_number"
    WRONG_DOCUMENT_NUMBER = "wrong_document_number"
    WRONG_CREDIT_CODE = "wrong_credit_code"
    WRONG_PHONE = "wrong_phone"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_OPTION = "no_such_option"
    DIGITS_IN_NAME = "digits_in_name"
    NOT_IN_GUIDE = "not_in_guide"
    QUESTION_OPEN = "question_open"
    MATERIAL_MISSING = "material_missing"
    FILE_IN_TWO_LISTS = "file_in_two_lists"
    NO_SUCH_DIVISION = "no_such_division"
    NOT_HANDLED_THERE = "not_handled_there"
    OTHER_PLACE = "other_place"
    APPLICANT_UNKNOWN = "applicant_unknown"
    FROM_CERTIFICATE = "from_certificate"
    FROM_IDENTITY = "from_identity"
    FROM_QUESTION = "from_question"
    FROM_LICENCE = "from_licence"
    LICENCE_NOT_CHOSEN = "licence_not_chosen"
    CODE_OF_ANOTHER = "code_of_another"
    PROOF_NOT_SEEN = "proof_not_seen"
    NOTHING_CHANGED = "nothing_changed"
