// SPDX-License-Identifier: MIT
// Random expressions over random records: what their SQL answers is what a small interpreter does.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "integration/expression_generator.hpp"
#include "rules/expression_checker.hpp"
#include "rules/expression_parser.hpp"
#include "rules/sql_writer.hpp"
#include "steward/store/database.hpp"
#include "store/session.hpp"
#include "support/crm_catalog.hpp"
#include "support/test_database.hpp"

namespace steward::rules::property {
namespace {

constexpr const char* kTables = R"(
create schema prop;
create table prop.records (id bigint primary key, n bigint, m bigint, word text, other text,
  flag boolean, mark boolean, at timestamptz, until timestamptz, lasts interval,
  exact numeric, real_one double precision, small_one real, day date);
create table prop.parts (like prop.records, record_id bigint);
)";

model::Catalog catalog() {
  using test::field;
  const std::vector<model::Field> fields = {
      field("id", Type::integer, "bigint"),
      field("n", Type::integer, "bigint"),
      field("m", Type::integer, "bigint"),
      field("word", Type::text, "text"),
      field("other", Type::text, "text"),
      field("flag", Type::boolean, "boolean"),
      field("mark", Type::boolean, "boolean"),
      field("at", Type::timestamp, "timestamp with time zone"),
      field("until", Type::timestamp, "timestamp with time zone"),
      field("lasts", Type::interval, "interval"),
      field("exact", Type::number, "numeric"),
      field("real_one", Type::number, "double precision"),
      field("small_one", Type::number, "real"),
      field("day", Type::date, "date"),
  };
  model::Entity records;
  records.name = records.table = "records";
  records.schema = "prop";
  records.key = {"id"};
  records.fields = fields;
  auto parts = records;
  parts.name = parts.table = "parts";
  records.relations = {test::to_many("parts", "record_id")};
  model::Catalog made;
  made.entities.emplace("records", records);
  made.entities.emplace("parts", parts);
  return made;
}

class ExpressionPropertyTest : public testing::Test {
 protected:
  static constexpr std::size_t kRecords = 24;
  static constexpr std::size_t kBatch = 20;

  ExpressionPropertyTest() { database.run(kTables); }

  void insert(const Record& record, std::int64_t id, std::int64_t parent) {
    const auto micros = [&](const char* name) -> model::Bind {
      const auto& value = record.fields.at(name);
      return is_null(value) ? model::Bind(nullptr) : model::Bind(whole(value));
    };
    const auto as_is = [&](const char* name) {
      return std::visit(
          [](const auto& value) -> model::Bind {
            using Kind = std::decay_t<decltype(value)>;
            if constexpr (std::is_constructible_v<model::Bind, Kind>) {
              return value;
            } else {
              return nullptr;
            }
          },
          record.fields.at(name));
    };
    // Days and the rest apart: an interval is multiplied in double precision.
    static const std::string kInstant =
        "timestamptz 'epoch' + (cast(:{0} as bigint) / 86400000000) * interval '1 day' + "
        "(cast(:{0} as bigint) % 86400000000) * interval '1 microsecond'";
    auto sql = std::string("insert into prop.") + (parent == 0 ? "records" : "parts") +
               " values (:id, :n, :m, :word, :other, :flag, :mark, " +
               fmt::format(fmt::runtime(kInstant), "at") + ", " +
               fmt::format(fmt::runtime(kInstant), "until") +
               ", (cast(:lasts as bigint) / 1000000) * interval '1 second' + "
               "(cast(:lasts as bigint) % 1000000) * interval '1 microsecond', "
               "cast(:exact as numeric), cast(:real_one as double precision), "
               "cast(:small_one as real), cast(:day as date)" +
               (parent == 0 ? ")" : ", :parent)");
    store::Binds binds = {{"id", id},
                          {"n", as_is("n")},
                          {"m", as_is("m")},
                          {"word", as_is("word")},
                          {"other", as_is("other")},
                          {"flag", as_is("flag")},
                          {"mark", as_is("mark")},
                          {"at", micros("at")},
                          {"until", micros("until")},
                          {"lasts", micros("lasts")}};
    for (const auto* name : {"exact", "real_one", "small_one", "day"}) {
      const auto stored = record.stored.find(name);
      binds.emplace(
          name, stored == record.stored.end() ? model::Bind(nullptr) : model::Bind(stored->second));
    }
    if (parent != 0) binds.emplace("parent", parent);
    session.execute(sql, binds);
  }

