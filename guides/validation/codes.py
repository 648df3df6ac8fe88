"""Codes of findings, and of the terms that their messages contain."""

from enum import StrEnum


class FindingCode(StrEnum):
    """The codes of findings about the terms of a guide or a bundle."""

    KEY_REPEATED = "key_repeated"
    OPTION_REPEATED = "option_repeated"
    BASIS_UNKNOWN = "basis_unknown"
    QUESTION_UNKNOWN = "question_unknown"
    ANSWER_UNKNOWN = "answer_unknown"
    QUESTION_TOO_LATE = "question_too_late"
    CONDITIONAL_WITHOUT_SITUATION = "conditional_without_situation"
    REQUIRED_WITH_SITUATION = "required_with_situation"
    CHOICE_WITHOUT_OPTIONS = "choice_without_options"
    COMMITMENT_MISSING = "commitment_missing"
    BASIS_MISSING = "basis_missing"
    BASIS_RANK_TOO_LOW = "basis_rank_too_low"
    ITEM_WITHOUT_BASIS = "item_without_basis"
    ITEM_ONLY_NORMATIVE = "item_only_normative"
    CATCH_ALL = "catch_all"
    PROMISED_ABOVE_LEGAL = "promised_above_legal"
    VISIT_REASON_MISSING = "visit_reason_missing"
    ONLINE_WITH_VISITS = "online_with_visits"
    ONLINE_DEPTH_NOT_ONLINE = "online_depth_not_online"
    ONE_VISIT_WITH_MORE_VISITS = "one_visit_with_more_visits"
    ON_THE_SPOT_WITH_LIMIT = "on_the_spot_with_limit"
    LEGAL_LIMIT_WITHOUT_BASIS = "legal_limit_without_basis"
    STEPS_ABOVE_PROMISED = "steps_above_promised"
    DEFERRAL_ABOVE_PROMISED = "deferral_above_promised"
    LICENCE_WITHOUT_CERTIFICATE = "licence_without_certificate"
    LICENCE_WITHOUT_SAMPLE = "licence_without_sample"
    LICENCE_STEPS_MISSING = "licence_steps_missing"
    LICENCE_WITHOUT_FAQ = "licence_without_faq"
    ISSUER_MISSING = "issuer_missing"
    MATERIAL_REPEATED = "material_repeated"
    TOPIC_FOR_PERSONS = "topic_for_persons"
    TOPIC_FOR_ORGANISATIONS = "topic_for_organisations"
    QUANTITY_MISSING = "quantity_missing"
    TERM_WITHOUT_BASIS = "term_without_basis"
    AFTER_CHECK_STEP_MISSING = "after_check_step_missing"
    CERTIFICATE_TYPE_UNKNOWN = "certificate_type_unknown"
    BUNDLE_QUESTION_REPEATED = "bundle_question_repeated"
    BUNDLE_OPTION_REPEATED = "bundle_option_repeated"
    EARLIER_QUESTION_UNKNOWN = "earlier_question_unknown"
    OPTION_UNKNOWN = "option_unknown"
    ITEM_REPEATED = "item_repeated"
    ITEM_NOT_IN_FORCE = "item_not_in_force"
    AFTER_NOT_IN_BUNDLE = "after_not_in_bundle"
    MERGE_REPEATED = "merge_repeated"
    MEMBER_REPEATED = "member_repeated"
    MEMBER_UNKNOWN = "member_unknown"
    PASSED_ANSWER_REPEATED = "passed_answer_repeated"
    SOURCE_QUESTION_UNKNOWN = "source_question_unknown"
    ITEM_QUESTION_UNKNOWN = "item_question_unknown"
    PASSED_ANSWER_NOT_OFFERED = "passed_answer_not_offered"
    MERGED_FIELDS_DIFFER = "merged_fields_differ"
    CIRCLE = "circle"
    CIRCLE_IN_BUNDLE = "circle_in_bundle"
    SAME_PHONES = "same_phones"
    STARTED_TYPE_DIFFERS = "started_type_differs"
    CANCELLATION_WITH_CERTIFICATE = "cancellation_with_certificate"
    STARTS_IN_BUNDLE = "starts_in_bundle"
    JOINT_LIMIT_TOO_LONG = "joint_limit_too_long"
    RULE_OUT_OF_PLACE = "rule_out_of_place"
    RULE_CONTRADICTS = "rule_contradicts"
    AMOUNT_WITHOUT_UNIT = "amount_without_unit"
    OTHER_FIELD_UNKNOWN = "other_field_unknown"


class BasisDemand(StrEnum):
    """The elements that need a legal basis of a high rank."""

    LICENCE_CONDITION = "licence_condition"
    PROOF = "proof"
    LICENCE_FEE = "licence_fee"


class RankDemand(StrEnum):
    """The sets of ranks of which one is required."""

    LAWS_OR_STATE_COUNCIL = "laws_or_state_council"
    LAWS_OR_RULES = "laws_or_rules"
    LAW_OR_REGULATION = "law_or_regulation"


class OptionalTerm(StrEnum):
    """The optional terms of a guide that should name a legal basis."""

    COMMITMENT = "commitment"
    QUANTITY_LIMIT = "quantity_limit"
    INTERMEDIARY = "intermediary"
