// SPDX-License-Identifier: MIT
// The part of Judging for rules with a schedule. Each recurrence is a promise of its own, so a
// record may have several live ones: a week that was missed stays missed when the next comes.
#include <algorithm>

#include "engine/judging.hpp"

namespace steward::engine {
namespace {

/// What the record says of the promise of one recurrence. It starts at the recurrence, and what was
/// done before that was done for an earlier one.
model::Evaluation for_occurrence(model::Evaluation record, Instant occurrence) {
  record.starts = occurrence;
  if (record.stops && *record.stops < occurrence) record.stops.reset();
  return record;
}

/// Of a promise that was opened before. Once kept it is over: what is done later is done again, for
/// the next one.
model::Evaluation for_promise(const model::Evaluation& record, const model::Commitment& known) {
  auto own = for_occurrence(record, known.occurrence.value_or(known.starts));
  const bool kept = known.state == model::State::kept && known.stopped;
  if (kept && own.stops && *own.stops > *known.stopped) own.stops = known.stopped;
  return own;
}

}  // namespace

void Judging::reconcile_occurrences(const model::Rule& rule, const std::vector<std::string>& keys) {
  const auto records = evaluate(rule, keys);
  const auto judge = this->judge(rule);
  std::vector<std::vector<model::Transition>> all;
  for (const auto& known : transaction_.occurrences(rule.name, keys)) {
    const auto record = records.find(known.key);
    if (record == records.end()) {
      all.push_back(judged(judge, known, known.key, nullptr));
      continue;
    }
    const auto own = for_promise(record->second, known);
    all.push_back(judged(judge, known, known.key, &own));
  }
  apply(rule, std::move(all));
}

void Judging::open(const model::Rule& rule, const std::vector<std::string>& keys,
                   Instant occurrence) {
  const auto records = evaluate(rule, keys);
  const auto judge = this->judge(rule);
  std::map<std::string, std::vector<model::Commitment>> known;
  for (auto& commitment : transaction_.occurrences(rule.name, keys)) {
    known[commitment.key].push_back(std::move(commitment));
  }
  const auto promised = transaction_.promised(rule.name, keys, occurrence);
  std::vector<std::vector<model::Transition>> all;
  for (const auto& [key, record] : records) {
    const auto& before = known[key];
    for (const auto& one : before) {
      // An announcement has no end of its own: the next one takes its place.
      if (!one.is_live() || one.due || one.occurrence >= occurrence) continue;
      auto own = for_promise(record, one);
      own.stops = occurrence;
      all.push_back(judged(judge, one, key, &own));
    }
    if (promised.contains(key)) continue;
    const auto own = for_occurrence(record, occurrence);
    auto opened = judged(judge, std::nullopt, key, &own);
    for (auto& transition : opened) transition.after.occurrence = occurrence;
    all.push_back(std::move(opened));
  }
  apply(rule, std::move(all));
}

}  // namespace steward::engine
