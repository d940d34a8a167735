// SPDX-License-Identifier: MIT
#include "engine/stage.hpp"

#include <algorithm>
#include <utility>

#include "engine/addressing.hpp"
#include "engine/commitment_steps.hpp"
#include "engine/exclusion.hpp"
#include "engine/recurrence.hpp"

namespace steward::engine {
namespace {

constexpr std::size_t kBatch = 1000;
/// What comes due again at the same instant: a promise that renews, an escalation without waiting.
constexpr int kMostRounds = 100;

}  // namespace

Stage::Stage(Transaction& observed, const model::RuleSet& set, const DispatchSettings& delivery,
             Instant now, Complain complain)
    : set_(set),
      delivery_(delivery),
      now_(now),
      complain_(std::move(complain)),
      rehearsal_(observed),
      roster_(observed.roster(set.people)) {}

void Stage::turn_page(const std::string& name, const model::Rule* rule, bool promises_only) {
  informed_.clear();
  rehearsal_.turn_page(name, rule, promises_only);
  if (rule != nullptr && !rule->reviews.empty()) suppose_review(*rule);
}

/// The database knows the reviews of the rules in force: of these, it would.
void Stage::suppose_review(const model::Rule& review) {
  const auto* rule = set_.rule(review.reviews);
  if (rule == nullptr || !rule->review_by) return;
  const auto day_after = std::chrono::sys_days(*rule->review_by) + std::chrono::days(1);
  const auto due = set_.zone.to_instant({day_after, {}}) - Microseconds(1);
  for (const auto& known : rehearsal_.evaluate(review.evaluate, {rule->name})) {
    if (known.due == due) return;
  }
  model::Evaluation record;
  record.key = rule->name;
  record.active = true;
  record.starts = now_;
  record.due = due;
  record.assignee_role = rule->owner;
  rehearsal_.suppose(record);
}

void Stage::look(const Activation& activation, const model::Rule* rule,
                 const ActivationPage& page) {
  Judging judging(rehearsal_, set_, now_, complain_);
  judge(judging, activation, rule, page);
  judging.write(Care::none);
  tell(rehearsal_.take_notices(), now_);
}

void Stage::advance(Instant until) {
  rehearsal_.prepare(until);
  Instant last = Instant::min();
  int rounds = 0;
  for (auto next = rehearsal_.earliest_due(); next && *next <= until;
       next = rehearsal_.earliest_due()) {
    const auto at = std::max(now_, *next);
    rounds = at == last ? rounds + 1 : 1;
    last = at;
    if (rounds > kMostRounds) {
      rehearsal_.give_up(at);
      continue;
    }
    const auto due = rehearsal_.claim_due(at, kBatch);
    Judging judging(rehearsal_, set_, at, complain_);
    judging.look_and_fire(due);
    judging.write(Care::none);
    tell(rehearsal_.take_notices(), at);
  }
}

void Stage::advance(Instant until, const model::Rule* rule, const std::vector<std::string>& keys) {
  const bool recurs = rule != nullptr && rule->schedule && !keys.empty();
  const auto begin = recurs && rule->effective_from ? std::max(now_, *rule->effective_from) : now_;
  for (auto at = recurs ? recurrence_after(*rule, begin) : std::nullopt; at && *at <= until;
       at = recurrence_after(*rule, *at)) {
    advance(*at);
    Judging judging(rehearsal_, set_, *at, complain_);
    judging.open(*rule, keys, *at);
    judging.write(Care::none);
    tell(rehearsal_.take_notices(), *at);
  }
  advance(until);
}

std::vector<Foreseen> Stage::take_messages() {
  return std::exchange(messages_, {});
}

void Stage::tell(const std::vector<model::Notice>& notices, Instant at) {
  for (const auto& notice : notices) {
    if (!notice.shadow) tell(notice, at);
  }
}

Background Stage::background(const model::Notice& notice, Instant at) {
  Background background;
  background.commitment = rehearsal_.commitments().at(notice.commitment);
  background.steps = steps_of(rehearsal_, set_, background.commitment);
  exclude(background, rehearsal_, set_, roster_, notice, at);
  if (notice.purpose != model::Purpose::all_clear) return background;
  auto& informed = informed_[notice.commitment];
  if (!DryTransaction::is_made_up(notice.commitment)) {
    const auto stored = rehearsal_.background(notice.commitment, notice.step).informed;
    informed.insert(stored.begin(), stored.end());
  }
  background.informed.assign(informed.begin(), informed.end());
  return background;
}

void Stage::tell(const model::Notice& notice, Instant at) {
  const auto background = this->background(notice, at);
  const bool all_clear = notice.purpose == model::Purpose::all_clear;
  if (!background.commitment.is_live() && !all_clear) return;
  const bool of_trouble =
      notice.purpose == model::Purpose::breach || notice.purpose == model::Purpose::escalation;
  for (const auto& addressed : address(notice, background, set_, roster_, delivery_, at).all) {
    const auto& task = addressed.task;
    if (task.reason) continue;
    messages_.push_back({task.person, task.person_name, task.channel, at, notice.first_day});
    if (of_trouble) informed_[notice.commitment].insert(task.person);
  }
}

}  // namespace steward::engine
