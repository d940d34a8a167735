// SPDX-License-Identifier: MIT
// Every attempt to load a rule set, and who was told of those that were not taken.
#include "steward/base/json.hpp"
#include "store/binds.hpp"
#include "store/json_rows.hpp"
#include "store/load_book.hpp"
#include "store/months.hpp"

namespace steward::store {
namespace {

#define STEWARD_LOAD_COLUMNS                                                                       \
  " l.id, l.digest, l.outcome, l.origin, l.at, l.loaded_by, l.host,"                               \
  " l.configuration, l.before, l.rules, l.reason, l.said, "                                        \
  " array(select m.name || ': ' || coalesce(m.reason, x.state, 'dropped') from steward.load_mail " \
  "m"                                                                                              \
  "         left join steward.message x on x.id = m.message"                                       \
  "        where m.load = l.id order by m.id) as told "

constexpr std::string_view kAddLoad = R"(
  insert into steward.load
         (digest, outcome, origin, at, loaded_by, host, configuration, before, rules, reason, said)
  values (:digest::text, :outcome::text, :origin::text, :at::timestamptz, :by::text,
          :host::text, :configuration::text, :before::text, :rules::integer, :reason::text,
          :said::text[])
  returning id)";

constexpr std::string_view kLoads = "select" STEWARD_LOAD_COLUMNS R"(
    from steward.load l where l.outcome <> 'unchanged' order by l.id desc limit :limit::bigint)";

constexpr std::string_view kLastOf = "select" STEWARD_LOAD_COLUMNS R"(
    from steward.load l
   where l.host = :host::text and l.configuration = :configuration::text and l.origin <> 'apply'
   order by l.id desc limit 1)";

constexpr std::string_view kWasRead = R"(
  select exists (select from steward.load where digest = :digest::text and origin <> 'apply')
      as was_read)";

constexpr std::string_view kLastInForce = "select" STEWARD_LOAD_COLUMNS R"(
    from steward.load l where l.outcome = 'in force' order by l.id desc limit 1)";

constexpr std::string_view kStaged = "select" STEWARD_LOAD_COLUMNS R"(
    from steward.load l
   where l.outcome = 'staged'
     and not exists (select from steward.load n
                      where n.id > l.id
                        and (n.outcome in ('in force', 'staged')
                             or (n.host = l.host and n.configuration = l.configuration)))
   order by l.id desc limit 1)";

constexpr std::string_view kBeginNews = R"(
  insert into steward.load_news (digest, outcome, load)
  values (:digest::text, :outcome::text, :load::bigint)
  on conflict (digest, outcome) do nothing)";

constexpr std::string_view kAddLoadMail = R"(
  with written as (
    insert into steward.message
           (id, outlives, message_id, thread_id, reference, channel, name, address, subject, text,
            urgent, state, created_at, next_at)
    select steward.id_of(steward.month_of(at), nextval('steward.message_number')),
           true, message_id, thread_id, reference, 'email', name, address, subject, text, false,
           case when :withheld::boolean then 'withheld' else 'ready' end, at,
           case when :withheld::boolean then null else at end
      from jsonb_to_recordset(:rows::jsonb)
        as r(message_id text, thread_id text, reference text, name text, address text,
             subject text, text text, at timestamptz)
    returning id)
  insert into steward.load_mail (load, name, address, message, reason)
  values (:load::bigint, :name::text, :address::text, (select id from written), :reason::text))";

constexpr std::string_view kOpenPromises = R"(
  select rule, revision, count(*) as count from steward.commitment
   where closed_at is null group by rule, revision order by rule, revision)";

model::RuleLoad load_from(const Row& row) {
  model::RuleLoad load;
  load.id = row.integer("id");
  load.digest = row.text("digest");
  load.outcome =
      model::parse_load_outcome(row.text("outcome")).value_or(model::LoadOutcome::failed);
  load.origin = model::parse_load_origin(row.text("origin")).value_or(model::LoadOrigin::start);
  load.at = row.instant("at");
  load.by = row.text("loaded_by");
  load.host = row.text("host");
  load.configuration = row.text("configuration");
  load.before = row.text("before");
  load.rules = static_cast<std::size_t>(row.integer("rules"));
  load.reason = row.text("reason");
  load.said = row.texts("said");
  load.told = row.texts("told");
  return load;
}

