// SPDX-License-Identifier: MIT
#include "app/sql_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace steward::app {
namespace {

/// The quoted text or name that begins at `at`, with its quotes; doubled quotes are in it.
std::string_view quoted_at(std::string_view sql, std::size_t at) {
  auto end = at + 1;
  while (end < sql.size()) {
    const bool doubled = sql[end] == sql[at] && end + 1 < sql.size() && sql[end + 1] == sql[at];
    if (sql[end] == sql[at] && !doubled) return sql.substr(at, end + 1 - at);
    end += doubled ? 2 : 1;
  }
  return sql.substr(at);
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// What begins a line of its own.
constexpr std::array<std::string_view, 7> kClauses{"from ",     "left join ", "join ",    "where ",
                                                   "order by ", "limit ",     "group by "};

class Layout {
 public:
  explicit Layout(std::string_view sql) : sql_(sql) {}

  std::string run() {
    while (at_ < sql_.size()) step();
    return std::move(text_);
  }

 private:
  /// A bracket, and whether a query begins in it.
  struct Bracket {
    bool query = false;
  };

  void step() {
    const char c = sql_[at_];
    if (c == '\'' || c == '"') return copy(quoted_at(sql_, at_).size());
    if (c == '(') return open();
    if (c == ')') return close();
    if (c == ',' && in_query() && in_list_) {
      copy(1);
      skip_blanks();
      return new_line(1);
    }
    if (c == ' ' && in_query()) {
      const auto rest = sql_.substr(at_ + 1);
      for (const auto clause : kClauses) {
        if (!rest.starts_with(clause)) continue;
        in_list_ = false;
        skip_blanks();
        new_line(0);
        return copy(clause.size());
      }
      if (rest.starts_with("and ") && !in_list_) {
        skip_blanks();
        return new_line(1);
      }
    }
    if (at_begin("select ")) {
      in_list_ = true;
      return copy(std::string_view("select ").size());
    }
    copy(1);
  }

  void open() {
    copy(1);
    brackets_.push_back({at_begin("select ")});
    if (!brackets_.back().query) return;
    lists_.push_back(in_list_);
    new_line(0);
  }

  void close() {
    if (!brackets_.empty()) {
      if (brackets_.back().query) {
        in_list_ = lists_.back();
        lists_.pop_back();
      }
      brackets_.pop_back();
    }
    copy(1);
  }

  [[nodiscard]] bool in_query() const { return brackets_.empty() || brackets_.back().query; }
  [[nodiscard]] bool at_begin(std::string_view word) const {
    return sql_.substr(at_).starts_with(word) && (at_ == 0 || !is_word(sql_[at_ - 1]));
  }

  void copy(std::size_t length) {
    text_ += sql_.substr(at_, length);
    at_ += length;
  }
  void skip_blanks() {
    while (at_ < sql_.size() && sql_[at_] == ' ') ++at_;
  }
  void new_line(std::size_t deeper) {
    text_ += '\n' + std::string(2 * (lists_.size() * 2 + deeper), ' ');
  }

  std::string_view sql_;
  std::size_t at_ = 0;
  std::string text_;
  std::vector<Bracket> brackets_;
  std::vector<bool> lists_;  ///< of the queries around: whether their list was being read
  bool in_list_ = false;
};

struct TypeOf {
  std::string operator()(std::nullptr_t) const { return "null"; }
  std::string operator()(bool) const { return "boolean"; }
  std::string operator()(std::int64_t) const { return "bigint"; }
  std::string operator()(double) const { return "numeric"; }
  std::string operator()(const std::string&) const { return "text"; }
  std::string operator()(const std::vector<std::string>&) const { return "text[]"; }
};

struct TextOf {
  std::string operator()(std::nullptr_t) const { return "null"; }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
  std::string operator()(double number) const { return fmt::format("{}", number); }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const std::vector<std::string>& texts) const {
    return fmt::format("{{{}}}", fmt::join(texts, ","));
  }
};

/// What follows " as " up to the bracket that closes the cast.
std::string cast_type(std::string_view rest) {
  if (!rest.starts_with(" as ")) return {};
  rest.remove_prefix(4);
  int depth = 0;
  std::size_t length = 0;
  while (length < rest.size() && (depth > 0 || rest[length] != ')')) {
    depth += rest[length] == '(' ? 1 : rest[length] == ')' ? -1 : 0;
    ++length;
  }
  return std::string(rest.substr(0, length));
}

}  // namespace

std::string laid_out(std::string_view sql) {
  return Layout(sql).run();
}

std::vector<BoundValue> bound_values(const model::Query& query) {
  std::vector<BoundValue> values;
  const std::string_view sql = query.sql;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] == '\'' || sql[at] == '"') {
      at += quoted_at(sql, at).size() - 1;
      continue;
    }
    const bool parameter = sql[at] == ':' && at + 1 < sql.size() && is_word(sql[at + 1]) &&
                           (at == 0 || sql[at - 1] != ':');
    if (!parameter) continue;
    auto end = at + 1;
    while (end < sql.size() && is_word(sql[end])) ++end;
    BoundValue value;
    value.name = sql.substr(at + 1, end - at - 1);
    value.type = cast_type(sql.substr(end));
    const auto same = [&](const BoundValue& known) { return known.name == value.name; };
    if (std::any_of(values.begin(), values.end(), same)) continue;
    if (const auto bind = query.binds.find(value.name); bind != query.binds.end()) {
      value.value = std::visit(TextOf{}, bind->second);
      if (value.type.empty()) value.type = std::visit(TypeOf{}, bind->second);
    }
    values.push_back(std::move(value));
  }
  return values;
}

}  // namespace steward::app
