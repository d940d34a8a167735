// SPDX-License-Identifier: MIT
// Which steps of a commitment act now, which are passed over and why, and when it wakes next.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "steward/model/commitment.hpp"

namespace steward::model {

/// How a step ended. Every step of a commitment ends in exactly one of these.
enum class OutcomeKind {
  acted,              ///< it did what it says
  before_start,       ///< skipped: it would lie before the clock's start
  before_activation,  ///< skipped: it lay before the rule came into force
  collapsed,          ///< passed over in an outage: a later step says it
  already_resolved,   ///< what it would say is over: done, though late, before it could act
  closed,             ///< the promise closed before its instant
  acknowledged,       ///< an escalation level that was not needed: somebody answered
  condition_not_met,  ///< skipped: its own condition did not hold at its instant
};
[[nodiscard]] std::string_view to_string(OutcomeKind kind);
[[nodiscard]] std::optional<OutcomeKind> parse_outcome_kind(std::string_view text);

/// The outcome of a step, of one of its repetitions ("3#2": its second time), or of a level of its
/// escalation ("3/1": level 1 of step 3).
struct Outcome {
  std::int64_t commitment = 0;
  std::string step;
  OutcomeKind kind = OutcomeKind::acted;
  Instant at;         ///< the instant at which it was to act
  Instant acted_at;   ///< when it was decided
  bool late = false;  ///< acted more than a minute after its instant
  /// It acted with all that its rule's first day says. Not stored: its notice has it.
  bool first_day = false;
  bool operator==(const Outcome&) const = default;
};

/// The instant of a step that waits for a pause whose end nobody knows.
inline constexpr Instant kUntilFurtherNotice = Instant::max();

/// One time at which a step acts. A repeated step does so again and again, each time by an id of
/// its own.
struct Act {
  const Step* step = nullptr;  ///< not owned
  std::string id;
  Instant at;
  Instant acts_at;         ///< `at`, or before it: when its rule's first day begins
  bool first_day = false;  ///< it is said with all that the first day says
};

/// Reminders of so long after a rule came into force are said when it does.
inline constexpr std::chrono::hours kFirstDay{24};

/// "3" of "3" and of "3#2".
[[nodiscard]] std::string_view step_of(std::string_view act);

/// The steps that a commitment has: all, or of a table those of its row.
[[nodiscard]] std::vector<Step> steps_for(const Commitment& commitment,
                                          const std::vector<Step>& steps);

/// All times at which steps act and that are not in `done`, by instant. Errors: as `instant_of`, of
/// any of them.
[[nodiscard]] Result<std::vector<Act>> acts_to_come(const Commitment& commitment,
                                                    const std::vector<Step>& steps,
                                                    const std::set<std::string>& done,
                                                    const calendar::Calendar& calendar);

/// A step's instant for a commitment, by the calendar that it was given. One that would lie before
/// due and within a pause waits for its end. Errors: `invalid_input` from the calendar.
[[nodiscard]] Result<Instant> instant_of(const Moment& moment, const Commitment& commitment,
                                         const calendar::Calendar& calendar);

/// The outcomes of every step whose instant has come and that is not in `done`, by instant.
/// Reminders to the same people that were passed over together collapse into the latest of them,
/// and into a breach that acts with them; breaches and escalations always act. `unmet` are the
/// conditions of steps that do not hold.
///
/// Of a promise that the rule found when it came into force, the reminders of its first day act
/// when that begins, before their instants: the first to the same people acts, the others collapse.
/// Ordinary ones alone, not urgent and without a condition of their own, that warn before due. A
/// step that has no instant is passed over.
[[nodiscard]] std::vector<Outcome> due_outcomes(const Commitment& commitment,
                                                const std::vector<Step>& steps,
                                                const std::set<std::string>& done,
                                                const Judge& judge,
                                                const std::set<std::string>& unmet = {});

/// When a step acts that is not in `done`. A step that has no instant is passed over.
struct NextInstant {
  std::optional<Instant> at;      ///< the earliest; nothing for closed and historic promises
  std::optional<Error> unplaced;  ///< why the first such step has none (`instant_of`)
};
[[nodiscard]] NextInstant next_instant(const Commitment& commitment, const std::vector<Step>& steps,
                                       const std::set<std::string>& done,
                                       const calendar::Calendar& calendar,
                                       const std::optional<FirstDay>& first_day = std::nullopt);

}  // namespace steward::model
