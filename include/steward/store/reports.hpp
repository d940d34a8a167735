// SPDX-License-Identifier: MIT
// What people ask of the state: read-only answers, with the names of clients and staff.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/engine/store.hpp"
#include "steward/model/commitment.hpp"
#include "steward/model/lateness.hpp"
#include "steward/model/rule.hpp"
#include "steward/store/daemons.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// A daemon as it last showed itself.
struct SeenDaemon {
  DaemonState daemon;
  Instant seen_at;
};

/// How many wait, and since when the oldest of them does.
struct Waiting {
  std::int64_t count = 0;
  std::optional<Instant> since;
  bool operator==(const Waiting&) const = default;
};

/// How long something took: the median, the 99th percentile and the worst of `count` cases.
struct Lag {
  std::int64_t count = 0;
  Microseconds median{0};
  Microseconds p99{0};
  Microseconds worst{0};
  bool operator==(const Lag&) const = default;
};

/// Everything that `steward status` judges by. Historic commitments are counted apart.
struct StatusReport {
  std::vector<SeenDaemon> daemons;  ///< that were seen in the last day and did not stop
  std::string rule_set;             ///< the digest of the set in force, "" for none
  std::optional<Instant> in_force_since;
  std::string loaded_by;
  std::vector<engine::Activation> activations;      ///< by rule
  std::vector<engine::Quarantined> quarantined;     ///< the rules, and the first of the subjects
  std::int64_t quarantined_count = 0;               ///< of all
  std::map<std::string, std::int64_t> commitments;  ///< by state
  std::int64_t historic = 0;
  std::int64_t due_within_hour = 0;
  std::int64_t due_within_day = 0;
  Waiting overdue;  ///< steps that should have acted more than `kOverdueAfter` ago; the oldest's
                    ///< instant
  std::int64_t breaches_today = 0;  ///< by due, since the `today` that was asked for
  std::int64_t breaches_week = 0;   ///< in the last 7 days
  std::int64_t breaches_month = 0;  ///< in the last 30 days
  Waiting changes;                  ///< of the CRM's records, not looked at yet
  Waiting notices;                  ///< not resolved to people yet
  Waiting messages;                 ///< not handed over yet
  Waiting retries;                  ///< those of them that failed at least once
  std::int64_t sent = 0;            ///< messages in the last 24 hours
  std::int64_t withheld = 0;        ///< messages of the last 24 hours that never leave
  std::map<std::string, std::int64_t> suppressed;  ///< tasks of the last 24 hours, by reason
  Lag detection;                                   ///< record changed → commitment, last 24 hours
  Lag firing;                                      ///< a step's instant → its notice, likewise
  Lag queue;                                       ///< notice → first handed over, likewise
  Lag provider;                                    ///< first handed over → accepted, likewise
};

/// A step that is this late is overdue; below it is the firing's own rhythm.
inline constexpr std::chrono::seconds kOverdueAfter{5};

struct CommitmentFilter {
  std::vector<model::State> states;  ///< empty: all
  std::string rule;                  ///< "": all
  std::string client;                ///< a client's key or part of its name; "": all
  std::string tag;                   ///< of the rule as it was when it opened; "": all
  std::string severity;              ///< likewise
  std::string reference;             ///< of the commitment or its breach, as typed; "": all
  bool historic = false;             ///< also what was due before its rule was in force
  std::optional<std::int64_t> limit;
};

struct CommitmentLine {
  model::Commitment commitment;
  std::string client_name;    ///< the key where the name is not known, "" for no client
  std::string assignee_name;  ///< likewise; "" when it is a role's or nobody's
};

struct CommitmentList {
  std::vector<CommitmentLine> lines;  ///< by due
  std::int64_t total = 0;             ///< without the limit
  std::int64_t left_out = 0;          ///< historic ones that the filter would have let through
};

struct TaskFilter {
  std::string reference;  ///< as for commitments
  std::string state;      ///< ready, sent, suppressed or skipped; "": the first three
  std::optional<std::int64_t> limit;
};

