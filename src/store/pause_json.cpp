// SPDX-License-Identifier: MIT
#include "store/pause_json.hpp"

#include "store/json_rows.hpp"
#include "store/statement_failed.hpp"

namespace steward::store {
namespace {

StatementFailed no_pauses() {
  return {ErrorCode::internal, "", "a statement answers pauses that are no list of pairs"};
}

std::optional<Instant> instant_in(const json::value& value) {
  if (value.is_null()) return std::nullopt;
  if (!value.is_int64()) throw no_pauses();
  return from_micros(value.get_int64());
}

json::value micros_of(const std::optional<Instant>& instant) {
  if (!instant) return nullptr;
  return to_micros(*instant);
}

}  // namespace

json::array pauses_to_json(const std::vector<calendar::Pause>& pauses) {
  json::array array;
  for (const auto& pause : pauses) {
    array.push_back(json::array{to_micros(pause.from), micros_of(pause.to)});
  }
  return array;
}

std::vector<calendar::Pause> pauses_from_json(std::string_view text) {
  std::vector<calendar::Pause> pauses;
  if (text.empty()) return pauses;
  const auto list = parse_json(text);
  if (!list || !list->is_array()) throw no_pauses();
  for (const auto& item : list->get_array()) {
    const auto* pair = item.if_array();
    if (pair == nullptr || pair->size() != 2) throw no_pauses();
    const auto from = instant_in((*pair)[0]);
    if (from) pauses.push_back({*from, instant_in((*pair)[1])});
  }
  return pauses;
}

}  // namespace steward::store
