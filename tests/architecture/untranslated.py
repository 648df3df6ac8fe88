"""Chinese texts in the code that are not translated, each with the reason.

Keys are a module and what stands in it: the name of a constant, function or class at its top, an exact text,
or WHOLE. A folder ends in a slash and stands for all its modules.
"""

from typing import Final

WHOLE: Final = "the whole module"

OFFICIAL: Final = "an official document is written in Chinese by law (国家通用语言文字法 art. 9)"
RECORDED: Final = "the reason on an official document, as an officer would write it"
TERMINAL: Final = "kept with a job for those who look after the site, and shown to them as it was kept"
DEMO: Final = "an invented person, body or case of the demonstration"
CONTENT: Final = "becomes part of a guide's content, which is Chinese"
PATTERN: Final = "looked for in Chinese content"
ARCHIVE: Final = "names folders and files of a copy that an applicant keeps beside official papers"
WRITING: Final = "characters that people write, which the reader of texts compares"
API_DOCUMENT: Final = "stands in openapi.json, which is one document for every reader"

OPERATOR: Final = "the Chinese half of the commands' messages, beside their English"

EXEMPT: Final[dict[tuple[str, str], str]] = {
    ("services_hall/use_cases/preview_decision.py", "LATER"): OFFICIAL,
    ("services_hall/use_cases/preview_decision.py", "NOTICE"): OFFICIAL,
    ("services_hall/cli/chinese.py", WHOLE): OPERATOR,
    ("certificate_store/pdf/authority.py", WHOLE): OFFICIAL,
    ("services_hall/presentation/traditional.py", "CORRECTIONS"): WRITING,
    ("certificate_store/text_input/characters.py", "_GBK_SINCE"): WRITING,
    ("certificate_store/text_input/numbers.py", WHOLE): WRITING,
    ("certificate_store/text_input/reader.py", "_ORDINARY"): WRITING,
    ("services_hall/applications/filing/contact_indexes.py", "is_phone"): WRITING,
    ("certificate_store/holders.py", "_ORGANISATION_ENDINGS"): PATTERN,
    ("certificate_store/certificate_faces.py", WHOLE): OFFICIAL,
    ("guides/validation/rules.py", "CATCH_ALL"): PATTERN,
    ("guides/validation/rules.py", "OTHER"): PATTERN,
    ("guides/validation/rules.py", "THING"): PATTERN,
    ("guides/validation/advice.py", "NUMBER"): PATTERN,
    ("guides/validation/advice.py", "ORGANISATION_TOPICS"): PATTERN,
    ("guides/validation/advice.py", "PERSON_TOPICS"): PATTERN,
    ("guides/samples/seeding.py", "CHANGE_NOTE"): CONTENT,
    ("guides/search/words.py", "HAN"): PATTERN,
    ("guides/seeding.py", "DIVISIONS"): "told on the terminal while the places are seeded",
    (
        "guides/calendar/official_days.py",
        "调休上班",
    ): "names a day in the calendar's table, which its operator edits",
    ("services_hall/api/", WHOLE): API_DOCUMENT,
    ("services_hall/applications/case_ends.py", WHOLE): RECORDED,
    ("services_hall/applications/grounds/decision_grounds.py", WHOLE): OFFICIAL,
    ("services_hall/applications/hearings/notices.py", "ARTICLES"): OFFICIAL,
    ("services_hall/applications/grounds/grant_bases.py", WHOLE): OFFICIAL,
    ("services_hall/applications/filing/promises.py", WHOLE): OFFICIAL,
    ("services_hall/applications/tolerance/tolerant_acceptance.py", "_demand_inputs"): RECORDED,
    ("services_hall/applications/tolerance/promised_materials.py", "terminate_unsupplied"): RECORDED,
    ("services_hall/applications/decisions/terminations.py", "WORDS"): RECORDED,
    ("services_hall/applications/answers/field_values.py", "DAY"): "a day as applicants may write it",
    ("services_hall/applications/certificates/issue_jobs.py", "这个办件没有有效的决定。"): TERMINAL,
    ("services_hall/applications/certificates/end_jobs.py", WHOLE): TERMINAL,
    ("services_hall/applications/paper_texts/", WHOLE): OFFICIAL,
    ("services_hall/use_cases/copy_application.py", WHOLE): ARCHIVE,
    ("services_hall/applications/supplements/notices.py", "close_case"): RECORDED,
    ("services_hall/attachments/uploads.py", "文件"): "the name under which a nameless file is kept",
    ("services_hall/demo/certificates.py", WHOLE): DEMO,
    ("services_hall/demo/applicant.py", WHOLE): DEMO,
    ("services_hall/demo/hard_cases.py", WHOLE): "`make demo` tells its story on an operator's terminal",
    ("services_hall/demo/walkthrough.py", WHOLE): "`make demo` tells its story on an operator's terminal",
    ("services_hall/demo/accounts.py", WHOLE): DEMO,
    ("services_hall/documents/authority.py", "电子证照库"): OFFICIAL,
    ("services_hall/documents/texts.py", "SEAL_NOTE"): OFFICIAL,
    ("services_hall/documents/numbering.py", "number_paper"): "the number of an official document",
    ("services_hall/agency_systems/receivers.py", WHOLE): TERMINAL,
    ("services_hall/agency_systems/webhooks.py", WHOLE): TERMINAL,
    ("services_hall/notices/mail.py", WHOLE): TERMINAL,
    ("services_hall/notices/text_messages.py", WHOLE): TERMINAL,
    ("services_hall/jobs/", WHOLE): TERMINAL,
    ("services_hall/online/guide_pdf.py", WHOLE): "the name of a document that is Chinese itself",
    ("services_hall/settings.py", "DEFAULT_DOCUMENT_PREFIX"): "the number of an official document",
    ("services_hall/settings.py", "DEFAULT_SITE_NAME"): "the name on papers; pages translate it",
    ("services_hall/presentation/languages.py", "NAMES"): "a language is offered under its own name",
    ("services_hall/presentation/formats.py", "COUNTRY"): PATTERN,
}
