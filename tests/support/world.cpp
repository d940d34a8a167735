// SPDX-License-Identifier: MIT
#include "support/world.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>

#include "paths.hpp"
#include "steward/engine/activator.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/engine/scheduler.hpp"
#include "steward/engine/tracker.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/clock_jumps.hpp"
#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "steward/store/simulation.hpp"
#include "store/migration.hpp"
#include "support/must.hpp"

namespace steward::test {
namespace {

constexpr std::size_t kClaimed = 50;

std::shared_ptr<const model::RuleSet> load(store::Pool& pool, const rules::RulePaths& paths,
                                           const std::string& organisation) {
  Problems problems;
  const auto header = rules::read_model_header(paths.model, problems);
  const auto catalog = must(store::read_catalog(pool, header.schema), "reading the catalog");
  auto set = rules::load_rules(paths, catalog, organisation, problems);
  if (!set) throw std::runtime_error("the rules are wrong:\n" + problems.render_all());
  return set;
}

/// Who offers the files of a host.
engine::Offer offer_of(const std::string& host, model::LoadOrigin origin,
                       const std::string& reason) {
  return {origin, host + ":4711", host, "/etc/steward/config/steward.yaml", reason};
}

bool has_come(const std::optional<Instant>& instant, Instant now) {
  return instant && *instant <= now;
}

}  // namespace

Instant at(const std::string& rfc3339) {
  return must(parse_instant(rfc3339), "an instant");
}

Result<engine::Receipt> RecordingTransport::send(const model::OutgoingMessage& message) {
  const std::lock_guard lock(mutex_);
  if (!failures.empty()) {
    const auto failure = failures.front();
    failures.erase(failures.begin());
    return failure;
  }
  sent.push_back(message);
  return engine::Receipt{"250 taken"};
}

WorldFiles WorldFiles::reference() {
  const std::filesystem::path root = STEWARD_SOURCE_DIR;
  WorldFiles files;
  for (const auto& entry : std::filesystem::directory_iterator(root / "config/crm")) {
    if (entry.path().extension() != ".sql") continue;
    files.sql.push_back("config/crm/" + entry.path().filename().string());
  }
  std::sort(files.sql.begin(), files.sql.end());
  files.rules.rules = {root / "rules"};
  files.rules.calendars = {root / "config/calendars"};
  files.rules.chains = {root / "config/escalations.yaml"};
  files.rules.templates = {root / "config/templates"};
  files.rules.model = root / "config/model.yaml";
  return files;
}

WorldFiles WorldFiles::of(const std::string& folder, const std::string& organisation) {
  const auto below = "tests/data/" + folder;
  const auto data = std::filesystem::path(STEWARD_SOURCE_DIR) / below;
  WorldFiles files;
  files.sql = {below + "/schema.sql"};
  files.rules.rules = {data / "rules"};
  files.rules.templates = {data / "templates"};
  files.rules.model = data / "model.yaml";
  files.organisation = organisation;
  return files;
}

DatabaseTemplate installation_over(const WorldFiles& files) {
  DatabaseTemplate made;
  made.content = files.prepare;
  for (const auto& file : files.sql) made.content += read_source_file(file);
  for (const auto& migration : store::embedded_migrations()) made.content += migration.sql;
  made.fill = [files](TestDatabase& database) {
    database.run(files.prepare);
    for (const auto& file : files.sql) database.run_file(file);
    store::Pool pool(must(store::complete_connection(database.connection()), "the connection"), 1);
    must(store::migrate(pool), "migrating");
  };
  return made;
}

World::World(Instant start, const WorldFiles& files)
    : database_(installation_over(files)), now_(start), organisation_(files.organisation) {
  spdlog::set_level(spdlog::level::err);  // what the engine logs is not what is tested
  pool_ = std::make_unique<store::Pool>(
      must(store::complete_connection(database_.connection()), "the connection"), 4);
  must(store::make_simulation(*pool_), "making a simulation");
  store_ = std::make_unique<store::PostgresStore>(*pool_);
  settings_.mode = engine::DeliveryMode::live;
  settings_.has_email = true;
  settings_.has_sms = true;
  settings_.domain = "skyport.example";
  settings_.last_resort = {{model::RecipientKind::address, "last@skyport.example"}};
  settings_.daemon = "world";
  set_clock();
  reload(files.rules);
}

std::shared_ptr<const model::RuleSet> World::read(const rules::RulePaths& paths) {
  return load(*pool_, paths, organisation_);
}

void World::reload(const rules::RulePaths& paths) {
  set_ = read(paths);
  must(store::install_capture(*pool_, *set_), "installing capture");
  must(engine::put_in_force(*store_, *set_, now_, "world"), "putting the rules in force");
}

void World::run_by(std::shared_ptr<const model::RuleSet> set) {
  set_ = std::move(set);
  must(store::install_capture(*pool_, *set_), "installing capture");
}

engine::RuleLoading World::rule_loading() {
  auto settings = loading_;
  settings.delivery = settings_;
  engine::PlanOptions options;
  options.delivery = settings_;
  return engine::RuleLoading(
      *store_, settings,
      [this, options](const model::RuleSet* running, const model::RuleSet& next, Instant now) {
        return engine::make_plan(*store_, running, next, now, options);
      });
}

model::RuleLoad World::offer(const rules::RulePaths& paths, const std::string& host) {
  Problems problems;
  const auto files = rules::read_files(paths, problems);
  const auto catalog =
      must(store::read_catalog(*pool_, rules::read_model_header(files, problems).schema),
           "reading the catalog");
  auto set = rules::load_rules(files, catalog, organisation_, problems);
  const auto offer = offer_of(host, model::LoadOrigin::edit, "");
  if (set == nullptr) {
    const auto first = problems.sorted().front();
    const engine::Refusal refusal{files.digest(), first.mark.file, first.message,
                                  problems.render(first)};
    return must(rule_loading().refuse(set_.get(), refusal, offer, now_), "refusing files");
  }
  auto load = must(rule_loading().offer(set_.get(), *set, offer, now_), "offering files");
  if (load.outcome == model::LoadOutcome::in_force) run_by(std::move(set));
  return load;
}

Result<model::RuleLoad> World::apply(const std::string& digest, const std::string& reason) {
  Problems problems;
  const auto files = rules::parse_files(
      must(engine::stored_files(*store_, digest), "reading the files of a set"), problems);
  const auto catalog =
      must(store::read_catalog(*pool_, rules::read_model_header(files, problems).schema),
           "reading the catalog");
  auto set = rules::load_rules(files, catalog, organisation_, problems);
  if (set == nullptr) throw std::runtime_error("the set is wrong:\n" + problems.render_all());
  auto load = rule_loading().apply(set_.get(), *set,
                                   offer_of("ramp", model::LoadOrigin::apply, reason), now_);
  if (load && load->outcome == model::LoadOutcome::in_force) run_by(std::move(set));
  return load;
}

void World::set_clock() {
  database_.run("set steward.now = '" + to_rfc3339(now_) + "'");
}

void World::run(const std::string& sql) {
  database_.run(sql);
}

bool World::send_all() {
  engine::Dispatcher dispatcher(*store_, renderer_, settings_);
  bool all_sent = true;
  while (true) {
    const auto claimed = must(dispatcher.claim(now_, kClaimed), "claiming messages");
    if (claimed.empty()) return all_sent;
    std::vector<engine::Delivery> deliveries;
    for (const auto& message : claimed) {
      if (message.held) {
        deliveries.push_back(engine::Dispatcher::drop(message));
      } else {
        auto& transport = message.message.channel == model::Channel::email ? email_ : sms_;
        const auto handed_over_at = now_;
        const auto result = transport.send(message.message);
        sleep_until(now_ + transport.takes);
        deliveries.push_back(engine::Dispatcher::judge(message, result, handed_over_at, now_));
      }
      all_sent = all_sent && deliveries.back().sent;
    }
    must(dispatcher.record(deliveries, now_), "recording deliveries");
  }
}

// As the daemon's loops do it: each hands on to the next, and what consumes batches looks again
// after a full one. What could not be sent may have to be told to somebody else.
void World::settle() {
  engine::Activator activator(*store_);
  engine::Tracker tracker(*store_);
  engine::Scheduler scheduler(*store_);
  engine::Firing firing(*store_);
  engine::Dispatcher dispatcher(*store_, renderer_, settings_);
  bool all_sent = false;
  while (!all_sent) {
    while (must(activator.run_once(*set_, now_), "activating")) {
    }
    while (must(tracker.run_once(*set_, now_), "tracking") == engine::Tracker::kBatch) {
    }
    while (must(scheduler.run_once(*set_, now_), "scheduling")) {
    }
    do {
      must(firing.run_once(*set_, now_), "firing");
    } while (has_come(must(store_->next_due(), "looking what is due"), now_));
    while (must(dispatcher.resolve(*set_, now_), "resolving") == engine::Dispatcher::kBatch) {
    }
    while (must(dispatcher.resolve_first_day(*set_, now_), "resolving a first day") > 0) {
    }
    all_sent = send_all();
  }
}

std::optional<Instant> World::next_due() {
  const auto glance = must(store_->glance(), "looking what there is to do");
  std::optional<Instant> earliest;
  for (const auto& next : {glance.next_due, glance.next_recurrence, glance.next_message}) {
    if (next && (!earliest || *next < *earliest)) earliest = next;
  }
  return earliest;
}

void World::advance_to(Instant instant) {
  settle();
  advance_before(instant);
  settle();
}

void World::advance_by_the_minute(Microseconds duration) {
  const auto end = now_ + duration;
  while (now_ < end) advance_to(std::min<Instant>(now_ + std::chrono::minutes(1), end));
}

void World::advance_before(Instant instant) {
  for (auto next = next_due(); next && *next < instant; next = next_due()) {
    sleep_until(std::max(now_, *next));
    settle();
  }
  sleep_until(std::max(now_, instant));
}

void World::jump_by(Microseconds by) {
  sleep_until(now_ + by);
  must(store::note_jump(*pool_, {now_, by}, "ramp"), "noting a jump");
}

void World::sleep_until(Instant instant) {
  now_ = instant;
  set_clock();
}

std::vector<std::string> World::messages() {
  std::vector<std::string> lines;
  for (; emails_seen_ < email_.sent.size(); ++emails_seen_) {
    const auto& message = email_.sent[emails_seen_];
    lines.push_back("email " + message.address + ": " + message.subject);
  }
  for (; sms_seen_ < sms_.sent.size(); ++sms_seen_) {
    const auto& message = sms_.sent[sms_seen_];
    lines.push_back("sms " + message.address + ": " + message.text);
  }
  return lines;
}

std::string World::commitment(const std::string& rule, const std::string& key) {
  const auto found = database_.rows(
      "select state || ' due ' || to_char(due at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')"
      " || case when recorded_late then ' recorded late' else '' end"
      " || case when historic then ' historic' else '' end"
      " || case when breach is not null then ' breach' else '' end"
      " from steward.commitment where rule = '" +
      rule + "' and key = '" + key + "' order by id desc limit 1");
  return found.empty() ? "none" : found.front().front();
}

std::vector<std::string> World::set_aside() {
  std::vector<std::string> lines;
  for (const auto& row :
       database_.rows("select concat_ws(' ', rule, nullif(key, '')) || ': ' || reason from "
                      "steward.quarantine order by rule, key")) {
    lines.push_back(row.front());
  }
  return lines;
}

std::vector<std::string> World::ledger(const std::string& rule) {
  std::vector<std::string> kinds;
  for (const auto& row : database_.rows(
           "select l.kind from steward.ledger l join steward.commitment c on c.id = l.commitment"
           " where c.rule = '" +
           rule + "' order by l.id")) {
    kinds.push_back(row.front());
  }
  return kinds;
}

}  // namespace steward::test
