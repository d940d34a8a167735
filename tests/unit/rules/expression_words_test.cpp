// SPDX-License-Identifier: MIT
// Expressions in English: exact, or quoted.
#include "rules/expression_words.hpp"

#include <gtest/gtest.h>

#include "rules/expression_parser.hpp"
#include "support/crm_catalog.hpp"

namespace steward::rules {
namespace {

class ExpressionWordsTest : public testing::Test {
 protected:
  /// What `say` makes of an expression about service deliveries.
  template <class Say>
  std::string said(const std::string& text, Say say) {
    Problems problems;
    const auto expression = parse_expression(PlacedText(text, {"r.yaml", 1, 1, 1}), problems);
    if (!expression) return problems.render_all();
    ExpressionWords words(catalog_, *catalog_.find(subject_), text);
    return say(words, *expression);
  }

  std::string which(const std::string& text) {
    return said(text, [](auto& words, const auto& expression) { return words.which(expression); });
  }
  std::string holds(const std::string& text) {
    return said(text, [](auto& words, const auto& expression) { return words.holds(expression); });
  }
  std::string fails(const std::string& text) {
    return said(text,
                [](auto& words, const auto& expression) { return words.holds(expression, true); });
  }
  std::string would(const std::string& text) {
    return said(text,
                [](auto& words, const auto& expression) { return words.would_hold(expression); });
  }
  std::string instant(const std::string& text, DayEdge edge = DayEdge::beginning) {
    return said(
        text, [&](auto& words, const auto& expression) { return words.instant(expression, edge); });
  }
  std::string person(const std::string& text) {
    return said(text, [](auto& words, const auto& expression) { return words.person(expression); });
  }

