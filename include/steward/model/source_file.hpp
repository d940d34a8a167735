// SPDX-License-Identifier: MIT
// One of the files that a rule set is made of, as it was when it was loaded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace steward::model {

enum class FileKind { model, calendar, holidays, wording, chain, rule };
/// "model", "calendar", "holidays", "template", "chain", "rule": how it is stored.
[[nodiscard]] std::string_view to_string(FileKind kind);
[[nodiscard]] std::optional<FileKind> parse_file_kind(std::string_view text);

struct SourceFile {
  FileKind kind = FileKind::rule;
  std::string path;    ///< relative to the folder of the configuration, where it is below a root
  std::string text;    ///< UTF-8, as it was written
  std::string digest;  ///< SHA-256 of the normalised text: comments and layout make no difference
  bool operator==(const SourceFile&) const = default;
};

}  // namespace steward::model
