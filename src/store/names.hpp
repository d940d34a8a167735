// SPDX-License-Identifier: MIT
// The names of clients and staff for reports, read once a report.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "steward/model/roster.hpp"
#include "steward/model/rule.hpp"
#include "store/session.hpp"

namespace steward::store {

class Names {
 public:
  /// Both must outlive it.
  Names(Session& session, const model::PeopleQueries& people);

  /// The client's names by key; those without one are left out.
  [[nodiscard]] std::map<std::string, std::string> clients(const std::vector<std::string>& keys);
  /// The name of a member of staff, the key where there is none.
  [[nodiscard]] std::string staff(const std::string& key) const;

 private:
  Session& session_;
  const model::PeopleQueries& people_;
  model::Roster roster_;
};

/// A key's name, or the key itself where there is none.
[[nodiscard]] std::string name_or_key(const std::map<std::string, std::string>& names,
                                      const std::string& key);

}  // namespace steward::store
