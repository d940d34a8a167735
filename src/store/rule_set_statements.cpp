// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>
#include <utility>

#include "store/binds.hpp"
#include "store/json_rows.hpp"
#include "store/postgres_transaction.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kInForce = R"(
  select coalesce((select digest from steward.rule_set order by id desc limit 1), '') as digest)";

// Whoever judges by a set holds this to the end: another set comes into force before or after.
constexpr std::string_view kHoldRuleSets = "lock table steward.rule_set in row exclusive mode";

constexpr std::string_view kLockRuleSets =
    "lock table steward.rule_set in share row exclusive mode";

constexpr std::string_view kAddRevisions = R"(
  insert into steward.revision
         (digest, rule, text, steps, file, tags, severity, review_by, first_seen)
  select digest, rule, text, steps, file, tags, severity, review_by, :now::timestamptz
    from jsonb_to_recordset(:rows::jsonb)
      as r(digest text, rule text, text text, steps jsonb, file text, tags text[], severity text,
           review_by date)
  on conflict (digest) do nothing)";

constexpr std::string_view kAddRuleSet = R"(
  with added as (
    insert into steward.rule_set (digest, loaded_at, loaded_by, calendars, model)
    values (:digest::text, :now::timestamptz, :by::text, :calendars::text,
            :model::text)
    returning id)
  insert into steward.rule_set_member (rule_set, rule, revision)
  select added.id, r.rule, r.digest
    from added, jsonb_to_recordset(:rows::jsonb) as r(digest text, rule text))";

constexpr std::string_view kFoundationInForce = R"(
  select calendars, model from steward.rule_set order by id desc limit 1)";

constexpr std::string_view kRenameActivation = R"(
  update steward.activation set rule = :name::text where rule = :was::text)";

// Closed ones as well: they are what keeps a promise from being made twice.
constexpr std::string_view kRenameCommitments = R"(
  update steward.commitment set rule = :name::text where rule = :was::text)";

constexpr std::string_view kRenameRecurring = R"(
  update steward.recurring set rule = :name::text where rule = :was::text)";

constexpr std::string_view kRenameTouched = R"(
  update steward.touched set rule = :name::text where rule = :was::text)";

constexpr std::string_view kRenameQuarantined = R"(
  update steward.quarantine set rule = :name::text where rule = :was::text)";

constexpr std::array kRenames = {kRenameActivation, kRenameCommitments, kRenameRecurring,
                                 kRenameTouched, kRenameQuarantined};

constexpr std::string_view kActivations = R"(
  select rule, revision, entity, effective_from, cursor, seen, done, removed, in_force_since,
         looked_at, resync, repaired, finished_at
    from steward.activation order by rule)";

constexpr std::string_view kSaveActivation = R"(
  insert into steward.activation
         (rule, revision, entity, effective_from, cursor, seen, done, removed, in_force_since,
          looked_at, resync, repaired, finished_at)
  values (:rule::text, :revision::text, :entity::text, :effective_from::timestamptz,
          :cursor::text, :seen::bigint, :done::boolean, :removed::boolean,
          :in_force_since::timestamptz, :looked_at::timestamptz,
          :resync::text, :repaired::bigint, :finished_at::timestamptz)
  on conflict (rule) do update
     set revision = excluded.revision, entity = excluded.entity,
         effective_from = excluded.effective_from, cursor = excluded.cursor, seen = excluded.seen,
         done = excluded.done, removed = excluded.removed,
         in_force_since = excluded.in_force_since, looked_at = excluded.looked_at,
         resync = excluded.resync, repaired = excluded.repaired,
         finished_at = excluded.finished_at)";

constexpr std::string_view kClaimActivation = R"(
  select rule, revision, entity, effective_from, cursor, seen, done, removed, in_force_since,
         looked_at, resync, repaired, finished_at
    from steward.activation a
   where not done
     and not exists (select from steward.quarantine q
                      where q.rule = a.rule and q.key = '' and not q.firing
                        and q.retry_at > :now::timestamptz)
   order by rule limit 1 for update skip locked)";

constexpr std::string_view kLookAtAllAgain = R"(
  update steward.activation
     set done = false, cursor = null, seen = 0, resync = '', repaired = 0
   where rule = :rule::text)";

constexpr std::string_view kLookAgain = R"(
  update steward.activation
     set done = false, cursor = null, seen = 0, repaired = 0, resync = :reason::text
   where not removed and done
     and (cardinality(:rules::text[]) = 0 or rule = any(:rules::text[]))
     and (:unless_since::timestamptz is null or finished_at is null
          or finished_at < :unless_since::timestamptz)
  returning rule)";

constexpr std::string_view kChangesWait = R"(
  select exists (select from steward.change) or exists (select from steward.touched) as wait)";

constexpr std::string_view kRequestResync = R"(
  insert into steward.resync (entity, reason) values (:entity::text, :reason::text)
  on conflict (entity) do nothing)";

constexpr std::string_view kTakeResyncs = "delete from steward.resync returning entity";

constexpr std::string_view kStepsOf = R"(
  select steps::text as steps from steward.revision where digest = :revision::text)";

std::string date_of(const std::chrono::year_month_day& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

engine::Activation activation_from(const Row& row) {
  engine::Activation activation;
  activation.rule = row.text("rule");
  activation.revision = row.text("revision");
  activation.entity = row.text("entity");
  activation.effective_from = row.instant("effective_from");
  activation.cursor = row.optional_text("cursor");
  activation.seen = row.integer("seen");
  activation.done = row.boolean("done");
  activation.removed = row.boolean("removed");
  activation.in_force_since = row.instant("in_force_since");
  activation.looked_at = row.optional_instant("looked_at");
  activation.resync = row.text("resync");
  activation.repaired = row.integer("repaired");
  activation.finished_at = row.optional_instant("finished_at");
  return activation;
}

}  // namespace