/// A notice to one person on one channel; or, `skipped`, a step that told nobody.
struct TaskLine {
  Instant at;  ///< when it was decided
  std::string reference;
  std::string breach;
  std::string rule;
  std::string step;
  std::string purpose;
  int level = 0;  ///< of an escalation
  std::string person;
  std::string name;
  std::string stands_in_for;
  std::string channel;
  std::string address;
  std::string state;
  std::string reason;  ///< why it was not sent, or why the step was skipped
  std::string message_id;
  std::string subject;
  std::string text;
  int attempts = 0;
  std::optional<Instant> next_at;  ///< of the next attempt
  std::optional<Instant> sent_at;
  std::string response;  ///< what the other side said
};

struct TaskList {
  std::vector<TaskLine> lines;  ///< the newest, oldest of them first
  std::int64_t total = 0;
};

/// What became of a promise at an instant: a transition, and its instants after it.
struct HistoryLine {
  Instant at;        ///< when steward noticed
  std::string kind;  ///< "opened", "moved", "kept late", …
  Instant starts;
  std::optional<Instant> due;
  std::optional<Instant> stopped;
  bool operator==(const HistoryLine&) const = default;
};

struct BreachFilter {
  Interval period;        ///< of the dues
  std::string rule;       ///< "": all
  std::string client;     ///< as for commitments
  std::string tag;        ///< of the rule as it was at the breach; "": all
  std::string severity;   ///< likewise
  std::string reference;  ///< of one breach or its commitment, whatever its due; "": by period
};

enum class BreachState { unresolved, resolved_late, recorded_late, withdrawn };
/// "unresolved", "resolved late", "recorded late", "withdrawn".
[[nodiscard]] std::string_view to_string(BreachState state);

/// One entry of the breach log.
struct EntryLine {
  std::string kind;
  Instant at;
  Instant noticed_at;
  Instant entered_at;
  std::string body;   ///< a JSON object
  std::string facts;  ///< what the record said: a JSON object of texts; "" where nothing was kept
};

/// A breach as the log tells it: who and whose as they were when it was entered.
struct BreachLine {
  std::string breach;
  std::string reference;
  std::string rule;
  std::string title;
  std::string subject;  ///< "service_deliveries/118"
  std::string client;
  std::string client_name;
  std::string assignee;
  std::string assignee_name;
  std::string assignee_role;
  Instant due;
  Instant noticed_at;
  BreachState state = BreachState::unresolved;
  std::optional<Instant> ended_at;          ///< when it was done, or was withdrawn
  std::optional<Instant> ended_noticed_at;  ///< when steward saw that
  std::vector<EntryLine> entries;           ///< in order
  std::optional<model::Lateness> lateness;  ///< none: it is from before it was kept

  /// Until when it was late: its end, or now.
  [[nodiscard]] Instant until(Instant now) const {
    return state == BreachState::unresolved ? now : ended_at.value_or(now);
  }
};

/// How the promises that fell due in a period stand: every one but the historic ones.
struct Watched {
  std::int64_t total = 0;
  std::int64_t kept = 0;
  std::int64_t breached = 0;  ///< however they ended
  std::int64_t cancelled = 0;
  std::int64_t open = 0;
  bool operator==(const Watched&) const = default;
};

struct BreachReport {
  std::vector<BreachLine> lines;  ///< by due
  Watched watched;
};

/// Read-only; safe to use from several threads. Errors of every method: those of the database;
/// `not_found` when a filter names a rule or a client that nothing is about.
class Reports {
 public:
  Reports(Pool& pool, model::PeopleQueries people) : pool_(pool), people_(std::move(people)) {}

  /// `today` is when the day began where the organisation is.
  [[nodiscard]] Result<StatusReport> status(Instant now, Instant today);
  [[nodiscard]] Result<CommitmentList> commitments(const CommitmentFilter& filter);
  [[nodiscard]] Result<TaskList> tasks(const TaskFilter& filter);
  [[nodiscard]] Result<BreachReport> breaches(const BreachFilter& filter);
  /// Of the promise with this canonical reference, in order; empty when there is none.
  [[nodiscard]] Result<std::vector<HistoryLine>> history(const std::string& reference);

 private:
  Pool& pool_;
  model::PeopleQueries people_;
};

}  // namespace steward::store