  model::Catalog catalog_ = test::crm_catalog();
  std::string subject_ = "service_deliveries";
};

TEST_F(ExpressionWordsTest, SaysWhichRecords) {
  EXPECT_EQ(which("client.tier == \"priority\" && status == 'completed'"),
            "whose client's tier is \"priority\" and whose status is \"completed\"");
  EXPECT_EQ(which("status in ['scheduled', 'completed']"),
            "whose status is \"scheduled\" or \"completed\"");
  EXPECT_EQ(which("client.visits >= 3"), "whose client's visits is at least 3");
  EXPECT_EQ(which("3 <= client.visits"), "whose client's visits is at least 3");
  EXPECT_EQ(which("client.is_vip"), "whose client's is-vip flag is true");
  EXPECT_EQ(which("notes.startsWith('Fuel')"), "whose notes starts with \"Fuel\"");
  EXPECT_EQ(which("completed_at < timestamp('2026-11-24T00:00:00Z')"),
            "whose completed-at time is before 2026-11-24T00:00:00Z");
}

TEST_F(ExpressionWordsTest, SaysWhatIsGiven) {
  EXPECT_EQ(which("aircraft == null"), "whose aircraft is not given");
  EXPECT_EQ(which("aircraft != null"), "whose aircraft is given");
  EXPECT_EQ(which("has(completed_at)"), "whose completed-at time is given");
  EXPECT_EQ(which("client.account_manager == null"), "whose client's account manager is not given");
}

TEST_F(ExpressionWordsTest, KeepsGroupsTogether) {
  EXPECT_EQ(which("status == 'a' || status == 'b' && notes == 'c'"),
            "whose status is \"a\" or (whose status is \"b\" and whose notes is \"c\")");
  EXPECT_EQ(which("(status == 'a' || status == 'b') && notes == 'c'"),
            "(whose status is \"a\" or whose status is \"b\") and whose notes is \"c\"");
  EXPECT_EQ(which("status == 'a' && (notes == 'b' && notes == 'c')"),
            "whose status is \"a\" and whose notes is \"b\" and whose notes is \"c\"");
  EXPECT_EQ(which("status == 'a' || status == 'b' || status == 'c'"),
            "whose status is \"a\", whose status is \"b\" or whose status is \"c\"");
}

// A record of which nothing is known must not be said to be covered.
TEST_F(ExpressionWordsTest, CarriesNegationsInwards) {
  EXPECT_EQ(which("!(status == 'a')"), "whose status is not \"a\"");
  EXPECT_EQ(which("!(status in ['a', 'b'])"),
            "whose status is something other than \"a\" or \"b\"");
  EXPECT_EQ(which("!(client.visits < 3)"), "whose client's visits is at least 3");
  EXPECT_EQ(which("!(status == 'a' && client.is_vip)"),
            "whose status is not \"a\" or whose client's is-vip flag is false");
  EXPECT_EQ(which("!notes.contains('x')"), "whose notes is something that does not contain \"x\"");
  EXPECT_EQ(which("!!client.is_vip"), "whose client's is-vip flag is true");
}

TEST_F(ExpressionWordsTest, GoesThroughOtherRecords) {
  EXPECT_EQ(
      which("client.interactions.exists(i, i.kind == 'call' && i.occurred_at > completed_at)"),
      "for which there is, among the client's interactions, one whose kind is \"call\" and "
      "whose occurred-at time is after the record's completed-at time");
  EXPECT_EQ(which("!client.interactions.exists(i, i.useful)"),
            "for which there is, among the client's interactions, none whose useful flag is true");
  EXPECT_EQ(which("client.interactions.all(i, i.kind == 'call')"),
            "for which each of the client's interactions is one whose kind is \"call\"");
  EXPECT_EQ(which("!client.interactions.all(i, i.kind == 'call')"),
            "for which there is, among the client's interactions, one whose kind is not \"call\"");
  EXPECT_EQ(which("client.interactions.filter(i, i.useful).size() > 2"),
            "for which the number of the client's interactions whose useful flag is true is more "
            "than 2");
  subject_ = "clients";
  EXPECT_EQ(which("size(interactions) == 0"), "whose number of interactions is 0");
}

TEST_F(ExpressionWordsTest, QuotesWhatItCannotSay) {
  EXPECT_EQ(which("(notes + status) == 'x'"), "for which `(notes + status) == 'x'` is true");
  EXPECT_EQ(which("!((notes + status) == 'x')"), "for which `((notes + status) == 'x')` is false");
  EXPECT_EQ(which("required_on < completed_at"), "for which `required_on < completed_at` is true");
  EXPECT_EQ(which("status < 'b'"), "for which `status < 'b'` is true");
  EXPECT_EQ(which("status in client.interactions.map(i, i.kind)"),
            "for which `status in client.interactions.map(i, i.kind)` is true");
  EXPECT_EQ(which("client.interactions.exists(i,\n   client.service_deliveries.exists(d, d.notes "
                  "== i.kind))"),
            "for which there is, among the client's interactions, one for which there is, among "
            "the record's client's service deliveries, one for which `d.notes == i.kind` is true");
}

TEST_F(ExpressionWordsTest, SaysConditionsAsSentencesAndWishes) {
  const auto* const text = "client.tier == 'priority' && aircraft != null";
  EXPECT_EQ(holds(text), "the client's tier is \"priority\" and the aircraft is given");
  EXPECT_EQ(fails(text), "the client's tier is not \"priority\" or the aircraft is not given");
  EXPECT_EQ(would(text), "the client's tier were \"priority\" and the aircraft were given");
  EXPECT_EQ(would("notes.endsWith('x')"), "the notes ended with \"x\"");
  EXPECT_EQ(would("client.interactions.exists(i, i.useful)"),
            "there were, among the client's interactions, one whose useful flag is true");
}

TEST_F(ExpressionWordsTest, SaysInstants) {
  EXPECT_EQ(instant("completed_at"), "the completed-at time");
  EXPECT_EQ(instant("required_on"), "the beginning of the required-on date");
  EXPECT_EQ(instant("required_on", DayEdge::end), "the end of the required-on date");
  EXPECT_EQ(instant("client.last_reviewed_at != null ? client.last_reviewed_at : completed_at"),
            "the client's last-reviewed-at time, or the completed-at time where none is given");
  EXPECT_EQ(instant("client.is_vip ? completed_at : local_at"),
            "the completed-at time if the client's is-vip flag is true, otherwise the local-at "
            "time");
  EXPECT_EQ(instant("client.interactions.filter(i, i.occurred_at >= completed_at)"
                    ".map(i, i.occurred_at).min()"),
            "the earliest occurred-at time of the client's interactions whose occurred-at time is "
            "at or after the record's completed-at time");
  EXPECT_EQ(instant("client.interactions.map(i, i.staff.name).min()"),
            "`client.interactions.map(i, i.staff.name).min()`");
}

TEST_F(ExpressionWordsTest, SaysWhosePromiseItIs) {
  EXPECT_EQ(person("client.account_manager"), "the client's account manager");
  EXPECT_EQ(person("role('enquiry-desk')"), "the enquiry desk");
  EXPECT_EQ(person("client.account_manager != null ? client.account_manager : role('desk')"),
            "the client's account manager, or the desk where none is given");
  EXPECT_EQ(person("status == 'a' ? client.account_manager : role('desk')"),
            "the client's account manager if the status is \"a\", otherwise the desk");
}

}  // namespace
}  // namespace steward::rules
