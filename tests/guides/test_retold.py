"""What an event keeps as texts is told again, word for word, however the two editions differ."""

from itertools import pairwise

import pytest

from guides.editions import edition_differences
from guides.retold import label_again, words_again
from guides.samples import load_bundle_sample, load_sample, sample_codes
from guides.told import Told

SAMPLES = [load_sample(code) for code in sample_codes()]
PAIRS = [*pairwise([*SAMPLES, SAMPLES[0]]), ({}, SAMPLES[0]), ({}, load_bundle_sample("open-restaurant"))]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_label_is_told_again_as_it_was(before: dict[str, object], after: dict[str, object]) -> None:
    found = edition_differences(before, after)
    assert len(found) > 20
    for difference in found:
        again = label_again(difference.element, str(difference.label))
        assert again == difference.label
        assert isinstance(again, Told), difference.element
        for text in (difference.before, difference.after):
            assert text is None or words_again(str(text)) == text


def test_reordered_entries_are_told_again() -> None:
    faqs = SAMPLES[0]["faqs"]
    turned = {**SAMPLES[0], "faqs": [*reversed(faqs)]}
    (found,) = edition_differences(SAMPLES[0], turned)
    assert label_again(found.element, str(found.label)).values["element"].template == "常见问题"  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["是", "无", "网上办", "自然人", "10个工作日", "3日", "以办理点公布为准"])
def test_a_known_word_is_told_again(text: str) -> None:
    again = words_again(text)
    assert again == text
    assert isinstance(again, Told)


@pytest.mark.parametrize("text", ["", "10个工作日；说明：演示", "武汉市", "是的"])
def test_content_comes_back_as_it_is(text: str) -> None:
    assert type(words_again(text)) is str
    assert words_again(text) == text


@pytest.mark.parametrize(
    ("element", "label"), [("materials.a.name", "材料：A，名称"), ("shoe", "鞋"), ("shoe.a", "鞋：A")]
)
def test_a_label_that_was_worded_otherwise_comes_back_as_it_is(element: str, label: str) -> None:
    assert label_again(element, label) == label
