// SPDX-License-Identifier: MIT
#include "store/names.hpp"

#include <algorithm>

#include "store/postgres_transaction.hpp"

namespace steward::store {

Names::Names(Session& session, const model::PeopleQueries& people)
    : session_(session), people_(people), roster_(PostgresTransaction(session).roster(people)) {}

std::map<std::string, std::string> Names::clients(const std::vector<std::string>& keys) {
  std::map<std::string, std::string> names;
  if (people_.clients.sql.empty() || keys.empty()) return names;
  std::vector<std::string> wanted(keys);
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  for (const auto row : session_.query(people_.clients, {{"keys", wanted}})) {
    auto name = row.text_or_empty("name");
    if (!name.empty()) names[row.text("key")] = std::move(name);
  }
  return names;
}

std::string Names::staff(const std::string& key) const {
  const auto person = roster_.people.find(key);
  return person == roster_.people.end() ? key : person->second.name;
}

std::string name_or_key(const std::map<std::string, std::string>& names, const std::string& key) {
  const auto name = names.find(key);
  return name == names.end() ? key : name->second;
}

}  // namespace steward::store
