// SPDX-License-Identifier: MIT
// Hostile text in every string of every file, in the names of the database, and in its records:
// either it is refused, or it is text and nothing else.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <functional>

#include "integration/hostile_files.hpp"
#include "steward/store/catalog.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

/// Which of them is tried, with what stands for it in the name of the test.
struct Hostile {
  std::string name;
  std::string text;
  /// What a message shows of it in place of itself; "" where it may not get into one.
  std::string shown;
};

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::vector<Hostile> hostile() {
  std::vector<Hostile> all = {
      {"sql", "'; \"; $$; \\'; */ drop table crm.clients; --", {}},
      {"parameter", ":p1 :name :keys ::text $1 ? {} {0} %s %n {:>99999}", {}},
      {"mustache", "{{title}} {{{why}}} {{#late}} {{=<% %>=}}", {}},
      {"very_long", repeated("'\"$", 300), {}},
      {"wide", "\xE2\x80\xAE\xF0\x9F\x9B\xA9 \xCC\x81 d'rop", {}},
  };
  for (auto& one : all) one.shown = one.text;
  all.push_back({"nul", std::string("a\0b", 3), ""});
  all.push_back({"header", "a\r\nBcc: everybody@example.com", ""});
  return all;
}

std::ostream& operator<<(std::ostream& stream, const Hostile& one) {
  return stream << one.name;
}

std::string test_name(const testing::TestParamInfo<Hostile>& info) {
  return info.param.name;
}

/// As a literal between double quotes of the expression language holds it.
std::string in_literal(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n' || c == '\r') {
      result += c == '\n' ? "\\n" : "\\r";
    } else {
      result += c;
    }
  }
  return result;
}

std::string replaced(std::string text, const std::string& with) {
  for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at + with.size())) {
    text.replace(at, 1, with);
  }
  return text;
}

/// A text as SQL has it.
std::string sql_literal(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
  return result + "'";
}

/// A database with the files, and what it must still be afterwards.
class Injection : public testing::TestWithParam<Hostile> {
 protected:
  Injection() : world(at("2026-11-23T15:00:00Z"), world_files()) {
    store::Pool& pool = world.pool();
    catalog = store::read_catalog(pool, "crm").value();
  }

  WorldFiles world_files() {
    WorldFiles all;
    all.prepare = kHostileDatabase;
    all.rules = files.paths();
    return all;
  }

  /// Whether the files would be taken as they are.
  bool are_taken() {
    Problems problems;
    const auto header = rules::read_model_header(files.paths().model, problems);
    if (header.schema != "crm") return false;
    const auto set = rules::load_rules(files.paths(), catalog, "Skyport", problems);
    // Whatever is said of them can be said.
    EXPECT_EQ(set == nullptr, problems.has_errors());
    EXPECT_TRUE(set || !problems.render_all().empty());
    return set != nullptr;
  }

  std::string records() {
    std::string all;
    for (const auto* table : {"staff", "role_holders", "clients", "contacts", "consents",
                              "\"orders\"\"; drop table crm.clients; --\"", "notes"}) {
      all += world.database().value(std::string("select coalesce(string_agg(cast(t as text), '|' "
                                                "order by cast(t as text)), '') from crm.") +
                                    table + " t") +
             "\n";
    }
    return all + world.database().value(
                     "select string_agg(cast(c.relname as text) || cast(c.relkind as text), ',' "
                     "order by c.relname) from "
                     "pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = "
                     "'crm'");
  }

  /// An order comes in, is reminded of, and is late.
  void run_for_two_days(const std::string& key = "1", const std::string& kind = "fuel") {
    world.run(
        "insert into crm.\"orders\"\"; drop table crm.clients; --\" (\"k'ey\", client_id, "
        "\"ki\"\"nd\", \"$$placed$$\", wanted, notes) values (" +
        sql_literal(key) + ", (select min(id) from crm.clients), " + sql_literal(kind) +
        ", '2026-11-23T15:00:00Z', '2026-11-24T15:00:00Z', array[" + sql_literal(kind) + "])");
    const auto before = records();
    world.advance_to(at("2026-11-25T16:00:00Z"));
    EXPECT_EQ(records(), before);
    EXPECT_FALSE(world.email().sent.empty());
  }

  void expect_in_messages(const std::string& text) {
    for (const auto& message : world.email().sent) {
      EXPECT_EQ(message.subject.find_first_of("\r\n"), std::string::npos);
      EXPECT_THAT(message.text, HasSubstr(text));
    }
  }