  /// Whether the interpreter answered the same as the database.
  static bool is_same(const std::string& found, const Answer& wanted) {
    if (found == "null" || !std::holds_alternative<Number>(wanted)) return found == written(wanted);
    return decimal(found) == std::get<Number>(wanted);
  }

  static std::string written(const Answer& answer) {
    if (is_null(answer)) return "null";
    if (const auto* number = std::get_if<Number>(&answer)) return number->str().substr(0, 400);
    if (const auto* truth = std::get_if<bool>(&answer)) return *truth ? "true" : "false";
    if (const auto* number = std::get_if<std::int64_t>(&answer)) return std::to_string(*number);
    return std::get<std::string>(answer);
  }

  /// A statement that fails says which expressions were in it.
  store::Rows run(const std::string& sql, const store::Binds& binds,
                  const std::vector<std::pair<Type, Sample>>& batch) {
    try {
      return session.query(sql, binds);
    } catch (const store::StatementFailed& failed) {
      std::string texts;
      for (const auto& [type, sample] : batch) texts += "\n" + sample.text;
      throw std::runtime_error(failed.what() + texts);
    }
  }

  /// Compiles a batch into one statement and compares what it says of each record.
  void compare(const std::vector<std::pair<Type, Sample>>& batch,
               const std::vector<Record>& records) {
    Frame frame(model, *model.find("records"));
    SqlWriter writer("UTC");
    std::string columns;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto& [type, sample] = batch[i];
      Problems problems;
      const PlacedText placed(sample.text, {"x", 1, 1, 1});
      const auto expression = parse_expression(placed, problems);
      ASSERT_TRUE(expression) << sample.text << "\n" << problems.render_all();
      ExpressionChecker checker(frame, placed, Roles::refused, problems);
      const auto value = checker.check(*expression);
      ASSERT_EQ(value.type, type) << sample.text << "\n" << problems.render_all();
      const bool time = type == Type::timestamp || type == Type::interval;
      columns +=
          fmt::format(", {} as v{}",
                      time ? "cast(" + writer.micros(value) + " as text)" : writer.text(value), i);
    }
    const auto sql =
        "select s.id as id" + columns + SqlWriter::from(*frame.subject().source) + " order by s.id";
    const auto rows = run(sql, writer.take_binds(), batch);
    ASSERT_EQ(rows.size(), records.size());
    for (std::size_t r = 0; r < records.size(); ++r) {
      const auto row = rows[static_cast<int>(r)];
      for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto found = row.optional_text(fmt::format("v{}", i)).value_or("null");
        const auto wanted = batch[i].second.meaning({&records[r], {}, {}});
        ASSERT_TRUE(is_same(found, wanted))
            << "record " << r + 1 << ": " << batch[i].second.text << "\nfound "
            << found.substr(0, 400) << ", wanted " << written(wanted);
      }
    }
  }

  test::TestDatabase database;
  store::Session session{store::complete_connection(database.connection()).value()};
  model::Catalog model = catalog();
};

TEST_F(ExpressionPropertyTest, SQL_means_what_the_interpreter_does) {
  constexpr std::uint64_t kSeed = 20261124;
  constexpr std::size_t kExpressions = 3000;
  SCOPED_TRACE(fmt::format("seed {}", kSeed));
  Generator generator(kSeed);
  std::vector<Record> records;
  std::int64_t parts = 0;
  session.begin();
  for (std::size_t i = 0; i < kRecords; ++i) {
    records.push_back(generator.record(true));
    const auto id = static_cast<std::int64_t>(i + 1);
    insert(records.back(), id, 0);
    for (const auto& part : records.back().parts) insert(part, ++parts, id);
  }
  session.commit();
  static constexpr Type kTypes[] = {Type::boolean, Type::integer,   Type::number,
                                    Type::text,    Type::timestamp, Type::interval};
  for (std::size_t done = 0; done < kExpressions && !HasFatalFailure(); done += kBatch) {
    std::vector<std::pair<Type, Sample>> batch;
    for (std::size_t i = 0; i < kBatch; ++i) {
      const auto type = kTypes[generator.pick(std::size(kTypes))];
      batch.emplace_back(type, generator.make(type, 1 + static_cast<int>(generator.pick(4))));
    }
    compare(batch, records);
  }
}

}  // namespace
}  // namespace steward::rules::property
