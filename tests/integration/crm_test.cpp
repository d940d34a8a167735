// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/reference_crm.hpp"
#include "support/test_database.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Rows = std::vector<std::vector<std::string>>;

// The tables of the core of a client database, each of which a rule or a message may read.
const std::set<std::string> kCore = {"absences",      "account_team",
                                     "addresses",     "aircraft",
                                     "authorities",   "campaign_responses",
                                     "campaigns",     "client_changes",
                                     "clients",       "communication_preferences",
                                     "consents",      "contacts",
                                     "departments",   "duty_shifts",
                                     "enquiries",     "interactions",
                                     "quiet_periods", "role_holders",
                                     "roles",         "service_deliveries",
                                     "staff",         "transaction_lines",
                                     "transactions",  "transfers"};

class ReferenceCrm : public testing::Test {
 protected:
  TestDatabase database{reference_crm()};
};

TEST_F(ReferenceCrm, HasTheCoreTablesAndNoOther) {
  std::set<std::string> tables;
  for (const auto& row :
       database.rows("select relname from pg_class where relnamespace = 'crm'::regnamespace "
                     "and relkind in ('r', 'p')")) {
    tables.insert(row.front());
  }
  EXPECT_EQ(tables, kCore);
}

TEST_F(ReferenceCrm, EveryTableColumnAndFunctionBearsAComment) {
  const Rows bare = database.rows(R"(
    select relname, coalesce(attname, '(table)') from pg_class
    join lateral (select null::name as attname, 0 as attnum
                  union all
                  select attname, attnum from pg_attribute
                  where attrelid = pg_class.oid and attnum > 0 and not attisdropped) as part on true
    where relnamespace = 'crm'::regnamespace and relkind in ('r', 'p')
      and coalesce(col_description(pg_class.oid, attnum),
                   case when attnum = 0 then obj_description(pg_class.oid, 'pg_class') end, '') = ''
    union all
    select proname, '(function)' from pg_proc
    where pronamespace = 'crm'::regnamespace
      and coalesce(obj_description(oid, 'pg_proc'), '') = ''
    order by 1, 2)");
  EXPECT_THAT(bare, IsEmpty());
}

TEST_F(ReferenceCrm, EveryForeignKeyLeadsAnIndexAndIsNamedAfterOneRecord) {
  const Rows keys = database.rows(R"(
    select conrelid::regclass, attname from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and connamespace = 'crm'::regnamespace
      and (cardinality(conkey) <> 1 or attname !~ '_id$' or not exists (
        select from pg_index where indrelid = conrelid and indkey[0] = conkey[1]
          and indpred is null))
    order by 1, 2)");
  EXPECT_THAT(keys, IsEmpty());
}

TEST_F(ReferenceCrm, EveryTableIsKeyedByAnIdentityThatNobodyWrites) {
  const Rows others = database.rows(R"(
    select relname from pg_class
    where relnamespace = 'crm'::regnamespace and relkind in ('r', 'p') and not exists (
      select from pg_attribute join pg_index on indrelid = attrelid and indisprimary
      where attrelid = pg_class.oid and attname = 'id' and attidentity = 'a'
        and atttypid = 'bigint'::regtype and indkey::text = attnum::text)
    order by 1)");
  EXPECT_THAT(others, IsEmpty());
}

TEST_F(ReferenceCrm, KeepsInstantsWithTheirZone) {
  const Rows others = database.rows(R"(
    select table_name, column_name from information_schema.columns
    where table_schema = 'crm' and data_type like 'timestamp without%')");
  EXPECT_THAT(others, IsEmpty());
}

TEST_F(ReferenceCrm, StampsWhoCreatedAndChangedEveryRow) {
  const Rows others = database.rows(R"(
    select relname from pg_class
    where relnamespace = 'crm'::regnamespace and relkind in ('r', 'p') and (
      4 <> (select count(*) from pg_attribute where attrelid = pg_class.oid and attnotnull
              and attname in ('created_at', 'created_by', 'updated_at', 'updated_by'))
      or not exists (select from pg_trigger where tgrelid = pg_class.oid and tgname = 'touch'))
    order by 1)");
  EXPECT_THAT(others, IsEmpty());

  database.run("insert into crm.departments (name) values ('Line')");
  database.run(
      "update crm.departments set name = 'Line service', created_by = 'somebody else', "
      "created_at = 'epoch', updated_by = 'somebody else', updated_at = 'epoch'");
  EXPECT_EQ(database.value("select created_by = current_user and updated_by = current_user and "
                           "created_at > 'epoch' and updated_at > created_at "
                           "from crm.departments"),
            "t");
}

TEST_F(ReferenceCrm, AloneSetsWhenAnInstantWasRecorded) {
  database.run("insert into crm.clients (name) values ('Heron Air')");
  database.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at, recorded_at) "
      "select id, 'phone', 'follow_up', now() - interval '2 days', now() - interval '2 days' "
      "from crm.clients");
  database.run("update crm.interactions set recorded_at = 'epoch'");
  EXPECT_EQ(database.value("select recorded_at > now() - interval '1 hour' from crm.interactions"),
            "t");
}

TEST_F(ReferenceCrm, StampsAnEntryAgainOnlyWhenItsInstantChanges) {
  database.run("insert into crm.clients (name) values ('Heron Air')");
  database.run(
      "insert into crm.service_deliveries (client_id, service_type) select id, 'fuel' "
      "from crm.clients");
  const std::string stamps =
      "select completed_recorded_at is not null, account_update_recorded_at is not null "
      "from crm.service_deliveries";
  EXPECT_THAT(database.rows(stamps), ElementsAre(ElementsAre("f", "f")));

  database.run("update crm.service_deliveries set completed_at = now() - interval '1 day'");
  EXPECT_THAT(database.rows(stamps), ElementsAre(ElementsAre("t", "f")));

  const std::string first =
      database.value("select completed_recorded_at from crm.service_deliveries");
  database.run("update crm.service_deliveries set account_updated_at = now()");
  EXPECT_THAT(database.rows(stamps), ElementsAre(ElementsAre("t", "t")));
  EXPECT_EQ(database.value("select completed_recorded_at from crm.service_deliveries"), first);

  database.run("update crm.service_deliveries set completed_at = now() - interval '2 days'");
  EXPECT_NE(database.value("select completed_recorded_at from crm.service_deliveries"), first);
}

TEST_F(ReferenceCrm, TellsApartPriorityVipAndKey) {
  const auto comment = [this](const std::string& column) {
    return database.value(
        "select col_description('crm.clients'::regclass, attnum) "
        "from pg_attribute where attrelid = 'crm.clients'::regclass "
        "and attname = '" +
        column + "'");
  };
  EXPECT_THAT(comment("tier"), HasSubstr("neither is_vip nor category = key"));
  EXPECT_THAT(comment("is_vip"), HasSubstr("that is tier"));
  EXPECT_THAT(comment("category"), HasSubstr("that is tier"));
}

TEST_F(ReferenceCrm, RefusesWhatNoListOfItKnows) {
  EXPECT_THROW(database.run("insert into crm.clients (name, tier) values ('Heron Air', 'gold')"),
               std::runtime_error);
  EXPECT_THROW(database.run("insert into crm.staff (name, mobile) values ('Ana Ruiz', '555 0106')"),
               std::runtime_error);
  EXPECT_THROW(database.run("insert into crm.enquiries (kind, channel, received_at) "
                            "values ('rumour', 'phone', now())"),
               std::runtime_error);
}

}  // namespace
}  // namespace steward::test
