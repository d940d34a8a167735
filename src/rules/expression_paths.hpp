// SPDX-License-Identifier: MIT
// The paths of an expression ("client.tier") as people say them, and what they lead to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/expression.hpp"
#include "steward/model/catalog.hpp"

namespace steward::rules {

/// What a path's first name belongs to: the subject, or a record that a macro goes through.
struct PathOwner {
  std::string variable;  ///< "" for the subject
  const model::Entity* entity = nullptr;
};

struct ExpressionPath {
  std::size_t owner = 0;                      ///< index; 0 is the subject
  std::vector<std::string> names;             ///< without the variable
  const model::Field* field = nullptr;        ///< where it leads: a field,
  const model::Relation* relation = nullptr;  ///< else a relation

  [[nodiscard]] bool to_many() const { return relation != nullptr && relation->to_many; }
  /// Of a relation, a type that compares with nothing.
  [[nodiscard]] model::Type type() const {
    return field == nullptr ? model::Type::other : field->type;
  }
  [[nodiscard]] bool same_as(const ExpressionPath& other) const {
    return owner == other.owner && names == other.names;
  }
};

/// The owners that are known at a place of an expression.
class ExpressionPaths {
 public:
  ExpressionPaths(const model::Catalog& catalog, const model::Entity& subject)
      : catalog_(catalog), owners_{{"", &subject}} {}

  /// Nothing when it is not a path, or one that the catalog does not know.
  [[nodiscard]] std::optional<ExpressionPath> find(const Expression& expression) const;

  /// Goes into the body of a macro over a to-many path, perhaps filtered; false, and nothing is
  /// entered, when it is something else. `leave` after it.
  [[nodiscard]] bool enter(const Expression& rows, const Expression& variable);
  void leave() { owners_.pop_back(); }

  /// The index of the innermost owner.
  [[nodiscard]] std::size_t current() const { return owners_.size() - 1; }

 private:
  [[nodiscard]] const model::Entity* target_of(const Expression& rows) const;

  const model::Catalog& catalog_;
  std::vector<PathOwner> owners_;
};

/// `R.exists(v, body)`, and likewise `all`, `filter`, `map`.
[[nodiscard]] bool is_macro(const Expression& expression, std::string_view name);

/// "service deliveries", "account manager": a name as people say it.
[[nodiscard]] std::string spoken(std::string_view name);
/// "client's tier", "completed-at time": without an article.
[[nodiscard]] std::string spoken(const ExpressionPath& path);

}  // namespace steward::rules
