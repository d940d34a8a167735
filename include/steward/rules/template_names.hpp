// SPDX-License-Identifier: MIT
// The names that a template may use beside the fields of its rule's subject. `notify` provides
// each; a test holds the two together.
#pragma once

#include <string>
#include <vector>

namespace steward::rules {

/// A name and what it stands for, as `steward check` explains it.
struct TemplateName {
  std::string name;
  std::string meaning;
  bool section = false;  ///< true for {{#name}}…{{/name}}: present or not
};

[[nodiscard]] const std::vector<TemplateName>& template_names();

}  // namespace steward::rules
