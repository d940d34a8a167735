// SPDX-License-Identifier: MIT
#include "steward/model/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "model/enum_names.hpp"

namespace steward::model {
namespace {

constexpr EnumNames<OutcomeKind, 8> kOutcomeKinds{
    {{OutcomeKind::acted, "acted"},
     {OutcomeKind::before_start, "before start"},
     {OutcomeKind::before_activation, "before activation"},
     {OutcomeKind::collapsed, "collapsed"},
     {OutcomeKind::already_resolved, "already resolved"},
     {OutcomeKind::closed, "closed"},
     {OutcomeKind::acknowledged, "acknowledged"},
     {OutcomeKind::condition_not_met, "condition not met"}}};

constexpr Microseconds kLate = std::chrono::minutes(1);

bool is_reminder(const Step& step) {
  return !step.breach && step.escalate.empty();
}

std::string act_id(const Step& step, int number) {
  return number == 1 ? step.id : fmt::format("{}#{}", step.id, number);
}

/// The share of the open time from start to due, and as much after due as there is beyond it.
/// `Clock`: a calendar, or one with pauses cut out.
template <class Clock>
Result<Instant> share_of_time(int percent, const Commitment& commitment, const Clock& calendar) {
  if (percent <= 100) return calendar.share(commitment.starts, *commitment.due, percent);
  const auto whole = calendar.between(commitment.starts, *commitment.due);
  if (!whole) return whole.error();
  const int beyond = percent - 100;
  const auto rest = calendar::share_of(*whole, beyond % 100);
  if (!rest) return rest.error();
  return calendar.add(*commitment.due, *whole * (beyond / 100) + *rest);
}

template <class Clock>
Result<Instant> instant_by(const Moment& moment, const Commitment& commitment, const Clock& clock) {
  if (moment.percent) return share_of_time(*moment.percent, commitment, clock);
  const Instant anchor =
      moment.anchor == Anchor::start || !commitment.due ? commitment.starts : *commitment.due;
  if (moment.span) return clock.due(anchor, *moment.span);
  if (!moment.working) return anchor + moment.offset;
  return clock.add(anchor, moment.offset);
}

/// Without one that is until further notice.
Result<calendar::Pauses> ending_pauses(const Commitment& commitment) {
  auto pauses = commitment.pauses;
  if (!pauses.empty() && !pauses.back().to) pauses.pop_back();
  return calendar::Pauses::from(std::move(pauses));
}

/// What would come before due and within a pause waits for its end. After due nothing waits.
Instant after_pauses(Instant at, const Commitment& commitment) {
  if (const auto held = commitment.held_from(); held && at > *held) return kUntilFurtherNotice;
  if (commitment.due && at >= *commitment.due) return at;
  for (const auto& pause : commitment.pauses) {
    if (pause.to && pause.from < at && at < *pause.to) return *pause.to;
  }
  return at;
}

Result<Instant> repeated(Instant first, const Repeat& repeat, int number,
                         const Commitment& commitment, const calendar::Calendar& calendar) {
  const auto after = repeat.every * (number - 1);
  if (!repeat.working) return after_pauses(first + after, commitment);
  const auto pauses = ending_pauses(commitment);
  if (!pauses) return pauses.error();
  const auto at = calendar::PausedCalendar(calendar, *pauses).add(first, after);
  if (!at) return at.error();
  return after_pauses(*at, commitment);
}

/// The instant at which a step acts for the nth time, from 1; nothing when it does not any more.
Result<std::optional<Instant>> nth_instant(const Step& step, int number,
                                           const Commitment& commitment,
                                           const calendar::Calendar& calendar) {
  const auto first = instant_of(step.at, commitment, calendar);
  if (!first) return first.error();
  if (number == 1) return std::optional(*first);
  const auto& repeat = *step.repeat;
  if (number > repeat.times || *first == kUntilFurtherNotice) return std::optional<Instant>();
  const auto at = repeated(*first, repeat, number, commitment, calendar);
  if (!at) return at.error();
  if (repeat.until) {
    const auto last = instant_of(*repeat.until, commitment, calendar);
    if (!last) return last.error();
    if (*at > *last) return std::optional<Instant>();
  }
  return std::optional(*at);
}

const FirstDay* pointer_to(const std::optional<FirstDay>& day) {
  return day ? &*day : nullptr;
}

/// The promise was there before its rule, and its clock runs when the rule's first day begins.
bool was_found(const Commitment& commitment, const FirstDay& day) {
  // What a schedule missed opens afterwards, whenever it gets to it.
  return !commitment.occurrence && commitment.starts < day.begins &&
         (!day.looked_until || commitment.opened_at <= *day.looked_until) &&
         !commitment.is_paused_at(day.begins);
}

/// What warns before due may be said early. A condition is asked at its own instant, and what tells
/// that something is late must wait until it is.
bool is_of_first_day(const Step& step, Instant at, const Commitment& commitment,
                     const FirstDay* day) {
  return day != nullptr && is_reminder(step) && step.urgency == Urgency::normal &&
         step.when.empty() && commitment.due && at < *commitment.due &&
         at < day->begins + kFirstDay && was_found(commitment, *day);
}

/// Gives each act that is not in `done` to `take`, step by step, while that answers true. A step
/// that has no instant holds up none of the others: answers why the first such has none.
template <class Take>
std::optional<Error> each_act(const Commitment& commitment, const std::vector<Step>& steps,
                              const std::set<std::string>& done, const calendar::Calendar& calendar,
                              const FirstDay* first_day, Take take) {
  std::optional<Error> unplaced;
  for (const auto& step : steps) {
    const int most = step.repeat ? step.repeat->times : 1;
    for (int number = 1; number <= most; ++number) {
      auto id = act_id(step, number);
      if (done.contains(id)) continue;
      const auto at = nth_instant(step, number, commitment, calendar);
      if (!at && !unplaced) unplaced = at.error();
      if (!at || !*at) break;
      const bool early = is_of_first_day(step, **at, commitment, first_day);
      const auto acts_at = early ? std::min(**at, first_day->begins) : **at;
      if (!take(Act{&step, std::move(id), **at, acts_at, early})) break;
    }
  }
  return unplaced;
}

void sort_by_instant(std::vector<Act>& acts) {
  std::stable_sort(acts.begin(), acts.end(),
                   [](const Act& a, const Act& b) { return a.at < b.at; });
}

class Verdict {
 public:
  Verdict(const std::vector<Act>& together, const Commitment& commitment, const Judge& judge,
          const std::set<std::string>& unmet)
      : together_(together), commitment_(commitment), judge_(judge), unmet_(unmet) {}

