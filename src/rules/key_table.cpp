// SPDX-License-Identifier: MIT
#include "rules/key_table.hpp"

#include <algorithm>

namespace steward::rules {

const Key* KeyTable::find(std::string_view key) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const Key& known) { return known.name == key; });
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> KeyTable::names() const {
  std::vector<std::string> all;
  all.reserve(keys.size());
  for (const auto& key : keys) all.emplace_back(key.name);
  return all;
}

Key required_unless(std::string_view other, Key key) {
  key.unless = other;
  return required(std::move(key));
}

Key required(Key key) {
  key.required = true;
  return key;
}

}  // namespace steward::rules
