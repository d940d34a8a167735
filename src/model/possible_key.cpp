// SPDX-License-Identifier: MIT
#include "steward/model/possible_key.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

#include "steward/base/instant.hpp"
#include "steward/base/json.hpp"
#include "steward/base/text.hpp"

namespace steward::model {
namespace {

template <class Integer>
bool is_whole(std::string_view text) {
  Integer value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end;
}

bool is_integer(std::string_view text, std::string_view sql_type) {
  if (sql_type == "smallint") return is_whole<std::int16_t>(text);
  if (sql_type == "integer") return is_whole<std::int32_t>(text);
  return is_whole<std::int64_t>(text);
}

bool is_number(std::string_view text) {
  if (text == "NaN" || text == "Infinity" || text == "-Infinity") return true;
  const auto e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    auto exponent = text.substr(e + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    if (exponent.size() > 5 || !is_whole<int>(exponent)) return false;
    text = text.substr(0, e);
  }
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool digit = std::any_of(text.begin(), text.end(), is_digit);
  const bool rest = text.find_first_not_of("0123456789.") == std::string_view::npos;
  return digit && rest && std::count(text.begin(), text.end(), '.') <= 1;
}

/// "123e4567-e89b-12d3-a456-426614174000", as PostgreSQL writes it, in either case.
bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
    const auto c = text[at];
    const bool hex = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

/// A day or an instant without end, before the year 1 or after 9999, as PostgreSQL writes it.
bool is_far(std::string_view text) {
  if (text == "infinity" || text == "-infinity") return true;
  const bool digits = !text.empty() && is_digit(text.front()) &&
                      text.find_first_not_of("0123456789-+:. BC") == std::string_view::npos;
  const auto dash = text.find('-');
  return digits && dash != std::string_view::npos && (text.ends_with(" BC") || dash > 4);
}

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_instant(text).has_value();
}

/// "2026-01-31 08:30:00.5", of a zoned timestamp with "Z", "+00" or "+05:30" behind it.
bool is_timestamp(std::string_view text, bool zoned) {
  if (text.size() < 19 || (text[10] != ' ' && text[10] != 'T')) return false;
  const auto sign = text.find_first_of("Z+-", 19);
  if (!zoned && sign != std::string_view::npos) return false;
  auto written = std::string(text);
  written[10] = 'T';
  if (sign == std::string_view::npos) {
    written += 'Z';
  } else if (text.size() - sign == 3) {
    written += ":00";
  }
  return parse_instant(written).has_value();
}

bool is_possible(const Field* field, std::string_view text) {
  if (field == nullptr) return true;
  const auto& values = field->values;
  if (!values.empty()) return std::find(values.begin(), values.end(), text) != values.end();
  switch (field->type) {
    case Type::boolean:
      return text == "true" || text == "false";
    case Type::integer:
      return is_integer(text, field->sql_type);
    case Type::number:
      return is_number(text);
    case Type::text:
      return field->sql_type != "uuid" || is_uuid(text);
    case Type::timestamp:
      return is_far(text) || is_timestamp(text, field->zoned);
    case Type::date:
      return is_far(text) || is_date(text);
    default:
      return true;
  }
}

}  // namespace

bool is_possible_key(const Entity& entity, std::string_view key) {
  const auto& columns = entity.key;
  if (columns.size() == 1) return is_possible(entity.column(columns.front()), key);
  const auto parsed = parse_json(key);
  if (!parsed || !parsed->is_array() || parsed->get_array().size() != columns.size()) return false;
  for (std::size_t at = 0; at < columns.size(); ++at) {
    const auto& part = parsed->get_array()[at];
    const bool text = part.is_string();
    if (part.is_null() || part.is_structured()) return false;
    const auto written = text ? std::string(part.get_string()) : json::serialize(part);
    const auto* field = entity.column(columns[at]);
    // What Boost prints of a number that is no integer is not what stands there.
    if (!text && part.is_double()) continue;
    if (!is_possible(field, written)) return false;
  }
  return true;
}

}  // namespace steward::model
