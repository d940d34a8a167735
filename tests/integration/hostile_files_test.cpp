// SPDX-License-Identifier: MIT
// Every key of the files is in those that hostile text is tried in.
#include <gtest/gtest.h>

#include <set>

#include "integration/hostile_files.hpp"
#include "rules/key_table.hpp"

namespace steward::test {
namespace {

namespace json = boost::json;

using Seen = std::set<std::pair<std::string_view, std::string_view>>;

void look(const json::value& value, const rules::KeyTable& keys, Seen& seen);

void look_at_key(const json::value& value, const rules::Key& key, Seen& seen) {
  if (key.may_be_table && value.is_object()) look(value, rules::decision_table_keys(), seen);
  if (key.keys == nullptr) return;
  if (key.form == rules::ValueForm::list || key.form == rules::ValueForm::date_or_mapping_list) {
    if (!value.is_array()) return;
    for (const auto& item : value.as_array()) look(item, *key.keys, seen);
  } else if (value.is_object() && key.form == rules::ValueForm::mapping) {
    look(value, *key.keys, seen);
  } else if (value.is_object()) {
    for (const auto& member : value.as_object()) look(member.value(), *key.keys, seen);
  }
}

void look(const json::value& value, const rules::KeyTable& keys, Seen& seen) {
  if (!value.is_object()) return;
  for (const auto& member : value.as_object()) {
    const auto* key = keys.find(member.key());
    if (key == nullptr) continue;
    seen.emplace(keys.name, key->name);
    look_at_key(member.value(), *key, seen);
  }
}

void collect(const rules::KeyTable& keys, Seen& all) {
  for (const auto& key : keys.keys) {
    if (!all.emplace(keys.name, key.name).second) continue;
    if (key.may_be_table) collect(rules::decision_table_keys(), all);
    if (key.keys != nullptr) collect(*key.keys, all);
  }
}

TEST(HostileFiles, HaveEveryKey) {
  Seen all;
  Seen seen;
  const auto compare = [&](const std::string& name, const rules::KeyTable& keys) {
    collect(keys, all);
    look(json::parse(hostile_files().at(name)), keys, seen);
  };
  compare("model.yaml", rules::model_file_keys());
  compare("calendars/office.yaml", rules::calendar_file_keys());
  compare("calendars/holidays.yaml", rules::calendar_file_keys());
  compare("templates/words.yaml", rules::template_file_keys());
  compare("chains.yaml", rules::chain_file_keys());
  compare("rules.yaml", rules::rule_file_keys());
  // Instead of 'channel': the same form, and tried by the model's own tests.
  all.erase({"consent", "email"});
  all.erase({"consent", "sms"});
  for (const auto& key : seen) all.erase(key);
  EXPECT_EQ(all, Seen());
}

}  // namespace
}  // namespace steward::test
