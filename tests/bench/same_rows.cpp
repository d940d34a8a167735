// SPDX-License-Identifier: MIT
#include "bench/same_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace steward::bench {
namespace {

struct Table {
  const char* name;
  bool hangs_on_commitment;
  std::vector<std::string> excepted;
};

// What clocks say of each run is written by both, and differs.
const std::vector<Table> kTables = {
    {"commitment", false, {"id", "reference", "breach"}},
    {"history", true, {"id", "commitment", "changed_at", "took"}},
    {"outcome", true, {"id", "commitment"}},
    {"notice", true, {"id", "commitment", "took"}},
    {"escalation", true, {"id", "commitment"}},
    {"ledger", true, {"id", "commitment", "breach", "entered_at"}},
    {"fact", true, {"commitment"}},
    {"lateness", true, {"commitment", "breach", "noticed_at"}},
    {"breach_number", false, {}},
    {"subject", false, {}},
};

/// Each row as one text, with all columns that there are but the excepted ones: a column that is
/// added is compared, too. What hangs on a commitment goes by the record that it is about.
std::string lines_sql(test::TestDatabase& database, const Table& table) {
  std::string columns;
  for (const auto& row : database.rows(
           fmt::format("select attname from pg_attribute where attrelid = 'steward.{}'::regclass "
                       "and attnum > 0 and not attisdropped order by attname",
                       table.name))) {
    const auto& name = row.front();
    const auto& excepted = table.excepted;
    if (std::find(excepted.begin(), excepted.end(), name) != excepted.end()) continue;
    if (!columns.empty()) columns += ", ";
    columns += name == "body" ? "t.body - 'reference'" : "t." + name;
  }
  if (!table.hangs_on_commitment) {
    return fmt::format("select row({})::text as line from steward.{} t", columns, table.name);
  }
  return fmt::format(
      "select row(c.rule, c.key, {})::text as line from steward.{} t join steward.commitment c on "
      "c.id = t.commitment",
      columns, table.name);
}

std::vector<std::string> lines_of(test::TestDatabase& database, const Table& table) {
  const auto lines_of_table = lines_sql(database, table);
  std::vector<std::string> lines;
  for (auto& row : database.rows(fmt::format(
           "select line from ({}) l order by line collate \"C\" limit 20000", lines_of_table))) {
    lines.push_back(std::move(row.front()));
  }
  return lines;
}

std::string first_only_in(const std::vector<std::string>& one,
                          const std::vector<std::string>& other) {
  std::vector<std::string> only;
  std::set_difference(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(only));
  return only.empty() ? "nothing among the first" : only.front();
}

}  // namespace

void require_same_rows(test::TestDatabase& engine, test::TestDatabase& limit) {
  for (const auto& table : kTables) {
    // Sums of two hashes of the lines: equal only for equal bags of them, and no sort of millions.
    const auto sum = fmt::format(
        "select count(*), sum(hashtextextended(line, 0)), sum(hashtextextended(line, 1)) from ({}) "
        "l",
        lines_sql(engine, table));
    const auto of_engine = engine.rows(sum).front();
    const auto of_limit = limit.rows(sum).front();
    if (of_engine == of_limit) continue;
    const auto engines = lines_of(engine, table);
    const auto limits = lines_of(limit, table);
    throw std::runtime_error(fmt::format(
        "steward.{} differs: {} rows of the engine, {} of the limit\n  only the engine: {}\n  only "
        "the limit: {}",
        table.name, of_engine.front(), of_limit.front(), first_only_in(engines, limits),
        first_only_in(limits, engines)));
  }
}

}  // namespace steward::bench
