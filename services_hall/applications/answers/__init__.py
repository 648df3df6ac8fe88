"""What can be applied for, and the answers to its form: the only validator, for every channel (pure)."""

from services_hall.applications.answers.faults import AnswerFault
from services_hall.applications.answers.field_names import FIELD, MATERIAL, OF_QUESTION, QUESTION
from services_hall.applications.answers.fields import LONGEST, FieldInvalid, is_same_text, read_field
from services_hall.applications.answers.offer import Offer, OfferItem
from services_hall.applications.answers.offered_options import offered_to, only_option, with_offered_options
from services_hall.applications.answers.selection import MOST_SELECTIONS, select, settle
from services_hall.applications.answers.validation import Filing, check, read_answers

__all__ = [
    "FIELD",
    "LONGEST",
    "MATERIAL",
    "MOST_SELECTIONS",
    "OF_QUESTION",
    "QUESTION",
    "AnswerFault",
    "FieldInvalid",
    "Filing",
    "Offer",
    "OfferItem",
    "check",
    "is_same_text",
    "offered_to",
    "only_option",
    "read_answers",
    "read_field",
    "select",
    "settle",
    "with_offered_options",
]
