// SPDX-License-Identifier: MIT
// The whole sentences that the engine knows and a template cannot: why this person, what happens
// next.
#pragma once

#include <string>
#include <vector>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// Why this person is told. `unreachable` names those who should have been told instead, and why
/// they could not be.
[[nodiscard]] std::string why_them(
    const model::Notice& notice, const model::Addressee& addressee,
    const std::vector<std::pair<std::string, model::Suppression>>& unreachable,
    const calendar::Zone& zone, Instant now);

/// What happens if nobody answers or does it, and to whom; `reader` is "you" there, or left out.
/// "" when nothing does.
[[nodiscard]] std::string what_next(const model::Notice& notice, const Background& background,
                                    const model::RuleSet& set, const model::Roster& roster,
                                    const std::string& reader, const calendar::Zone& zone,
                                    Instant now);

/// Whose a commitment is: a person or, where the record names none, a role.
[[nodiscard]] model::Recipient assignee_of(const model::Commitment& commitment);

/// Who was told before, a line each: "01:54 EST Sam Hill: email and SMS sent".
[[nodiscard]] std::vector<std::string> lines_of(const std::vector<Told>& told,
                                                const calendar::Zone& zone);

/// Why this person is told of several promises, from what `why_them` says of each, once each.
[[nodiscard]] std::string why_all(const std::vector<std::string>& reasons);

/// "the rule 'follow-up' is new", "the rules 'a' and 'b' are new" or "3 rules are new".
[[nodiscard]] std::string what_is_new(const std::vector<std::string>& rules);

/// "Ana", "Ana and Luis", "Ana, Luis and Kay".
[[nodiscard]] std::string in_words(const std::vector<std::string>& names);

}  // namespace steward::engine
