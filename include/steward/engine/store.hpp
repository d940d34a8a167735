// SPDX-License-Identifier: MIT
// The port to the one state: what the engine reads and writes, in transactions.
//
// The methods of `Transaction` answer plainly. One that fails abandons its transaction: nothing in
// the engine could mend it, so the failure passes through to `Store::transact`, which rolls back
// and answers the `Error`. An instant is always an argument.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "steward/base/clock_watch.hpp"
#include "steward/base/instant.hpp"
#include "steward/engine/load_book.hpp"
#include "steward/engine/quarantine.hpp"
#include "steward/model/commitment.hpp"
#include "steward/model/escalation.hpp"
#include "steward/model/ledger.hpp"
#include "steward/model/notice.hpp"
#include "steward/model/roster.hpp"
#include "steward/model/rule.hpp"
#include "steward/model/schedule.hpp"

namespace steward::engine {

/// One changed row of the CRM: the old and new values of its key and join columns, by the name
/// that `model::Read::noted` gives.
struct Change {
  std::string entity;
  Instant changed_at;
  std::map<std::string, std::vector<std::string>, std::less<>> values;  ///< no nulls
};

struct Subject {
  std::string entity;
  std::string key;
  bool operator==(const Subject&) const = default;
  auto operator<=>(const Subject&) const = default;
};

/// What a changed record says of promises to a client: that something was done, or no more, at an
/// instant.
struct Evidence {
  std::string client;             ///< a key
  std::optional<std::string> at;  ///< as PostgreSQL prints a timestamptz; none: of no instant
  bool operator==(const Evidence&) const = default;
  auto operator<=>(const Evidence&) const = default;
};

/// A column of the CRM by its names in SQL.
struct Column {
  std::string schema;
  std::string table;
  std::string name;
  bool operator==(const Column&) const = default;
  auto operator<=>(const Column&) const = default;
};

/// How far a rule has looked at the records that were there before it.
struct Activation {
  std::string rule;
  std::string revision;
  std::string entity;
  Instant effective_from;
  std::optional<std::string> cursor;
  std::int64_t seen = 0;
  bool done = false;
  bool removed = false;  ///< the rule is gone or off: its commitments are to be cancelled
  Instant in_force_since;
  std::optional<Instant> looked_at;  ///< when it had first looked at them all; none: not yet
  std::string resync;  ///< why it looks, or last looked, at all again; "" where rules were edited
  std::int64_t repaired = 0;           ///< promises that were then not as their records said
  std::optional<Instant> finished_at;  ///< when it had last looked at them all

  /// It looks at them all from the first again, as another rule or model would.
  void restart() {
    done = false;
    cursor.reset();
    seen = 0;
    resync.clear();
    repaired = 0;
  }
};

/// The recurrence of a rule's schedule that is next, or under way.
struct Recurring {
  std::string rule;
  Instant at;
  std::optional<std::string> cursor;  ///< the last subject whose promise was opened
  bool operator==(const Recurring&) const = default;
};

/// A message that this daemon may now hand over.
struct Claimed {
  std::int64_t id = 0;
  int attempt = 1;  ///< from 1
  model::OutgoingMessage message;
  /// Why it must not leave any more: every promise it is about closed in the meantime, or the
  /// installation was put into shadow since it was made.
  std::optional<model::Suppression> held;
  bool more = false;  ///< others wait to be claimed, too
};

/// How the hand-over of a message went.
struct Delivery {
  std::int64_t id = 0;
  bool sent = false;
  std::string response;                      ///< what the other side said
  std::optional<Instant> again_at;           ///< not sent: when to try again; none: never
  std::optional<model::Suppression> reason;  ///< not sent, never again: why
  std::optional<Instant> handed_over_at;     ///< none: it was held
};

/// One task of a breach notice or an escalation that is over: sent, or not and why.
struct Told {
  Instant at;
  std::string name;
  model::Channel channel = model::Channel::email;
  std::optional<model::Suppression> reason;  ///< none: it was sent
};

/// The commitment behind a notice, with what was said about it before.
struct Background {
  model::Commitment commitment;
  std::vector<Told> told;  ///< in order
  /// Staff keys of those who were sent a breach notice or an escalation.
  std::vector<std::string> informed;
  /// Addresses that could not be reached on behalf of the same step.
  std::vector<std::string> failed;
  /// Staff keys of those who must not be told, by the rule or the step.
  std::set<std::string> excluded;
  /// Who they are can still be asked of the record. If not, only the owner is told.
  bool knows_excluded = true;
  std::vector<model::Step> steps;  ///< of the commitment, as it was opened with or rebased to
  std::optional<model::Escalation> escalation;  ///< the newest
};

/// Whose record's facts stand behind entries of the breach log, and when those were noticed.
struct FactsOf {
  std::int64_t commitment = 0;
  std::string key;
  Instant noticed_at;
};

class Transaction {
 public:
  virtual ~Transaction() = default;

