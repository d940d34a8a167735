// SPDX-License-Identifier: MIT
// The shape of the SQL that rules become.
#include "rules/rule_compiler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/crm_catalog.hpp"

namespace steward::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Binds = std::map<std::string, model::Bind, std::less<>>;

/// How a timestamp column is read: null outside the years 1 to 9999.
std::string in_calendar(const std::string& column) {
  return column + " >= date '0001-01-01' and " + column + " < date '10000-01-01'";
}
std::string instant(const std::string& column) {
  return "case when " + in_calendar(column) + " then " + column + " end";
}

std::vector<std::string> shown(const std::vector<model::Read>& reads) {
  std::vector<std::string> all;
  for (const auto& read : reads) {
    auto text = read.entity + " by " + read.noted() + ":";
    for (const auto& column : read.columns) text += " " + column;
    all.push_back(text);
  }
  return all;
}

PlacedText placed(const std::string& text) {
  return {text, {"r.yaml", 1, 1, 1}};
}

class RuleCompilerTest : public testing::Test {
 protected:
  RuleCompiler compiler(const std::string& subject) {
    return {catalog, naming, *catalog.find(subject), problems};
  }

  model::Catalog catalog = test::crm_catalog();
  Naming naming{"America/New_York", "staff", "clients"};
  Problems problems;
};

TEST_F(RuleCompilerTest, Priority_follow_up) {
  auto rule = compiler("service_deliveries");
  ASSERT_TRUE(rule.when(placed("client.tier == \"priority\" && status == \"completed\"")));
  ASSERT_TRUE(rule.starts(placed("completed_at")));
  ASSERT_TRUE(rule.stops(placed(
      "client.interactions.filter(i, i.kind == \"follow_up\" && i.occurred_at >= completed_at)"
      ".map(i, i.occurred_at).min()")));
  ASSERT_TRUE(rule.assign(placed("client.account_manager")));
  const auto compiled = rule.finish();
  EXPECT_EQ(
      compiled.evaluate.sql,
      "select cast(s.\"id\" as text) as key, "
      "coalesce(((cast(r1.\"tier\" as text) is not distinct from cast(:p1 as text)) and "
      "(s.\"status\" is not distinct from cast(:p2 as text))), false) as active, "
      "cast(extract(epoch from " +
          instant("s.\"completed_at\"") +
          ") * 1000000 as bigint) as starts, "
          "cast(extract(epoch from (select min(" +
          instant("r2.\"occurred_at\"") +
          ") from \"expression_crm\".\"interactions\" as r2 "
          "where r2.\"client_id\" = r1.\"id\" and "
          "(r2.\"kind\" = cast(:p3 as text)) and r2.\"occurred_at\" >= s.\"completed_at\" and " +
          in_calendar("r2.\"occurred_at\"") + " and " + in_calendar("s.\"completed_at\"") +
          ")) * 1000000 as bigint) as stops, "
          "cast(null as bigint) as due, "
          "cast(r1.\"account_manager_id\" as text) as assignee, "
          "cast(null as text) as assignee_role, "
          "cast(s.\"client_id\" as text) as client, cast(null as integer) as within_row, "
          "cast(null as bigint) as within, cast(null as text) as calendar, cast(null as text) as "
          "pauses, cast(null as boolean) as pausing "
          "from \"expression_crm\".\"service_deliveries\" as s "
          "left join \"expression_crm\".\"clients\" as r1 on r1.\"id\" = s.\"client_id\" "
          "where s.\"id\" = any(cast((select cast(:keys as bigint[])) as bigint[]))");
  EXPECT_EQ(compiled.evaluate.binds, (Binds{{"p1", std::string("priority")},
                                            {"p2", std::string("completed")},
                                            {"p3", std::string("follow_up")}}));
  EXPECT_THAT(shown(compiled.reads),
              ElementsAre("service_deliveries by id: client_id completed_at id status",
                          "clients by id: account_manager_id id tier",
                          "interactions by client_id: client_id kind occurred_at"));
  EXPECT_EQ(
      compiled.reads[0].affected.sql,
      "select v as key from unnest(cast(:values as text[])) as v limit cast(:most as bigint)");
  // The client's key is the delivery's column: there is no need to join the clients.
  const std::string of_client =
      "select distinct cast(s.\"id\" as text) as key "
      "from \"expression_crm\".\"service_deliveries\" as s "
      "where s.\"client_id\" = any(cast(:values as bigint[])) "
      "limit cast(:most as bigint)";
  EXPECT_EQ(compiled.reads[1].affected.sql, of_client);
  EXPECT_EQ(compiled.reads[2].affected.sql, of_client);

  // A follow-up makes no promise, and the earliest keeps one; that the client's tier does is looked
  // for among the records.
  EXPECT_FALSE(compiled.reads[1].by_client);
  EXPECT_TRUE(compiled.reads[2].by_client);
  EXPECT_EQ(compiled.reads[2].evidence, "occurred_at");
  EXPECT_EQ(compiled.reads[2].filters, (std::vector<model::ReadFilter>{{"kind", {"follow_up"}}}));
}

