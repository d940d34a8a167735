// SPDX-License-Identifier: MIT
#include "steward/rules/loader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "steward/base/digest.hpp"
#include "unit/rules/loader_catalog.hpp"
#include "unit/rules/rule_context.hpp"

namespace steward::rules {
namespace {

using namespace std::chrono_literals;
using model::Channel;
using model::RecipientKind;

class GoodRules : public testing::Test {
 protected:
  GoodRules() {
    set_ =
        load_rules(paths_with(kData / "good-rules"), test::loader_catalog(), "Skyport", problems_);
  }

  void SetUp() override { ASSERT_TRUE(set_) << problems_.render_all(); }

  Problems problems_;
  std::shared_ptr<const model::RuleSet> set_;
};

TEST_F(GoodRules, AreLoadedByName) {
  EXPECT_EQ(problems_.render_all(), "");
  std::vector<std::string> names;
  for (const auto& rule : set_->rules) names.push_back(rule.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"announcement", "by-tier", "calendar-of-the-record",
                                      "every-key", "forms", "length-by-table", "mondays", "renewal",
                                      "review-of-forms", "stated-due", "yearly"}));
  EXPECT_EQ(set_->organisation, "Skyport");
  EXPECT_EQ(set_->zone.name(), "America/New_York");
  // With what model.yaml says of it.
  EXPECT_EQ(set_->catalog.entities.size(), test::loader_catalog().entities.size());
}

TEST_F(GoodRules, KeepWhatTheFileSays) {
  const auto& rule = *set_->rule("every-key");
  EXPECT_EQ(rule.title, "A title that goes over two lines");
  EXPECT_EQ(rule.description, "What the rule\nis for.");
  EXPECT_EQ(rule.source, "Procedure 7");
  EXPECT_EQ(rule.owner, "marketing-leader");
  EXPECT_EQ(rule.subject, "deliveries");
  EXPECT_EQ(without_folder(rule.file), "good-rules/every-key.yaml");
  EXPECT_EQ(rule.mark.line, 4);
  EXPECT_EQ(rule.mode, model::Mode::shadow);
  EXPECT_TRUE(rule.retroactive);
  EXPECT_EQ(rule.clock.calendar, "office");
  ASSERT_TRUE(rule.clock.within);
  EXPECT_EQ(calendar::to_string(*rule.clock.within), "2 working days");
  EXPECT_FALSE(rule.clock.states_due);
  EXPECT_FALSE(rule.clock.renews);
  // The day begins at midnight in New York.
  EXPECT_EQ(to_rfc3339(*rule.effective_from), "2026-11-22T05:00:00Z");
}

TEST_F(GoodRules, KeepTheirSteps) {
  const auto& steps = set_->rule("every-key")->steps;
  ASSERT_EQ(steps.size(), 5U);
  std::string moments;
  for (const auto& step : steps) moments += step.id + ": " + model::to_string(step.at) + "\n";
  EXPECT_EQ(moments, "1: start\n2: 75%\n3: due - 1h 30m\n4: due\n5: due + 4 working hours\n");
  EXPECT_EQ(steps[0].by, std::vector<Channel>{Channel::email});
  EXPECT_EQ(steps[1].notify, (std::vector<model::Recipient>{{RecipientKind::assignee, ""},
                                                            {RecipientKind::role, "desk"}}));
  EXPECT_EQ(steps[2].notify, (std::vector<model::Recipient>{{RecipientKind::person, "7"}}));
  EXPECT_EQ(steps[2].template_name, "due-soon");
  EXPECT_TRUE(steps[3].breach);
  EXPECT_EQ(steps[3].by, (std::vector<Channel>{Channel::sms, Channel::email}));
  EXPECT_EQ(steps[3].urgency, model::Urgency::urgent);
  EXPECT_EQ(steps[3].template_name, "service-late");
  EXPECT_EQ(steps[4].escalate, "front-office");
  EXPECT_TRUE(steps[4].notify.empty());
  EXPECT_TRUE(steps[4].by.empty());
}

