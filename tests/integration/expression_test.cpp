// SPDX-License-Identifier: MIT
// What compiled expressions answer on a real PostgreSQL: null, three-valued logic, instants, paths
// back from changed rows, and texts that try to become SQL.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/rule_compiler.hpp"
#include "steward/base/instant.hpp"
#include "steward/store/database.hpp"
#include "store/session.hpp"
#include "support/crm_catalog.hpp"
#include "support/test_database.hpp"

namespace steward::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Keys = std::vector<std::string>;

// Client 1 knows everything, client 2 nothing; delivery 3 has neither client nor aircraft.
constexpr const char* kRecords = R"(
insert into expression_crm.staff values (7, 'Mia', 'mia@example.org', 'odd');
insert into expression_crm.clients values
  (1, 'Ä-Air 100%', 'priority', true, 99.10, 0.1, 3, 7, '2026-03-29', '2026-01-01T00:00:00Z'),
  (2, null, null, null, null, null, null, null, null, null),
  (3, 'Late', 'standard', false, 'NaN', 'infinity', 0, 7, 'infinity', '-infinity');
insert into expression_crm.aircraft values (5, 'N123');
insert into expression_crm.service_deliveries values
  (1, 1, 5, 'completed', '2026-02-01T12:00:00.123456Z', '2026-02-01 12:00', '2026-02-03', 'a_b%c'),
  (2, 2, null, null, null, null, null, null),
  (3, null, null, 'scheduled', 'infinity', '294276-12-31 23:59:59', '5874897-12-31', '');
insert into expression_crm.interactions values
  (1, 1, 7, 'call', false, '2026-02-01T11:00:00Z'),
  (2, 1, 7, 'follow_up', null, '2026-02-02T10:00:00Z'),
  (3, 1, null, 'follow_up', false, '2026-02-03T10:00:00Z'),
  (4, 3, 7, 'call', true, null),
  (5, 3, null, null, null, null);
)";

PlacedText placed(const std::string& text) {
  return {text, {"r.yaml", 1, 1, 1}};
}

class ExpressionTest : public testing::Test {
 protected:
  ExpressionTest() {
    database.run(test::kCrmTables);
    database.run(kRecords);
  }

  RuleCompiler compiler(const std::string& subject) {
    return {catalog, naming, *catalog.find(subject), problems};
  }

  /// The value of an expression on one record, as JSON.
  std::string fact(const std::string& subject, const std::string& key, const std::string& text) {
    auto rule = compiler(subject);
    if (!rule.fact("x", placed(text))) return problems.render_all();
    const auto rows = session.query(rule.finish().facts, {{"keys", Keys{key}}});
    const auto json = rows.only().text("facts");
    const auto colon = json.find(" : ");
    return json.substr(colon + 3, json.size() - colon - 5);
  }
  std::string on_client(const std::string& key, const std::string& text) {
    return fact("clients", key, text);
  }
  std::string on_delivery(const std::string& key, const std::string& text) {
    return fact("service_deliveries", key, text);
  }

  Keys affected(const model::Read& read, const Keys& values) {
    Keys keys;
    const auto rows = session.query(read.affected, {{"values", values}, {"most", nullptr}});
    for (const auto& row : rows) keys.push_back(row.text("key"));
    return keys;
  }

  test::TestDatabase database;
  store::Session session{store::complete_connection(database.connection()).value()};
  model::Catalog catalog = test::crm_catalog();
  Naming naming{"America/New_York", "staff", "clients"};
  Problems problems;
};

TEST_F(ExpressionTest, Equality_takes_null_for_a_value) {
  EXPECT_EQ(on_client("1", "tier == 'priority'"), "true");
  EXPECT_EQ(on_client("2", "tier == 'priority'"), "false");
  EXPECT_EQ(on_client("2", "tier != 'priority'"), "true");
  EXPECT_EQ(on_client("2", "tier == null"), "true");
  EXPECT_EQ(on_client("1", "null != tier"), "true");
  EXPECT_EQ(on_client("2", "has(tier)"), "false");
  EXPECT_EQ(on_client("2", "tier == name"), "true");
}

