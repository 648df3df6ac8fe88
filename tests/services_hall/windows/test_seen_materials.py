"""A clerk only looks at identity documents and certificates; everything else is scanned."""

from tests.support.hall import Hall
from tests.support.window_pages import LI_AT_WINDOW, begin_at_window, form_values


def test_what_has_to_be_examined_is_not_only_seen(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    path = begin_at_window(hall, clerk, LI_AT_WINDOW)
    clerk.post(f"{path}/form", form_values(hall, "li"))
    page = clerk.get(f"{path}/materials").text
    assert 'name="seen.layout-plan"' not in page
    clerk.post(f"{path}/materials", {"consent": "yes", "seen.layout-plan": "yes", "stay": "1"})
    refused = clerk.post(f"{path}/submit", {"declared": "yes", "incomplete": "yes"})
    assert refused.status_code == 422
    assert "不能只看原件，请扫描" in refused.text
    assert 'id="field-material-layout-plan-error"' in refused.text
