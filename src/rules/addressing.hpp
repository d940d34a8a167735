// SPDX-License-Identifier: MIT
// Whom a step or a level tells, by which channels, in which words.
#pragma once

#include <vector>

#include "rules/placed_rule.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {

/// One recipient or a list of them; empty when the key is absent or wrong.
[[nodiscard]] std::vector<model::Recipient> read_recipients(YamlReader& reader,
                                                            std::string_view key,
                                                            Problems& problems);

/// `by:`, a list of channels; email alone when it is absent. Their places go to `wording`.
[[nodiscard]] std::vector<model::Channel> read_channels(YamlReader& reader, Wording& wording,
                                                        Problems& problems);

/// `template:`; "" when it is absent or wrong. Its place goes to `wording`.
[[nodiscard]] std::string read_template_name(YamlReader& reader, Wording& wording,
                                             Problems& problems);

/// Reports and answers true when the value is a table over fields, which a later version brings.
[[nodiscard]] bool refuse_table(YamlReader& reader, std::string_view key, Problems& problems);

}  // namespace steward::rules