TEST_F(ExpressionTest, The_rest_is_three_valued) {
  EXPECT_EQ(on_client("2", "visits > 1"), "null");
  EXPECT_EQ(on_client("2", "is_vip"), "null");
  EXPECT_EQ(on_client("2", "!is_vip"), "null");
  EXPECT_EQ(on_client("2", "is_vip && tier == 'priority'"), "false");
  EXPECT_EQ(on_client("2", "is_vip || tier == null"), "true");
  EXPECT_EQ(on_client("2", "is_vip || tier != null"), "null");
  EXPECT_EQ(on_client("2", "-visits < 0"), "null");
}

TEST_F(ExpressionTest, In_is_three_valued_over_every_element) {
  EXPECT_EQ(on_client("1", "tier in ['standard', 'priority']"), "true");
  EXPECT_EQ(on_client("3", "tier in ['priority']"), "false");
  EXPECT_EQ(on_client("2", "tier in ['priority']"), "null");
  EXPECT_EQ(on_client("2", "tier in []"), "false");
  EXPECT_EQ(on_client("1", "visits in [1, 3.0]"), "true");
  EXPECT_EQ(on_client("1", "'call' in interactions.map(i, i.kind)"), "true");
  EXPECT_EQ(on_client("1", "'visit' in interactions.map(i, i.kind)"), "false");
  EXPECT_EQ(on_client("3", "'visit' in interactions.map(i, i.kind)"), "null");
  EXPECT_EQ(on_client("2", "'visit' in interactions.map(i, i.kind)"), "false");
}

TEST_F(ExpressionTest, Exists_and_all_are_three_valued_over_every_element) {
  // Client 1: false, null, false. Client 2: none. Client 3: true, null.
  EXPECT_EQ(on_client("1", "interactions.exists(i, i.useful)"), "null");
  EXPECT_EQ(on_client("2", "interactions.exists(i, i.useful)"), "false");
  EXPECT_EQ(on_client("3", "interactions.exists(i, i.useful)"), "true");
  EXPECT_EQ(on_client("1", "interactions.exists(i, i.kind == 'visit')"), "false");
  EXPECT_EQ(on_client("1", "interactions.all(i, i.useful)"), "false");
  EXPECT_EQ(on_client("2", "interactions.all(i, i.useful)"), "true");
  EXPECT_EQ(on_client("3", "interactions.all(i, i.useful)"), "null");
  EXPECT_EQ(on_client("1", "interactions.all(i, i.occurred_at != null)"), "true");
  EXPECT_EQ(on_client("1", "!interactions.exists(i, i.useful)"), "null");
  EXPECT_EQ(on_client("1", "interactions.filter(i, i.useful == null).all(i, i.useful)"), "null");
  EXPECT_EQ(on_client("1",
                      "service_deliveries.exists(d, d.client.interactions.exists(i, "
                      "i.kind == 'follow_up' && i.occurred_at > d.completed_at))"),
            "true");
}

TEST_F(ExpressionTest, Filters_keep_what_is_true_and_nothing_else) {
  const auto kept = [&](const std::string& filter) {
    return on_client("1", "interactions.filter(i, " + filter + ").size()");
  };
  EXPECT_EQ(kept("i.useful"), "0");
  EXPECT_EQ(kept("!i.useful"), "2");
  EXPECT_EQ(kept("i.useful == null"), "1");
  EXPECT_EQ(kept("i.useful == false"), "2");
  EXPECT_EQ(kept("i.useful != false"), "1");
  EXPECT_EQ(kept("i.kind == 'follow_up' && i.occurred_at > timestamp('2026-02-02T10:00:00Z')"),
            "1");
  EXPECT_EQ(kept("i.occurred_at >= i.client.onboarded_on"), "0");
  EXPECT_EQ(kept("i.occurred_at > last_reviewed_at || i.useful"), "3");
  // Client 3 was onboarded on 'infinity' and last reviewed on '-infinity': both are null.
  EXPECT_EQ(on_client("3",
                      "interactions.filter(i, i.client.last_reviewed_at < "
                      "timestamp('2026-01-01T00:00:00Z')).size()"),
            "0");
  EXPECT_EQ(on_delivery("3", "client.interactions.filter(i, i.occurred_at < completed_at).size()"),
            "0");
  EXPECT_EQ(on_client("1", "service_deliveries.filter(d, d.required_on > onboarded_on).size()"),
            "0");
  EXPECT_EQ(on_client("1", "service_deliveries.filter(d, d.required_on < onboarded_on).size()"),
            "1");
}

