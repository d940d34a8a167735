// SPDX-License-Identifier: MIT
#include "steward/engine/answers.hpp"

#include <fmt/format.h>

#include "engine/entry_body.hpp"
#include "steward/base/json.hpp"
#include "steward/base/reference.hpp"

namespace steward::engine {
namespace {

Result<std::string> canonical(const std::string& text) {
  if (text.size() > 2 && (text[0] == 'B' || text[0] == 'b') && text[1] == '-') {
    return "B" + text.substr(1);
  }
  return parse_reference(text);
}

/// Stops what is under way, so that the level that was to come is not needed; what of it the answer
/// should say goes to `result`.
void stop_escalations(Transaction& transaction, const std::string& key, Instant now,
                      Acknowledged& result) {
  auto escalations = transaction.escalations({result.commitment.id});
  std::vector<model::Outcome> outcomes;
  for (auto& escalation : escalations) {
    if (escalation.acknowledged_at) continue;
    result.level = escalation.level;
    result.before = escalation.next_at;
    if (auto level = model::level_to_come(escalation, model::OutcomeKind::acknowledged, now)) {
      outcomes.push_back(*std::move(level));
    }
    escalation = model::after_acknowledgement(escalation, key, now);
  }
  if (!outcomes.empty()) transaction.add(outcomes);
  transaction.save(escalations);
}

void enter(Transaction& transaction, const Acknowledged& result, const std::string& key,
           Instant now) {
  if (result.commitment.breach.empty()) return;
  json::object body;
  body["reference"] = result.commitment.reference;
  body["person"] = key;
  if (result.level) body["level"] = *result.level;
  transaction.add({model::Entry{result.commitment.breach, model::EntryKind::acknowledged,
                                result.commitment.id, now, now, json::serialize(body)}});
}

}  // namespace

Result<Acknowledged> acknowledge(Store& store, const model::PeopleQueries& people,
                                 const std::string& reference, const std::string& person,
                                 Instant now) {
  const auto wanted = canonical(reference);
  if (!wanted) return wanted.error();
  Acknowledged result;
  const auto done = store.transact([&](Transaction& transaction) -> Result<> {
    result = {};
    const auto roster = transaction.roster(people);
    const auto key = roster.find_person(person);
    if (!key) return key.error();
    auto found = transaction.find(*wanted);
    if (!found) {
      return Error(ErrorCode::not_found, fmt::format("nothing has the reference {}", *wanted));
    }
    transaction.lock({{found->entity, found->key}});
    found = transaction.find(*wanted);
    if (!found->is_live()) {
      return Error(ErrorCode::conflict, fmt::format("{} is {} already: nothing is left to take",
                                                    *wanted, model::to_string(found->state)));
    }
    result.commitment = *found;
    result.person = roster.people.at(*key).name;
    transaction.add_answer(found->id, *key, now);
    stop_escalations(transaction, *key, now, result);
    enter(transaction, result, *key, now);
    return {};
  });
  if (!done) return done.error();
  return result;
}

}  // namespace steward::engine
