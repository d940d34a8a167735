// SPDX-License-Identifier: MIT
// Why one record has a promise of a rule or has none, how its due is counted, and what will be
// said about it: found out by the code that decides it, without writing anything.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "steward/calendar/reckoning.hpp"
#include "steward/engine/dispatcher.hpp"
#include "steward/engine/store.hpp"
#include "steward/rules/rule_in_words.hpp"

namespace steward::engine {

enum class Truth { yes, no, unknown };

/// A part of a rule's condition, and whether it holds for the record.
struct Finding {
  rules::ConditionPart::Kind kind = rules::ConditionPart::Kind::test;
  std::string text;                ///< as it is written
  std::string words;               ///< `the client's tier is "priority"`
  std::string contrary;            ///< `the client's tier is not "priority"`
  std::string wish;                ///< `the client's tier were "priority"`
  std::vector<std::string> reads;  ///< of a test: paths
  Truth truth = Truth::unknown;
  std::vector<Finding> parts;
  bool operator==(const Finding&) const = default;
};

/// What stands between a record and a promise: every change of a set is needed; each set would do.
struct Coverage {
  std::vector<std::string> because;            ///< `the client's tier is not "priority"`
  std::vector<std::vector<std::string>> ways;  ///< wishes, `the client's tier were "priority"`
  /// What must stay as it is although it reads what would have to change.
  std::vector<std::string> provided;
  bool operator==(const Coverage&) const = default;
};

/// Why there is a promise, or none.
enum class Standing {
  no_record,     ///< the record is not there
  rule_off,      ///< the rule is off
  not_covered,   ///< the condition does not hold
  not_started,   ///< the record does not say when the clock starts
  no_due,        ///< the record does not state the due
  cannot_judge,  ///< the due cannot be counted
  not_seen,      ///< it is asked for, and no daemon has looked yet
  waits,         ///< the schedule opens one at its next recurrence
  live,          ///< open, paused or breached
  over,          ///< kept or cancelled, and not asked for anew
};

/// A message that one person would get on one channel, or why they would not.
struct ExpectedMessage {
  std::string name;
  std::string address;
  std::string stands_in_for;  ///< who is away, or ""
  std::string role;           ///< by which they are told, or ""
  bool on_duty = false;
  model::Channel channel = model::Channel::email;
  std::optional<model::Suppression> reason;  ///< none: it would be sent
  bool operator==(const ExpectedMessage&) const = default;
};

/// A step, or a level of a chain, that is still to come.
struct Expected {
  Instant at;
  std::string step;  ///< "2", "4/1"
  model::OutcomeKind outcome = model::OutcomeKind::acted;
  model::Purpose purpose = model::Purpose::reminder;
  bool breach = false;  ///< it is entered in the breach log
  std::string begins;   ///< the chain that it begins, or ""
  std::string chain;    ///< the chain that it is a level of, or ""
  int level = 0;
  model::Urgency urgency = model::Urgency::normal;
  bool first_day = false;  ///< it is said with all that the rule's first day says
  std::vector<ExpectedMessage> messages;
  bool operator==(const Expected&) const = default;
};

struct Explanation {
  std::string rule;
  std::string entity;
  std::string key;
  Instant now;
  std::map<std::string, std::optional<std::string>> values;  ///< by path, as text; null: none
  std::optional<Finding> condition;
  std::optional<model::Evaluation> record;      ///< none: it is gone
  std::optional<model::Commitment> commitment;  ///< the live one, else the last
  Standing standing = Standing::no_record;
  std::string trouble;                           ///< of `cannot_judge`: why
  std::vector<model::TransitionKind> pending;    ///< what a daemon will do when it looks
  std::optional<calendar::Reckoning> reckoning;  ///< of a due that is counted
  std::string calendar;                          ///< by which it is counted
  std::optional<Instant> effective_from;         ///< of the rule; none: it was never in force
  Coverage coverage;                             ///< of what has no promise
  std::vector<Expected> ahead;                   ///< if nothing changes and nobody answers
  bool more_ahead = false;                       ///< `ahead` ends before everything is over
};

/// What to explain.
struct ExplainRequest {
  const model::RuleSet& set;
  const model::Rule& rule;
  const rules::RuleInWords& words;
  std::string subject;  ///< "service_deliveries/42", "42", a reference or a breach's
};

/// Reads one snapshot. Errors: `not_found` when there is neither such a record nor such a promise;
/// the store's.
[[nodiscard]] Result<Explanation> explain(Store& store, const ExplainRequest& request,
                                          const DispatchSettings& settings, Instant now);

}  // namespace steward::engine
