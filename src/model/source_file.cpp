// SPDX-License-Identifier: MIT
#include "steward/model/source_file.hpp"

#include "model/enum_names.hpp"

namespace steward::model {
namespace {

constexpr EnumNames<FileKind, 6> kKinds{{{FileKind::model, "model"},
                                         {FileKind::calendar, "calendar"},
                                         {FileKind::holidays, "holidays"},
                                         {FileKind::wording, "template"},
                                         {FileKind::chain, "chain"},
                                         {FileKind::rule, "rule"}}};

}  // namespace

std::string_view to_string(FileKind kind) {
  return name_of(kKinds, kind);
}

std::optional<FileKind> parse_file_kind(std::string_view text) {
  return value_of(kKinds, text);
}

}  // namespace steward::model
