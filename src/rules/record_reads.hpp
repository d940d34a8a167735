// SPDX-License-Identifier: MIT
// Finds what of the record expressions read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/expression.hpp"
#include "rules/expression_paths.hpp"
#include "steward/model/catalog.hpp"
#include "steward/rules/rule_in_words.hpp"

namespace steward::rules {

/// What expressions about one entity's records read, each path once.
class RecordReads {
 public:
  RecordReads(const model::Catalog& catalog, const model::Entity& subject)
      : catalog_(catalog), subject_(subject) {}

  /// The paths of the record that an expression reads, in its order. `text` is what was parsed.
  std::vector<std::string> add(const Expression& expression, std::string_view text);

  /// Without their columns.
  [[nodiscard]] const std::vector<RecordValue>& values() const { return values_; }

 private:
  void collect(const Expression& expression, std::vector<std::string>& found);
  void note(const ExpressionPath& path, std::string written, std::vector<std::string>& found);

  const model::Catalog& catalog_;
  const model::Entity& subject_;
  ExpressionPaths paths_{catalog_, subject_};
  std::string_view text_;  ///< of the expression that is being added
  std::vector<RecordValue> values_;
};

/// What gives the value: "client.tier", "has(client.manager)", "size(client.interactions)".
[[nodiscard]] std::string expression_of(const RecordValue& value);

}  // namespace steward::rules