  HostileFolder files;
  World world;
  model::Catalog catalog;
};

/// Changes the strings of a tree, each by itself, and keeps what would be taken.
class Mutation {
 public:
  using Try = std::function<bool()>;

  Mutation(std::string text, Try is_taken)
      : text_(std::move(text)), is_taken_(std::move(is_taken)) {}

  void change(json::value& value) {
    if (value.is_string()) return change_text(value);
    if (value.is_array()) {
      for (auto& item : value.as_array()) change(item);
    }
    if (!value.is_object()) return;
    for (auto& member : value.as_object()) {
      change(member.value());
      // Elsewhere another key is an unknown one.
      static const std::set<std::string_view> names = {
          "vars", "entities", "views",  "fields", "relations",  "names",
          "on",   "writable", "tables", "hours",  "exceptions", "breaks"};
      if (names.contains(member.key()) && member.value().is_object()) change_keys(member.value());
    }
  }

  [[nodiscard]] int tried() const { return tried_; }
  [[nodiscard]] int taken() const { return taken_; }

 private:
  void change_text(json::value& value) {
    const std::string before(value.as_string());
    if (holds(value, text_)) return;
    if (before.find('@') != std::string::npos) {
      const bool expression = before.find('"') != std::string::npos;
      if (holds(value, replaced(before, expression ? in_literal(text_) : text_))) return;
    }
    value = before;
  }

  bool holds(json::value& value, const std::string& text) {
    value = text;
    ++tried_;
    const bool taken = is_taken_();
    taken_ += taken ? 1 : 0;
    return taken;
  }

  void change_keys(json::value& value) {
    const auto before = value.as_object();
    for (const auto& member : before) {
      json::object changed;
      for (const auto& other : before) {
        const bool it = other.key() == member.key();
        changed.emplace(it ? std::string_view(text_) : std::string_view(other.key()),
                        other.value());
      }
      value = changed;
      ++tried_;
      if (is_taken_()) {
        ++taken_;
        return;
      }
    }
    value = before;
  }

  std::string text_;
  Try is_taken_;
  int tried_ = 0;
  int taken_ = 0;
};

TEST_P(Injection, ByAStringOfAFileIsRefusedOrInert) {
  ASSERT_TRUE(are_taken());
  int tried = 0;
  int taken = 0;
  for (auto& [name, tree] : files.trees()) {
    Mutation mutation(GetParam().text, [&, file = name] {
      files.write(file);
      return are_taken();
    });
    mutation.change(tree);
    files.write(name);
    tried += mutation.tried();
    taken += mutation.taken();
  }
  EXPECT_GT(tried, 250);
  RecordProperty("taken", taken);
  EXPECT_GE(taken, GetParam().shown.empty() ? 0 : 20);
  ASSERT_TRUE(are_taken());
  world.reload(files.paths());
  world.settle();
  run_for_two_days();
  expect_in_messages(GetParam().shown);
}

TEST_P(Injection, ByARecordIsInert) {
  if (GetParam().text.find('\0') != std::string::npos) GTEST_SKIP() << "no text holds it";
  const auto& text = GetParam().text;
  const auto all = sql_literal(text);
  world.run("insert into crm.clients values (" + all + ", " + all + ", " + all + ", array[" + all +
            ", " + all + "], null)");
  world.run("delete from crm.clients where id = '1'");
  world.run("insert into crm.staff values (" + all + ", " + all + ", 'zoe@skyport.example', " +
            "'+15555550103', " + all + ")");
  world.run("insert into crm.role_holders values (2, " + all + ", " + all + ", '2020-01-01'), " +
            "(3, 'desk', " + all + ", '2020-01-01')");
  world.run("update crm.clients set manager_id = " + all);
  world.settle();
  run_for_two_days(text, text);
  expect_in_messages("");
  bool seen = false;
  for (const auto& message : world.email().sent) {
    seen = seen || GetParam().shown.empty() ||
           message.text.find(GetParam().shown) != std::string::npos;
  }
  EXPECT_TRUE(seen);
  EXPECT_EQ(world.database().value(
                "select count(*) from steward.commitment where rule = 'by-length' and state <> "
                "'cancelled' and key = " +
                all),
            "1");
}

INSTANTIATE_TEST_SUITE_P(Hostile, Injection, testing::ValuesIn(hostile()), test_name);

}  // namespace
}  // namespace steward::test
