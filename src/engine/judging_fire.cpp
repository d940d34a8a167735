// SPDX-License-Identifier: MIT
// The half of Judging that lets steps and escalation levels act.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "engine/judging.hpp"
#include "engine/level_recipients.hpp"
#include "steward/base/reference.hpp"

namespace steward::engine {
namespace {

/// Of more than these it is the answers that take their time, not the asking.
constexpr std::size_t kFew = 8;

/// What is likely to be asked of a few that are due.
void expect_firing(Transaction& transaction, const std::vector<model::Commitment>& due,
                   Instant now) {
  if (due.size() > kFew) return;
  std::vector<std::int64_t> ids;
  bool breaks = false;
  for (const auto& commitment : due) {
    ids.push_back(commitment.id);
    breaks = breaks || (commitment.due && *commitment.due <= now && !commitment.breached_at);
  }
  transaction.expect_steps(ids);
  if (breaks) transaction.expect_clock_jump(now);
}

}  // namespace

void Judging::look_and_fire(const std::vector<model::Commitment>& due) {
  expect_firing(transaction_, due, now_);
  // A stop that is in the CRM is never breached, however far behind the tracker is: look first.
  std::map<std::string, std::vector<model::Commitment>> by_rule;
  for (const auto& commitment : due) by_rule[commitment.rule].push_back(commitment);
  for (const auto& [name, of_rule] : by_rule) {
    std::set<std::string> distinct;
    for (const auto& commitment : of_rule) distinct.insert(commitment.key);
    const std::vector<std::string> keys(distinct.begin(), distinct.end());
    const auto* rule = set_.rule(name);
    if (rule == nullptr || rule->mode == model::Mode::off) {
      // Gone or off: what is due of it is cancelled here, before its activation comes to it.
      withdraw(name, of_rule.front().entity, keys);
    } else if (rule->schedule) {
      reconcile_occurrences(*rule, keys);
    } else {
      // What is due is live, and a record has one that is: there is no later one.
      reconcile(*rule, keys, of_rule);
    }
  }
  fire(due);
}

void Judging::fire(const std::vector<model::Commitment>& claimed) {
  // What was decided in this transaction is not stored yet: it goes before what is.
  std::vector<model::Commitment> due;
  for (const auto& stored : claimed) {
    // Whether it is kept by now is not known.
    if (unjudged_.contains({stored.rule, stored.key})) continue;
    const auto known = commitments_.find(stored.id);
    const auto& commitment = known == commitments_.end() ? stored : known->second;
    if (commitment.is_live() && commitment.next_at && *commitment.next_at <= now_) {
      lag_ = std::max(lag_, now_ - *commitment.next_at);
      due.push_back(commitment);
    }
  }
  auto open_cases = cases(due);
  ask_for_steps(open_cases);
  for (auto& open_case : open_cases) {
    const auto* rule = set_.rule(open_case.commitment.rule);
    if (rule == nullptr || rule->mode == model::Mode::off) continue;
    fire(open_case, *rule);
    schedule(open_case, *rule);
    save(open_case);
  }
}

void Judging::ask_for_steps(std::vector<Case>& open_cases) {
  const auto asks = [](const model::Step& step) {
    return !step.when.empty() || !step.template_table.empty();
  };
  std::map<std::string, std::vector<Case*>> asking;
  for (auto& open_case : open_cases) {
    const auto& steps = open_case.steps;
    if (std::none_of(steps.begin(), steps.end(), asks)) continue;
    asking[open_case.commitment.rule].push_back(&open_case);
  }
  for (const auto& [name, of_rule] : asking) {
    const auto* rule = set_.rule(name);
    if (rule == nullptr) continue;
    std::vector<std::string> keys;
    for (const auto* open_case : of_rule) keys.push_back(open_case->commitment.key);
    const auto answers = ask(transaction_, *rule, keys);
    for (auto* open_case : of_rule) {
      const auto of_record = answers.find(open_case->commitment.key);
      if (of_record != answers.end()) open_case->answers = of_record->second;
    }
  }
}

void Judging::fire(Case& open_case, const model::Rule& rule) {
  const auto judge = this->judge(rule);
  const auto outcomes = model::due_outcomes(open_case.commitment, open_case.steps, open_case.done,
                                            {rule, judge.calendar_of(open_case.commitment),
                                             judge.effective_from, now_, &set_, judge.first_day},
                                            unmet(open_case.steps, open_case.answers));
  for (const auto& outcome : outcomes) {
    outcomes_.push_back(outcome);
    open_case.done.insert(outcome.step);
    act(open_case, rule, outcome);
  }
  act_levels(open_case, rule);
}

void Judging::act(Case& open_case, const model::Rule& rule, const model::Outcome& outcome) {
  const auto step =
      *std::find_if(open_case.steps.begin(), open_case.steps.end(),
                    [&](const model::Step& one) { return one.id == model::step_of(outcome.step); });
  const bool unasked = outcome.kind == model::OutcomeKind::condition_not_met;
  // A promise is broken whether or not anybody is to be told of it.
  if (step.breach && (unasked || outcome.kind == model::OutcomeKind::acted)) {
    breach(open_case.commitment, rule);
  }
  if (outcome.kind != model::OutcomeKind::acted) return;
  if (!step.notify.empty()) notify(open_case, rule, step, outcome);
  if (step.escalate.empty()) return;
  const auto chain = set_.chains.find(step.escalate);
  if (chain == set_.chains.end() || chain->second.levels.empty()) {
    spdlog::warn("{} {}: there is no chain '{}' any more", rule.name,
                 open_case.commitment.reference, step.escalate);
    return;
  }
  model::Escalation escalation;
  escalation.commitment = open_case.commitment.id;
  escalation.step = step.id;
  escalation.chain = step.escalate;
  escalation.started_at = now_;
  escalation.next_at = now_ + chain->second.levels.front().wait;
  open_case.escalations.push_back(std::move(escalation));
}

void Judging::breach(model::Commitment& commitment, const model::Rule& rule) {
  if (commitment.state == model::State::breached) return;
  model::Transition transition{model::TransitionKind::breached, commitment};
  transition.after.state = model::State::breached;
  if (!commitment.breached_at) transition.after.breached_at = now_;
  record(rule, std::move(transition), commitment);
}

void Judging::notify(const Case& open_case, const model::Rule& rule, const model::Step& step,
                     const model::Outcome& outcome) {
  model::Notice notice;
  notice.commitment = open_case.commitment.id;
  notice.step = outcome.step;
  notice.purpose = step.breach                    ? model::Purpose::breach
                   : rule.clock.is_announcement() ? model::Purpose::announcement
                                                  : model::Purpose::reminder;
  notice.recipients = step.notify;
  notice.channels = step.by;
  notice.urgency = step.urgency;
  notice.template_name = template_of(step, open_case.answers);
  notice.never = step.never;
  notice.at = outcome.at;
  notice.created_at = now_;
  notice.late = outcome.late;
  notice.shadow = rule.mode == model::Mode::shadow;
  notice.first_day = outcome.first_day;
  notices_.push_back(std::move(notice));
}

const std::string& Judging::template_of(const model::Step& step, const Answers& answers) {
  const auto row = step.template_table.empty() ? 0 : chosen_row(answers, step.template_table);
  return row >= 1 && row <= step.templates.size() ? step.templates[row - 1] : step.template_name;
}

void Judging::act_levels(Case& open_case, const model::Rule& rule) {
  for (auto& escalation : open_case.escalations) {
    const auto chain = set_.chains.find(escalation.chain);
    while (escalation.next_at && *escalation.next_at <= now_) {
      if (!has_level_to_come(escalation)) {
        escalation.next_at.reset();
        break;
      }
      act_level(open_case, rule, chain->second, escalation);
    }
  }
}

void Judging::act_level(Case& open_case, const model::Rule& rule, const model::Chain& chain,
                        model::Escalation& escalation) {
  const auto& level = chain.levels[static_cast<std::size_t>(escalation.level)];
  const auto at = *escalation.next_at;
  escalation = model::after_level(escalation, chain, now_);
  const auto step = model::level_id(escalation, escalation.level);
  const bool late = now_ - at > std::chrono::minutes(1);
  outcomes_.push_back({open_case.commitment.id, step, model::OutcomeKind::acted, at, now_, late});
  open_case.done.insert(step);

  model::Notice notice;
  notice.commitment = open_case.commitment.id;
  notice.step = step;
  notice.purpose = model::Purpose::escalation;
  notice.level = escalation.level;
  notice.chain = chain.name;
  const auto& asked = recipients_of(level, chain, set_, now_);
  const bool out_of_hours = &asked == &level.out_of_hours;
  notice.recipients = asked;
  notice.channels = level.by;
  notice.urgency = model::Urgency::urgent;
  notice.template_name = level.template_name;
  for (const auto& one : open_case.steps) {
    if (one.id == escalation.step) notice.never = one.never;
  }
  notice.at = at;
  notice.created_at = now_;
  notice.late = late;
  notice.shadow = rule.mode == model::Mode::shadow;
  notices_.push_back(std::move(notice));
  if (has_breach(open_case.commitment)) {
    enter(open_case.commitment, rule, model::EntryKind::escalated, now_,
          fmt::format("{}, level {}{}", chain.name, escalation.level,
                      out_of_hours ? ", out of hours" : ""));
  }
}

}  // namespace steward::engine
