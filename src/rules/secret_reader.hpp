// SPDX-License-Identifier: MIT
// Secrets are named, never written: `{file: PATH}` or `{env: NAME}`. No message shows one.
#pragma once

#include <filesystem>
#include <string>

#include "rules/yaml_reader.hpp"
#include "steward/rules/settings.hpp"

namespace steward::rules {

/// What the file (without the white space around it) or the variable of `key` holds. Relative paths
/// are taken from `folder`. Empty when the key is absent, a mistake was reported, or it need only
/// be named.
[[nodiscard]] std::string read_secret(YamlReader& reader, std::string_view key,
                                      const std::filesystem::path& folder, Secrets secrets,
                                      Problems& problems);

/// Reports a secret that stands in the configuration itself.
void refuse_literal(const SourceMark& mark, std::string_view key, Problems& problems);

}  // namespace steward::rules
