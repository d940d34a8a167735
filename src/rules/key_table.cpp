// SPDX-License-Identifier: MIT
#include "rules/key_table.hpp"

#include <algorithm>
#include <utility>

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

Key choice_key(std::string_view name, std::string_view meaning, std::string_view example,
               std::vector<std::string_view> choices) {
  Key key{name, ValueForm::choice, meaning, example};
  key.choices = std::move(choices);
  return key;
}

Key choices_key(std::string_view name, std::string_view meaning, std::string_view example,
                std::vector<std::string_view> choices) {
  auto key = choice_key(name, meaning, example, std::move(choices));
  key.form = ValueForm::choices;
  return key;
}

Key keys_below(std::string_view name, ValueForm form, std::string_view meaning,
               const KeyTable& keys, std::string_view example) {
  Key key{name, form, meaning, example};
  key.keys = &keys;
  return key;
}

Key or_table(Key key) {
  key.may_be_table = true;
  return key;
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
