// SPDX-License-Identifier: MIT
#include "store/names.hpp"

#include "store/postgres_transaction.hpp"

namespace steward::store {

Names::Names(Session& session, const model::PeopleQueries& people)
    : session_(session), people_(people), roster_(PostgresTransaction(session).roster(people)) {}

std::map<std::string, std::string> Names::clients(const std::vector<std::string>& keys) {
  return PostgresTransaction(session_).client_names(people_, keys);
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
