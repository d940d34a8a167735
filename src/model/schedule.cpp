// SPDX-License-Identifier: MIT
#include "steward/model/schedule.hpp"

#include <algorithm>

#include "model/enum_names.hpp"

namespace steward::model {
namespace {

constexpr EnumNames<OutcomeKind, 7> kOutcomes{
    {{OutcomeKind::acted, "acted"},
     {OutcomeKind::before_start, "before start"},
     {OutcomeKind::before_activation, "before activation"},
     {OutcomeKind::collapsed, "collapsed"},
     {OutcomeKind::already_resolved, "already resolved"},
     {OutcomeKind::closed, "closed"},
     {OutcomeKind::acknowledged, "acknowledged"}}};

constexpr Microseconds kLate = std::chrono::minutes(1);

struct DueStep {
  const Step* step;
  Instant at;
};

bool is_reminder(const Step& step) {
  return !step.breach && step.escalate.empty();
}

OutcomeKind kind_of(const DueStep& due, const std::vector<DueStep>& together,
                    const Commitment& commitment, const Judge& judge) {
  if (due.at < commitment.starts) return OutcomeKind::before_start;
  if (due.at < judge.effective_from && !judge.rule.retroactive) {
    return OutcomeKind::before_activation;
  }
  if (!is_reminder(*due.step)) return OutcomeKind::acted;
  const bool said_by_a_later_one =
      std::any_of(together.begin(), together.end(), [&](const DueStep& other) {
        if (other.at <= due.at || other.step == due.step) return false;
        return other.step->breach ||
               (is_reminder(*other.step) && other.step->notify == due.step->notify);
      });
  return said_by_a_later_one ? OutcomeKind::collapsed : OutcomeKind::acted;
}

}  // namespace

std::string_view to_string(OutcomeKind kind) {
  return name_of(kOutcomes, kind);
}
std::optional<OutcomeKind> parse_outcome_kind(std::string_view text) {
  return value_of(kOutcomes, text);
}

Result<Instant> instant_of(const Moment& moment, const Commitment& commitment,
                           const calendar::Calendar& calendar) {
  if (moment.percent) {
    return calendar.share(commitment.starts, *commitment.due, *moment.percent);
  }
  const Instant anchor =
      moment.anchor == Anchor::start || !commitment.due ? commitment.starts : *commitment.due;
  if (!moment.working) return anchor + moment.offset;
  return calendar.add(anchor, moment.offset);
}

Result<std::vector<Outcome>> due_outcomes(const Commitment& commitment,
                                          const std::vector<Step>& steps,
                                          const std::set<std::string>& done, const Judge& judge) {
  std::vector<DueStep> together;
  for (const auto& step : steps) {
    if (done.contains(step.id)) continue;
    const auto at = instant_of(step.at, commitment, judge.calendar);
    if (!at) return at.error();
    if (*at <= judge.now) together.push_back({&step, *at});
  }
  std::stable_sort(together.begin(), together.end(),
                   [](const DueStep& a, const DueStep& b) { return a.at < b.at; });
  std::vector<Outcome> outcomes;
  for (const auto& due : together) {
    const auto kind = kind_of(due, together, commitment, judge);
    const bool late = kind == OutcomeKind::acted && judge.now - due.at > kLate;
    outcomes.push_back({commitment.id, due.step->id, kind, due.at, judge.now, late});
  }
  return outcomes;
}

Result<std::optional<Instant>> next_instant(const Commitment& commitment,
                                            const std::vector<Step>& steps,
                                            const std::set<std::string>& done,
                                            const calendar::Calendar& calendar) {
  std::optional<Instant> next;
  if (!commitment.is_live() || commitment.historic) return next;
  for (const auto& step : steps) {
    if (done.contains(step.id)) continue;
    const auto at = instant_of(step.at, commitment, calendar);
    if (!at) return at.error();
    if (!next || *at < *next) next = *at;
  }
  return next;
}

}  // namespace steward::model