/// The read of the client's interactions, of a rule on deliveries.
class ReadOfInteractions : public RuleCompilerTest {
 protected:
  model::Read read() { return read_by(rule); }
  model::Read read_by(RuleCompiler& of_rule) {
    for (const auto& read : of_rule.finish().reads) {
      if (read.entity == "interactions") return read;
    }
    ADD_FAILURE() << problems.render_all();
    return {};
  }
  RuleCompiler rule = compiler("service_deliveries");
};

TEST_F(ReadOfInteractions, WhatTellsWhetherThereIsAPromiseTouchesAnyRecord) {
  ASSERT_TRUE(rule.when(placed("client.interactions.exists(i, i.kind == 'complaint')")));
  const auto interactions = read();
  EXPECT_FALSE(interactions.by_client);
  EXPECT_THAT(interactions.filters, IsEmpty());
}

TEST_F(ReadOfInteractions, TheLatestOfThemMayChangeWhatIsClosed) {
  ASSERT_TRUE(rule.stops(placed("client.interactions.map(i, i.occurred_at).max()")));
  EXPECT_FALSE(read().by_client);
}

TEST_F(ReadOfInteractions, AnInstantThatIsReckonedIsNoEvidence) {
  ASSERT_TRUE(
      rule.stops(placed("client.interactions.map(i, i.occurred_at + duration('1h')).min()")));
  EXPECT_FALSE(read().by_client);
}

TEST_F(ReadOfInteractions, PausesTouchOnlyWhatIsLive) {
  ASSERT_TRUE(rule.pauses(placed(
      "client.interactions.filter(i, i.kind in ['call', 'visit'] && i.occurred_at > completed_at)"
      ".map(i, [i.occurred_at, i.occurred_at + duration('1h')])")));
  const auto interactions = read();
  EXPECT_TRUE(interactions.by_client);
  EXPECT_EQ(interactions.evidence, "");
  EXPECT_EQ(interactions.filters, (std::vector<model::ReadFilter>{{"kind", {"call", "visit"}}}));
}

TEST_F(ReadOfInteractions, OnlyWhatMustHoldOfEveryRowIsAFilter) {
  ASSERT_TRUE(
      rule.stops(placed("client.interactions.filter(i, i.kind == 'visit' || i.useful)"
                        ".map(i, i.occurred_at).min()")));
  EXPECT_THAT(read().filters, IsEmpty());
}

TEST_F(ReadOfInteractions, OfTheClientThemselvesItIsTheirOwnKey) {
  auto on_clients = compiler("clients");
  ASSERT_TRUE(on_clients.stops(placed("interactions.map(i, i.occurred_at).min()")));
  EXPECT_TRUE(read_by(on_clients).by_client);
}

