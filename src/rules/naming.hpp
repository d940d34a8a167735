// SPDX-License-Identifier: MIT
// What model.yaml adds to the catalog for the compilers of expressions.
#pragma once

#include <string>
#include <string_view>

namespace steward::rules {

/// What to do about an entity without a key.
inline constexpr std::string_view kNameTheKey =
    "say which columns tell its records apart, as 'key' under 'entities' in model.yaml";

struct Naming {
  std::string zone = "UTC";   ///< IANA name: of dates, and of timestamps without a zone
  std::string staff_entity;   ///< "" when there is none
  std::string client_entity;  ///< "" when there is none
};

/// Whether an expression can spell the name: letters, digits and '_', and no word of CEL's own.
[[nodiscard]] bool is_expression_name(std::string_view name);

}  // namespace steward::rules