  /// What time it is by now: `now`, or later where the clock is real. A record that is read after
  /// waiting for its lock, or just after `now` was asked for, may tell of what happened since.
  virtual Instant by_now(Instant now) = 0;
  /// Writes may wait for the next question or the end: afterwards they are done, or this has
  /// failed.
  virtual void flush() = 0;

  // Asking ahead: what is asked anyway goes with the next question, in one round trip.
  /// `rule_set_in_force`. What is claimed before its answer was looked at goes back when another
  /// set is in force.
  virtual void expect_rule_set() = 0;
  /// `quarantined` with as many subjects.
  virtual void expect_quarantined(std::size_t subjects) = 0;
  virtual void expect_activations() = 0;
  /// `outcomes` and `escalations` of these commitments.
  virtual void expect_steps(const std::vector<std::int64_t>& commitments) = 0;
  /// `last_clock_jump` at `now`.
  virtual void expect_clock_jump(Instant now) = 0;

  // The rule set in force.
  /// The digest of the set in force, which stays so to the end of the transaction; "" when there is
  /// none.
  virtual std::string rule_set_in_force() = 0;
  /// One daemon at a time may put a set in force: held to the end of the transaction.
  virtual void lock_rule_sets() = 0;
  /// With its files.
  virtual void add_rule_set(const model::RuleSet& set, Instant now, const std::string& by) = 0;
  /// `RuleSet::calendar_digest` of the set in force, "" for none.
  virtual std::string calendars_in_force() = 0;
  /// `RuleSet::model_digest` of the set in force, "" for none.
  virtual std::string model_in_force() = 0;
  /// A rule goes by another name: its activation, its commitments and all that hangs on them do.
  virtual void rename_rule(const std::string& was, const std::string& name) = 0;
  /// What is remembered of rule sets besides. It lives as long as the transaction.
  virtual LoadBook& load_book() = 0;
  virtual std::vector<Activation> activations() = 0;
  virtual void save(const Activation& activation) = 0;
  /// An activation that is not done, locked; one that another daemon works on is passed over, and
  /// so is one whose rule is set aside until later than `now`.
  virtual std::optional<Activation> claim_activation(Instant now) = 0;
  /// Lets the rule look at every record again.
  virtual void look_at_all_again(const std::string& rule) = 0;
  /// Lets rules do so for the reason, all of them when `rules` is empty: those that are not at it,
  /// and have not looked at everything since `unless_since`. Answers which.
  virtual std::vector<std::string> look_again(const std::vector<std::string>& rules,
                                              const std::string& reason,
                                              std::optional<Instant> unless_since) = 0;
  /// Changed records that nobody has taken yet, the first of them: they stay.
  virtual std::vector<Change> waiting_changes(std::size_t limit) = 0;
  /// Which of a rule's subjects are to be looked at, and nobody has taken yet.
  virtual std::vector<std::string> touched(const std::string& rule,
                                           const std::vector<std::string>& keys) = 0;
  /// There are changed records, or subjects to be looked at, that nobody has taken yet.
  virtual bool changes_wait() = 0;
  /// Asks for another look at every record whose rules read the entity.
  virtual void request_resync(const std::string& entity, const std::string& reason) = 0;
  /// Takes the requests to look at whole entities again.
  virtual std::vector<std::string> take_resyncs() = 0;
  virtual std::vector<model::Step> steps_of(const std::string& revision) = 0;

  // What cannot be judged.
  /// Does `work`; undoes what it wrote if one of its statements fails, and goes on. Errors: of the
  /// statement, if it may have failed for what it was about; others abandon the transaction.
  [[nodiscard]] virtual Result<> attempt(const std::function<void()>& work) = 0;
  /// The rules that are set aside, and no more than so many of the subjects that are.
  virtual std::vector<Quarantined> quarantined(std::size_t subjects) = 0;
  /// Which of a rule's subjects are set aside, and how.
  virtual std::vector<Quarantined> quarantined(const std::string& rule,
                                               const std::vector<std::string>& keys) = 0;
  virtual void save(const Quarantined& quarantined) = 0;
  /// It is set aside no more: what of it waited for the retry is due at `now`.
  virtual void release(const Quarantined& quarantined, Instant now) = 0;
  /// How often a rule had failed that was released since then, 0 for none.
  virtual int remembered_failures(const std::string& rule, Work work, Instant since) = 0;
  /// Subjects whose retry has come, locked; those another daemon works on are passed over.
  virtual std::vector<Quarantined> claim_quarantined(Instant now, std::size_t limit) = 0;
  /// For a set that comes into force: what is set aside is tried with it at `now`, and what is of
  /// none of these rules is forgotten.
  virtual void retry_quarantined(const std::vector<std::string>& rules, Instant now) = 0;
  /// Whether changes of a table's rows are noted. A trigger goes with a column that it compares.
  virtual bool sees_updates(const std::string& schema, const std::string& table) = 0;
  /// Forgets what could not act and waits no more: its retry has come, and nothing of it is due.
  /// Answers how many.
  virtual std::size_t forget_idle_quarantines(Instant now) = 0;
  /// Lets what is due of these commitments wait.
  virtual void postpone(const std::vector<std::int64_t>& commitments, Instant until) = 0;
  /// Those of them that the database does not have: "crm.clients.tier".
  virtual std::vector<std::string> missing(const std::vector<Column>& columns) = 0;

