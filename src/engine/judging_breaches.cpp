// SPDX-License-Identifier: MIT
// The part of Judging that enters in the breach log what became of a breach, and what its record
// said.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "engine/entry_body.hpp"
#include "engine/judging.hpp"
#include "steward/base/reference.hpp"

namespace steward::engine {

/// Its number may still be to come.
bool Judging::has_breach(const model::Commitment& commitment) const {
  return !commitment.breach.empty() || unnumbered_.contains(commitment.id);
}

void Judging::enter(const model::Commitment& commitment, const model::Rule& rule,
                    model::EntryKind kind, Instant at, const std::string& detail) {
  using enum model::EntryKind;
  const bool takes_back = kind == withdrawn || kind == moved || kind == rectified;
  entries_.push_back({commitment.breach, kind, commitment.id, at, looked_at_,
                      entry_body(commitment, rule, at, looked_at_, detail,
                                 takes_back ? reason_of_edit(rule.name) : std::string(),
                                 kind == breached ? doubt_of_clock() : std::string())});
}

/// Why the instant of noticing can be doubted; "" when it cannot.
const std::string& Judging::doubt_of_clock() {
  if (!doubt_) {
    const auto jump = transaction_.last_clock_jump(looked_at_);
    doubt_ = jump ? "the server's clock had jumped " + to_words(*jump) : std::string();
  }
  return *doubt_;
}

/// Why a person let the rule do what it does now, while it still looks at what there was before.
std::string Judging::reason_of_edit(const std::string& rule) {
  const auto activation = activations_.find(rule);
  if (activation == activations_.end() || activation->second.done) return {};
  if (!reason_) {
    const auto load = transaction_.load_book().last_in_force();
    reason_ = load ? load->reason : std::string();
  }
  return *reason_;
}

/// Last: nobody else can number a breach until this transaction has ended.
void Judging::number_breaches() {
  std::map<int, std::size_t> counts;
  for (const auto& [id, year] : unnumbered_) ++counts[year];
  std::map<int, std::int64_t> next;
  for (const auto& [year, count] : counts) {
    next[year] = transaction_.next_breach_numbers(year, count);
  }
  for (const auto& [id, year] : unnumbered_) {
    commitments_.at(id).breach = breach_reference(year, next.at(year)++);
  }
  for (auto& entry : entries_) {
    if (entry.breach.empty()) entry.breach = commitments_.at(entry.commitment).breach;
  }
}

void Judging::add_facts(Care care) {
  for (const auto& [rule, of_rule] : facts_) {
    std::vector<FactsOf> promises;
    for (const auto& [id, promise] : of_rule) promises.push_back(promise);
    if (care == Care::none) {
      transaction_.add_facts(rule->grounds, promises);
    } else {
      add_facts_with_care(*rule, promises);
    }
  }
}

/// A breach is entered though a record cannot be read for it. What fails for another reason is no
/// record's.
void Judging::add_facts_with_care(const model::Rule& rule, const std::vector<FactsOf>& promises) {
  const auto added = transaction_.attempt([&] { transaction_.add_facts(rule.grounds, promises); });
  if (added) return;
  const bool is_records = added.error().code() == ErrorCode::invalid_input;
  if (!is_records && added.error().code() != ErrorCode::timed_out) {
    transaction_.add_facts(rule.grounds, promises);
  } else if (is_records && promises.size() > 1) {
    const auto middle = promises.begin() + static_cast<std::ptrdiff_t>(promises.size() / 2);
    add_facts_with_care(rule, {promises.begin(), middle});
    add_facts_with_care(rule, {middle, promises.end()});
  } else {
    spdlog::warn("{}: what the records of {} breaches say is not kept, {} among them: {}",
                 rule.name, promises.size(), promises.front().key, added.error().message());
  }
}

}  // namespace steward::engine
