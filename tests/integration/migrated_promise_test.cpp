// SPDX-License-Identifier: MIT
// A promise that a daemon of version 7 left open is kept in mind by today's: one upgrade, from the
// last firing before it to the first after it.
#include <gmock/gmock.h>
#include <spdlog/spdlog.h>

#include <optional>

#include "integration/older_schema.hpp"
#include "steward/base/reference.hpp"
#include "steward/engine/activator.hpp"
#include "steward/engine/dispatcher.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/notify/renderer.hpp"
#include "steward/rules/loader.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/postgres_store.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::minutes;

/// The seventh promise, on the service 42, due on 24 November at 15:00 UTC. Both reminders have
/// gone. The steps are those of its own revision, in the form in which version 7 stored them.
constexpr const char* kOpenPromise = R"(
  insert into steward.revision (digest, rule, text, steps, file, first_seen)
  values (repeat('a', 64), 'priority-follow-up', 'within: 48h',
          '[{"id": "1", "at": {"anchor": "due", "offset": -86400000000, "working": false},
             "breach": false, "notify": ["assignee"], "by": ["email"], "urgency": "normal",
             "template": "follow-up-due-soon", "escalate": ""},
            {"id": "2", "at": {"anchor": "due", "offset": -3600000000, "working": false},
             "breach": false, "notify": ["assignee"], "by": ["sms"], "urgency": "normal",
             "template": "follow-up-due-soon", "escalate": ""},
            {"id": "3", "at": {"anchor": "due", "offset": 0, "working": false},
             "breach": true, "notify": ["assignee"], "by": ["email"], "urgency": "urgent",
             "template": "follow-up-late", "escalate": ""}]',
          'rules/follow-up.yaml', '2026-11-01Z');
  insert into steward.rule_set (digest, loaded_at, loaded_by)
  values (repeat('c', 64), '2026-11-01Z', 'ramp:4711');
  insert into steward.rule_set_member (rule_set, rule, revision)
  values (1, 'priority-follow-up', repeat('a', 64));
  insert into steward.activation (rule, revision, entity, effective_from, seen, done,
                                  in_force_since, looked_at)
  values ('priority-follow-up', repeat('a', 64), 'service_deliveries', '2026-11-01Z', 7, true,
          '2026-11-01Z', '2026-11-01Z');
  insert into steward.subject (entity, key) values ('service_deliveries', '42');
  insert into steward.breach_number (year, last) values (2026, 7);
  insert into steward.commitment
         (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts, due,
          opened_at, assignee, client, next_at, within, calendar)
  values (7, '{reference}', 'priority-follow-up', repeat('a', 64), 'service_deliveries', '42',
          'open', false, false, '2026-11-22 15:00Z', '2026-11-24 15:00Z', '2026-11-22 15:00Z', '1',
          '1', '2026-11-24 15:00Z', '48h', 'always');
  select setval('steward.commitment_id', 7);
  insert into steward.history (commitment, at, kind, starts, due)
  values (7, '2026-11-22 15:00Z', 'opened', '2026-11-22 15:00Z', '2026-11-24 15:00Z');
  insert into steward.outcome (commitment, step, kind, at, acted_at, late)
  values (7, '1', 'acted', '2026-11-23 15:00Z', '2026-11-23 15:00Z', false),
         (7, '2', 'acted', '2026-11-24 14:00Z', '2026-11-24 14:00Z', false);
)";

std::string open_promise() {
  const std::string place = "{reference}";
  std::string sql = kOpenPromise;
  return sql.replace(sql.find(place), place.size(), reference_for(7));
}

class PromiseOfVersion7 : public OlderSchema {
 protected:
  PromiseOfVersion7() {
    spdlog::set_level(spdlog::level::err);  // what the engine logs is not what is tested
    const auto files = WorldFiles::reference();
    for (const auto& file : files.sql) database.run_file(file);
    migrate_to(7);
    database.run(kSkyport);
    database.run(completed_service(42, "2026-11-22T15:00:00Z"));
    database.run(open_promise());
    // Completed while the daemon was down for the upgrade.
    database.run(completed_service(43, "2026-11-24T15:05:00Z"));
    migrate_to_newest();
    Problems problems;
    const auto header = rules::read_model_header(files.rules.model, problems);
    const auto catalog = must(store::read_catalog(pool, header.schema), "reading the catalog");
    set_ = rules::load_rules(files.rules, catalog, files.organisation, problems);
    if (!set_) throw std::runtime_error("the rules are wrong:\n" + problems.render_all());
    settings_.mode = engine::DeliveryMode::live;
    settings_.has_email = true;
    settings_.has_sms = true;
  }

