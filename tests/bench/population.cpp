// SPDX-License-Identifier: MIT
#include "bench/population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "bench/bulk_load.hpp"
#include "steward/base/reference.hpp"
#include "steward/model/commitment.hpp"

namespace steward::bench {
namespace {

constexpr std::int64_t kPerClient = 10;
constexpr std::int64_t kFirstClient = 1001;
constexpr std::int64_t kIdsAtOnce = 10'000;

// Of the nth delivery. Within its hour every due is another.
constexpr const char* kDue =
    "timestamptz '2031-01-10T00:00:00Z' + ((n - 1) / {window}) * interval '120 hours' "
    "+ (n::bigint * 7919 % 1000003) * interval '3600 microseconds'";

constexpr const char* kRecords = R"(
insert into crm.clients (id, name, stage, tier, account_manager_id, data_owner_id)
  overriding system value
  select {first_client} + n, 'Client ' || n, 'active', 'priority', 1, 1
    from generate_series(0, {clients} - 1) n;
insert into crm.service_deliveries (id, client_id, service_type, completed_at, status)
  overriding system value
  select n, {first_client} + (n - 1) % {shared}, 'fuel', {due} - interval '48 hours', 'completed'
    from generate_series(1, {open}) n;
insert into crm.service_deliveries (id, client_id, service_type, status)
  overriding system value
  select {open} + n, {first_client} + {shared} + n - 1, 'fuel', 'scheduled'
    from generate_series(1, {planned}) n;
insert into crm.interactions (client_id, channel, kind, occurred_at)
  select {first_client} + n, 'phone', 'service', timestamptz '2030-12-01T00:00:00Z'
    from generate_series(0, {clients} - 1) n;
select setval(pg_get_serial_sequence('crm.clients', 'id'), {first_client} + {clients}),
       setval(pg_get_serial_sequence('crm.service_deliveries', 'id'), {open} + {planned} + 1);)";

constexpr const char* kCommitments = R"(
insert into steward.subject (entity, key)
  select 'service_deliveries', n::text from generate_series(1, {open}) n;
insert into steward.commitment
       (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts, due,
        opened_at, assignee, client, within, calendar, next_at)
  select id, reference, 'follow-up', '{revision}', 'service_deliveries', n::text, 'open', false,
         false, due - interval '48 hours', due, timestamptz '{opened_at}', '1',
         ({first_client} + (n - 1) % {shared})::text, '48h', 'always', due - interval '24 hours'
    from (select n, id, reference, {due} as due from bench.identity) i order by id;
insert into steward.history (commitment, at, kind, starts, due)
  select id, timestamptz '{opened_at}', 'opened', due - interval '48 hours', due
    from (select n, id, {due} as due from bench.identity) i order by id;)";

/// The ids that the store gives, with the references that belong to them, as a table.
void make_identities(EngineDatabase& world, std::int64_t count) {
  auto& database = world.database();
  database.run("create table bench.identity (n bigint, id bigint, reference text)");
  for (std::int64_t made = 0; made < count; made += kIdsAtOnce) {
    std::string lines;
    const auto some = std::min(kIdsAtOnce, count - made);
    must(world.store().transact([&](engine::Transaction& transaction) -> Result<> {
      auto n = made;
      for (const auto id :
           transaction.new_commitment_ids(static_cast<std::size_t>(some), opened_at())) {
        lines += fmt::format("{}\t{}\t{}\n", ++n, id, reference_for(model::number_of(id)));
      }
      return {};
    }),
         "making ids");
    database.copy("copy bench.identity from stdin", lines);
  }
}

std::int64_t shared_clients(const Population& population) {
  return std::max<std::int64_t>(population.open / kPerClient, 1);
}

}  // namespace

Instant opened_at() {
  return *parse_instant("2031-01-01T00:00:00Z");
}

Instant due_of(std::int64_t window) {
  return *parse_instant("2031-01-10T00:00:00Z") + window * std::chrono::hours(120);
}

std::int64_t first_planned_client(const Population& population) {
  return kFirstClient + shared_clients(population);
}

void populate(EngineDatabase& world, const Population& population) {
  auto& database = world.database();
  const auto shared = shared_clients(population);
  const auto window = (population.open + population.windows - 1) / population.windows;
  const auto due = fmt::format(kDue, fmt::arg("window", std::max<std::int64_t>(window, 1)));
  const auto filled = [&](const char* sql) {
    return fmt::format(fmt::runtime(sql), fmt::arg("due", due), fmt::arg("open", population.open),
                       fmt::arg("planned", population.planned), fmt::arg("shared", shared),
                       fmt::arg("clients", shared + population.planned),
                       fmt::arg("first_client", kFirstClient),
                       fmt::arg("revision", world.rules().rules.front().revision),
                       fmt::arg("opened_at", to_rfc3339(opened_at())));
  };
  database.run("create schema bench");
  if (!population.only_records) make_identities(world, population.open);
  {
    const BulkLoad load(database);
    database.run(filled(kRecords));
    if (!population.only_records) database.run(filled(kCommitments));
  }
  // Capture notes what replication brings, too.
  database.run("truncate steward.change");
  database.run("drop schema bench cascade");
  world.settle();
}

}  // namespace steward::bench
