// SPDX-License-Identifier: MIT
#include "app/health.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "app/watched_clock.hpp"
#include "app/words.hpp"
#include "steward/base/clock_watch.hpp"
#include "steward/model/notice.hpp"
#include "steward/rules/calendar_files.hpp"

namespace steward::app {
namespace {

using Findings = std::vector<Finding>;

// Below these nobody needs to look: a batch, a reload, a provider's hiccup.
constexpr std::chrono::seconds kSlowChanges{60};
constexpr std::chrono::minutes kSlowMessages{5};

std::string name_of(const store::SeenDaemon& seen) {
  return fmt::format("the daemon on {} (pid {})", seen.daemon.host, seen.daemon.pid);
}

std::string since(const store::Waiting& waiting, Instant now) {
  return waiting.since ? "the oldest for " + to_words(now - *waiting.since) : "";
}

/// Nobody runs: with what is known of the last that did.
Finding nobody_runs(const Condition& condition) {
  std::string last;
  if (!condition.report.daemons.empty()) {
    const auto& seen = condition.report.daemons.front();
    last = fmt::format(" ({} was last seen {} ago)", name_of(seen),
                       to_words(condition.now - seen.seen_at));
  }
  return {Health::down, "no daemon is running: nothing is watched, nobody is told" + last,
          "steward run, or systemctl start steward"};
}

/// A daemon that says of its files what the database says already.
bool tells_of_staged(const std::string& note) {
  return note.find(" waits for a person: ") != std::string::npos;
}

/// A daemon that cannot export what is to be dropped.
bool tells_of_retention(const std::string& note) {
  return note.starts_with("retention: ");
}

/// What differs between daemons that should be alike, and between the clocks of their hosts and the
/// server.
void look_at_differences(const Condition& condition, Findings& found) {
  std::set<std::string> versions;
  std::set<std::string> sets;
  for (const auto& seen : condition.report.daemons) {
    if (!is_alive(seen, condition.now)) continue;
    const auto& daemon = seen.daemon;
    versions.insert(daemon.version);
    if (daemon.state == "running") sets.insert(shortened(daemon.rule_set));
    if (std::chrono::abs(daemon.clock_ahead) > ClockWatch::kTolerance) {
      found.push_back({Health::degraded,
                       fmt::format("the clock of {} is {} the database server's, which counts",
                                   daemon.host, how_far_ahead(daemon.clock_ahead)),
                       "set it right there: let NTP keep it"});
    }
  }
  if (versions.size() > 1) {
    found.push_back(
        {Health::degraded,
         fmt::format("daemons of several versions are running: {}", fmt::join(versions, ", ")),
         "give every daemon the same version"});
  }
  if (sets.size() > 1) {
    found.push_back({Health::degraded,
                     fmt::format("the daemons run by several rule sets: {}", fmt::join(sets, ", ")),
                     "wait a few seconds: each takes up the set in force"});
  }
}

void look_at_daemons(const Condition& condition, Findings& found) {
  bool alive = false;
  for (const auto& seen : condition.report.daemons) {
    if (!is_alive(seen, condition.now)) continue;
    alive = true;
    const auto& daemon = seen.daemon;
    if (daemon.state == "waiting") {
      found.push_back({Health::degraded, name_of(seen) + " waits: " + daemon.note,
                       "give every daemon the same version, and a database like the others'"});
    } else if (!daemon.note.empty() && !(condition.staged && tells_of_staged(daemon.note))) {
      found.push_back({Health::degraded, name_of(seen) + " says: " + daemon.note,
                       tells_of_retention(daemon.note)
                           ? "let it write into the folder that 'export' of 'retention' names"
                           : "steward check"});
    }
    if (daemon.delivery != engine::to_string(condition.delivery)) {
      found.push_back(
          {Health::degraded,
           fmt::format("{} runs with delivery {}, the configuration says {}", name_of(seen),
                       daemon.delivery, engine::to_string(condition.delivery)),
           "systemctl restart steward"});
    }
  }
  if (!alive) found.push_back(nobody_runs(condition));
  look_at_differences(condition, found);
}

/// A look at all records that is under way, and what the last one found.
void look_at_activation(const engine::Activation& activation, const Condition& condition,
                        Findings& found) {
  if (!activation.done) {
    found.push_back({Health::healthy,
                     fmt::format("{} is still looking at {} ({} so far)", activation.rule,
                                 activation.resync.empty() ? "the records that were there before it"
                                                           : "all its records again",
                                 activation.seen),
                     ""});
    return;
  }
  const bool lately =
      activation.finished_at && condition.now - *activation.finished_at < std::chrono::hours(24);
  if (!lately || activation.repaired == 0) return;
  found.push_back(
      {Health::healthy,
       fmt::format("{} of {} {} not as {} said when all were looked at again {} ago: repaired",
                   counted(activation.repaired, "promise"), activation.rule,
                   activation.repaired == 1 ? "was" : "were",
                   activation.repaired == 1 ? "its record" : "their records",
                   to_words(condition.now - *activation.finished_at)),
       "find out who changes records while their triggers are off"});
}

void look_at_files(const Condition& condition, Findings& found) {
  const auto& report = condition.report;
  if (condition.staged) {
    const auto& staged = *condition.staged;
    found.push_back(
        {Health::degraded,
         fmt::format("rule set {} of {} waits for a person: {} The set in force runs on",
                     shortened(staged.digest), staged.host,
                     staged.said.empty() ? "" : staged.said.front()),
         "steward plan, then steward apply; or undo the edit"});
  }
  if (condition.file_errors > 0) {
    found.push_back({Health::degraded,
                     fmt::format("the files have {}, the first at {}; {}",
                                 counted(condition.file_errors, "error"), condition.first_error,
                                 report.rule_set.empty() ? "no rule set is in force"
                                                         : "the set in force runs on"),
                     "steward check"});
  } else if (report.rule_set.empty()) {
    found.push_back({Health::degraded, "no rule set was ever in force: nothing is promised yet",
                     "steward run puts the files in force"});
  } else if (condition.files != report.rule_set &&
             !(condition.staged && condition.staged->digest == condition.files)) {
    found.push_back({Health::degraded, "the files here differ from the rule set in force",
                     "steward plan shows what they would do, steward reload offers them"});
  }
  for (const auto& activation : report.activations)
    look_at_activation(activation, condition, found);
}

/// Of many the first few are enough to know what is wrong.
constexpr std::size_t kShownSetAside = 5;

void look_at_quarantine(const Condition& condition, Findings& found) {
  const auto& all = condition.report.quarantined;
  const auto shown = std::min(all.size(), kShownSetAside);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& one = all[i];
    found.push_back(
        {Health::degraded,
         fmt::format("{}{}{} is set aside for {}: {}", one.rule, one.key.empty() ? "" : " ",
                     one.key, to_words(condition.now - one.since), one.reason),
         one.key.empty() ? "mend the rule or the database; it is tried again by itself"
                         : "mend the record; it is tried again by itself"});
  }
  const auto more = condition.report.quarantined_count - static_cast<std::int64_t>(shown);
  if (more <= 0) return;
  found.push_back({Health::degraded, fmt::format("{} more are set aside", more),
                   "steward_quarantined in /metrics counts rules and records"});
}

void look_at_holidays(const Condition& condition, Findings& found) {
  for (const auto& file : condition.holiday_files) {
    auto warning = rules::warning_of_end(file, condition.now);
    if (warning.empty()) continue;
    const bool over = file.last + std::chrono::days(1) <= condition.now;
    found.push_back({over ? Health::degraded : Health::healthy, std::move(warning),
                     "put a newer file in its place"});
  }
}

void look_at_capture(const Condition& condition, Findings& found) {
  std::set<std::string> tables;
  for (const auto& gap : condition.capture_gaps) {
    // A trigger that nobody needs costs its table a little; it misses nothing.
    if (gap.state != store::CaptureState::obsolete) tables.insert(gap.table);
  }
  if (tables.empty()) return;
  std::string names;
  for (const auto& table : tables) names += (names.empty() ? "" : ", ") + table;
  found.push_back({Health::degraded, "changes are not seen in " + names, "steward db capture"});
}

void look_at_work(const Condition& condition, Findings& found) {
  const auto& report = condition.report;
  if (report.overdue.count > 0) {
    found.push_back({Health::degraded,
                     fmt::format("{} overdue, {}", counted(report.overdue.count, "step"),
                                 since(report.overdue, condition.now)),
                     "journalctl -u steward says why the daemon does not act"});
  }
  if (report.changes.since && condition.now - *report.changes.since > kSlowChanges) {
    found.push_back(
        {Health::degraded,
         fmt::format("{} not looked at yet, {}", counted(report.changes.count, "changed record"),
                     since(report.changes, condition.now)),
         "journalctl -u steward says why the daemon does not follow"});
  }
}

void look_at_messages(const Condition& condition, Findings& found) {
  const auto& report = condition.report;
  if (report.messages.since && condition.now - *report.messages.since > kSlowMessages) {
    found.push_back({Health::degraded,
                     fmt::format("{} not handed over yet, {} ({} tried and refused for now)",
                                 counted(report.messages.count, "message"),
                                 since(report.messages, condition.now), report.retries.count),
                     "steward tasks --state ready, then steward send-test --to ADDRESS"});
  }
  using model::Suppression;
  constexpr std::array kTroubles{Suppression::no_address, Suppression::bad_address,
                                 Suppression::nobody,     Suppression::away,
                                 Suppression::no_channel, Suppression::no_template,
                                 Suppression::rejected,   Suppression::gave_up};
  std::int64_t lost = 0;
  std::string reasons;
  for (const auto trouble : kTroubles) {
    const auto counted_reason = report.suppressed.find(std::string(model::to_string(trouble)));
    if (counted_reason == report.suppressed.end()) continue;
    lost += counted_reason->second;
    reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", counted_reason->second,
                           counted_reason->first);
  }
  if (lost == 0) return;
  found.push_back(
      {Health::degraded,
       fmt::format("{} of the last 24 h reached nobody: {}", counted(lost, "task"), reasons),
       "steward tasks --state suppressed"});
}

