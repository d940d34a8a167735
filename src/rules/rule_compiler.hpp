// SPDX-License-Identifier: MIT
// Compiles the expressions of one rule, part by part, to the queries of model::Rule.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rules/placed_text.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// What model.yaml adds to the catalog for the compiler.
struct Naming {
  std::string zone = "UTC";    ///< IANA name: of dates, and of timestamps without a zone
  std::string staff_entity;    ///< "" when there is none
  std::string client_entity;   ///< "" when there is none
};

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
  bool assign(const PlacedText& expression);  ///< a relation to staff, role("…"), or `? :` of those
  /// A value that templates name: any scalar type. The name is the expression itself.
  bool fact(const std::string& name, const PlacedText& expression);

  struct Compiled {
    model::Query evaluate;
    model::Query page;
    model::Query facts;
    std::map<std::string, model::Type, std::less<>> fact_types;
    std::vector<model::Read> reads;
  };
  [[nodiscard]] Compiled finish();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// How a column of a listing is returned.
enum class ListingKind {
  text,     ///< cast to text
  instant,  ///< bigint microseconds since the epoch; a date is the start of its day
  person,   ///< a relation to staff, or the staff entity's own key: the key as text
};

struct ListingColumn {
  std::string name;  ///< of the result column
  ListingKind kind = ListingKind::text;
  std::optional<PlacedText> expression;  ///< absent: null
};

/// `select … from entity`, for the people of model.yaml. With `by_keys` the query is restricted to
/// the text array `:keys` of the entity's key; a column named "key" is the key as text.
/// Nothing when a mistake was reported.
[[nodiscard]] std::optional<model::Query> compile_listing(
    const model::Catalog& catalog, const Naming& naming, const model::Entity& entity,
    const std::vector<ListingColumn>& columns, bool by_keys, Problems& problems);

/// `assignee`, `role("name")` or `person("key")`. Nothing when a mistake was reported.
[[nodiscard]] std::optional<model::Recipient> parse_recipient(const PlacedText& text,
                                                              Problems& problems);

}  // namespace steward::rules
