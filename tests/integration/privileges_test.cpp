// SPDX-License-Identifier: MIT
// The rights that the README gives to the daemon's role are enough for its work, and not more.
#include <gmock/gmock.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "paths.hpp"
#include "steward/engine/activator.hpp"
#include "steward/engine/answers.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/plan.hpp"
#include "steward/engine/rule_loading.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/engine/tracker.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/clock_jumps.hpp"
#include "steward/store/database.hpp"
#include "steward/store/gauges.hpp"
#include "steward/store/migrate.hpp"
#include "steward/store/months.hpp"
#include "steward/store/retention.hpp"
#include "steward/store/server_clock.hpp"
#include "support/must.hpp"
#include "support/reference_crm.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kRoleOfReadme = "steward_daemon";

/// The SQL under "Who needs which rights", for another role than the README's.
std::string grants_of_readme(const std::string& role) {
  std::ifstream file(STEWARD_SOURCE_DIR "/README.md");
  std::ostringstream content;
  content << file.rdbuf();
  const auto text = content.str();
  const std::string fence = "```sql\n";
  const auto open = text.find(fence, text.find("### Who needs which rights"));
  if (open == std::string::npos) throw std::runtime_error("README.md names no grants");
  const auto begin = open + fence.size();
  auto sql = text.substr(begin, text.find("```", begin) - begin);
  for (auto at = sql.find(kRoleOfReadme); at != std::string::npos;
       at = sql.find(kRoleOfReadme, at + role.size())) {
    sql.replace(at, kRoleOfReadme.size(), role);
  }
  return sql;
}

/// An installation made by its owner, and a daemon's pool that connects as the granted role.
class Privileges : public testing::Test {
 protected:
  Privileges() {
    spdlog::set_level(spdlog::level::err);  // what the engine logs is not what is tested
    database.run(kSkyport);
    store::Pool owner(must(store::complete_connection(database.connection())), 2);
    must(store::migrate(owner));
    must(store::install_capture(owner, *load(owner)));
    database.run("create role " + role + " login");
    database.run(grants_of_readme(role));
  }

  /// Roles belong to the whole server: what is not dropped here would stay.
  void TearDown() override { database.run("drop owned by " + role + "; drop role " + role); }

  static std::shared_ptr<const model::RuleSet> load(store::Pool& pool) {
    Problems problems;
    const auto paths = WorldFiles::reference().rules;
    auto set =
        rules::load_rules(paths, must(store::read_catalog(pool, "crm")), "Skyport", problems);
    if (!set) throw std::runtime_error(problems.render_all());
    return set;
  }

  /// All that a daemon does at an instant.
  void work(Instant now) {
    engine::Activator activator(state);
    engine::Tracker tracker(state);
    engine::Firing firing(state);
    engine::Dispatcher dispatcher(state, renderer, settings);
    while (must(activator.run_once(*set, now))) {
    }
    while (must(tracker.run_once(*set, now)) > 0) {
    }
    while (must(firing.run_once(*set, now)) > 0) {
    }
    while (must(dispatcher.resolve(*set, now)) > 0) {
    }
    std::vector<engine::Delivery> deliveries;
    for (const auto& message : must(dispatcher.claim(now, 50))) {
      deliveries.push_back(engine::Dispatcher::judge(message, send(message), now, now));
    }
    must(dispatcher.record(deliveries, now));
    must(state.glance());
  }

  Result<engine::Receipt> send(const engine::Claimed& message) {
    return message.message.channel == model::Channel::email ? email.send(message.message)
                                                            : sms.send(message.message);
  }

  /// What the server says when the daemon's role tries a statement; "" when it lets it.
  std::string refusal(const std::string& sql) {
    RawSession session(database.connection_as(role));
    try {
      session.run(sql);
    } catch (const std::runtime_error& refused) {
      return refused.what();
    }
    return {};
  }

  std::vector<std::string> ledger() {
    std::vector<std::string> kinds;
    for (const auto& row : database.rows("select kind from steward.ledger order by id")) {
      kinds.push_back(row.front());
    }
    return kinds;
  }

