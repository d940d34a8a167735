// SPDX-License-Identifier: MIT
// Hostile text in every string of every file, in the names of the database, and in its records:
// either it is refused, or it is text and nothing else.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include "rules/key_table.hpp"
#include "steward/rules/loader.hpp"
#include "steward/store/catalog.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

/// A database whose very names are hostile.
constexpr const char* kDatabase = R"sql(
create schema crm;
create table crm.staff (id text primary key, name text, email text, mobile text, zone text);
create table crm.role_holders (id int primary key, role text, person_id text references crm.staff,
  since timestamptz, until timestamptz);
create table crm.absences (id int primary key, person_id text references crm.staff,
  starts_at timestamptz, ends_at timestamptz, stand_in_id text references crm.staff);
create table crm.shifts (id int primary key, role text, person_id text references crm.staff,
  starts_at timestamptz, ends_at timestamptz);
create table crm.clients (id text primary key, name text, tier text, labels text[],
  manager_id text references crm.staff);
create table crm.contacts (id int primary key, client_id text references crm.clients, name text,
  email text, mobile text, zone text);
create table crm.consents (id int primary key, client_id text references crm.clients, channel text,
  since timestamptz, until timestamptz);
create table crm."orders""; drop table crm.clients; --" ("k'ey" text primary key,
  client_id text references crm.clients, "ki""nd" text, "$$placed$$" timestamptz,
  "done:p1" timestamptz, wanted timestamptz, quiet boolean not null default false, length interval,
  office text, local timestamp, notes text[]);
create table crm.notes (number int primary key, "order" text, written text);
create view crm."la'te" as
  select "k'ey" as key, client_id, wanted, local from crm."orders""; drop table crm.clients; --";
insert into crm.staff values
  ('7', 'Ana Reyes', 'ana@skyport.example', '+15555550101', 'America/New_York'),
  ('8', 'Tom Adeyemi', 'tom@skyport.example', '+15555550102', null);
insert into crm.role_holders values (1, 'desk', '7', '2020-01-01', null);
insert into crm.clients values ('1', 'Bluewater', 'priority', '{a,b}', '7');
)sql";