std::optional<model::RuleLoad> first_of(const Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return load_from(rows[0]);
}

/// The message as a list of at most one row.
std::string row_of(const std::optional<model::OutgoingMessage>& message) {
  json::array rows;
  if (message) {
    rows.push_back(json::object{{"message_id", message->message_id},
                                {"thread_id", message->thread_id},
                                {"reference", message->reference},
                                {"name", message->recipient_name},
                                {"address", message->address},
                                {"subject", message->subject},
                                {"text", message->text},
                                {"at", to_json(message->at)}});
  }
  return json::serialize(rows);
}

}  // namespace

std::int64_t PostgresLoadBook::add(const model::RuleLoad& load) {
  const auto rows =
      session_.query(kAddLoad, {{"digest", load.digest},
                                {"outcome", std::string(model::to_string(load.outcome))},
                                {"origin", std::string(model::to_string(load.origin))},
                                {"at", bind(load.at)},
                                {"by", load.by},
                                {"host", load.host},
                                {"configuration", load.configuration},
                                {"before", load.before},
                                {"rules", static_cast<std::int64_t>(load.rules)},
                                {"reason", load.reason},
                                {"said", load.said}});
  return rows.only().integer("id");
}

std::vector<model::RuleLoad> PostgresLoadBook::loads(std::size_t limit) {
  std::vector<model::RuleLoad> loads;
  for (const auto row : session_.query(kLoads, {{"limit", static_cast<std::int64_t>(limit)}})) {
    loads.push_back(load_from(row));
  }
  return loads;
}

std::optional<model::RuleLoad> PostgresLoadBook::last_of(const std::string& host,
                                                         const std::string& configuration) {
  return first_of(session_.query(kLastOf, {{"host", host}, {"configuration", configuration}}));
}

bool PostgresLoadBook::was_read(const std::string& digest) {
  return session_.query(kWasRead, {{"digest", digest}}).only().boolean("was_read");
}

std::optional<model::RuleLoad> PostgresLoadBook::last_in_force() {
  return first_of(session_.query(kLastInForce));
}

std::optional<model::RuleLoad> PostgresLoadBook::staged() {
  return first_of(session_.query(kStaged));
}

bool PostgresLoadBook::begin_news(const model::RuleLoad& load) {
  return session_.execute(kBeginNews, {{"digest", load.digest},
                                       {"outcome", std::string(model::to_string(load.outcome))},
                                       {"load", load.id}}) > 0;
}

void PostgresLoadBook::add(const model::LoadMail& mail, std::int64_t load) {
  const auto& message = mail.message;
  std::optional<std::string> address;
  std::optional<std::string> reason;
  if (message) address = message->address;
  if (mail.reason) reason = std::string(model::to_string(*mail.reason));
  if (message) ensure_month(session_, message->at);
  session_.execute(kAddLoadMail, {{"rows", row_of(message)},
                                  {"withheld", mail.reason.has_value()},
                                  {"load", load},
                                  {"name", mail.name},
                                  {"address", bind(address)},
                                  {"reason", bind(reason)}});
}

std::vector<model::OpenPromises> PostgresLoadBook::open_promises() {
  std::vector<model::OpenPromises> all;
  for (const auto row : session_.query(kOpenPromises)) {
    all.push_back({row.text("rule"), row.text("revision"), row.integer("count")});
  }
  return all;
}

std::vector<std::string_view> load_statements() {
  return {kAddLoad, kLoads,     kLastOf,      kWasRead,     kLastInForce,
          kStaged,  kBeginNews, kAddLoadMail, kOpenPromises};
}

#undef STEWARD_LOAD_COLUMNS

}  // namespace steward::store