  TestDatabase database{reference_crm()};
  const std::string role = database.name() + "_daemon";
  store::Pool pool{must(store::complete_connection(database.connection_as(role))), 2};
  store::PostgresStore state{pool};
  std::shared_ptr<const model::RuleSet> set;
  notify::MustacheRenderer renderer;
  RecordingTransport email;
  RecordingTransport sms;
  engine::DispatchSettings settings = [] {
    engine::DispatchSettings live;
    live.mode = engine::DeliveryMode::live;
    live.has_email = true;
    live.has_sms = true;
    live.domain = "skyport.example";
    live.daemon = "granted";
    return live;
  }();
};

TEST_F(Privileges, OfTheReadmeSufficeFromStartToAllClear) {
  const auto begin = at("2026-11-22T15:00:00Z");
  EXPECT_THAT(must(store::pending_migrations(pool)), IsEmpty());
  must(store::ServerClock(pool).now());
  set = load(pool);
  EXPECT_THAT(must(store::capture_gaps(pool, *set)), IsEmpty());
  EXPECT_TRUE(must(engine::put_in_force(state, *set, begin, "granted")).changed);

  database.run(
      "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
      "account_updated_at) overriding system value values "
      "(42, 1, 'fuel', '2026-11-22T15:00:00Z', 'completed', '2026-11-22T15:00:00Z')");
  work(begin);
  work(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(email.sent, testing::SizeIs(1)) << "the reminder a day before";
  work(at("2026-11-24T15:00:00Z"));
  work(at("2026-11-24T19:00:00Z"));
  const auto taken = must(engine::acknowledge(
      state, set->people,
      database.value("select reference from steward.commitment where rule = 'priority-follow-up'"),
      "dana@skyport.example", at("2026-11-24T19:05:00Z")));
  EXPECT_EQ(taken.person, "Dana Kim");
  database.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values "
      "(1, 'phone', 'follow_up', '2026-11-24T19:30:00Z')");
  work(at("2026-11-24T19:31:00Z"));

  EXPECT_THAT(ledger(), ElementsAre("breached", "escalated", "acknowledged", "resolved"));
  EXPECT_THAT(email.sent, Contains(testing::Field(&model::OutgoingMessage::subject,
                                                  HasSubstr("No action needed"))));
  EXPECT_EQ(refusal("update crm.clients set name = 'x'"),
            "ERROR:  permission denied for table clients\n");
}

TEST_F(Privileges, OfTheReadmeSufficeToOfferRuleSets) {
  const auto now = at("2026-11-22T15:00:00Z");
  set = load(pool);
  const auto nothing = [](const model::RuleSet*, const model::RuleSet&,
                          Instant) -> Result<engine::Plan> { return engine::Plan(); };
  engine::RuleLoading loading(state, {}, nothing);
  const engine::Offer offer{model::LoadOrigin::start, "ramp:1", "ramp", "steward.yaml", ""};
  EXPECT_EQ(must(loading.offer(nullptr, *set, offer, now)).outcome, model::LoadOutcome::in_force);
  EXPECT_EQ(must(loading.offer(set.get(), *set, offer, now)).outcome,
            model::LoadOutcome::unchanged);
  EXPECT_EQ(must(loading.refuse(set.get(), {std::string(64, 'f'), "a.yaml", "1 error", "error"},
                                offer, now))
                .outcome,
            model::LoadOutcome::failed);
  EXPECT_FALSE(must(engine::stored_in_force(state)).files.empty());
  EXPECT_EQ(must(engine::staged_set(state)), "");
}

