// SPDX-License-Identifier: MIT
#include "engine/subject_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "steward/base/reference.hpp"
#include "steward/model/possible_key.hpp"

namespace steward::engine {
namespace {

bool is_number(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

Error neither(const std::string& name, const model::Rule& rule) {
  return {ErrorCode::not_found,
          fmt::format("'{}' is neither a record of {} nor the reference of a promise", name,
                      rule.subject)};
}

std::optional<model::Commitment> by_reference(Transaction& transaction, const std::string& name) {
  auto upper = name;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (upper.starts_with("B-")) return transaction.find(upper);
  const auto reference = parse_reference(name);
  return reference ? transaction.find(*reference) : std::nullopt;
}

}  // namespace

Result<std::string> find_subject(Transaction& transaction, const model::Catalog& catalog,
                                 const model::Rule& rule, const std::string& name) {
  const auto* const entity = catalog.find(rule.subject);
  const auto possible = [&](const std::string& key) {
    return entity == nullptr || model::is_possible_key(*entity, key);
  };
  const auto slash = name.find('/');
  if (slash != std::string::npos && name.substr(0, slash) == rule.subject) {
    auto key = name.substr(slash + 1);
    if (possible(key)) return key;
    return neither(key, rule);
  }
  // Digits alone are a key first: references are rarely without letters.
  if (is_number(name) && possible(name) && !transaction.evaluate(rule.evaluate, {name}).empty()) {
    return name;
  }
  const auto found = by_reference(transaction, name);
  if (found && found->rule == rule.name) return found->key;
  if (found) {
    return Error(
        ErrorCode::invalid_input,
        fmt::format("{} is a promise of the rule '{}', not of '{}'", name, found->rule, rule.name));
  }
  if (slash != std::string::npos) {
    return Error(ErrorCode::invalid_input, fmt::format("'{}' is about {}, not about {}", rule.name,
                                                       rule.subject, name.substr(0, slash)));
  }
  if (possible(name)) return name;
  return neither(name, rule);
}

}  // namespace steward::engine