/// A snapshot stays as it is, and whoever may only read may not lock.
void PostgresTransaction::hold_rule_sets() {
  if (access_ == Access::changing && !std::exchange(holds_rule_sets_, true)) {
    session_.post(kHoldRuleSets);
  }
}

void PostgresTransaction::expect_rule_set() {
  hold_rule_sets();
  session_.expect(kInForce);
}

std::string PostgresTransaction::rule_set_in_force() {
  hold_rule_sets();
  return session_.query(kInForce).only().text("digest");
}

void PostgresTransaction::lock_rule_sets() {
  session_.execute(kLockRuleSets);
}

void PostgresTransaction::add_rule_set(const model::RuleSet& set, Instant now,
                                       const std::string& by) {
  load_book_.keep_files(set, now, by);
  const auto rows = json_rows(set.rules, [](const model::Rule& rule) -> json::object {
    return {{"digest", rule.revision},
            {"rule", rule.name},
            {"text", rule.text},
            {"steps", json::parse(model::steps_to_json(rule.steps))},
            {"file", rule.file},
            {"tags", json::value_from(rule.tags)},
            {"severity", rule.severity ? json::value(model::to_string(*rule.severity)) : nullptr},
            {"review_by", rule.review_by ? json::value(date_of(*rule.review_by)) : nullptr}};
  });
  session_.execute(kAddRevisions, {{"rows", rows}, {"now", bind(now)}});
  session_.execute(kAddRuleSet, {{"rows", rows},
                                 {"now", bind(now)},
                                 {"digest", set.digest},
                                 {"by", by},
                                 {"calendars", set.calendar_digest},
                                 {"model", set.model_digest}});
}

std::string PostgresTransaction::calendars_in_force() {
  const auto rows = session_.query(kFoundationInForce);
  return rows.empty() ? std::string() : rows[0].text("calendars");
}

std::string PostgresTransaction::model_in_force() {
  const auto rows = session_.query(kFoundationInForce);
  return rows.empty() ? std::string() : rows[0].text("model");
}

void PostgresTransaction::rename_rule(const std::string& was, const std::string& name) {
  const Binds names{{"was", was}, {"name", name}};
  for (const auto rename : kRenames) session_.post(rename, names);
}

void PostgresTransaction::expect_activations() {
  session_.expect(kActivations);
}

std::vector<engine::Activation> PostgresTransaction::activations() {
  std::vector<engine::Activation> all;
  for (const auto row : session_.query(kActivations)) all.push_back(activation_from(row));
  return all;
}

void PostgresTransaction::save(const engine::Activation& activation) {
  session_.execute(kSaveActivation, {{"rule", activation.rule},
                                     {"revision", activation.revision},
                                     {"entity", activation.entity},
                                     {"effective_from", bind(activation.effective_from)},
                                     {"cursor", bind(activation.cursor)},
                                     {"seen", activation.seen},
                                     {"done", activation.done},
                                     {"removed", activation.removed},
                                     {"in_force_since", bind(activation.in_force_since)},
                                     {"looked_at", bind(activation.looked_at)},
                                     {"resync", activation.resync},
                                     {"repaired", activation.repaired},
                                     {"finished_at", bind(activation.finished_at)}});
}

void PostgresTransaction::look_at_all_again(const std::string& rule) {
  session_.execute(kLookAtAllAgain, {{"rule", rule}});
}

std::vector<std::string> PostgresTransaction::look_again(const std::vector<std::string>& rules,
                                                         const std::string& reason,
                                                         std::optional<Instant> unless_since) {
  std::vector<std::string> begun;
  for (const auto row : session_.query(
           kLookAgain,
           {{"rules", rules}, {"reason", reason}, {"unless_since", bind(unless_since)}})) {
    begun.push_back(row.text("rule"));
  }
  return begun;
}

bool PostgresTransaction::changes_wait() {
  return session_.query(kChangesWait).only().boolean("wait");
}

std::optional<engine::Activation> PostgresTransaction::claim_activation(Instant now) {
  const auto rows = session_.query(kClaimActivation, {{"now", bind(now)}});
  if (rows.empty()) return std::nullopt;
  return activation_from(rows[0]);
}

void PostgresTransaction::request_resync(const std::string& entity, const std::string& reason) {
  session_.execute(kRequestResync, {{"entity", entity}, {"reason", reason}});
}

std::vector<std::string> PostgresTransaction::take_resyncs() {
  std::vector<std::string> entities;
  for (const auto row : session_.query(kTakeResyncs)) entities.push_back(row.text("entity"));
  return entities;
}

std::vector<model::Step> PostgresTransaction::steps_of(const std::string& revision) {
  const auto rows = session_.query(kStepsOf, {{"revision", revision}});
  auto steps = model::steps_from_json(rows.only().text("steps"));
  if (!steps) throw StatementFailed(ErrorCode::internal, "", steps.error().message());
  return std::move(*steps);
}

std::vector<std::string_view> rule_set_statements() {
  return {kInForce,         kHoldRuleSets,      kLockRuleSets,      kAddRevisions,
          kAddRuleSet,      kFoundationInForce, kRenameActivation,  kRenameCommitments,
          kRenameRecurring, kRenameTouched,     kRenameQuarantined, kActivations,
          kSaveActivation,  kClaimActivation,   kLookAtAllAgain,    kLookAgain,
          kChangesWait,     kRequestResync,     kTakeResyncs,       kStepsOf};
}

}  // namespace steward::store
