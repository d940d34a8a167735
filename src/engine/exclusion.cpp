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

bool is_among(const model::Recipient& recipient, const std::vector<model::Recipient>& some) {
  return std::find(some.begin(), some.end(), recipient) != some.end();
}

bool asks_for(const model::Rule& rule, const model::Recipient& recipient) {
  return is_among(recipient, rule.never) ||
         std::any_of(rule.steps.begin(), rule.steps.end(),
                     [&](const model::Step& step) { return is_among(recipient, step.never); });
}

bool is_asked(const model::Recipient& recipient) {
  return recipient.kind == model::RecipientKind::record;
}

}  // namespace

void exclude(Background& background, Transaction& transaction, const model::RuleSet& set,
             const model::Roster& roster, const model::Notice& notice, Instant now) {
  const auto& commitment = background.commitment;
  auto never = notice.never;
  const auto* rule = set.rule(commitment.rule);
  if (rule != nullptr) never.insert(never.end(), rule->never.begin(), rule->never.end());
  Answers answers;
  if (rule != nullptr && std::any_of(never.begin(), never.end(), is_asked)) {
    answers = ask(transaction, *rule, {commitment.key})[commitment.key];
  }
  for (auto recipient : never) {
    if (is_asked(recipient)) {
      if (rule == nullptr || !asks_for(*rule, recipient)) background.knows_excluded = false;
      recipient = named_by_record(recipient, answers);
    }
    if (recipient.kind == model::RecipientKind::assignee && recipient.name.empty()) {
      recipient = assignee_of(commitment);
    }
    background.excluded.merge(roster.meant_by(recipient, now));
  }
}

}  // namespace steward::engine