  // Schedules.
  virtual std::vector<Recurring> recurring() = 0;
  virtual void save(const Recurring& recurring) = 0;
  virtual void remove_recurring(const std::string& rule) = 0;
  /// The earliest recurrence that has come, locked; one that another daemon works on is passed
  /// over, and so is one whose rule is set aside.
  virtual std::optional<Recurring> claim_recurring(Instant now) = 0;

  // The CRM's records.
  /// Consumes changes, oldest first; those another daemon works on are passed over.
  virtual std::vector<Change> take_changes(std::size_t limit) = 0;
  /// At most `limit` of them.
  virtual std::vector<std::string> affected(const model::Query& query,
                                            const std::vector<std::string>& values,
                                            std::size_t limit) = 0;
  /// Notes all that the query would answer as subjects that the rule is to look at.
  virtual void touch(const std::string& rule, const model::Query& query,
                     const std::vector<std::string>& values) = 0;
  /// Consumes subjects that rules are to look at, by rule; those another daemon works on are passed
  /// over.
  virtual std::map<std::string, std::vector<std::string>> take_touched(std::size_t limit) = 0;
  virtual std::vector<std::string> page(const model::Query& query,
                                        const std::optional<std::string>& after,
                                        std::size_t limit) = 0;
  virtual std::vector<model::Evaluation> evaluate(const model::Query& query,
                                                  const std::vector<std::string>& keys) = 0;
  /// Key → JSON object.
  virtual std::map<std::string, std::string> facts(const model::Query& query,
                                                   const std::vector<std::string>& keys) = 0;
  virtual model::Roster roster(const model::PeopleQueries& queries) = 0;
  /// Key → name; clients without a name, or that are not there, are left out.
  virtual std::map<std::string, std::string> client_names(const model::PeopleQueries& queries,
                                                          const std::vector<std::string>& keys) = 0;

  // Promises that are found without their records. Who looks for them must see those that others
  // are opening, who may have read the records before they changed.
  /// This transaction may open promises: whoever awaits openings from now on waits for its end.
  /// Must come before the statement that reads the records.
  virtual void announce_opening() = 0;
  /// Waits for the ends of those that have announced so. Must not come after `announce_opening`,
  /// nor while subjects are locked.
  virtual void await_openings() = 0;
  /// Keys of a rule's promises to these clients: the live ones, and those closed ones that a
  /// evidence of the instant beside the client, where there is one, could have ended sooner.
  virtual std::vector<std::string> promises_to(const std::string& rule,
                                               const std::vector<Evidence>& evidence,
                                               std::size_t limit) = 0;
  /// As `touch`.
  virtual void touch_promises_to(const std::string& rule,
                                 const std::vector<Evidence>& evidence) = 0;

  // Subjects: the locks that make one writer of each.
  /// Waits for and locks them, in order; creates what is missing. Must come before the statement
  /// that reads their records.
  virtual void lock(std::vector<Subject> subjects) = 0;
  /// Commitments with something due, the earliest first, their subjects locked; those whose subject
  /// another daemon works on are passed over.
  virtual std::vector<model::Commitment> claim_due(Instant now, std::size_t limit) = 0;

