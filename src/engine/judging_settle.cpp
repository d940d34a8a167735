// SPDX-License-Identifier: MIT
// The part of Judging that says what is still to come of a promise: when it wakes next, or how its
// steps end with it.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "engine/judging.hpp"

namespace steward::engine {
namespace {

using model::OutcomeKind;

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a) return b;
  if (!b) return a;
  return std::min(*a, *b);
}

/// Where nothing else is to come, a step that has no instant may have one by then, by another
/// calendar: it is looked at again.
constexpr std::chrono::hours kUnplaced{24};

/// When its clock next stands still, or goes on: it is looked at again then.
std::optional<Instant> next_pause(const model::Commitment& commitment, Instant now) {
  std::optional<Instant> next;
  const bool runs =
      commitment.state == model::State::open || commitment.state == model::State::paused;
  if (!runs || commitment.historic) return next;
  for (const auto& pause : commitment.pauses) {
    if (pause.from > now) next = earlier(next, pause.from);
    if (pause.to && *pause.to > now) next = earlier(next, pause.to);
  }
  return next;
}

}  // namespace

void Judging::settle(const model::Rule& rule, Case& open_case) {
  if (open_case.commitment.is_live()) {
    schedule(open_case, rule);
  } else {
    all_clear(open_case, rule);
    close_steps(open_case, rule);
  }
  save(open_case);
}

void Judging::close_steps(Case& closed, const model::Rule& rule) {
  const auto& commitment = closed.commitment;
  for (const auto& step : closed.steps) {
    // Of a step that repeats the next time is closed: those behind it were never to come.
    const auto acts =
        model::acts_to_come(commitment, {step}, closed.done, calendar_of(commitment, rule));
    if (acts ? acts->empty() : closed.done.contains(step.id)) continue;
    const auto id = acts ? acts->front().id : step.id;
    const auto at = acts ? acts->front().at : now_;
    const auto kind =
        step.breach && commitment.breached_at ? OutcomeKind::already_resolved : OutcomeKind::closed;
    const bool waited = at == model::kUntilFurtherNotice;
    outcomes_.push_back({commitment.id, id, kind, waited ? now_ : at, now_, false});
    closed.done.insert(id);
  }
  for (auto& escalation : closed.escalations) {
    auto level = model::level_to_come(escalation, OutcomeKind::closed, now_);
    if (level && has_level_to_come(escalation)) {
      closed.done.insert(level->step);
      outcomes_.push_back(*std::move(level));
    }
    escalation.next_at.reset();
    escalation.ended_at = now_;
  }
}

bool Judging::has_level_to_come(const model::Escalation& escalation) const {
  const auto chain = set_.chains.find(escalation.chain);
  return chain != set_.chains.end() &&
         static_cast<std::size_t>(escalation.level) < chain->second.levels.size();
}

void Judging::all_clear(const Case& closed, const model::Rule& rule) {
  // A step that an edit put aside told them, too.
  const auto has_acted = [&](const std::string& id) {
    return std::any_of(closed.acted.begin(), closed.acted.end(), [&](const std::string& acted) {
      return acted.substr(0, acted.find('~')) == id;
    });
  };
  const auto told = [&](const model::Step& step) {
    return has_acted(step.id) && ((step.breach && !step.notify.empty()) || !step.escalate.empty());
  };
  if (std::any_of(closed.steps.begin(), closed.steps.end(), told)) {
    add_all_clear(closed.commitment, rule);
  }
}

/// To those who were told of the breach or asked by a chain, whoever they were.
void Judging::add_all_clear(const model::Commitment& commitment, const model::Rule& rule) {
  if (!set_.templates.contains("all-clear")) return;
  model::Notice notice;
  notice.commitment = commitment.id;
  // A promise that is reopened may be over more than once.
  notice.step = "all-clear " + to_rfc3339(now_);
  notice.purpose = model::Purpose::all_clear;
  notice.channels = {model::Channel::email};
  notice.template_name = "all-clear";
  notice.at = now_;
  notice.created_at = now_;
  notice.shadow = rule.mode == model::Mode::shadow;
  notices_.push_back(std::move(notice));
}

void Judging::schedule(Case& open_case, const model::Rule& rule) {
  auto& commitment = open_case.commitment;
  const auto next = model::next_instant(commitment, open_case.steps, open_case.done,
                                        calendar_of(commitment, rule), judge(rule).first_day);
  commitment.next_at = next.at;
  if (next.unplaced) {
    spdlog::warn("{} {}: a step has no instant: {}", rule.name, commitment.reference,
                 next.unplaced->message());
    if (!commitment.next_at) commitment.next_at = now_ + kUnplaced;
  }
  // A stop that lies ahead: looked at again when it has come.
  if (commitment.stopped && *commitment.stopped > now_) {
    commitment.next_at = earlier(commitment.next_at, commitment.stopped);
  }
  commitment.next_at = earlier(commitment.next_at, next_pause(commitment, now_));
  for (const auto& escalation : open_case.escalations) {
    commitment.next_at = earlier(commitment.next_at, escalation.next_at);
  }
}

}  // namespace steward::engine