void look_at_delivery(const Condition& condition, Findings& found) {
  const auto withheld = counted(condition.report.withheld, "message");
  if (condition.delivery == engine::DeliveryMode::shadow) {
    found.push_back(
        {Health::healthy,
         fmt::format("delivery is shadow: nothing leaves; {} withheld in the last 24 h", withheld),
         "steward tasks shows them; delivery: live in the configuration sends"});
  } else if (condition.delivery == engine::DeliveryMode::redirect) {
    found.push_back({Health::healthy, "delivery is redirect: every message goes to one address",
                     "delivery: live in the configuration sends to the people"});
  }
}

}  // namespace

bool is_alive(const store::SeenDaemon& seen, Instant now) {
  return now - seen.seen_at <= store::kLost;
}

std::vector<Finding> findings(const Condition& condition) {
  Findings found;
  look_at_daemons(condition, found);
  look_at_capture(condition, found);
  look_at_files(condition, found);
  look_at_quarantine(condition, found);
  look_at_holidays(condition, found);
  look_at_work(condition, found);
  look_at_messages(condition, found);
  look_at_delivery(condition, found);
  std::stable_sort(found.begin(), found.end(),
                   [](const Finding& a, const Finding& b) { return a.health > b.health; });
  return found;
}

Health health_of(const std::vector<Finding>& findings) {
  auto worst = Health::healthy;
  for (const auto& finding : findings) worst = std::max(worst, finding.health);
  return worst;
}

}  // namespace steward::app