TEST_F(GoodRules, KeepStepsOfEveryForm) {
  const auto& steps = set_->rule("forms")->steps;
  ASSERT_EQ(steps.size(), 6U);
  std::string moments;
  for (const auto& step : steps) moments += step.id + ": " + model::to_string(step.at) + "\n";
  EXPECT_EQ(moments,
            "1: start + 168h\n2: due - 1 month\n3: due - 2 working days\n4: due\n5: due + 2h\n"
            "6: 250%\n");
  EXPECT_EQ(steps[0].repeat, (model::Repeat{24h * 7, false, 100,
                                            model::Moment{model::Anchor::due, -72h, false, {}}}));
  EXPECT_EQ(steps[4].repeat, (model::Repeat{4h, true, 3, std::nullopt}));
  EXPECT_EQ(steps[1].when, "is_priority");
  EXPECT_EQ(steps[2].never,
            (std::vector<model::Recipient>{
                {RecipientKind::assignee, ""},
                {RecipientKind::person, "7"},
                {RecipientKind::record, "is_priority ? client.manager : role(\"desk\")"}}));
  EXPECT_EQ(steps[2].template_name, "escalated");
  EXPECT_EQ(steps[2].templates, std::vector<std::string>{"due-soon"});
  EXPECT_EQ(steps[2].template_table,
            "by:\n  - \"client.tier\"\nrows:\n  -\n    - \"priority\"\n    - \"due-soon\"\n"
            "default: \"escalated\"\n");
}

TEST_F(GoodRules, TakeWhatTheFileSaysOnceForAll) {
  const auto& rule = *set_->rule("forms");
  EXPECT_EQ(rule.owner, "leader");
  EXPECT_EQ(rule.source, "Procedure 11");
  EXPECT_EQ(rule.clock.calendar, "office");
  EXPECT_EQ(rule.tags, (std::vector<std::string>{"front", "desk"}));
  EXPECT_EQ(rule.severity, model::Severity::critical) << "the rule says so itself";
  EXPECT_EQ(set_->rule("by-tier")->severity, model::Severity::major);
  EXPECT_EQ(rule.never, (std::vector<model::Recipient>{{RecipientKind::record, "client.manager"}}));
  EXPECT_EQ(rule.steps[0].by, (std::vector<Channel>{Channel::email, Channel::sms}));
  EXPECT_EQ(rule.steps[0].urgency, model::Urgency::urgent);
  EXPECT_EQ(rule.steps[2].by, std::vector<Channel>{Channel::email});
  EXPECT_EQ(rule.steps[2].urgency, model::Urgency::normal);
}

