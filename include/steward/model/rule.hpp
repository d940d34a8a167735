// SPDX-License-Identifier: MIT
// A rule as it runs: its clock and steps, and its expressions compiled to queries.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/base/problem.hpp"
#include "steward/calendar/calendar.hpp"
#include "steward/calendar/recurrence.hpp"
#include "steward/model/catalog.hpp"
#include "steward/model/chain.hpp"
#include "steward/model/clock.hpp"
#include "steward/model/query.hpp"
#include "steward/model/recipient.hpp"
#include "steward/model/source_file.hpp"

namespace steward::model {

enum class Mode { live, shadow, off };
[[nodiscard]] std::string_view to_string(Mode mode);
[[nodiscard]] std::optional<Mode> parse_mode(std::string_view text);

/// How seriously a breach of the rule is taken.
enum class Severity { minor, major, critical };
[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view text);

enum class Anchor { start, due };

/// When a step acts: an offset from an anchor, in elapsed time or in the calendar's open time.
struct Moment {
  Anchor anchor = Anchor::due;
  Microseconds offset{0};      ///< negative: before
  bool working = false;        ///< the offset is open time ("4 working hours")
  std::optional<int> percent;  ///< of the open time from start to due; then anchor and offset rest
  /// Instead of the offset: months or working days by the calendar; less than nothing is before.
  std::optional<calendar::Span> span = std::nullopt;
  bool operator==(const Moment&) const = default;
};

/// "due - 24h", "start", "75%", "due + 4 working hours", "due - 2 working days".
[[nodiscard]] std::string to_string(const Moment& moment);

/// How a step acts again and again after its first time, until the promise is over at the latest.
struct Repeat {
  Microseconds every{0};
  bool working = false;  ///< `every` is open time
  int times = 0;         ///< how often it acts at most, the first time included
  std::optional<Moment> until = std::nullopt;  ///< the last instant at which it may act
  bool operator==(const Repeat&) const = default;
};
/// So often does no step act.
inline constexpr int kMostRepeats = 100;

/// What happens at an instant of a commitment. Its id is its place in the rule, "1", "2", …; in a
/// table of steps the row and the place in it, "2.1".
struct Step {
  std::string id;
  Moment at;
  bool breach = false;
  std::vector<Recipient> notify;
  std::vector<Channel> by;
  Urgency urgency = Urgency::normal;
  std::string template_name;  ///< "" for a step that tells nobody
  std::string escalate;       ///< a chain's name, or ""
  std::optional<Repeat> repeat = std::nullopt;
  /// The condition that must hold at its instant, by its name in `Rule::asked`; "" for none.
  std::string when = {};
  std::vector<Recipient> never = {};  ///< who must not get it, beside `Rule::never`
  int row = 0;                        ///< of the rule's table of steps, from 1; 0: in none
  /// The table that chooses the template, by its name in `Rule::asked`, and the names of its rows;
  /// `template_name` is that of its default.
  std::string template_table = {};
  std::vector<std::string> templates = {};
  bool operator==(const Step&) const = default;
};

/// Texts of a column that a row must have to count for a rule.
struct ReadFilter {
  std::string column;
  std::vector<std::string> values;
  bool operator==(const ReadFilter&) const = default;
};

/// A table that a rule reads, and how its changed rows lead to subjects.
struct Read {
  std::string entity;
  std::vector<std::string> columns;  ///< watched: a change of any other column changes nothing
  /// The columns of `entity` whose old and new values lead to the subjects ("client_id" of
  /// interactions); the key itself for the subject's own table.
  std::vector<std::string> join_columns;
  /// Subjects' keys (one text column `key`) for the text array `:values` of those columns' values,
  /// each a text as key_sql.hpp has it; at most `:most` of them (null: all).
  Query affected;
  /// The changed rows do not tell the subjects: all of them are looked at again. Then `affected`
  /// has no SQL.
  bool resync = false;
  /// A changed row that passes none of these, neither before nor after, touches nobody.
  std::vector<ReadFilter> filters = {};
  /// Only promises that there are already can be touched: they are found by their client, whose key
  /// the join columns are, without a look at any record.
  bool by_client = false;
  /// With `by_client`: of the instants in this column the earliest is when a promise was kept, so
  /// that a later one cannot touch one that is closed. "": nothing touches one that is closed.
  std::string evidence = {};
  bool operator==(const Read&) const = default;

  /// The name under which a change notes the values of `join_columns`.
  [[nodiscard]] std::string noted() const;
};

/// One immutable version of a rule.
struct Rule {
  std::string name;
  std::string title;
  std::string description;
  std::string source;
  std::string owner;    ///< a role
  std::string subject;  ///< an entity
  std::string file;     ///< as given to the loader
  SourceMark mark;
  Mode mode = Mode::live;
  Clock clock;
  std::vector<Step> steps;  ///< in the order of the file
  std::optional<Instant> effective_from;
  bool retroactive = false;
  OnChange on_change = OnChange::keep;
  std::string was;                ///< the name that it had before, or ""
  std::vector<std::string> tags;  ///< in the order of the file
  std::optional<Severity> severity;
  std::optional<std::chrono::year_month_day> review_by;
  std::string reviews;           ///< of a built-in rule: the rule whose review it is about
  std::vector<Recipient> never;  ///< who must not get any of its messages
  std::optional<calendar::RecurrenceDefinition> schedule;  ///< opens a promise at each recurrence

