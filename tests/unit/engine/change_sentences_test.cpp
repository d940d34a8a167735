// SPDX-License-Identifier: MIT
#include "steward/engine/change_sentences.hpp"

#include <gmock/gmock.h>

#include "steward/base/digest.hpp"

namespace steward::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

model::Rule rule(const std::string& name, const std::string& clock,
                 const std::string& more = "when: \"a\"\nsteps:\n  - at: due\n") {
  model::Rule rule;
  rule.name = name;
  rule.text = "rule: " + name + "\nclock:\n" + clock + more;
  rule.revision = sha256(rule.text);
  return rule;
}

model::RuleSet set_of(std::vector<model::Rule> rules) {
  model::RuleSet set;
  set.rules = std::move(rules);
  return set;
}

std::vector<std::string> changes(const model::Rule& before, const model::Rule& after,
                                 std::int64_t open) {
  const auto old_set = set_of({before});
  return change_sentences(&old_set, set_of({after}), {{before.name, before.revision, open}});
}

TEST(ChangeSentences, SayWhatOpenPromisesKeepAndNewOnesGet) {
  const auto before = rule("follow-up", "  within: 48h\n");
  const auto after = rule("follow-up", "  within: 36h\n");
  EXPECT_THAT(changes(before, after, 38),
              ElementsAre("follow-up: 38 open promises keep 48h until they close; new ones get "
                          "36h"));
  EXPECT_THAT(changes(before, after, 1),
              ElementsAre("follow-up: 1 open promise keeps 48h until it closes; new ones get 36h"));
  EXPECT_THAT(changes(before, after, 0),
              ElementsAre("follow-up: new promises get 36h instead of 48h"));
}

TEST(ChangeSentences, SayWhereTheOpenOnesFollow) {
  const auto before = rule("a", "  within: 48h\n");
  const auto after =
      rule("a", "  within: 36h\n", "when: \"a\"\non_change: rebase\nsteps:\n  - at: due\n");
  EXPECT_THAT(changes(before, after, 2),
              ElementsAre("a: 2 open promises get 36h instead of 48h, as do new ones; 'on_change' "
                          "is other than before"));
}

TEST(ChangeSentences, NameWhatIsTooLongToShow) {
  const auto before = rule("a", "  within: 48h\n  calendar: office\n");
  const auto after = rule("a", "  within:\n    table: [x]\n  calendar: always\n",
                          "when: \"a\"\nsteps:\n  - at: due - 4h\n");
  EXPECT_THAT(changes(before, after, 2),
              ElementsAre("a: 2 open promises keep the old within, calendar office and their steps "
                          "until they close; new ones get the new within, calendar always and the "
                          "new steps"));
  EXPECT_THAT(changes(before, after, 1),
              ElementsAre("a: 1 open promise keeps the old within, calendar office and its steps "
                          "until it closes; new ones get the new within, calendar always and the "
                          "new steps"));
}

TEST(ChangeSentences, NameTheOtherKeysThatDiffer) {
  const auto before = rule("a", "  starts: b\n  within: 48h\n");
  EXPECT_THAT(changes(before,
                      rule("a", "  starts: c\n  within: 48h\n",
                           "when: \"d\"\ntitle: T\nsteps:\n  - at: due\n"),
                      3),
              ElementsAre("a: 'starts', 'title' and 'when' are other than before"));
  EXPECT_THAT(changes(before, rule("a", "  within: 48h\n  starts: b\n"), 3),
              ElementsAre("a: is written in another way"));
}

TEST(ChangeSentences, SayWhichRulesComeAndGo) {
  auto off = rule("off", "  within: 1h\n");
  const auto before = set_of({rule("gone", "  within: 1h\n"), off, rule("same", "  within: 1h\n")});
  off.mode = model::Mode::off;
  const auto after = set_of({rule("fresh", "  within: 1h\n"), off, rule("same", "  within: 1h\n")});
  EXPECT_THAT(
      change_sentences(&before, after, {{"gone", "r1", 1}, {"gone", "r2", 3}}),
      ElementsAre("fresh: new", "off: off", "gone: removed: 4 open promises are cancelled"));
  EXPECT_THAT(change_sentences(nullptr, after, {}), ElementsAre("fresh: new", "same: new"));
}

TEST(ChangeSentences, SayWhichRuleGoesByAnotherName) {
  const auto before = set_of({rule("old", "  within: 48h\n")});
  auto renamed = rule("new", "  within: 48h\n", "was: old\nwhen: \"a\"\nsteps:\n  - at: due\n");
  renamed.was = "old";
  EXPECT_THAT(change_sentences(&before, set_of({renamed}), {{"old", "r", 2}}),
              ElementsAre("new: was old, and has its 2 open promises"));
  auto edited = rule("new", "  within: 36h\n", "was: old\nwhen: \"a\"\nsteps:\n  - at: due\n");
  edited.was = "old";
  EXPECT_THAT(change_sentences(&before, set_of({edited}), {{"old", "r", 2}}),
              ElementsAre("new: was old, and has its 2 open promises",
                          "new: 2 open promises keep 48h until they close; new ones get 36h"));
}

TEST(ChangeSentences, NameOtherFilesThatDiffer) {
  using model::FileKind;
  model::RuleSet before;
  before.files = {{FileKind::calendar, "calendars/office.yaml", "", "1"},
                  {FileKind::chain, "chains.yaml", "", "1"},
                  {FileKind::rule, "rules/a.yaml", "", "1"},
                  {FileKind::model, "model.yaml", "", "1"}};
  model::RuleSet after;
  after.files = {{FileKind::calendar, "calendars/office.yaml", "", "2"},
                 {FileKind::wording, "templates/late.yaml", "", "1"},
                 {FileKind::rule, "rules/a.yaml", "", "2"},
                 {FileKind::model, "model.yaml", "", "1"}};
  EXPECT_THAT(change_sentences(&before, after, {}),
              ElementsAre("calendars/office.yaml (calendar): changed",
                          "templates/late.yaml (template): new", "chains.yaml (chain): removed"));
  EXPECT_THAT(change_sentences(&after, after, {}), IsEmpty());
}

}  // namespace
}  // namespace steward::engine