TEST_F(RuleCompilerTest, An_update_of_a_record_without_a_deadline_of_its_own) {
  auto rule = compiler("service_deliveries");
  ASSERT_TRUE(rule.when(placed("aircraft != null")));
  ASSERT_TRUE(rule.due(placed("required_on")));
  ASSERT_TRUE(rule.assign(placed("role('data-owner')")));
  const auto compiled = rule.finish();
  EXPECT_THAT(compiled.evaluate.sql, HasSubstr("(s.\"aircraft_id\" is not null)"));
  EXPECT_THAT(compiled.evaluate.sql,
              HasSubstr("cast(null as text) as assignee, cast(:p2 as text) as assignee_role"));
  EXPECT_THAT(compiled.evaluate.sql, Not(HasSubstr("join")));
  EXPECT_EQ(compiled.evaluate.binds,
            (Binds{{"p1", std::string("America/New_York")}, {"p2", std::string("data-owner")}}));
  EXPECT_THAT(shown(compiled.reads),
              ElementsAre("service_deliveries by id: aircraft_id client_id id required_on"));
}

TEST_F(RuleCompilerTest, A_path_over_two_tables_joins_the_one_between) {
  auto rule = compiler("service_deliveries");
  ASSERT_TRUE(rule.when(placed("client.account_manager.email != null")));
  const auto reads = rule.finish().reads;
  EXPECT_THAT(shown(reads),
              ElementsAre("service_deliveries by id: client_id id",
                          "clients by id: account_manager_id id", "staff by id: email id"));
  EXPECT_EQ(reads[2].affected.sql,
            "select distinct cast(s.\"id\" as text) as key "
            "from \"expression_crm\".\"service_deliveries\" as s "
            "join \"expression_crm\".\"clients\" as r1 on r1.\"id\" = s.\"client_id\" "
            "where r1.\"account_manager_id\" = any(cast(:values as bigint[])) "
            "limit cast(:most as bigint)");
}

TEST_F(RuleCompilerTest, Parts_that_follow_the_same_path_share_its_read) {
  auto rule = compiler("clients");
  ASSERT_TRUE(rule.when(placed("interactions.exists(i, i.useful)")));
  ASSERT_TRUE(rule.stops(placed("interactions.map(i, i.occurred_at).min()")));
  EXPECT_THAT(
      shown(rule.finish().reads),
      ElementsAre("clients by id: id", "interactions by client_id: client_id occurred_at useful"));
}

TEST_F(RuleCompilerTest, Facts_are_named_by_parameters_and_not_watched) {
  auto rule = compiler("service_deliveries");
  ASSERT_TRUE(rule.fact("client.name", placed("client.name")));
  ASSERT_TRUE(rule.fact("completed_at", placed("completed_at")));
  const auto compiled = rule.finish();
  EXPECT_EQ(compiled.facts.sql,
            "select cast(s.\"id\" as text) as key, "
            "(select cast(json_object_agg(f.name, f.value) as text) "
            "from (values (cast(:p1 as text), to_json(r1.\"name\")), "
            "(cast(:p2 as text), to_json(cast(extract(epoch from " +
                instant("s.\"completed_at\"") +
                ") * 1000000 as bigint)))) as f(name, value)) as facts "
                "from \"expression_crm\".\"service_deliveries\" as s "
                "left join \"expression_crm\".\"clients\" as r1 on r1.\"id\" = s.\"client_id\" "
                "where s.\"id\" = any(cast((select cast(:keys as bigint[])) as bigint[]))");
  EXPECT_EQ(compiled.fact_types.at("client.name"), model::Type::text);
  EXPECT_EQ(compiled.fact_types.at("completed_at"), model::Type::timestamp);
  EXPECT_THAT(shown(compiled.reads), ElementsAre("service_deliveries by id: client_id id"));
}

