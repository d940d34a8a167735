// SPDX-License-Identifier: MIT
#include "store/statement_cache.hpp"

#include <algorithm>

namespace steward::store {
namespace {

std::string key_of(std::string_view sql, const std::vector<StatementCache::Type>& types) {
  std::string key(sql);
  for (const auto type : types) key += "," + std::to_string(type);
  return key;
}

}  // namespace

StatementCache::Use StatementCache::use(std::string_view sql, const std::vector<Type>& types) {
  ++uses_;
  const auto [at, is_new] = entries_.try_emplace(key_of(sql, types));
  auto& entry = at->second;
  entry.used = uses_;
  if (is_new) return {Turn::first, {}};
  if (!entry.name.empty()) return {Turn::known, entry.name};
  entry.name = "steward_" + std::to_string(uses_);
  return {Turn::prepare, entry.name};
}

std::optional<std::string> StatementCache::surplus() {
  while (entries_.size() > most_) {
    const auto oldest = std::min_element(
        entries_.begin(), entries_.end(),
        [](const auto& one, const auto& other) { return one.second.used < other.second.used; });
    auto name = std::move(oldest->second.name);
    entries_.erase(oldest);
    if (!name.empty()) return name;
  }
  return std::nullopt;
}

void StatementCache::drop(const std::string& name) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.name == name; });
}

}  // namespace steward::store
