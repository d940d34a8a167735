// SPDX-License-Identifier: MIT
// What a rule asks of its records when a promise opens, a step acts or a notice is addressed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// By the name in `Rule::asked`: "true", "2", "person:12"; nulls are left out.
using Answers = std::map<std::string, std::string, std::less<>>;

/// The answers of each record that there is, by its key. Nothing is asked of a rule that asks
/// nothing.
[[nodiscard]] std::map<std::string, Answers> ask(Transaction& transaction, const model::Rule& rule,
                                                 const std::vector<std::string>& keys);

/// The conditions of steps that do not hold. One that the rule of today does not know any more
/// holds.
[[nodiscard]] std::set<std::string> unmet(const std::vector<model::Step>& steps,
                                          const Answers& answers);

/// The row that a table chose, from 1; 0 when it is not known.
[[nodiscard]] std::size_t chosen_row(const Answers& answers, const std::string& table);

}  // namespace steward::engine