TEST_F(ExpressionTest, Lists_are_counted_and_have_ends) {
  EXPECT_EQ(on_client("1", "interactions.size()"), "3");
  EXPECT_EQ(on_client("1", "size(interactions.filter(i, i.kind == 'follow_up'))"), "2");
  EXPECT_EQ(on_client("2", "interactions.size()"), "0");
  EXPECT_EQ(on_client("1", "interactions.map(i, i.kind).min()"), "\"call\"");
  EXPECT_EQ(on_client("1", "interactions.map(i, i.kind).max()"), "\"follow_up\"");
  EXPECT_EQ(on_client("2", "interactions.map(i, i.occurred_at).min()"), "null");
  EXPECT_EQ(on_client("3", "interactions.map(i, i.occurred_at).size()"), "2");
  EXPECT_EQ(on_client("1", "interactions.map(i, i.occurred_at).min()"), "1769943600000000");
}

TEST_F(ExpressionTest, Texts_are_matched_letter_by_letter) {
  EXPECT_EQ(on_delivery("1", "notes.contains('_b%')"), "true");
  EXPECT_EQ(on_delivery("1", "notes.contains('%')"), "true");
  EXPECT_EQ(on_delivery("1", "notes.contains('x%')"), "false");
  EXPECT_EQ(on_delivery("1", "notes.startsWith('a_')"), "true");
  EXPECT_EQ(on_delivery("1", "notes.startsWith('ab')"), "false");
  EXPECT_EQ(on_delivery("1", "notes.endsWith('%c')"), "true");
  EXPECT_EQ(on_delivery("1", "notes.endsWith('_c')"), "false");
  EXPECT_EQ(on_delivery("1", "notes.endsWith('')"), "true");
  EXPECT_EQ(on_delivery("2", "notes.endsWith('')"), "null");
  EXPECT_EQ(on_client("1", "name.startsWith('Ä')"), "true");
  EXPECT_EQ(on_client("1", "name.size()"), "10");
  EXPECT_EQ(on_client("1", "name + '!'"), "\"Ä-Air 100%!\"");
  EXPECT_EQ(on_client("1", "'Z' < 'a' && 'a' < 'ä'"), "true");
}

TEST_F(ExpressionTest, Numbers_compare_exactly_and_never_overflow) {
  EXPECT_EQ(on_client("1", "score == 0.1"), "true");
  EXPECT_EQ(on_client("1", "credit == 99.1"), "true");
  EXPECT_EQ(on_client("1", "visits == 3.0"), "true");
  EXPECT_EQ(on_client("1", "visits < 9223372036854775807"), "true");
  EXPECT_EQ(on_client("1", "-visits == -3"), "true");
  EXPECT_EQ(on_client("3", "score > 1e308"), "true");
  EXPECT_EQ(on_client("3", "credit"), "null");
  EXPECT_EQ(on_client("1", "-(-9223372036854775808) > 0"), "null");
}

TEST_F(ExpressionTest, Relations_are_followed_and_compared) {
  EXPECT_EQ(on_delivery("1", "client.account_manager.name"), "\"Mia\"");
  EXPECT_EQ(on_delivery("2", "client.account_manager.name"), "null");
  EXPECT_EQ(on_delivery("3", "client.account_manager.name"), "null");
  EXPECT_EQ(on_delivery("1", "aircraft != null"), "true");
  EXPECT_EQ(on_delivery("2", "aircraft != null"), "false");
  EXPECT_EQ(on_delivery("3", "has(client.account_manager)"), "false");
  EXPECT_EQ(on_delivery("1", "client.interactions.exists(i, i.staff == client.account_manager)"),
            "true");
  EXPECT_EQ(on_delivery("3", "client.interactions.size()"), "0");
}

