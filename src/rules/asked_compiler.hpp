// SPDX-License-Identifier: MIT
// Compiles what a rule asks of its records when a promise opens, a step acts or a notice is
// addressed, to one query.
#pragma once

#include <memory>
#include <string>

#include "rules/decision_table.hpp"
#include "rules/naming.hpp"
#include "rules/placed_text.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/catalog.hpp"
#include "steward/model/query.hpp"

namespace steward::rules {

/// Each question reports its own mistakes to `problems` and answers whether it is right. The tables
/// that they read are not watched: they are asked at their instants alone.
class AskedCompiler {
 public:
  AskedCompiler(const model::Catalog& catalog, const Naming& naming, const model::Entity& subject,
                Problems& problems);
  ~AskedCompiler();

  bool condition(const std::string& name, const PlacedText& expression);  ///< null counts as false
  bool person(const std::string& name, const PlacedText& expression);     ///< or a role
  bool row(const std::string& name, const DecisionTable& table);

  /// `Rule::asked`; without SQL when nothing is asked.
  [[nodiscard]] model::Query finish();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace steward::rules