/// Each file uses every key that it may have, but for those that another key excludes: they stand
/// in a second item. "@" stands within a literal of an expression, or within a text.
const std::map<std::string, const char*>& files() {
  static const std::map<std::string, const char*> all = {{"model.yaml", R"json({
"schema": "crm", "zone": "America/New_York",
"staff": {"entity": "staff", "name": "name + \"@\"", "email": "email", "mobile": "mobile",
  "time_zone": "zone"},
"roles": {"entity": "role_holders", "role": "role", "person": "person", "from": "since",
  "to": "until"},
"absences": {"entity": "absences", "person": "person", "from": "starts_at", "to": "ends_at",
  "stand_in": "stand_in"},
"duties": {"entity": "shifts", "role": "role", "person": "person", "from": "starts_at",
  "to": "ends_at"},
"clients": {"entity": "clients", "name": "name"},
"contacts": {"entity": "contacts", "client": "client", "name": "name", "email": "email",
  "mobile": "mobile", "time_zone": "zone"},
"consent": {"entity": "consents", "client": "client", "channel": "channel", "from": "since",
  "to": "until"},
"entities": {
  "orders": {"table": "orders\"; drop table crm.clients; --", "key": ["key"],
    "zone": "Europe/Berlin",
    "fields": {"key": "k'ey", "kind": "ki\"nd", "placed": "$$placed$$",
      "finished": {"column": "done:p1"},
      "local": {"column": "local", "zone": "Europe/Berlin"}}},
  "notes": {"hide": "false",
    "relations": {"to_order": {"to": "orders", "on": {"order": "key"}, "reverse": "remarks"},
      "all_of_them": {"to": "orders", "on": {"order": "key"}, "many": "true"}}}},
"views": {"late_ones": {"table": "la'te", "key": ["key"], "tables": {"orders": {"key": "key"}},
  "zone": "Europe/Berlin",
  "fields": {"wanted_by": "wanted"},
  "relations": {"of_client": {"to": "clients", "on": {"client_id": "id"}}}}},
"names": {"clients": "name"}, "writable": {"clients": ["tier"]}})json"},
                                                         {"calendars/office.yaml", R"json({
"calendar": "office", "zone": "America/New_York", "extends": ["holidays"], "on_change": "keep",
"hours": {"mon-sun": ["00:00-24:00"]}, "exceptions": {"2027-01-04": ["09:00-12:00"]},
"breaks": {"2027-01-05": ["12:00-13:00"]},
"changes": [{"valid_from": "2030-03-01", "valid_to": "2030-03-31",
  "hours": {"mon-fri": [["09:00", "17:00"]]}}]})json"},
                                                         {"calendars/holidays.yaml", R"json({
"calendar": "holidays", "holidays": ["2026-12-24", {"date": "2026-12-25", "name": "Christmas @"},
  {"rrule": "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "from": "1942-01-01", "name": "Thanksgiving"},
  {"easter": "-2", "from": "2000-01-01", "name": "Good Friday"}, {"ics": "site.ics"}]})json"},
                                                         {"templates/words.yaml", R"json({
"template": "words", "subject": "@ {{title}}",
"email": "@ {{title}} {{source}} {{organisation}} {{client.name}} {{kind}} {{key}}",
"sms": "@ {{title}}"})json"},
                                                         {"chains.yaml", R"json({
"chains": [{"chain": "up", "title": "A title", "source": "A source", "calendar": "office",
  "levels": [{"notify": "role(\"@\")", "by": ["email"], "template": "words"},
    {"wait": "1h", "notify": ["role(\"desk\")", "person(\"@\")"], "out_of_hours": "assignee",
     "by": ["email", "sms"], "template": "words"}]}]})json"},
                                                         {"rules.yaml", R"json({
"defaults": {"owner": "desk", "source": "A source", "calendar": "office", "by": ["email"],
  "urgency": "normal", "assign": "role(\"desk\")", "mode": "live",
  "effective_from": "2020-01-01", "retroactive": "false", "on_change": "keep", "severity": "minor",
  "review_by": "2030-01-01", "never": "role(\"@\")", "tags": ["one"]},
"vars": {"mine": "kind != \"@\""},
"rules": [{"rule": "by-length", "title": "A title", "description": "A description",
  "source": "A source", "owner": "desk", "subject": "orders", "was": "another",
  "vars": {"named": "client.name != \"@\""},
  "when": "mine && named && client.labels.all(l, l != \"@\") && kind != r'$$'",
  "clock": {"starts": "placed", "stops": "kind == \"@\" ? placed : finished",
    "pauses": "quiet && kind == \"@\"", "renews": "false", "calendar": "office",
    "within": {"by": ["kind + \"@\"", "client.tier"],
      "rows": [["@", "any", "1h"], ["*", "@", "3h"]], "default": "2h"}},
  "assign": "kind == \"@\" ? role(\"@\") : role(\"desk\")", "mode": "live",
  "effective_from": "2020-01-01T00:00:00Z", "retroactive": "true", "on_change": "rebase",
  "severity": "major", "review_by": "2030-06-30", "tags": ["two", "three"],
  "never": ["person(\"@\")", "kind == \"@\" ? client.manager : role(\"@\")"],
  "steps": [
    {"at": "start", "notify": ["assignee", "role(\"@\")"], "by": ["email", "sms"],
     "template": "words", "urgency": "urgent", "when": "kind != \"@\"",
     "never": "kind == \"@\" ? role(\"desk\") : role(\"@\")"},
    {"at": "50%", "notify": "assignee", "every": "10m", "times": "3", "until": "due - 10m",
     "template": {"by": "kind + \"@\"", "rows": [["@", "words"]], "default": "words"}},
    {"at": "due", "breach": "true", "notify": "role(\"desk\")", "template": "words",
     "escalate": "up"}]},
 {"rule": "by-due", "title": "Another", "subject": "orders",
  "clock": {"starts": "placed", "stops": "finished", "due": "wanted"},
  "steps": {"by": ["kind + \"@\""],
    "rows": [["@", [{"at": "due", "breach": "true"}]]],
    "default": [{"at": "start", "notify": "assignee", "template": "words"},
      {"at": "due", "breach": "true"}]}},
 {"rule": "by-schedule", "title": "A third", "subject": "clients",
  "schedule": {"rrule": "FREQ=DAILY", "at": "09:00", "from": "2026-01-01",
    "zone": "America/New_York"},
  "when": "name != \"@\"",
  "clock": {"stops": "orders.filter(o, o.kind == \"@\").map(o, o.finished).max()",
    "within": "tier == \"@\" ? duration(\"1h\") : duration(\"2h\")",
    "calendar": "tier == \"@\" ? \"always\" : \"office\""},
  "assign": "manager",
  "steps": [{"at": "start", "notify": "assignee", "template": "words2"},
    {"at": "due", "breach": "true"}]}]})json"},
                                                         {"templates/words2.yaml", R"json({
"template": "words2", "subject": "{{title}}", "email": "{{title}} {{name}}"})json"}};
  return all;
}

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

/// JSON, a line for each value.
std::string lines_of(const json::value& value) {
  std::string text;
  const char* separator = "\n";
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    for (const auto& member : *object) {
      text += separator + json::serialize(member.key()) + ": " + lines_of(member.value());
      separator = ",\n";
    }
    return "{" + text + "\n}";
  }
  if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    for (const auto& item : *array) {
      text += separator + lines_of(item);
      separator = ",\n";
    }
    return "[" + text + "\n]";
  }
  return json::serialize(value);
}

