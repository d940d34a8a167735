// SPDX-License-Identifier: MIT
#include "store/capture_script.hpp"

#include <gtest/gtest.h>

namespace steward::store {
namespace {

using model::Type;
using Names = std::vector<std::string>;

model::Field field(std::string name, Type type, std::string sql_type) {
  model::Field made;
  made.name = std::move(name);
  made.type = type;
  made.sql_type = std::move(sql_type);
  return made;
}

model::Entity table(std::string name) {
  model::Entity entity;
  entity.name = entity.table = std::move(name);
  entity.schema = "crm";
  entity.key = {"id"};
  entity.fields = {field("id", Type::integer, "bigint"),
                   field("client_id", Type::integer, "bigint"), field("kind", Type::text, "text"),
                   field("doc", Type::json, "json"), field("day", Type::date, "date")};
  return entity;
}

model::Catalog catalog_of(const model::Entity& entity) {
  model::Catalog catalog;
  catalog.entities.emplace(entity.name, entity);
  return catalog;
}

model::Rule rule(std::string name, std::vector<model::Read> reads) {
  model::Rule made;
  made.name = std::move(name);
  made.reads = std::move(reads);
  return made;
}

model::Read read(std::string entity, Names columns, std::string join_column) {
  return {std::move(entity), std::move(columns), {std::move(join_column)}, {}};
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(CaptureScript, What_all_rules_read_of_an_entity_is_captured_once) {
  const auto captured = captured_entities({rule("a", {read("calls", {"kind"}, "client_id")}),
                                           rule("b", {read("calls", {"kind", "day"}, "id")})},
                                          catalog_of(table("calls")));
  ASSERT_TRUE(captured);
  EXPECT_EQ(*captured,
            (std::vector<CapturedEntity>{
                {"calls", {"client_id", "day", "id", "kind"}, {{"client_id"}, {"id"}}}}));
}

TEST(CaptureScript, A_read_of_what_is_not_there_is_refused) {
  const auto catalog = catalog_of(table("calls"));
  EXPECT_EQ(
      captured_entities({rule("a", {read("orders", {}, "id")})}, catalog).error(),
      Error(ErrorCode::invalid_input, "the rule 'a' reads 'orders', which the database lacks"));
  EXPECT_EQ(
      captured_entities({rule("a", {read("calls", {"nope"}, "id")})}, catalog).error(),
      Error(ErrorCode::invalid_input, "the rule 'a' reads 'calls.nope', which the database lacks"));
}

TEST(CaptureScript, A_table_has_one_function_and_four_triggers) {
  const auto script = capture_script({"calls", {"doc", "id", "kind"}, {{"client_id"}, {"id"}}},
                                     catalog_of(table("calls")), false);
  EXPECT_EQ(script.table_name(), "crm.calls");
  EXPECT_EQ(script.function.name, "capture_calls");
  EXPECT_EQ(script.function.sql,
            R"(create or replace function "steward"."capture_calls"() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $capture$
declare
  noted_old jsonb;
  noted_new jsonb;
begin
  if tg_op = any (array['INSERT', 'DELETE']) and
     (select count(*) from pg_attribute where attrelid = tg_relid
         and attname = any (array['client_id', 'id']::name[])) < 2 then
    insert into steward.resync (entity, reason) values ('calls', 'a column was renamed: run ''steward db capture''')
      on conflict (entity) do update set requested_at = clock_timestamp(),
                                         reason = excluded.reason;
    return null;
  end if;
  if tg_op = 'UPDATE' then
    begin
      noted_old := jsonb_build_object('client_id', old."client_id"::text, 'id', old."id"::text);
      noted_new := jsonb_build_object('client_id', new."client_id"::text, 'id', new."id"::text);
    exception when undefined_column then
      insert into steward.resync (entity, reason) values ('calls', 'a column was renamed: run ''steward db capture''')
      on conflict (entity) do update set requested_at = clock_timestamp(),
                                         reason = excluded.reason;
      return null;
    end;
    insert into steward.change (entity, operation, changed_at, old, new)
    select 'calls', 'update', clock_timestamp(),
           noted_old, noted_new;
  elsif tg_op = 'INSERT' then
    insert into steward.change (entity, operation, changed_at, old, new)
    select 'calls', 'insert', clock_timestamp(),
           null,
           jsonb_build_object('client_id', r."client_id"::text, 'id', r."id"::text)
      from inserted r;
  elsif tg_op = 'DELETE' then
    insert into steward.change (entity, operation, changed_at, old, new)
    select 'calls', 'delete', clock_timestamp(),
           jsonb_build_object('client_id', r."client_id"::text, 'id', r."id"::text),
           null
      from deleted r;
  else
    insert into steward.resync (entity, reason) values ('calls', 'truncated')
      on conflict (entity) do update set requested_at = clock_timestamp(),
                                         reason = excluded.reason;
  end if;
  return null;
end
$capture$;
revoke all on function "steward"."capture_calls"() from public;
)");
  ASSERT_EQ(script.triggers.size(), 4U);
  EXPECT_EQ(script.triggers[0].sql,
            R"(drop trigger if exists "steward_capture_update" on "crm"."calls";
create trigger steward_capture_update after update on "crm"."calls"
  for each row when (old."doc"::text is distinct from new."doc"::text
     or old."id" is distinct from new."id"
     or old."kind" is distinct from new."kind")
  execute function "steward"."capture_calls"();
alter table "crm"."calls" enable always trigger steward_capture_update;
)");
  EXPECT_TRUE(contains(script.triggers[1].sql,
                       "after insert on \"crm\".\"calls\"\n"
                       "  referencing new table as inserted for each statement\n"));
  EXPECT_TRUE(contains(script.triggers[2].sql,
                       "after delete on \"crm\".\"calls\"\n"
                       "  referencing old table as deleted for each statement\n"));
  EXPECT_TRUE(contains(script.triggers[3].sql,
                       "after truncate on \"crm\".\"calls\"\n  for each statement\n"));
}

TEST(CaptureScript, Columns_that_lead_to_subjects_together_are_noted_together) {
  const auto script = capture_script({"calls", {"client_id", "id"}, {{"client_id", "id"}}},
                                     catalog_of(table("calls")), false);
  EXPECT_TRUE(contains(script.function.sql,
                       "jsonb_build_object('[\"client_id\",\"id\"]', ('[' || "
                       "cast(to_json(old.\"client_id\") as text) || ',' || "
                       "cast(to_json(old.\"id\") as text) || ']'))"));
}

TEST(CaptureScript, A_change_of_case_is_a_change_whatever_the_collation) {
  model::Entity calls = table("calls");
  calls.fields[2].collation = "crm.any_case";
  calls.fields.push_back(field("topic", Type::text, "citext"));
  const auto script =
      capture_script({"calls", {"kind", "topic"}, {{"id"}}}, catalog_of(calls), false);
  EXPECT_TRUE(contains(script.triggers[0].sql,
                       "old.\"kind\" collate \"C\" is distinct from new.\"kind\" collate \"C\"\n"
                       "     or old.\"topic\"::text is distinct from new.\"topic\"::text)"));
}

TEST(CaptureScript, A_partitioned_table_is_captured_by_row) {
  model::Entity calls = table("calls");
  calls.partitioned = true;
  const auto script = capture_script({"calls", {"id"}, {{"id"}}}, catalog_of(calls), false);
  EXPECT_TRUE(contains(script.triggers[1].sql, "calls\"\n  for each row\n"));
  EXPECT_TRUE(contains(script.triggers[2].sql, "calls\"\n  for each row\n"));
  EXPECT_FALSE(contains(script.function.sql, "from inserted"));
}

TEST(CaptureScript, Only_a_simulation_reads_the_time_of_a_session) {
  const auto catalog = catalog_of(table("calls"));
  const CapturedEntity captured{"calls", {"id"}, {{"id"}}};
  EXPECT_FALSE(contains(capture_script(captured, catalog, false).function.sql, "steward.now"));
  EXPECT_TRUE(contains(capture_script(captured, catalog, true).function.sql,
                       "coalesce(nullif(current_setting('steward.now', true), '')::timestamptz, "
                       "clock_timestamp())"));
}

TEST(CaptureScript, Dates_are_noted_alike_in_every_session) {
  const auto catalog = catalog_of(table("calls"));
  EXPECT_TRUE(
      contains(capture_script({"calls", {"day"}, {{"day"}}}, catalog, false).function.sql,
               "set datestyle = 'ISO' set intervalstyle = 'postgres' set timezone = 'UTC'"));
}

TEST(CaptureScript, Names_cannot_break_out) {
  model::Entity entity = table("it's \"$capture$\\");
  entity.fields[0].name = "$capture$; --'\"";
  entity.key = {entity.fields[0].name};
  const auto script =
      capture_script({entity.name, entity.key, {entity.key}}, catalog_of(entity), false);
  EXPECT_TRUE(contains(script.function.sql, "as $capture_$\n"));
  EXPECT_TRUE(contains(script.function.sql, R"(E'it''s "$capture$\\')"));
  EXPECT_TRUE(contains(script.function.sql, R"('$capture$; --''"', old."$capture$; --'""")"));
}

TEST(CaptureScript, A_long_name_is_cut_and_stays_its_own) {
  const std::string long_name(63, 'x');
  const std::string other = std::string(62, 'x') + "y";
  const auto name_of = [](const std::string& name) {
    return capture_script({name, {"id"}, {{"id"}}}, catalog_of(table(name)), false).function.name;
  };
  EXPECT_LE(name_of(long_name).size(), 63U);
  EXPECT_NE(name_of(long_name), name_of(other));
}

TEST(CaptureScript, A_checksum_changes_with_what_is_watched) {
  const auto catalog = catalog_of(table("calls"));
  const auto one = capture_script({"calls", {"id"}, {{"id"}}}, catalog, false);
  const auto other = capture_script({"calls", {"id", "kind"}, {{"id"}}}, catalog, false);
  EXPECT_EQ(one.function.checksum, other.function.checksum);
  EXPECT_NE(one.triggers[0].checksum, other.triggers[0].checksum);
  EXPECT_EQ(one.triggers[1].checksum, other.triggers[1].checksum);
}

}  // namespace
}  // namespace steward::store
