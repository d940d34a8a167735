// SPDX-License-Identifier: MIT
#include "model/timing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::model {
namespace {

using namespace std::chrono_literals;
using calendar::Pause;

/// What was observed of a promise until now, and whether its clock stands still now.
std::vector<Pause> observed(const Commitment* known, bool pausing, Instant now) {
  std::vector<Pause> pauses;
  if (known != nullptr) pauses = known->pauses;
  for (auto& pause : pauses) {
    const bool goes_on = !pause.to && pausing;
    if (!goes_on) pause.to = std::min(pause.to.value_or(now), now);
  }
  const bool stands_still = !pauses.empty() && !pauses.back().to;
  if (pausing && !stands_still) pauses.push_back({now, std::nullopt});
  return pauses;
}

std::vector<Pause> pauses_of(const Judge& judge, const Evaluation& evaluation,
                             const Commitment* known, Instant starts) {
  switch (judge.rule.clock.pauses) {
    case PauseKind::none:
      return {};
    case PauseKind::intervals:
      return joined(evaluation.pauses, starts);
    case PauseKind::observed:
      return joined(observed(known, evaluation.pausing, judge.now), starts);
  }
  return {};
}

std::vector<Pause> before(std::vector<Pause> pauses, const std::optional<Instant>& due) {
  pauses.erase(std::remove_if(pauses.begin(), pauses.end(),
                              [&](const Pause& pause) { return !due || pause.from >= *due; }),
               pauses.end());
  return pauses;
}

Result<calendar::Pauses> bounded(const std::vector<Pause>& pauses) {
  std::vector<Pause> ending;
  std::copy_if(pauses.begin(), pauses.end(), std::back_inserter(ending),
               [](const Pause& pause) { return pause.to.has_value(); });
  return calendar::Pauses::from(std::move(ending));
}

}  // namespace

std::vector<Pause> joined(const std::vector<Pause>& pauses, Instant starts) {
  std::vector<Pause> right;
  std::copy_if(pauses.begin(), pauses.end(), std::back_inserter(right), [&](const Pause& pause) {
    return !pause.to || (*pause.to > pause.from && *pause.to > starts);
  });
  const auto all = calendar::Pauses::from(std::move(right));
  std::vector<Pause> result;
  if (!all) return result;
  for (const auto& interval : all->intervals()) {
    const bool for_good = interval.to == Instant::max();
    result.push_back({interval.from, for_good ? std::nullopt : std::optional(interval.to)});
  }
  return result;
}

const calendar::Calendar& Judge::calendar_of(const Commitment& commitment) const {
  if (set == nullptr) return calendar;
  const auto found = set->calendars.find(commitment.terms.calendar);
  return found == set->calendars.end() ? calendar : found->second;
}

Result<Terms> terms_of(const Judge& judge, const Evaluation& evaluation) {
  const auto& clock = judge.rule.clock;
  Terms terms;
  terms.calendar = clock.calendar.empty() ? evaluation.calendar : clock.calendar;
  if (terms.calendar.empty()) {
    return Error(ErrorCode::invalid_input, "'calendar' gives no calendar");
  }
  if (judge.set != nullptr && !judge.set->calendars.contains(terms.calendar)) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("'calendar' gives '{}', and there is no such one", terms.calendar));
  }
  if (clock.within) {
    terms.within = calendar::to_string(*clock.within);
  } else if (!clock.within_table.empty()) {
    const auto last = static_cast<int>(clock.within_table.size());
    const bool fits = evaluation.within_row > 0 && evaluation.within_row < last;
    terms.within_row = fits ? evaluation.within_row : last;
    const auto& row = clock.within_table[static_cast<std::size_t>(terms.within_row - 1)];
    terms.within = calendar::to_string(row.length);
  } else if (clock.states_within) {
    if (!evaluation.within) return Error(ErrorCode::invalid_input, "'within' gives no length");
    // Lengths are written in whole seconds.
    const auto time = std::chrono::ceil<std::chrono::seconds>(*evaluation.within);
    terms.within = calendar::to_string({calendar::SpanKind::open_time, time, 0});
    if (!calendar::parse_span(terms.within) || *evaluation.within <= 0us) {
      return Error(ErrorCode::invalid_input,
                   fmt::format("'within' gives {}, which is not longer than zero, or beyond 100 "
                               "years",
                               terms.within));
    }
  }
  return terms;
}

