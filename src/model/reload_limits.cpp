// SPDX-License-Identifier: MIT
#include "steward/model/reload_limits.hpp"

#include "model/enum_names.hpp"

namespace steward::model {
namespace {

constexpr EnumNames<ReloadMode, 3> kModes{{{ReloadMode::guarded, "guarded"},
                                           {ReloadMode::always, "always"},
                                           {ReloadMode::manual, "manual"}}};

}  // namespace

std::string_view to_string(ReloadMode mode) {
  return name_of(kModes, mode);
}

std::optional<ReloadMode> parse_reload_mode(std::string_view text) {
  return value_of(kModes, text);
}

}  // namespace steward::model
