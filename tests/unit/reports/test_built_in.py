"""Every rule that ships, judged on a record made up at random, can be shown in every form."""

import json
from pathlib import Path

import attrs
import jsonschema
import pytest

import jintan_rules as jr
from jintan_rules.reports.account import Account
from jintan_rules.reports.district import district_page
from jintan_rules.reports.width import display_width
from tests.generated import record_for
from tests.unit.reports.test_report_html import Page

SCHEMA = json.loads(
    Path(__file__).parents[3].joinpath("docs/report.schema.json").read_text(encoding="utf-8")
)
PROFILES = {name: jr.load_profile(name, drafts=True) for name in jr.profile_ids()}
RULES = [
    (name, rule.id)
    for name, profile in PROFILES.items()
    for rule in profile.rules
    if rule.profile == name
]


def report_of(name, rule_id, seed):
    profile = attrs.evolve(PROFILES[name], rules=(PROFILES[name].rule(rule_id),))
    plain, as_of = record_for(profile.rules[0], profile, seed)
    record = jr.Record.from_dict(plain, vocabulary=profile)
    return jr.evaluate(record, profile, as_of=as_of)


@pytest.mark.parametrize(("name", "rule_id"), RULES)
def test_what_was_found_is_told_in_words_and_never_as_an_expression(name, rule_id):
    report = report_of(name, rule_id, 1)
    account, finding = Account.of(report, "zh"), report.findings[0]

    for slot in finding.slots:
        for line in account.evidence(finding.rule, slot, asked=True):
            assert " for " not in line
            assert "==" not in line


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("name", "rule_id"), RULES)
def test_it_can_be_explained_and_laid_out(name, rule_id, seed):
    report = report_of(name, rule_id, seed)

    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(report.to_json()))
    for lang in ("zh", "en"):
        text = report.explain(rule_id, lang)
        assert rule_id in text
        assert "None" not in text
        assert "jintan_rules" not in text
        Page(report.to_html(lang))
        assert "None" not in report.to_markdown(lang)
        assert max(map(display_width, report.to_text(lang, 90).splitlines())) <= 90
    for shown in (report, report.findings, report.findings[0], report.findings[0].rule):
        Page(shown._repr_html_())
    for slot in report.findings[0].slots[:3]:
        Page(slot._repr_html_())
    assert len(report.to_frame(rows="slots")) == len(report.findings[0].slots)
    Page(district_page([report]))