TEST_F(RuleCompilerTest, No_text_of_a_rule_stands_in_the_sql) {
  const std::string evil = "'); drop table x; -- \\\" :keys";
  auto rule = compiler("service_deliveries");
  ASSERT_TRUE(rule.when(
      placed("notes == \"'); drop table x; -- :keys\" || notes.contains('\\'; drop') "
             "|| notes in ['drop'] || completed_at > timestamp('2026-01-01T00:00:00Z')")));
  ASSERT_TRUE(rule.assign(placed("role(\"drop\")")));
  ASSERT_TRUE(rule.fact(evil, placed("notes + 'drop'")));
  const auto compiled = rule.finish();
  for (const auto* query : {&compiled.evaluate, &compiled.page, &compiled.facts}) {
    EXPECT_THAT(query->sql, Not(HasSubstr("drop")));
    EXPECT_THAT(query->sql, Not(HasSubstr("2026")));
    EXPECT_THAT(query->sql, Not(HasSubstr("--")));
    EXPECT_THAT(query->sql, Not(HasSubstr("::")));
  }
}

TEST_F(RuleCompilerTest, Texts_of_the_catalog_are_quoted) {
  auto& staff = catalog.entities.find("staff")->second;
  staff.table = "st\"aff; drop";
  staff.fields.front().name = "i\"d:x";
  staff.key = {"i\"d:x"};
  auto rule = compiler("staff");
  EXPECT_EQ(rule.finish().page.sql,
            "select cast(s.\"i\"\"d:x\" as text) as key "
            "from \"expression_crm\".\"st\"\"aff; drop\" as s "
            "where (cast(:after as bigint) is null or s.\"i\"\"d:x\" > cast(:after as bigint)) "
            "order by s.\"i\"\"d:x\" limit cast(:page as bigint)");
}

TEST_F(RuleCompilerTest, A_key_of_several_columns_is_a_text_of_them_all) {
  auto rule = compiler("order_details");
  ASSERT_TRUE(rule.when(placed("parcels.exists(p, p.sent_at != null)")));
  const auto compiled = rule.finish();
  const std::string key =
      "('[' || cast(to_json(s.\"order_id\") as text) || ',' || "
      "cast(to_json(s.\"line\") as text) || ']')";
  const std::string table = " from \"expression_crm\".\"order_details\" as s ";
  EXPECT_THAT(compiled.evaluate.sql, HasSubstr("select " + key + " as key, "));
  EXPECT_THAT(compiled.evaluate.sql,
              HasSubstr("where r1.\"order_id\" = s.\"order_id\" and r1.\"line\" = s.\"line\""));
  const auto among = [](const std::string& array) {
    return "where (s.\"order_id\", s.\"line\") in (select cast(cast(k.v as jsonb) ->> 0 as "
           "bigint), "
           "cast(cast(k.v as jsonb) ->> 1 as integer) from unnest(cast(" +
           array + " as text[])) as k(v))";
  };
  EXPECT_THAT(compiled.evaluate.sql, HasSubstr(table + among(":keys")));
  EXPECT_EQ(compiled.page.sql,
            "select " + key + " as key" + table +
                "where (cast(:after as text) is null or (s.\"order_id\", s.\"line\") > "
                "(cast(cast(:after as jsonb) ->> 0 as bigint), "
                "cast(cast(:after as jsonb) ->> 1 as integer))) "
                "order by s.\"order_id\", s.\"line\" limit cast(:page as bigint)");
  EXPECT_THAT(shown(compiled.reads),
              ElementsAre("order_details by [\"order_id\",\"line\"]: client_id line order_id",
                          "parcels by [\"order_id\",\"line\"]: line order_id sent_at"));
  EXPECT_EQ(compiled.reads[1].affected.sql, "select distinct " + key + " as key" + table +
                                                among(":values") + " limit cast(:most as bigint)");
}

