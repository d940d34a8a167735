// SPDX-License-Identifier: MIT
// One promise on one subject, and what a look at its record does to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/calendar/pauses.hpp"
#include "steward/model/rule.hpp"

namespace steward::model {

enum class State { open, paused, kept, breached, cancelled };
[[nodiscard]] std::string_view to_string(State state);
[[nodiscard]] std::optional<State> parse_state(std::string_view text);

/// What a promise was given when it opened. An edit of the rule does not change it, unless the rule
/// says so.
struct Terms {
  std::string within;    ///< "2 working days"; "" where the record states the due, or there is none
  int within_row = 0;    ///< of the clock's table, from 1; 0: it has none
  std::string calendar;  ///< its name
  bool operator==(const Terms&) const = default;
};

/// The id of a promise bears the month in which it was opened above its number in the order of
/// opening, which alone makes its reference: all that hangs on it is stored by that month.
[[nodiscard]] constexpr std::int64_t number_of(std::int64_t id) {
  return id & ((std::int64_t{1} << 40) - 1);
}

struct Commitment {
  std::int64_t id = 0;    ///< 0: not stored yet
  std::string reference;  ///< "7K2"
  std::string rule;
  std::string revision;  ///< whose steps and due it keeps until it closes
  std::string entity;
  std::string key;
  State state = State::open;
  bool historic = false;       ///< due before the rule was in force: silent, not in the ledger
  bool recorded_late = false;  ///< breached, then found to have been kept in time
  Instant starts;
  std::optional<Instant> due;  ///< none: an announcement
  /// When the record says it was done; of a live one, that it will be done then, after its due.
  std::optional<Instant> stopped;
  Instant opened_at;                   ///< when steward noticed it
  std::optional<Instant> breached_at;  ///< when steward noticed the breach; the breach is at `due`
  std::string breach;                  ///< "B-2026-00142", or ""
  std::optional<Instant> closed_at;    ///< when steward noticed its end; none: it is live
  std::string assignee;                ///< a staff key, or ""
  std::string assignee_role;           ///< a role, or ""
  std::string client;                  ///< a client's key, or ""
  Terms terms;                         ///< what its due was reckoned by
  /// When its clock stood or will stand still before its due: in order, none touching another. One
  /// without an end is until further notice; then `due` is what it would be if it ended at once.
  std::vector<calendar::Pause> pauses;
  int step_row = 0;                   ///< of the rule's table of steps, from 1; 0: it has none
  std::optional<Instant> occurrence;  ///< the recurrence of the rule's schedule that opened it
  std::optional<Instant> next_at;     ///< of its next step or escalation level; none: nothing waits
  /// When all that hung on it was dropped, because it had ended so long ago: nothing opens it
  /// again.
  std::optional<Instant> forgotten_at;
  bool operator==(const Commitment&) const = default;

  [[nodiscard]] bool is_live() const { return !closed_at; }
  /// From when on it is paused until further notice: it cannot become late.
  [[nodiscard]] std::optional<Instant> held_from() const;
  /// Whether its clock stands still at an instant.
  [[nodiscard]] bool is_paused_at(Instant instant) const;
};

/// What a rule's queries say of one subject.
struct Evaluation {
  std::string key;
  bool active = false;  ///< the condition holds
  std::optional<Instant> starts;
  std::optional<Instant> stops;
  std::optional<Instant> due;
  std::string assignee;
  std::string assignee_role;
  std::string client;
  int within_row = 0;                   ///< of the clock's table, from 1; 0: it has none
  std::optional<Microseconds> within;   ///< what the expression of the clock gives
  std::string calendar;                 ///< likewise; "" when it gives none
  std::vector<calendar::Pause> pauses;  ///< as the record has them: in any order, perhaps inverted
  bool pausing = false;                 ///< of pauses that are observed: the clock stands still now
  bool operator==(const Evaluation&) const = default;
};

enum class TransitionKind {
  opened,
  moved,          ///< `starts` or the stated due changed: same promise, another due
  reassigned,     ///< another assignee or client
  breached,       ///< its due passed unkept
  kept,           ///< done at or before due
  kept_late,      ///< done after due: the breach is over
  recorded_late,  ///< breached, but the record now says it was done in time
  corrected,      ///< the record's stop changed without changing the verdict
  cancelled,      ///< the record no longer asks for it
  reopened,       ///< its stop was withdrawn, or the record asks for it again
  paused,         ///< its clock stands still
  resumed,        ///< it goes on, perhaps to another due
  adjusted,       ///< its length, calendar or pauses changed, and its due did not
  rebased,        ///< the rule or the calendar was edited: its due and steps are the edited one's
  unbreached,     ///< likewise, and what was late is no longer due
};
[[nodiscard]] std::string_view to_string(TransitionKind kind);

struct Transition {
  TransitionKind kind = TransitionKind::opened;
  Commitment after;
  /// When the record changed that led to it; none: an instant came, or a rule was edited.
  std::optional<Instant> changed_at = std::nullopt;
  bool operator==(const Transition&) const = default;
};

/// When a rule came into force, for what its reminders say of the promises that it found.
struct FirstDay {
  Instant begins;                       ///< when it came into force, or later its `effective_from`
  std::optional<Instant> looked_until;  ///< when it had looked at all old records; none: not yet
};

/// What a rule needs to judge a record.
struct Judge {
  const Rule& rule;
  const calendar::Calendar& calendar;
  Instant effective_from;  ///< of the rule; what was due before is historic
  Instant now;
  const RuleSet* set = nullptr;  ///< whose calendars promises name; null: there is `calendar` alone
  std::optional<FirstDay> first_day = std::nullopt;  ///< none: the rule was never in force

  /// The calendar that a promise was given; `calendar` when there is no such one any more.
  [[nodiscard]] const calendar::Calendar& calendar_of(const Commitment& commitment) const;
};

/// What the live rule gives a promise on this record. Errors: `invalid_input` when the record gives
/// no length, one that is not longer than zero, or no calendar that there is.
[[nodiscard]] Result<Terms> terms_of(const Judge& judge, const Evaluation& evaluation);

/// Pauses in order, joined, without those that end by `starts`, or before they begin.
[[nodiscard]] std::vector<calendar::Pause> joined(const std::vector<calendar::Pause>& pauses,
                                                  Instant starts);

/// The due of a new promise on this record; nothing for an announcement. Errors: `invalid_input`
/// when the record states none, when it lies beyond what calendars reach, and as `terms_of`.
[[nodiscard]] Result<std::optional<Instant>> due_of(const Judge& judge,
                                                    const Evaluation& evaluation);

/// Brings the promise of one rule on one subject in line with the record: the transitions, in
/// order, each with the commitment as it is after it. `latest` is the live commitment or, if there
/// is none, the last that was opened; `evaluation` is null when the subject is gone.
///
/// A stop after due that comes before the breach was noticed gives `breached` and `kept_late`
/// together; only the ids of new commitments are left to the caller. The instants are the
/// record's; `judge.now` is only when they were noticed, and when a pause that is observed begins
/// and ends. A live promise of an older revision keeps its terms, unless the rule rebases; it keeps
/// them also where the record gives none any more. Errors: as `due_of`.
[[nodiscard]] Result<std::vector<Transition>> reconcile(const Judge& judge,
                                                        const std::optional<Commitment>& latest,
                                                        const Evaluation* evaluation);

}  // namespace steward::model
