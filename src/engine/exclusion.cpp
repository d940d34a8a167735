// SPDX-License-Identifier: MIT
#include "engine/exclusion.hpp"

#include <algorithm>

#include "engine/asked.hpp"
#include "engine/wording.hpp"

namespace steward::engine {
namespace {

/// Whom the record names; an address, which stands for nobody, when it names nobody.
model::Recipient named_by_record(const model::Recipient& recipient, const Answers& answers) {
  const model::Recipient nobody{model::RecipientKind::address, {}};
  const auto answer = answers.find(recipient.name);
  if (answer == answers.end()) return nobody;
  return model::parse_recipient(answer->second).value_or(nobody);
}

bool is_asked(const model::Recipient& recipient) {
  return recipient.kind == model::RecipientKind::record;
}

}  // namespace

std::set<std::string> excluded_from(Transaction& transaction, const model::RuleSet& set,
                                    const model::Roster& roster, const model::Notice& notice,
                                    const model::Commitment& commitment, Instant now) {
  auto never = notice.never;
  const auto* rule = set.rule(commitment.rule);
  if (rule != nullptr) never.insert(never.end(), rule->never.begin(), rule->never.end());
  Answers answers;
  if (rule != nullptr && std::any_of(never.begin(), never.end(), is_asked)) {
    answers = ask(transaction, *rule, {commitment.key})[commitment.key];
  }
  std::set<std::string> excluded;
  for (auto recipient : never) {
    if (is_asked(recipient)) recipient = named_by_record(recipient, answers);
    if (recipient.kind == model::RecipientKind::assignee && recipient.name.empty()) {
      recipient = assignee_of(commitment);
    }
    excluded.merge(roster.meant_by(recipient, now));
  }
  return excluded;
}

}  // namespace steward::engine