TEST_F(RuleCompilerTest, The_key_of_a_row_is_read_from_the_columns_that_lead_to_it) {
  auto rule = compiler("parcels");
  ASSERT_TRUE(rule.when(placed("order_detail != null")));
  const auto compiled = rule.finish();
  EXPECT_THAT(compiled.evaluate.sql,
              HasSubstr("(s.\"order_id\" is not null and s.\"line\" is not null)"));
  EXPECT_THAT(compiled.evaluate.sql, Not(HasSubstr("join")));
}

TEST_F(RuleCompilerTest, Where_no_foreign_key_vouches_for_it_a_row_must_be_there) {
  auto& relation = catalog.entities.at("service_deliveries").relations.front();
  ASSERT_EQ(relation.name, "client");
  relation.enforced = false;
  auto rule = compiler("service_deliveries");
  ASSERT_TRUE(rule.when(placed("client != null")));
  const auto compiled = rule.finish();
  EXPECT_THAT(compiled.evaluate.sql, HasSubstr("(r1.\"id\" is not null)"));
  EXPECT_THAT(compiled.evaluate.sql, HasSubstr("cast(r1.\"id\" as text) as client"));
  EXPECT_THAT(compiled.evaluate.sql,
              HasSubstr("left join \"expression_crm\".\"clients\" as r1 on r1.\"id\" = "
                        "s.\"client_id\""));
}

TEST_F(RuleCompilerTest, A_view_is_read_by_its_tables) {
  catalog.entities.at("clients").relations.clear();
  auto& view = catalog.entities.at("order_details");
  view.view = true;
  view.tables = {{"service_deliveries",
                  {"status", "id"},
                  {{"client_id", "client_id"}, {"id", "line"}, {"aircraft_id", "order_id"}}},
                 {"clients", {"name"}, {{"id", "client_id"}}},
                 {"staff", {"email"}, {}}};
  auto rule = compiler("order_details");
  ASSERT_TRUE(rule.when(placed("client_id == 1")));
  const auto reads = rule.finish().reads;
  EXPECT_THAT(shown(reads), ElementsAre("service_deliveries by [\"aircraft_id\",\"id\"]: id status",
                                        "clients by id: name", "staff by []: email"));
  EXPECT_EQ(
      reads[0].affected.sql,
      "select v as key from unnest(cast(:values as text[])) as v limit cast(:most as bigint)");
  EXPECT_THAT(reads[1].affected.sql, HasSubstr("as s where s.\"client_id\" = any(cast(:values as "
                                               "bigint[])) limit cast(:most as bigint)"));
  EXPECT_TRUE(reads[2].resync);
  EXPECT_EQ(reads[2].affected.sql, "");
}

TEST_F(RuleCompilerTest, The_deepest_and_the_longest_rule_compile) {
  auto rule = compiler("clients");
  EXPECT_TRUE(rule.when(placed(std::string(95, '!') + "is_vip")));
  std::string sum = "name";
  for (int part = 0; part < 95; ++part) sum += " + name";
  EXPECT_TRUE(rule.fact("sum", placed(sum)));
  std::string any = "is_vip";
  while (any.size() < 16300) any += " || is_vip";
  EXPECT_TRUE(rule.fact("any", placed(any)));
  EXPECT_FALSE(rule.finish().evaluate.sql.empty());
}

TEST_F(RuleCompilerTest, Nested_macros_do_not_multiply_the_sql) {
  std::string nested = "i.useful";
  for (int level = 0; level < 30; ++level) {
    nested = "i.client.interactions.exists(i, " + nested + ")";
  }
  auto rule = compiler("interactions");
  ASSERT_TRUE(rule.when(placed("client.interactions.exists(i, " + nested + ")")))
      << problems.render_all();
  EXPECT_LT(rule.finish().evaluate.sql.size(), 20000U);
}

}  // namespace
}  // namespace steward::rules
