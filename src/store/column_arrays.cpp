// SPDX-License-Identifier: MIT
#include "store/column_arrays.hpp"

namespace steward::store {

std::string& ColumnArrays::array(std::string_view column) {
  auto known = arrays_.find(column);
  if (known == arrays_.end()) {
    known = arrays_.emplace(std::string(column), "{").first;
  } else {
    known->second += ',';
  }
  return known->second;
}

void ColumnArrays::append(std::string_view column, std::string_view literal) {
  array(column) += literal;
}

void ColumnArrays::add_text(std::string_view column, std::string_view value) {
  auto& text = array(column);
  text += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  text += '"';
}

void ColumnArrays::add_unless_empty(std::string_view column, std::string_view value) {
  if (value.empty()) {
    append(column, "NULL");
  } else {
    add_text(column, value);
  }
}

Binds ColumnArrays::binds(Binds more) const {
  for (const auto& [column, array] : arrays_) more.emplace(column, array + "}");
  return more;
}

}  // namespace steward::store
