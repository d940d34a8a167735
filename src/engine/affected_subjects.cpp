// SPDX-License-Identifier: MIT
#include "engine/affected_subjects.hpp"

#include <algorithm>
#include <set>

#include "steward/engine/tracker.hpp"

namespace steward::engine {
namespace {

constexpr auto kLimit = Tracker::kMostAffected + 1;

/// Whether a row that passes the read's filters was changed, or came to pass them, or no more.
bool counts(const Change& change, const model::Read& read) {
  if (change.entity != read.entity) return false;
  return std::all_of(
      read.filters.begin(), read.filters.end(), [&](const model::ReadFilter& filter) {
        const auto noted = change.values.find(filter.column);
        return noted != change.values.end() &&
               std::any_of(noted->second.begin(), noted->second.end(), [&](const auto& value) {
                 return std::find(filter.values.begin(), filter.values.end(), value) !=
                        filter.values.end();
               });
      });
}

/// The old and new values of a read's columns over all changes that count for it.
std::vector<std::string> values_of(const std::vector<Change>& changes, const model::Read& read) {
  std::set<std::string> values;
  const auto noted = read.noted();
  for (const auto& change : changes) {
    if (!counts(change, read)) continue;
    const auto found = change.values.find(noted);
    if (found != change.values.end()) values.insert(found->second.begin(), found->second.end());
  }
  return {values.begin(), values.end()};
}

/// What those changes say of promises to clients.
std::vector<Evidence> evidence_of(const std::vector<Change>& changes, const model::Read& read) {
  std::set<Evidence> evidence;
  const auto noted = read.noted();
  for (const auto& change : changes) {
    if (!counts(change, read)) continue;
    const auto clients = change.values.find(noted);
    if (clients == change.values.end()) continue;
    const auto instants =
        read.evidence.empty() ? change.values.end() : change.values.find(read.evidence);
    for (const auto& client : clients->second) {
      if (instants == change.values.end()) {
        evidence.insert({client, std::nullopt});
        continue;
      }
      for (const auto& at : instants->second) evidence.insert({client, at});
    }
  }
  return {evidence.begin(), evidence.end()};
}

}  // namespace

AffectedSubjects::AffectedSubjects(Transaction& transaction, const model::Rule& rule,
                                   const model::Read& read, const std::vector<Change>& changes)
    : transaction_(transaction), rule_(rule), read_(read) {
  if (by_client(rule, read)) {
    evidence_ = evidence_of(changes, read);
    if (!evidence_.empty()) keys_ = transaction.promises_to(rule.name, evidence_, kLimit);
  } else {
    values_ = values_of(changes, read);
    if (!values_.empty()) keys_ = transaction.affected(read.affected, values_, kLimit);
  }
}

bool AffectedSubjects::by_client(const model::Rule& rule, const model::Read& read) {
  return read.by_client && !rule.schedule;
}

bool AffectedSubjects::are_too_many() const {
  return keys_.size() == kLimit;
}

void AffectedSubjects::touch() const {
  if (by_client(rule_, read_)) {
    transaction_.touch_promises_to(rule_.name, evidence_);
  } else {
    transaction_.touch(rule_.name, read_.affected, values_);
  }
}

}  // namespace steward::engine