TEST_F(Privileges, OfTheReadmeSufficeToSayHowItIs) {
  const auto now = at("2026-11-22T15:00:00Z");
  set = load(pool);
  must(engine::put_in_force(state, *set, now, "granted"));
  work(now);
  store::DaemonState daemon;
  daemon.id = "granted";
  daemon.rule_set = set->digest;
  daemon.state = "running";
  daemon.started_at = now;
  EXPECT_EQ(must(store::beat(pool, daemon, now)).in_force, set->digest);
  EXPECT_EQ(must(store::withheld_since(pool, now)), 0);

  store::Reports reports(pool, set->people);
  EXPECT_EQ(must(reports.status(now, now)).daemons.size(), 1U);
  must(reports.commitments({}));
  must(reports.tasks({}));
  must(reports.breaches({{now - std::chrono::hours(24), now}, "", "", "", "", ""}));
  must(store::read_gauges(pool, now));
  must(store::read_tallies(pool, now));
  must(store::note_jump(pool, {now, std::chrono::hours(1)}, "ramp"));
}

TEST_F(Privileges, OfTheReadmeSufficeToDropWhatIsOver) {
  const auto begin = at("2026-11-22T15:00:00Z");
  set = load(pool);
  must(engine::put_in_force(state, *set, begin, "granted"));
  database.run(completed_service(42, "2026-11-22T15:00:00Z"));
  work(begin);
  database.run(
      "update steward.commitment set state = 'cancelled', closed_at = '2026-11-22T15:01:00Z', "
      "next_at = null");
  const auto later = at("2028-01-01T00:00:00Z");
  must(store::prepare_months(pool, later));
  std::int64_t lines = 0;
  store::Retention retention(pool, std::chrono::months(1),
                             [&](const std::string&, const std::string& text) -> Result<> {
                               lines += std::count(text.begin(), text.end(), '\n');
                               return {};
                             });
  while (must(retention.run_once(later)).more) {
  }
  EXPECT_GT(lines, 1);
  EXPECT_EQ(database.value("select count(*) from pg_class where relname like '%\\_2026\\_11' "
                           "and relkind = 'r'"),
            "0");
  EXPECT_THAT(refusal("drop table steward.history_before"), HasSubstr("must be owner of table"));
}

TEST_F(Privileges, ToSelectSufficeForAPlan) {
  const auto now = at("2026-11-22T15:00:00Z");
  set = load(pool);
  must(engine::put_in_force(state, *set, now, "granted"));
  database.run(
      "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status) "
      "overriding system value values (42, 1, 'fuel', '2026-11-22T15:00:00Z', 'completed')");
  work(now);
  const auto reader = database.name() + "_reader";
  database.run("create role " + reader + " login; grant usage on schema steward, crm to " + reader +
               "; grant select on all tables in schema steward, crm to " + reader);
  {
    store::Pool readers(must(store::complete_connection(database.connection_as(reader))), 1);
    store::PostgresStore observed(readers);
    auto next = *set;
    next.digest = "another";
    std::erase_if(next.rules, [](const auto& rule) { return rule.name == "priority-follow-up"; });
    engine::PlanOptions options;
    options.delivery = settings;
    const auto plan = must(engine::make_plan(observed, set.get(), next, now, options));
    EXPECT_EQ(plan.count(engine::Effect::cancelled), 1U);
    EXPECT_THAT(plan.people, testing::Not(IsEmpty()));
  }
  database.run("drop owned by " + reader + "; drop role " + reader);
}

TEST_F(Privileges, LetNobodyRewriteTheLedger) {
  const std::string denied = "ERROR:  permission denied for table ledger\n";
  EXPECT_EQ(refusal("select count(*) from steward.ledger"), "");
  EXPECT_EQ(refusal("update steward.ledger set kind = kind"), denied);
  EXPECT_EQ(refusal("delete from steward.ledger"), denied);
  EXPECT_EQ(refusal("truncate steward.ledger"), denied);
  for (const std::string table : {"load", "file_set", "set_file", "text"}) {
    EXPECT_EQ(refusal("select count(*) from steward." + table), "");
    EXPECT_EQ(refusal("delete from steward." + table),
              "ERROR:  permission denied for table " + table + "\n");
  }
  EXPECT_EQ(refusal("alter table steward.ledger disable trigger all"),
            "ERROR:  must be owner of table ledger\n");
}

}  // namespace
}  // namespace steward::test
