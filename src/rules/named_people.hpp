// SPDX-License-Identifier: MIT
// The roles and people that a file of rules or chains names, and whether there are such.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/yaml_node.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/roster.hpp"

namespace steward::rules {

/// Which roles and people there are.
class KnownPeople {
 public:
  /// Of a roster that holds every role somebody ever held, past and future. Where it knows no role
  /// or nobody at all, nothing is said of roles or people: they are still to be entered.
  KnownPeople(const model::Roster& roster, Severity severity);

  /// Reports each `role("…")`, `person("…")` and `owner` of a file that nobody has or is, also in
  /// variables.
  void check(const YamlNode& file, Problems& problems) const;

  /// Warns of a person who has no address on a channel, and of a role whose holders have none on
  /// any of them. It is in the records, so that it can change.
  void check_addresses(const std::vector<model::Recipient>& recipients,
                       const std::vector<model::Channel>& channels, const SourceMark& mark,
                       Problems& problems) const;

 private:
  void check_text(const PlacedText& text, Problems& problems) const;
  void check_role(const std::string& name, const SourceMark& mark, Problems& problems) const;
  void check_person(const std::string& key, const SourceMark& mark, Problems& problems) const;

  void report(const SourceMark& mark, std::string message, std::string hint,
              Problems& problems) const;

  Severity severity_;
  std::vector<std::string> roles_;
  std::vector<std::string> people_;  ///< keys
  std::map<std::string, model::Person> by_key_;
  std::map<std::string, std::set<std::string>> holders_;  ///< of each role, by key
};

}  // namespace steward::rules