  /// What a daemon does from its start to the messages that it is about to hand over.
  void work(Instant now) {
    must(engine::put_in_force(store_, *set_, now, "ramp:4712"), "putting the rules in force");
    engine::Activator activator(store_);
    while (must(activator.run_once(*set_, now), "activating")) {
    }
    engine::Firing firing(store_);
    std::optional<Instant> next;
    do {
      must(firing.run_once(*set_, now), "firing");
      next = must(store_.next_due(), "looking what is due");
    } while (next && *next <= now);
    engine::Dispatcher dispatcher(store_, renderer_, settings_);
    while (must(dispatcher.resolve(*set_, now), "resolving") == engine::Dispatcher::kBatch) {
    }
  }

 private:
  store::PostgresStore store_{pool};
  std::shared_ptr<const model::RuleSet> set_;
  notify::MustacheRenderer renderer_;
  engine::DispatchSettings settings_;
};

TEST_F(PromiseOfVersion7, IsBrokenOnceAndToldOnce) {
  const auto after_upgrade = at("2026-11-24T15:10:00Z");
  work(after_upgrade);
  work(after_upgrade + minutes(1));
  EXPECT_EQ(database.rows("select state, breach, due, breached_at, revision = repeat('a', 64) "
                          "from steward.commitment where id = 7"),
            (Rows{{"breached", "B-2026-00008", "2026-11-24 15:00:00+00", "2026-11-24 15:10:00+00",
                   "t"}}));
  EXPECT_EQ(database.rows("select kind, breach, at from steward.ledger where commitment = 7"),
            (Rows{{"breached", "B-2026-00008", "2026-11-24 15:00:00+00"}}));
  EXPECT_EQ(database.rows("select tableoid::regclass, kind, at, id is null from steward.history "
                          "where commitment = 7 order by id nulls first"),
            (Rows{{"steward.history_before", "opened", "2026-11-22 15:00:00+00", "t"},
                  {"steward.history_before", "breached", "2026-11-24 15:10:00+00", "f"}}));
  EXPECT_EQ(database.rows("select tableoid::regclass, step, kind from steward.outcome "
                          "where commitment = 7 order by step"),
            (Rows{{"steward.outcome_before", "1", "acted"},
                  {"steward.outcome_before", "2", "acted"},
                  {"steward.outcome_before", "3", "acted"}}));
  // It lies among the older, and is told of by a message of this month.
  EXPECT_EQ(database.rows("select t.tableoid::regclass, m.tableoid::regclass, m.address, "
                          "m.commitments, m.tells_breach from steward.task t "
                          "join steward.message m on m.id = t.message where t.commitment = 7"),
            (Rows{{"steward.task_before", "steward.message_2026_11", "ana@skyport.example", "{7}",
                   "t"}}));
  // Nobody knows whether a change of the record made it due: version 7 did not note that.
  EXPECT_EQ(database.rows("select due, changed_at, known_at from steward.lateness "
                          "where commitment = 7"),
            (Rows{{"2026-11-24 15:00:00+00", "null", "null"}}));
}

TEST_F(PromiseOfVersion7, IsFollowedByPromisesWithNumbersAfterIts) {
  work(at("2026-11-24T15:10:00Z"));
  EXPECT_EQ(database.rows("select h.tableoid::regclass, c.state, steward.number_of(c.id) > 7, "
                          "c.reference <> o.reference from steward.commitment c "
                          "join steward.history h on h.commitment = c.id, steward.commitment o "
                          "where c.rule = 'priority-follow-up' and c.key = '43' and o.id = 7"),
            (Rows{{"steward.history_2026_11", "open", "t", "t"}}));
}

}  // namespace
}  // namespace steward::test