  /// One row for each existing subject of the text array `:keys`, with the columns
  /// key text, active boolean (never null), starts, stops, due bigint (microseconds since the
  /// epoch, null: none), assignee text (a staff key), assignee_role text, client text (a key),
  /// within_row integer (of the clock's table, from 1), within bigint (microseconds), calendar
  /// text, pauses text (JSON: a list of [from, to] in microseconds since the epoch, or null),
  /// pausing boolean; these are null where the clock has no such expression.
  Query evaluate;
  /// Keys (one text column `key`) of the next subjects in key order after the text `:after`
  /// (null: from the first), at most `:page` of them.
  Query page;
  /// For the text array `:keys`: key text, facts text: a JSON object of the values that the rule's
  /// templates name.
  Query facts;
  /// For the text array `:keys`: key text, facts text: a JSON object of the values that decide
  /// about the promise, by what gives them ("client.tier"); instants are as RFC 3339 has them. No
  /// SQL: there are none.
  Query grounds;
  /// What is asked of the record when a promise opens and when a step acts. For the text array
  /// `:keys`: key text, facts text: a JSON object by name. A condition is a boolean, a table the
  /// number of its row from 1, a person or role is as `to_string(Recipient)` has it.
  Query asked;
  std::string step_table;  ///< the name in `asked` of what chooses the row of steps; "" for none
  std::map<std::string, Type, std::less<>> fact_types;  ///< by the name in the template
  std::vector<Read> reads;

  std::string text;      ///< normalised: what the revision's digest is of
  std::string revision;  ///< SHA-256 of `text`
  bool operator==(const Rule&) const = default;

  /// The step of this id, or of one of its repetitions ("3#2").
  [[nodiscard]] const Step* step(std::string_view id) const;
};

/// How people are found in the database: compiled from model.yaml. A query without SQL: there is
/// no such table.
struct PeopleQueries {
  Query staff;     ///< key, name, email, mobile, time_zone: all text
  Query holders;   ///< role text, person text, valid_from, valid_to bigint (null: open)
  Query absences;  ///< person text, starts, ends bigint, stand_in text
  Query duties;    ///< role text, person text, starts, ends bigint
  Query clients;   ///< key, name text, for the text array `:keys`
  /// key, client text (a key), name, email, mobile, time_zone text, for the text array `:keys` of
  /// clients: whom a client's messages go to.
  Query contacts;
  /// client, channel text, email, sms boolean, valid_from, valid_to bigint (null: open), for the
  /// text array `:keys` of clients: what they agreed to. A row is about its channel or, where that
  /// is null, about both as the booleans say.
  Query consents;
  std::string staff_entity;
  std::string client_entity;
  bool operator==(const PeopleQueries&) const = default;
};

/// A message text as its author wrote it. Every part is a mustache template.
struct Template {
  std::string name;
  std::string subject;  ///< of the email
  std::string email;    ///< the email's text
  std::string sms;
  SourceMark mark;
  bool operator==(const Template&) const = default;
};

/// A file of holidays that a calendar reads, and that ends on some date.
struct HolidayFile {
  SourceMark mark;               ///< of the calendar file's line that names it
  std::string name;              ///< as that line has it
  std::chrono::sys_days last{};  ///< the last of its holidays that do not come back for good
  bool operator==(const HolidayFile&) const = default;
};

/// Everything that was loaded together: whole or not at all. Immutable, shared between threads.
struct RuleSet {
  std::vector<Rule> rules;  ///< by name
  std::map<std::string, calendar::Calendar, std::less<>> calendars;
  /// Those whose edits leave the dues of open promises as they are.
  std::set<std::string, std::less<>> kept_calendars;
  std::string calendar_digest;  ///< SHA-256 of what all calendars say
  std::string model_digest;     ///< SHA-256 of model.yaml, normalised; "" without one
  std::vector<HolidayFile> holiday_files;
  std::map<std::string, Chain, std::less<>> chains;
  std::map<std::string, Template, std::less<>> templates;
  PeopleQueries people;
  calendar::Zone zone;  ///< the organisation's
  std::string organisation;
  Catalog catalog;
  std::string digest;  ///< SHA-256 over all files: two daemons with the same run the same
  std::vector<SourceFile> files;  ///< what it was made of, and can be made of again

  [[nodiscard]] const Rule* rule(std::string_view name) const;
};

/// A rule's steps as JSON, so that open commitments keep the steps they were opened with, and back.
[[nodiscard]] std::string steps_to_json(const std::vector<Step>& steps);
[[nodiscard]] Result<std::vector<Step>> steps_from_json(std::string_view text);

}  // namespace steward::model