Result<Timing> Timing::of(const Judge& judge, const Evaluation& evaluation, const Commitment* known,
                          Instant starts) {
  Timing timing(judge, evaluation, starts);
  if (auto chosen = timing.choose_terms(known); !chosen) return chosen.error();
  timing.pauses_ = pauses_of(judge, evaluation, known, starts);
  const bool unchanged = known != nullptr && known->starts == starts && !timing.rebases_ &&
                         timing.terms_ == known->terms &&
                         before(timing.pauses_, known->due) == known->pauses;
  if (unchanged && !timing.terms_.within.empty()) {
    const bool kept =
        judge.set != nullptr && judge.set->kept_calendars.contains(timing.terms_.calendar);
    timing.due_ = known->due;
    timing.keep_those_before_due();
    if (kept || !known->due || *known->due <= judge.now) return timing;
    // Still ahead: an edited calendar moves it.
    auto again = timing;
    if (again.reckon() && again.due_ != timing.due_) {
      timing = again;
      timing.follows_calendar_ = true;
    }
    return timing;
  }
  if (timing.frozen_) timing.due_ = known->due;
  if (auto reckoned = timing.reckon(); !reckoned) return reckoned.error();
  return timing;
}

Result<> Timing::choose_terms(const Commitment* known) {
  const auto live = terms_of(*judge_, *evaluation_);
  if (known == nullptr) {
    if (!live) return live.error();
    terms_ = *live;
    return {};
  }
  const auto& rule = judge_->rule;
  const bool edited = known->revision != rule.revision;
  rebases_ = edited && rule.on_change == OnChange::rebase && known->is_live() && live;
  const bool keeps = (edited && !rebases_) || known->state == State::breached;
  terms_ = live && (rebases_ || !keeps) ? *live : known->terms;
  // Due by what an older revision had from the record, or announced: nothing counts.
  frozen_ = terms_.within.empty() && !rule.clock.states_due && !rebases_;
  if (frozen_ && known->due && known->starts != starts_ && live) {
    frozen_ = false;
    terms_ = *live;
  }
  return {};
}

Result<> Timing::reckon() {
  if (!terms_.within.empty()) {
    const auto span = calendar::parse_span(terms_.within);
    if (!span) return span.error();
    const auto ending = bounded(pauses_);
    if (!ending) return ending.error();
    Commitment named;
    named.terms = terms_;
    const calendar::PausedCalendar paused(judge_->calendar_of(named), *ending);
    const auto due = paused.due(starts_, *span);
    if (!due) return due.error();
    due_ = *due;
  } else if (!frozen_ && judge_->rule.clock.states_due) {
    if (!evaluation_->due) {
      return Error(ErrorCode::invalid_input,
                   fmt::format("{} {} states no due", judge_->rule.subject, evaluation_->key));
    }
    put_off(*evaluation_->due);
  } else if (!frozen_) {
    due_.reset();
  }
  keep_those_before_due();
  return {};
}

void Timing::put_off(Instant stated) {
  due_ = stated;
  for (const auto& pause : pauses_) {
    if (pause.to && pause.from < stated && stated < *pause.to) due_ = *pause.to;
  }
}

void Timing::keep_those_before_due() {
  pauses_ = before(std::move(pauses_), due_);
}

Result<> Timing::end_pause_at(Instant stop) {
  if (!is_held()) return {};
  auto& last = pauses_.back();
  last.to = std::max(last.from, stop);
  pauses_ = joined(pauses_, starts_);
  return reckon();
}

void Timing::keep_due(std::optional<Instant> due) {
  due_ = due;
  keep_those_before_due();
}

void Timing::apply_to(Commitment& commitment) const {
  commitment.starts = starts_;
  commitment.terms = terms_;
  commitment.pauses = pauses_;
  commitment.due = due_;
  if (!rebases_) return;
  commitment.revision = judge_->rule.revision;
  commitment.step_row = 0;  // of the edited rule's table, which is yet to choose
}

Result<std::optional<Instant>> due_of(const Judge& judge, const Evaluation& evaluation) {
  const auto timing = Timing::of(judge, evaluation, nullptr, *evaluation.starts);
  if (!timing) return timing.error();
  return timing->due();
}

}  // namespace steward::model
