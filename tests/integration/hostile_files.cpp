// SPDX-License-Identifier: MIT
#include "integration/hostile_files.hpp"

#include <filesystem>
#include <fstream>

namespace steward::test {
namespace {

namespace json = boost::json;

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

}  // namespace

const char* const kHostileDatabase = R"sql(
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

const std::map<std::string, const char*>& hostile_files() {
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

HostileFolder::HostileFolder() {
  std::filesystem::create_directories(folder_.path() / "calendars");
  std::filesystem::create_directories(folder_.path() / "templates");
  std::ofstream(folder_.path() / "calendars/site.ics")
      << "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.com//EN\r\n"
         "BEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTAMP:20260101T000000Z\r\n"
         "DTSTART;VALUE=DATE:20370704\r\nSUMMARY:'; drop table crm.clients; --\r\n"
         "END:VEVENT\r\nEND:VCALENDAR\r\n";
  for (const auto& [name, text] : hostile_files()) {
    trees_[name] = json::parse(text);
    write(name);
  }
}

void HostileFolder::write(const std::string& name) const {
  std::ofstream(folder_.path() / name, std::ios::binary) << lines_of(trees_.at(name));
}

rules::RulePaths HostileFolder::paths() const {
  return {{folder_.path() / "rules.yaml"},
          {folder_.path() / "calendars"},
          {folder_.path() / "chains.yaml"},
          {folder_.path() / "templates"},
          folder_.path() / "model.yaml"};
}

}  // namespace steward::test