/// The files in a folder, which are changed a string at a time.
class Files {
 public:
  Files() {
    fs::create_directories(folder_ / "calendars");
    fs::create_directories(folder_ / "templates");
    std::ofstream(folder_ / "calendars/site.ics")
        << "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.com//EN\r\n"
           "BEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTAMP:20260101T000000Z\r\n"
           "DTSTART;VALUE=DATE:20370704\r\nSUMMARY:'; drop table crm.clients; --\r\n"
           "END:VEVENT\r\nEND:VCALENDAR\r\n";
    for (const auto& [name, text] : files()) {
      trees_[name] = json::parse(text);
      write(name);
    }
  }
  ~Files() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  [[nodiscard]] std::map<std::string, json::value>& trees() { return trees_; }
  void write(const std::string& name) const {
    std::ofstream(folder_ / name, std::ios::binary) << lines_of(trees_.at(name));
  }

  [[nodiscard]] rules::RulePaths paths() const {
    return {{folder_ / "rules.yaml"},
            {folder_ / "calendars"},
            {folder_ / "chains.yaml"},
            {folder_ / "templates"},
            folder_ / "model.yaml"};
  }

 private:
  static fs::path made() {
    auto name = (fs::temp_directory_path() / "steward-injection-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return name;
  }

  const fs::path folder_ = made();
  std::map<std::string, json::value> trees_;
};

/// A database with the files, and what it must still be afterwards.
class Injection : public testing::TestWithParam<Hostile> {
 protected:
  Injection() : world(at("2026-11-23T15:00:00Z"), world_files()) {
    store::Pool& pool = world.pool();
    catalog = store::read_catalog(pool, "crm").value();
  }

  WorldFiles world_files() {
    WorldFiles all;
    all.prepare = kDatabase;
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
    const auto literal = [](const std::string& text) {
      std::string result = "'";
      for (const char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
      return result + "'";
    };
    world.run(
        "insert into crm.\"orders\"\"; drop table crm.clients; --\" (\"k'ey\", client_id, "
        "\"ki\"\"nd\", \"$$placed$$\", wanted, notes) values (" +
        literal(key) + ", (select min(id) from crm.clients), " + literal(kind) +
        ", '2026-11-23T15:00:00Z', '2026-11-24T15:00:00Z', array[" + literal(kind) + "])");
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

  Files files;
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
  const auto quoted = [&](const std::string& value) {
    std::string result = "'";
    for (const char c : value) result += c == '\'' ? std::string("''") : std::string(1, c);
    return result + "'";
  };
  const auto all = quoted(text);
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

// Every key of the files is in those above.

using Seen = std::set<std::pair<std::string_view, std::string_view>>;

void look(const json::value& value, const rules::KeyTable& keys, Seen& seen);

void look_at_key(const json::value& value, const rules::Key& key, Seen& seen) {
  if (key.may_be_table && value.is_object()) look(value, rules::decision_table_keys(), seen);
  if (key.keys == nullptr) return;
  if (key.form == rules::ValueForm::list || key.form == rules::ValueForm::date_or_mapping_list) {
    if (!value.is_array()) return;
    for (const auto& item : value.as_array()) look(item, *key.keys, seen);
  } else if (value.is_object() && key.form == rules::ValueForm::mapping) {
    look(value, *key.keys, seen);
  } else if (value.is_object()) {
    for (const auto& member : value.as_object()) look(member.value(), *key.keys, seen);
  }
}

void look(const json::value& value, const rules::KeyTable& keys, Seen& seen) {
  if (!value.is_object()) return;
  for (const auto& member : value.as_object()) {
    const auto* key = keys.find(member.key());
    if (key == nullptr) continue;
    seen.emplace(keys.name, key->name);
    look_at_key(member.value(), *key, seen);
  }
}

void collect(const rules::KeyTable& keys, Seen& all) {
  for (const auto& key : keys.keys) {
    if (!all.emplace(keys.name, key.name).second) continue;
    if (key.may_be_table) collect(rules::decision_table_keys(), all);
    if (key.keys != nullptr) collect(*key.keys, all);
  }
}

TEST(InjectionFiles, HaveEveryKey) {
  Seen all;
  Seen seen;
  const auto compare = [&](const std::string& name, const rules::KeyTable& keys) {
    collect(keys, all);
    look(json::parse(files().at(name)), keys, seen);
  };
  compare("model.yaml", rules::model_file_keys());
  compare("calendars/office.yaml", rules::calendar_file_keys());
  compare("calendars/holidays.yaml", rules::calendar_file_keys());
  compare("templates/words.yaml", rules::template_file_keys());
  compare("chains.yaml", rules::chain_file_keys());
  compare("rules.yaml", rules::rule_file_keys());
  // Instead of 'channel': the same form, and tried by the model's own tests.
  all.erase({"consent", "email"});
  all.erase({"consent", "sms"});
  for (const auto& key : seen) all.erase(key);
  EXPECT_EQ(all, Seen());
}

}  // namespace
}  // namespace steward::test