TEST_F(ExpressionTest, Choices_take_the_last_branch_for_unknown) {
  EXPECT_EQ(on_client("1", "is_vip ? 'a' : 'b'"), "\"a\"");
  EXPECT_EQ(on_client("2", "is_vip ? 'a' : 'b'"), "\"b\"");
  EXPECT_EQ(on_client("2", "is_vip ? 'a' : null"), "null");
  EXPECT_EQ(on_client("1", "is_vip ? visits : 0.5"), "3");
}

TEST_F(ExpressionTest, Instants_are_read_in_the_zone_of_the_model) {
  const auto micros = [](const char* text) {
    return std::to_string(to_micros(parse_instant(text).value()));
  };
  EXPECT_EQ(on_delivery("1", "completed_at"), micros("2026-02-01T12:00:00.123456Z"));
  EXPECT_EQ(on_delivery("1", "local_at"), micros("2026-02-01T12:00:00-05:00"));
  EXPECT_EQ(on_delivery("1", "required_on"), "\"2026-02-03\"");
  EXPECT_EQ(on_delivery("1", "completed_at < required_on"), "true");
  EXPECT_EQ(on_client("1", "onboarded_on == timestamp('2026-03-29T04:00:00Z')"), "true");
  EXPECT_EQ(on_client("1", "is_vip ? onboarded_on : last_reviewed_at"),
            micros("2026-03-29T00:00:00-04:00"));
  EXPECT_EQ(on_delivery("1", "completed_at == timestamp('2026-02-01T07:00:00.123456-05:00')"),
            "true");
}

TEST_F(ExpressionTest, Instants_that_no_calendar_has_are_null) {
  EXPECT_EQ(on_delivery("3", "completed_at"), "null");
  EXPECT_EQ(on_delivery("3", "local_at"), "null");
  EXPECT_EQ(on_delivery("3", "required_on"), "null");
  EXPECT_EQ(on_client("3", "onboarded_on == null && last_reviewed_at == null"), "true");
}

TEST_F(ExpressionTest, A_hundred_facts_fit) {
  auto rule = compiler("clients");
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(rule.fact("f" + std::to_string(i), placed("name")));
  }
  const auto rows = session.query(rule.finish().facts, {{"keys", Keys{"1", "2"}}});
  EXPECT_EQ(rows.size(), 2U);
}

TEST_F(ExpressionTest, Evaluation_answers_every_existing_subject) {
  auto rule = compiler("service_deliveries");
  ASSERT_TRUE(rule.when(placed("client.tier == 'priority' && status == 'completed'")));
  ASSERT_TRUE(rule.starts(placed("completed_at")));
  ASSERT_TRUE(rule.stops(
      placed("client.interactions.filter(i, i.kind == 'follow_up' && i.occurred_at >= completed_at)"
             ".map(i, i.occurred_at).min()")));
  ASSERT_TRUE(rule.due(placed("required_on")));
  ASSERT_TRUE(rule.assign(placed("client.account_manager")));
  const auto rows = session.query(rule.finish().evaluate, {{"keys", Keys{"1", "2", "3", "404"}}});
  ASSERT_EQ(rows.size(), 3U);
  for (const auto& row : rows) {
    const auto key = row.text("key");
    EXPECT_EQ(row.boolean("active"), key == "1");
    EXPECT_TRUE(row.is_null("assignee_role"));
    if (key == "1") {
      EXPECT_EQ(to_rfc3339(*row.optional_micros("starts")), "2026-02-01T12:00:00.123456Z");
      EXPECT_EQ(to_rfc3339(*row.optional_micros("stops")), "2026-02-02T10:00:00Z");
      EXPECT_EQ(to_rfc3339(*row.optional_micros("due")), "2026-02-04T04:59:59.999999Z");
      EXPECT_EQ(row.text("assignee"), "7");
      EXPECT_EQ(row.text("client"), "1");
    } else {
      EXPECT_TRUE(row.is_null("starts"));
      EXPECT_TRUE(row.is_null("stops"));
      EXPECT_TRUE(row.is_null("due"));
      EXPECT_TRUE(row.is_null("assignee"));
      EXPECT_EQ(row.is_null("client"), key == "3");
    }
  }
}

