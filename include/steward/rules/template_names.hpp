// SPDX-License-Identifier: MIT
// The names that a template may use beside the fields of its rule's subject. `notify` provides
// each; a test holds the two together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace steward::rules {

/// The name of the template of what a rule's first day says.
inline constexpr std::string_view kFirstDayTemplate = "first-day";

/// A name and what it stands for, as `steward check` explains it.
struct TemplateName {
  std::string name;
  std::string meaning;
  bool section = false;  ///< true for {{#name}}…{{/name}}: present or not
};

[[nodiscard]] const std::vector<TemplateName>& template_names();

}  // namespace steward::rules