  // Commitments.
  /// Of each key the live one, else the last that was opened.
  virtual std::vector<model::Commitment> latest(const std::string& rule,
                                                const std::vector<std::string>& keys) = 0;
  /// Which of these subjects a rule promised a recurrence of its schedule.
  virtual std::set<std::string> promised(const std::string& rule,
                                         const std::vector<std::string>& keys,
                                         Instant occurrence) = 0;
  /// Of a rule with a schedule: of each key the live ones, and the last that was opened.
  virtual std::vector<model::Commitment> occurrences(const std::string& rule,
                                                     const std::vector<std::string>& keys) = 0;
  /// Keys of live commitments of a rule in key order after `after`.
  virtual std::vector<std::string> live_keys(const std::string& rule,
                                             const std::optional<std::string>& after,
                                             std::size_t limit) = 0;
  /// Of promises that are opened at `now`.
  virtual std::vector<std::int64_t> new_commitment_ids(std::size_t count, Instant now) = 0;
  /// The first of the next `count` numbers of the year's breaches. They run without gaps, so
  /// whoever takes some is waited for to the end of the transaction: take them late.
  virtual std::int64_t next_breach_numbers(int year, std::size_t count) = 0;
  /// Inserts, or updates by id.
  virtual void save(const std::vector<model::Commitment>& commitments) = 0;
  virtual void add_history(const std::vector<model::Transition>& transitions, Instant now) = 0;
  /// Of distinct commitments, as the escalations.
  virtual std::vector<model::Outcome> outcomes(const std::vector<std::int64_t>& commitments) = 0;
  virtual void add(const std::vector<model::Outcome>& outcomes) = 0;
  /// For commitments that were reopened or moved: forgets the outcomes of steps that were passed
  /// over rather than taken, and lets escalations that ended with the promise go on at `now`.
  virtual void reopen_steps(const std::vector<std::int64_t>& commitments, Instant now) = 0;
  /// For a commitment whose rule was edited: its outcomes, notices and escalations go by other
  /// names of steps, old → new. A name with `~` is aside: it counts no more, its escalation ends at
  /// `now`.
  virtual void rename_steps(std::int64_t commitment,
                            const std::map<std::string, std::string>& names, Instant now) = 0;
  virtual std::vector<model::Escalation> escalations(
      const std::vector<std::int64_t>& commitments) = 0;  ///< not ended
  /// Those that `reopen_steps` would let go on.
  virtual std::vector<model::Escalation> ended_escalations(
      const std::vector<std::int64_t>& commitments) = 0;
  virtual void save(const std::vector<model::Escalation>& escalations) = 0;
  /// A breach that is entered begins its `model::Lateness`, which `record` goes on with.
  virtual void add(const std::vector<model::Entry>& entries) = 0;
  /// Stores what a rule's `model::Rule::grounds` say now; of a record that is gone nothing.
  virtual void add_facts(const model::Query& grounds, const std::vector<FactsOf>& promises) = 0;
  /// The newest jump of the server's clock that casts doubt on what is noticed at `now`.
  virtual std::optional<ClockJump> last_clock_jump(Instant now) = 0;

  // Notices, tasks, messages.
  virtual void add(const std::vector<model::Notice>& notices) = 0;
  /// Locks notices that wait to be resolved, but for those of first days; those another daemon
  /// works on are passed over.
  virtual std::vector<model::Notice> claim_notices(std::size_t limit) = 0;
  /// Locks notices of first days, those to the same people together, once every new rule has looked
  /// at what there was and all that it found there has acted; what was decided before `patience`
  /// waits no longer. Nothing while another daemon is at it.
  virtual std::vector<model::Notice> claim_first_day(Instant now, Instant patience,
                                                     std::size_t limit) = 0;
  virtual void resolved(const std::vector<model::Notice>& notices, Instant now) = 0;
  /// `step` as the notice names it, without the marks of those who were asked instead.
  virtual Background background(std::int64_t commitment, const std::string& step) = 0;
  /// Stores a message and answers its id; `withheld` ones never leave.
  virtual std::int64_t add(const model::OutgoingMessage& message, bool withheld) = 0;
  virtual void add(const std::vector<model::Task>& tasks, Instant now) = 0;
  /// Leases messages whose instant has come to `daemon` until `lease_until`.
  virtual std::vector<Claimed> claim_messages(Instant now, Instant lease_until,
                                              const std::string& daemon, std::size_t limit) = 0;
  /// What `daemon` no longer holds the lease of is left to who does.
  virtual void record(const std::vector<Delivery>& deliveries, const std::string& daemon,
                      Instant now) = 0;
  /// The notices whose every task failed or was suppressed for want of somebody to tell, of these
  /// messages.
  virtual std::vector<model::Notice> failed_notices(const std::vector<std::int64_t>& messages) = 0;

  // Answers.
  /// By its canonical reference, or a breach's ("B-2026-00142").
  virtual std::optional<model::Commitment> find(const std::string& reference) = 0;
  virtual void add_answer(std::int64_t commitment, const std::string& person, Instant now) = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  /// Runs `work` in one READ COMMITTED transaction and commits, or rolls back when `work` answers
  /// an error or a statement fails. Errors: `unavailable`, `conflict` (somebody else was first:
  /// run it again), `timed_out` (of a commit: it may have taken effect), `internal`, and `work`'s.
  [[nodiscard]] virtual Result<> transact(const std::function<Result<>(Transaction&)>& work) = 0;
  /// Runs `work` on one snapshot (REPEATABLE READ, READ ONLY): whatever it reads stays as it was
  /// at the first statement, and the database refuses a method that writes or locks. Holds nobody
  /// up. Errors: as `transact`.
  [[nodiscard]] virtual Result<> observe(const std::function<Result<>(Transaction&)>& work) = 0;
};

}  // namespace steward::engine
