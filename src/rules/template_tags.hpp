// SPDX-License-Identifier: MIT
// The names that a mustache text uses, with their places.
#pragma once

#include <string>
#include <vector>

#include "rules/placed_text.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

struct TemplateTag {
  PlacedText name;
  bool heads_section = false;  ///< {{#name}} or {{^name}}
};

/// Reports what is no mustache, and what a message may not use: unescaped values, partials, other
/// delimiters.
[[nodiscard]] std::vector<TemplateTag> find_tags(const PlacedText& text, Problems& problems);

}  // namespace steward::rules