TEST_F(ExpressionTest, A_day_ends_where_the_clocks_change) {
  auto rule = compiler("clients");
  ASSERT_TRUE(rule.due(placed("onboarded_on")));
  naming.zone = "Europe/Berlin";  // where 2026-03-29 has 23 hours
  auto berlin = compiler("clients");
  ASSERT_TRUE(berlin.due(placed("onboarded_on")));
  const auto due = [&](RuleCompiler& compiled) {
    const auto rows = session.query(compiled.finish().evaluate, {{"keys", Keys{"1"}}});
    return to_rfc3339(*rows.only().optional_micros("due"));
  };
  EXPECT_EQ(due(rule), "2026-03-30T03:59:59.999999Z");
  EXPECT_EQ(due(berlin), "2026-03-29T21:59:59.999999Z");
}

TEST_F(ExpressionTest, A_day_that_leaves_the_calendar_in_UTC_is_null) {
  const auto compiled_in = [&](const char* zone) {
    naming.zone = zone;
    auto rule = compiler("clients");
    EXPECT_TRUE(rule.starts(placed("onboarded_on")) && rule.due(placed("onboarded_on")));
    return rule.finish();
  };
  const auto new_york = compiled_in("America/New_York");
  const auto berlin = compiled_in("Europe/Berlin");
  const auto on = [&](const char* day, const model::Query& evaluate) {
    session.execute("update expression_crm.clients set onboarded_on = :day where id = 1",
                    {{"day", day}});
    const auto rows = session.query(evaluate, {{"keys", Keys{"1"}}});
    const auto told = [&](const char* column) {
      const auto instant = rows.only().optional_micros(column);
      return instant ? to_rfc3339(*instant) : "null";
    };
    return told("starts") + " " + told("due");
  };
  EXPECT_EQ(on("9999-12-31", new_york.evaluate), "9999-12-31T05:00:00Z null");
  EXPECT_EQ(on("9999-12-31", berlin.evaluate), "9999-12-30T23:00:00Z 9999-12-31T22:59:59.999999Z");
  EXPECT_EQ(on("0001-01-01", berlin.evaluate), "null 0001-01-01T23:06:31.999999Z");
}

TEST_F(ExpressionTest, Assign_is_a_person_or_a_role) {
  auto rule = compiler("service_deliveries");
  ASSERT_TRUE(
      rule.assign(placed("client.account_manager == null ? role('duty') : "
                         "client.account_manager")));
  const auto rows = session.query(rule.finish().evaluate, {{"keys", Keys{"1", "2"}}});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].text_or_empty("assignee"), "7");
  EXPECT_EQ(rows[0].text_or_empty("assignee_role"), "");
  EXPECT_EQ(rows[1].text_or_empty("assignee"), "");
  EXPECT_EQ(rows[1].text_or_empty("assignee_role"), "duty");
}

TEST_F(ExpressionTest, Pages_go_through_all_keys_in_order) {
  auto rule = compiler("service_deliveries");
  const auto page = rule.finish().page;
  const auto keys = [&](model::Bind after) {
    Keys found;
    const auto rows = session.query(page, {{"after", std::move(after)}, {"page", std::int64_t{2}}});
    for (const auto& row : rows) found.push_back(row.text("key"));
    return found;
  };
  EXPECT_THAT(keys(nullptr), ElementsAre("1", "2"));
  EXPECT_THAT(keys(std::string("2")), ElementsAre("3"));
  EXPECT_THAT(keys(std::string("3")), IsEmpty());
}

