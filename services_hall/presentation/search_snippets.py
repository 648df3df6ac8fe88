"""Snippets below search results that explain the match."""

from flask_babel import gettext as _

from guides.enumerations import SnippetKind
from guides.search import Snippet


def snippet(hit_snippet: Snippet) -> str:
    """The line for a match: 申请材料：营业执照; the summary of a bundle is shown without a label."""
    match hit_snippet.kind:
        case SnippetKind.ITEM:
            return _("包含事项：%(text)s", text=hit_snippet.text)
        case SnippetKind.MATERIAL:
            return _("申请材料：%(text)s", text=hit_snippet.text)
        case SnippetKind.RESULT:
            return _("办理结果：%(text)s", text=hit_snippet.text)
        case SnippetKind.SUMMARY:
            return hit_snippet.text