TEST_F(GoodRules, AreNamedByTheVariablesThatTheyUseAsWell) {
  const auto& text = set_->rule("forms")->text;
  EXPECT_NE(text.find("vars:\n  big: \"is_priority && service != \\\"none\\\"\"\n"
                      "  bigger: \"big && client.name != null\"\n"
                      "  is_priority: \"client.tier == \\\"priority\\\"\"\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(set_->rule("by-tier")->text.find("vars:"), std::string::npos);
}

TEST_F(GoodRules, AskTheirRecordsAtTheInstantsOfTheirSteps) {
  const auto& rule = *set_->rule("forms");
  std::vector<std::string> names;
  for (const auto& [parameter, value] : rule.asked.binds) {
    if (const auto* text = std::get_if<std::string>(&value)) names.push_back(*text);
  }
  EXPECT_NE(std::find(names.begin(), names.end(), "is_priority"), names.end());
  EXPECT_NE(std::find(names.begin(), names.end(), "client.manager"), names.end());
  EXPECT_EQ(set_->rule("stated-due")->asked, model::Query{});
  EXPECT_EQ(set_->rule("by-tier")->step_table, "the table of steps");
  EXPECT_EQ(set_->rule("by-tier")->steps[3].id, "2.2");
  EXPECT_EQ(set_->rule("by-tier")->steps[3].row, 2);
}

TEST_F(GoodRules, RecurInTheirZone) {
  const auto& yearly = set_->rule("yearly")->schedule;
  ASSERT_TRUE(yearly);
  EXPECT_EQ(yearly->rule, "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15");
  EXPECT_EQ(calendar::to_iso8601(yearly->start), "2026-01-01T09:00:00");
  EXPECT_EQ(yearly->zone->name(), "America/New_York") << "of model.yaml";
  EXPECT_EQ(set_->rule("mondays")->schedule->zone->name(), "Europe/Berlin");
  EXPECT_TRUE(set_->rule("mondays")->clock.is_announcement());
}

TEST_F(GoodRules, BringTheirReviews) {
  const auto& review = *set_->rule("review-of-forms");
  EXPECT_EQ(review.title, "The rule 'forms' is reviewed by 2027-06-30");
  EXPECT_EQ(review.reviews, "forms");
  EXPECT_EQ(review.owner, "leader");
  EXPECT_TRUE(review.clock.renews);
  EXPECT_TRUE(review.reads.empty());
  EXPECT_EQ(set_->rule("by-tier")->review_by, std::nullopt);
}

TEST(Reviews, BelongToAnOwnerOfAnyName) {
  for (const std::string owner : {"Head: Ops", "a \"b\" \\ #c", "{d}: [e], 'f'"}) {
    std::string quoted = "'";
    for (const char c : owner) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    std::ofstream(testing::TempDir() + "review.yaml")
        << "rules: [{rule: a, title: t, source: s, owner: " << quoted
        << "', subject: enquiries, review_by: 2027-01-01, clock: {starts: received_at}, "
           "steps: [{at: start, escalate: front-office}]}]\n";
    Problems problems;
    const auto set = load_rules(paths_with(testing::TempDir() + "review.yaml"),
                                test::loader_catalog(), "Skyport", problems);
    ASSERT_TRUE(set) << problems.render_all();
    EXPECT_EQ(set->rule("review-of-a")->owner, owner);
    const auto& binds = set->rule("review-of-a")->evaluate.binds;
    EXPECT_TRUE(std::any_of(binds.begin(), binds.end(), [&](const auto& bind) {
      const auto* text = std::get_if<std::string>(&bind.second);
      return text != nullptr && *text == owner;
    })) << owner;
  }
}

TEST(Reviews, NeedTheirTemplates) {
  auto paths = paths_with(kData / "good-rules/steps.yaml");
  paths.templates = {kData / "rule-context/templates/due-soon.yaml",
                     kData / "rule-context/templates/escalated.yaml",
                     kData / "rule-context/templates/service-late.yaml",
                     kData / "rule-context/templates/rule-review-due.yaml"};
  Problems problems;
  EXPECT_TRUE(load_rules(paths, test::loader_catalog(), "Skyport", problems));
  EXPECT_EQ(without_folder(problems.render_all()),
            "good-rules/steps.yaml:18:5: warning: rule 'forms' is to be reviewed, and nobody will "
            "be told so: there is no template 'rule-review-overdue'\n"
            "    - rule: forms\n"
            "      ^~~~\n"
            "  = 'steward init' writes one, and one is shipped in config/templates\n"
            "0 errors, 1 warning\n");
}

TEST_F(GoodRules, HaveAClockOfTheirKind) {
  EXPECT_TRUE(set_->rule("stated-due")->clock.states_due);
  EXPECT_TRUE(set_->rule("announcement")->clock.is_announcement());
  EXPECT_TRUE(set_->rule("renewal")->clock.renews);
  EXPECT_EQ(set_->rule("renewal")->clock.calendar, "always");
}

TEST_F(GoodRules, MayHangOnTheRecord) {
  const auto& rule = *set_->rule("length-by-table");
  EXPECT_EQ(rule.was, "length-by-hand");
  EXPECT_EQ(rule.on_change, model::OnChange::rebase);
  EXPECT_EQ(rule.clock.pauses, model::PauseKind::observed);
  EXPECT_EQ(rule.clock.calendar, "");
  EXPECT_FALSE(rule.clock.within);
  std::string table;
  for (const auto& row : rule.clock.within_table) {
    table += row.when + ": " + calendar::to_string(row.length) + "\n";
  }
  EXPECT_EQ(table, "fuel, priority: 24h\nhangar, any: 2 working days\ndefault: 48h\n");
  // A bare name that is no calendar's is a field's.
  EXPECT_EQ(set_->rule("calendar-of-the-record")->clock.calendar, "");
}

TEST_F(GoodRules, KnowWhatTheirMessagesShow) {
  const std::map<std::string, model::Type, std::less<>> facts = {
      {"client.name", model::Type::text},
      {"completed_at", model::Type::timestamp},
      {"service", model::Type::text}};
  EXPECT_EQ(set_->rule("every-key")->fact_types, facts);
  EXPECT_TRUE(set_->rule("stated-due")->fact_types.empty());
}

TEST_F(GoodRules, HaveChainsCalendarsTemplatesAndPeople) {
  const auto& chain = set_->chains.at("front-office");
  ASSERT_EQ(chain.levels.size(), 2U);
  EXPECT_EQ(chain.levels[0].wait, 0s);
  EXPECT_EQ(chain.levels[0].out_of_hours,
            (std::vector<model::Recipient>{{RecipientKind::role, "duty-officer"}}));
  EXPECT_EQ(chain.levels[1].wait, 10min);
  EXPECT_EQ(chain.levels[1].notify.size(), 2U);
  const auto& office = set_->calendars.at("office");
  EXPECT_TRUE(office.is_open(*parse_instant("2026-11-23T14:00:00Z")));
  EXPECT_FALSE(office.is_open(*parse_instant("2026-11-23T17:30:00Z"))) << "lunch";
  EXPECT_FALSE(office.is_open(*parse_instant("2026-12-25T14:00:00Z"))) << "a holiday";
  EXPECT_TRUE(set_->calendars.at("always").is_open(*parse_instant("2026-12-25")));
  EXPECT_EQ(set_->templates.at("service-late").sms, "{{ref}} is late");
  EXPECT_FALSE(set_->people.staff.sql.empty());
  EXPECT_FALSE(set_->people.holders.sql.empty());
  EXPECT_FALSE(set_->people.absences.sql.empty());
  EXPECT_FALSE(set_->people.clients.sql.empty());
  EXPECT_EQ(set_->people.duties.sql, "");
  EXPECT_EQ(set_->people.staff_entity, "staff");
  EXPECT_EQ(set_->people.client_entity, "clients");
}

TEST_F(GoodRules, AreNamedByTheirNormalisedText) {
  const auto& rule = *set_->rule("announcement");
  EXPECT_EQ(rule.text,
            "rule: \"announcement\"\n"
            "title: \"Something happened\"\n"
            "source: \"Procedure 9\"\n"
            "owner: \"leader\"\n"
            "subject: \"enquiries\"\n"
            "clock:\n"
            "  starts: \"received_at\"\n"
            "steps:\n"
            "  -\n"
            "    at: \"start\"\n"
            "    notify: \"role(\\\"desk\\\")\"\n"
            "    by:\n"
            "      - \"email\"\n"
            "      - \"sms\"\n"
            "    template: \"escalated\"\n"
            "  -\n"
            "    at: \"start + 10m\"\n"
            "    escalate: \"front-office\"\n");
  EXPECT_EQ(rule.revision, sha256(rule.text));
}

std::shared_ptr<const model::RuleSet> load(const RuleFolder& folder) {
  Problems problems;
  auto set = load_rules(paths_with(folder.path()), test::loader_catalog(), "Skyport", problems);
  EXPECT_TRUE(set) << problems.render_all();
  return set;
}

TEST(Revision, DoesNotDependOnCommentsAndLayout) {
  const RuleFolder folder;
  folder.write("a.yaml", announcement("One"));
  const auto before = load(folder);
  folder.write("a.yaml",
               "# why\nrules:\n- rule: a\n  title: \"One\"  # the title\n  source: s\n  owner: o\n"
               "  subject: enquiries\n  clock:\n    starts: >\n      received_at\n  steps:\n"
               "  - at: start\n    escalate: front-office\n");
  const auto after = load(folder);
  ASSERT_TRUE(before && after);
  EXPECT_EQ(after->rules[0].revision, before->rules[0].revision);
  EXPECT_EQ(after->digest, before->digest);
}

TEST(Revision, ChangesWithTheRule) {
  const RuleFolder folder;
  folder.write("a.yaml", announcement("One"));
  const auto before = load(folder);
  folder.write("a.yaml", announcement("Two"));
  const auto after = load(folder);
  ASSERT_TRUE(before && after);
  EXPECT_NE(after->rules[0].revision, before->rules[0].revision);
  EXPECT_NE(after->digest, before->digest);
}

TEST(Revision, ChangesWithAFileOfHolidays) {
  const RuleFolder folder;
  const auto digest_with = [&](const std::string& date) {
    folder.write("a.yaml", announcement("One"));
    folder.write("site.ics",
                 "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.com//EN\r\n"
                 "BEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTAMP:20260101T000000Z\r\n"
                 "DTSTART;VALUE=DATE:" +
                     date + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    auto paths = paths_with(folder.path() / "a.yaml");
    folder.write("calendar.yaml", "{calendar: site, holidays: [{ics: site.ics}]}\n");
    paths.calendars.push_back(folder.path() / "calendar.yaml");
    Problems problems;
    const auto set = load_rules(paths, test::loader_catalog(), "Skyport", problems);
    EXPECT_EQ(problems.render_all(), "");
    return set ? set->digest : "";
  };
  const auto before = digest_with("20261225");
  EXPECT_NE(before, "");
  EXPECT_EQ(digest_with("20261225"), before);
  EXPECT_NE(digest_with("20261224"), before);
}

TEST(Revision, ChangesWithADefaultAndAVariableThatItUses) {
  const RuleFolder folder;
  const auto revision_with = [&](const std::string& head) {
    folder.write("a.yaml", head + announcement("One"));
    const auto set = load(folder);
    return set ? set->rules[0].revision : "";
  };
  const auto plain = revision_with("");
  EXPECT_NE(revision_with("defaults: {severity: minor}\n"), plain);
  EXPECT_EQ(revision_with("vars: {unused: subject}\n"), plain);
  EXPECT_EQ(revision_with("defaults: {calendar: office}\n"),
            revision_with("# The same again.\ndefaults: {calendar: office}\n"));
}

TEST(EffectiveFrom, IsADayOrAnInstantWithItsOffset) {
  const RuleFolder folder;
  const auto instant_of = [&](const std::string& written) {
    folder.write("a.yaml", "defaults: {effective_from: " + written + "}\n" + announcement("One"));
    const auto set = load(folder);
    return set ? to_rfc3339(*set->rules[0].effective_from) : "";
  };
  EXPECT_EQ(instant_of("2026-11-22"), "2026-11-22T05:00:00Z") << "midnight in New York";
  EXPECT_EQ(instant_of("2026-11-22T15:00:00-05:00"), "2026-11-22T20:00:00Z");
  EXPECT_EQ(instant_of("2026-11-22t15:00:00.5Z"), "2026-11-22T15:00:00.5Z");
  EXPECT_EQ(instant_of("2026-11-22 15:00:00-05:00"), "2026-11-22T20:00:00Z");
}

}  // namespace
}  // namespace steward::rules