TEST_F(ExpressionTest, Changed_rows_lead_back_to_their_subjects) {
  auto rule = compiler("service_deliveries");
  ASSERT_TRUE(
      rule.when(placed("client.account_manager.name == 'Mia' && "
                       "client.interactions.exists(i, i.staff.email != null)")));
  const auto reads = rule.finish().reads;
  ASSERT_EQ(reads.size(), 5U);
  EXPECT_THAT(affected(reads[0], {"1", "404"}), UnorderedElementsAre("1", "404"));
  EXPECT_EQ(reads[1].entity, "clients");
  EXPECT_THAT(affected(reads[1], {"1", "2"}), UnorderedElementsAre("1", "2"));
  EXPECT_EQ(reads[2].entity, "staff");
  EXPECT_THAT(affected(reads[2], {"7"}), UnorderedElementsAre("1"));
  EXPECT_EQ(reads[3].entity, "interactions");
  EXPECT_EQ(reads[3].join_columns, Keys{"client_id"});
  EXPECT_THAT(affected(reads[3], {"1"}), UnorderedElementsAre("1"));
  EXPECT_EQ(reads[4].entity, "staff");
  EXPECT_THAT(affected(reads[4], {"7"}), UnorderedElementsAre("1"));
}

TEST_F(ExpressionTest, A_text_never_becomes_sql) {
  for (const std::string text :
       {"'; drop schema expression_crm cascade; --", "' or '1'='1", "\\'; select 1 --", ":keys",
        "$1", "\"", "/* x */", "${x}", "E'\\\\'"}) {
    std::string literal = "\"";
    for (const char c : text)
      literal += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    literal += "\"";
    EXPECT_EQ(on_client("1", "name == " + literal), "false") << text;
    EXPECT_EQ(on_client("1", "(name + " + literal + ").endsWith(" + literal + ")"), "true") << text;
  }
  EXPECT_EQ(database.value("select count(*) from expression_crm.clients"), "3");
}

TEST_F(ExpressionTest, A_column_may_have_any_name) {
  auto& staff = catalog.entities.find("staff")->second;
  staff.fields.push_back(test::field("odd", model::Type::text, "text"));
  // No identifier of CEL can spell this column: it can come from the catalog alone.
  const std::vector<ListingColumn> columns = {{"na\"me:x", ListingKind::text, placed("name")},
                                              {"key", ListingKind::text, std::nullopt}};
  const auto query = compile_listing(catalog, naming, staff, columns, true, problems);
  ASSERT_TRUE(query) << problems.render_all();
  const auto rows = session.query(*query, {{"keys", Keys{"7"}}});
  EXPECT_EQ(rows.only().text("na\"me:x"), "Mia");
}

TEST_F(ExpressionTest, Listings_answer_texts_instants_and_people) {
  const std::vector<ListingColumn> columns = {
      {"kind", ListingKind::text, placed("kind")},
      {"at", ListingKind::instant, placed("occurred_at")},
      {"day", ListingKind::instant, placed("client.onboarded_on")},
      {"person", ListingKind::person, placed("staff")},
      {"ends", ListingKind::instant, std::nullopt}};
  const auto query =
      compile_listing(catalog, naming, *catalog.find("interactions"), columns, false, problems);
  ASSERT_TRUE(query) << problems.render_all();
  const auto rows = session.query(*query);
  ASSERT_EQ(rows.size(), 5U);
  const auto row = rows[0];
  EXPECT_EQ(row.text("kind"), "call");
  EXPECT_EQ(to_rfc3339(*row.optional_micros("at")), "2026-02-01T11:00:00Z");
  EXPECT_EQ(to_rfc3339(*row.optional_micros("day")), "2026-03-29T04:00:00Z");
  EXPECT_EQ(row.text("person"), "7");
  EXPECT_TRUE(row.is_null("ends"));
}

}  // namespace
}  // namespace steward::rules
