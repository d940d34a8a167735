// SPDX-License-Identifier: MIT
#include "steward/model/ledger.hpp"

#include "model/enum_names.hpp"

namespace steward::model {
namespace {

constexpr EnumNames<EntryKind, 9> kEntries{{{EntryKind::breached, "breached"},
                                            {EntryKind::resolved, "resolved"},
                                            {EntryKind::rectified, "rectified"},
                                            {EntryKind::withdrawn, "withdrawn"},
                                            {EntryKind::moved, "moved"},
                                            {EntryKind::reopened, "reopened"},
                                            {EntryKind::escalated, "escalated"},
                                            {EntryKind::acknowledged, "acknowledged"},
                                            {EntryKind::annotated, "annotated"}}};

}  // namespace

std::string_view to_string(EntryKind kind) {
  return name_of(kEntries, kind);
}

}  // namespace steward::model