  /// In the order of instants.
  OutcomeKind on(const Act& act) {
    if (act.at < commitment_.starts) return OutcomeKind::before_start;
    if (act.at < judge_.effective_from && !judge_.rule.retroactive) {
      return OutcomeKind::before_activation;
    }
    if (!is_met(*act.step)) return OutcomeKind::condition_not_met;
    if (is_reminder(*act.step) && (is_said_later(act) || is_said_already(act))) {
      return OutcomeKind::collapsed;
    }
    if (act.first_day) said_.push_back(act.step);
    return OutcomeKind::acted;
  }

 private:
  bool is_met(const Step& step) const { return step.when.empty() || !unmet_.contains(step.when); }

  bool is_said_later(const Act& act) const {
    return std::any_of(together_.begin(), together_.end(), [&](const Act& other) {
      // Times of one step that waited for the end of one pause come together.
      const bool is_later =
          other.at > act.at || (other.at == act.at && other.step == act.step && &other > &act);
      if (!is_later || !is_met(*other.step)) return false;
      return other.step->breach || (is_reminder(*other.step) && !other.first_day &&
                                    other.step->notify == act.step->notify);
    });
  }

  /// What the first day says is said at once: there is nothing to wait for.
  bool is_said_already(const Act& act) const {
    return act.first_day && std::any_of(said_.begin(), said_.end(), [&](const Step* step) {
             return step->notify == act.step->notify;
           });
  }

  const std::vector<Act>& together_;
  const Commitment& commitment_;
  const Judge& judge_;
  const std::set<std::string>& unmet_;
  std::vector<const Step*> said_;  ///< with the first day
};

}  // namespace

std::string_view to_string(OutcomeKind kind) {
  return name_of(kOutcomeKinds, kind);
}
std::optional<OutcomeKind> parse_outcome_kind(std::string_view text) {
  return value_of(kOutcomeKinds, text);
}

std::string_view step_of(std::string_view act) {
  return act.substr(0, act.find('#'));
}

std::vector<Step> steps_for(const Commitment& commitment, const std::vector<Step>& steps) {
  std::vector<Step> own;
  std::copy_if(steps.begin(), steps.end(), std::back_inserter(own),
               [&](const Step& step) { return step.row == 0 || step.row == commitment.step_row; });
  return own;
}

Result<std::vector<Act>> acts_to_come(const Commitment& commitment, const std::vector<Step>& steps,
                                      const std::set<std::string>& done,
                                      const calendar::Calendar& calendar) {
  std::vector<Act> acts;
  auto unplaced = each_act(commitment, steps, done, calendar, nullptr, [&](Act act) {
    acts.push_back(std::move(act));
    return true;
  });
  if (unplaced) return *std::move(unplaced);
  sort_by_instant(acts);
  return acts;
}

Result<Instant> instant_of(const Moment& moment, const Commitment& commitment,
                           const calendar::Calendar& calendar) {
  if (commitment.pauses.empty()) return instant_by(moment, commitment, calendar);
  const auto pauses = ending_pauses(commitment);
  if (!pauses) return pauses.error();
  const auto at = instant_by(moment, commitment, calendar::PausedCalendar(calendar, *pauses));
  if (!at) return at.error();
  return after_pauses(*at, commitment);
}

std::vector<Outcome> due_outcomes(const Commitment& commitment, const std::vector<Step>& steps,
                                  const std::set<std::string>& done, const Judge& judge,
                                  const std::set<std::string>& unmet) {
  std::vector<Act> together;
  each_act(commitment, steps, done, judge.calendar, pointer_to(judge.first_day), [&](Act act) {
    if (act.acts_at > judge.now) return false;
    together.push_back(std::move(act));
    return true;
  });
  sort_by_instant(together);
  Verdict verdict(together, commitment, judge, unmet);
  std::vector<Outcome> outcomes;
  for (const auto& act : together) {
    const auto kind = verdict.on(act);
    const bool acted = kind == OutcomeKind::acted;
    const bool late = acted && judge.now - act.at > kLate;
    outcomes.push_back(
        {commitment.id, act.id, kind, act.at, judge.now, late, acted && act.first_day});
  }
  return outcomes;
}

NextInstant next_instant(const Commitment& commitment, const std::vector<Step>& steps,
                         const std::set<std::string>& done, const calendar::Calendar& calendar,
                         const std::optional<FirstDay>& first_day) {
  NextInstant next;
  if (!commitment.is_live() || commitment.historic) return next;
  next.unplaced =
      each_act(commitment, steps, done, calendar, pointer_to(first_day), [&](const Act& act) {
        const bool ends = act.at != kUntilFurtherNotice;
        if (ends && (!next.at || act.acts_at < *next.at)) next.at = act.acts_at;
        return false;
      });
  return next;
}

}  // namespace steward::model
