// SPDX-License-Identifier: MIT
// Compiles the expressions of one rule, part by part, to the queries of model::Rule.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rules/decision_table.hpp"
#include "rules/listing_compiler.hpp"
#include "rules/naming.hpp"
#include "rules/placed_text.hpp"
#include "rules/recipient_reader.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// Each part reports its own mistakes to `problems` and answers whether it is right. `finish` may
/// be called only when all were.
class RuleCompiler {
 public:
  RuleCompiler(const model::Catalog& catalog, const Naming& naming, const model::Entity& subject,
               Problems& problems);
  ~RuleCompiler();

  bool when(const PlacedText& expression);    ///< boolean; null counts as false
  bool starts(const PlacedText& expression);  ///< timestamp; a date is the start of its day
  bool stops(const PlacedText& expression);   ///< timestamp; a date is the start of its day
  bool due(const PlacedText& expression);     ///< timestamp; a date is the end of its day (the last
                                              ///< microsecond)
  bool within(const PlacedText& expression);  ///< a duration
  bool within(const DecisionTable& table);
  bool calendar(const PlacedText& expression);  ///< text: a calendar's name
  /// A list of [from, to], two timestamps each, or a boolean.
  bool pauses(const PlacedText& expression);
  bool assign(const PlacedText& expression);  ///< a relation to staff, role("…"), or `? :` of those
  /// A value that templates name: any scalar type. The name is the expression itself.
  bool fact(const std::string& name, const PlacedText& expression);
  /// A value that decides about the promise: any scalar type. Reports nothing.
  void ground(const std::string& name, const PlacedText& expression);

  struct Compiled {
    model::Query evaluate;
    model::Query page;
    model::Query facts;
    std::map<std::string, model::Type, std::less<>> fact_types;
    model::Query grounds;
    std::vector<model::Read> reads;
    model::PauseKind pauses = model::PauseKind::none;
  };
  [[nodiscard]] Compiled finish();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace steward::rules
