// SPDX-License-Identifier: MIT
// Outcomes, escalations, ledger entries and answers.
#include <algorithm>

#include "store/binds.hpp"
#include "store/column_arrays.hpp"
#include "store/json_rows.hpp"
#include "store/lateness.hpp"
#include "store/postgres_transaction.hpp"

namespace steward::store {
namespace {

// What hangs on promises is asked for one by one: each finds its partition when it is asked, by a
// plan that is made once.
constexpr std::string_view kOutcomes = R"(
  select o.commitment, o.step, o.kind, o.at, o.acted_at, o.late
    from unnest((select :commitments::bigint[])) as u(id)
   cross join lateral (select * from steward.outcome where commitment = u.id offset 0) o
   order by o.commitment, o.acted_at, o.step)";

constexpr std::string_view kAddOutcomes = R"(
  insert into steward.outcome (commitment, step, kind, at, acted_at, late)
  select commitment, step, kind, steward.instant(at), steward.instant(acted_at), late
    from unnest(:commitment::bigint[], :step::text[], :kind::text[], :at::bigint[],
                :acted_at::bigint[], :late::boolean[])
      as r(commitment, step, kind, at, acted_at, late))";

constexpr std::string_view kReopenSteps = R"(
  delete from steward.outcome
   where commitment = any(:commitments::bigint[])
     and kind in ('closed', 'already resolved', 'before start', 'before activation'))";

constexpr std::string_view kReopenEscalations = R"(
  update steward.escalation
     set ended_at = null,
         next_at = case when acknowledged_at is null then :now::timestamptz end
   where commitment = any(:commitments::bigint[]) and ended_at is not null
     and strpos(step, '~') = 0)";

// In two turns, because two steps may take each other's names.
constexpr std::string_view kPutStepsAside = R"(
  with renamed as (
    select old from jsonb_to_recordset(:rows::jsonb) as r(old text)),
  outcomes as (
    update steward.outcome o set step = '~' || o.step from renamed r
     where o.commitment = :commitment::bigint and o.step = r.old),
  notices as (
    update steward.notice n set step = '~' || n.step from renamed r
     where n.commitment = :commitment::bigint and n.step = r.old)
  update steward.escalation e set step = '~' || e.step from renamed r
   where e.commitment = :commitment::bigint and e.step = r.old)";

constexpr std::string_view kRenameSteps = R"(
  with renamed as (
    select old, new from jsonb_to_recordset(:rows::jsonb) as r(old text, new text)),
  outcomes as (
    update steward.outcome o set step = r.new from renamed r
     where o.commitment = :commitment::bigint and o.step = '~' || r.old),
  notices as (
    update steward.notice n set step = r.new from renamed r
     where n.commitment = :commitment::bigint and n.step = '~' || r.old)
  update steward.escalation e
     set step = r.new,
         next_at = case when strpos(r.new, '~') = 0 then e.next_at end,
         ended_at = case when strpos(r.new, '~') = 0 then e.ended_at
                         else coalesce(e.ended_at, :now::timestamptz) end
    from renamed r
   where e.commitment = :commitment::bigint and e.step = '~' || r.old)";

#define STEWARD_ESCALATION_COLUMNS                                          \
  " e.id, e.commitment, e.step, e.chain, e.level, e.started_at, e.next_at," \
  " e.acknowledged_by, e.acknowledged_at, e.ended_at "

constexpr std::string_view kEscalations = "select" STEWARD_ESCALATION_COLUMNS R"(
    from unnest((select :commitments::bigint[])) as u(id)
   cross join lateral (select * from steward.escalation
                        where commitment = u.id and ended_at is null offset 0) e
   order by e.id)";

constexpr std::string_view kEndedEscalations = "select" STEWARD_ESCALATION_COLUMNS R"(
    from unnest((select :commitments::bigint[])) as u(id)
   cross join lateral (select * from steward.escalation
                        where commitment = u.id and ended_at is not null
                          and strpos(step, '~') = 0 offset 0) e
   order by e.id)";

#undef STEWARD_ESCALATION_COLUMNS

constexpr std::string_view kSaveEscalations = R"(
  insert into steward.escalation
         (commitment, step, chain, level, started_at, next_at, acknowledged_by, acknowledged_at,
          ended_at)
  select commitment, step, chain, level, started_at, next_at, acknowledged_by, acknowledged_at,
         ended_at
    from jsonb_to_recordset(:rows::jsonb)
      as r(commitment bigint, step text, chain text, level integer, started_at timestamptz,
           next_at timestamptz, acknowledged_by text, acknowledged_at timestamptz,
           ended_at timestamptz)
  on conflict (commitment, step) do update
     set level = excluded.level, next_at = excluded.next_at,
         acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at,
         ended_at = excluded.ended_at)";

constexpr std::string_view kAddEntries = R"(
  insert into steward.ledger (breach, kind, commitment, at, noticed_at, body)
  select breach, kind, commitment, at, noticed_at, body
    from jsonb_to_recordset(:rows::jsonb)
      as r(breach text, kind text, commitment bigint, at timestamptz, noticed_at timestamptz,
           body jsonb))";

constexpr std::string_view kAddAnswer = R"(
  insert into steward.answer (commitment, person, kind, at)
  values (:commitment::bigint, :person::text, 'acknowledge', :now::timestamptz))";

std::vector<model::Escalation> escalations_from(const Rows& rows) {
  std::vector<model::Escalation> all;
  for (const auto row : rows) {
    model::Escalation escalation;
    escalation.id = row.integer("id");
    escalation.commitment = row.integer("commitment");
    escalation.step = row.text("step");
    escalation.chain = row.text("chain");
    escalation.level = static_cast<int>(row.integer("level"));
    escalation.started_at = row.instant("started_at");
    escalation.next_at = row.optional_instant("next_at");
    escalation.acknowledged_by = row.text_or_empty("acknowledged_by");
    escalation.acknowledged_at = row.optional_instant("acknowledged_at");
    escalation.ended_at = row.optional_instant("ended_at");
    all.push_back(std::move(escalation));
  }
  return all;
}

}  // namespace

void PostgresTransaction::expect_steps(const std::vector<std::int64_t>& commitments) {
  const Binds binds{{"commitments", bind(commitments)}};
  session_.expect(kOutcomes, binds);
  session_.expect(kEscalations, binds);
}

std::vector<model::Outcome> PostgresTransaction::outcomes(
    const std::vector<std::int64_t>& commitments) {
  std::vector<model::Outcome> all;
  if (commitments.empty()) return all;
  for (const auto row : session_.query(kOutcomes, {{"commitments", bind(commitments)}})) {
    all.push_back({row.integer("commitment"), row.text("step"),
                   model::parse_outcome_kind(row.text("kind")).value_or(model::OutcomeKind::acted),
                   row.instant("at"), row.instant("acted_at"), row.boolean("late")});
  }
  return all;
}

void PostgresTransaction::add(const std::vector<model::Outcome>& outcomes) {
  if (outcomes.empty()) return;
  ColumnArrays rows;
  for (const auto& outcome : outcomes) {
    rows.add("commitment", outcome.commitment);
    rows.add_text("step", outcome.step);
    rows.add_text("kind", model::to_string(outcome.kind));
    rows.add("at", outcome.at);
    rows.add("acted_at", outcome.acted_at);
    rows.add("late", outcome.late);
  }
  session_.post(kAddOutcomes, rows.binds());
}

void PostgresTransaction::reopen_steps(const std::vector<std::int64_t>& commitments, Instant now) {
  session_.post(kReopenSteps, {{"commitments", bind(commitments)}});
  session_.post(kReopenEscalations, {{"commitments", bind(commitments)}, {"now", bind(now)}});
}

void PostgresTransaction::rename_steps(std::int64_t commitment,
                                       const std::map<std::string, std::string>& names,
                                       Instant now) {
  if (names.empty()) return;
  const auto rows = json_rows(names, [](const auto& name) -> json::object {
    return {{"old", name.first}, {"new", name.second}};
  });
  session_.post(kPutStepsAside, {{"commitment", commitment}, {"rows", rows}});
  session_.post(kRenameSteps, {{"commitment", commitment}, {"rows", rows}, {"now", bind(now)}});
}

std::vector<model::Escalation> PostgresTransaction::escalations(
    const std::vector<std::int64_t>& commitments) {
  if (commitments.empty()) return {};
  return escalations_from(session_.query(kEscalations, {{"commitments", bind(commitments)}}));
}

std::vector<model::Escalation> PostgresTransaction::ended_escalations(
    const std::vector<std::int64_t>& commitments) {
  if (commitments.empty()) return {};
  return escalations_from(session_.query(kEndedEscalations, {{"commitments", bind(commitments)}}));
}

void PostgresTransaction::save(const std::vector<model::Escalation>& escalations) {
  if (escalations.empty()) return;
  const auto rows = json_rows(escalations, [](const model::Escalation& escalation) -> json::object {
    return {{"commitment", escalation.commitment},
            {"step", escalation.step},
            {"chain", escalation.chain},
            {"level", escalation.level},
            {"started_at", to_json(escalation.started_at)},
            {"next_at", to_json(escalation.next_at)},
            {"acknowledged_by", unless_empty(escalation.acknowledged_by)},
            {"acknowledged_at", to_json(escalation.acknowledged_at)},
            {"ended_at", to_json(escalation.ended_at)}};
  });
  session_.post(kSaveEscalations, {{"rows", rows}});
}

void PostgresTransaction::add(const std::vector<model::Entry>& entries) {
  const auto rows = json_rows(entries, [](const model::Entry& entry) -> json::object {
    return {{"breach", entry.breach},
            {"kind", model::to_string(entry.kind)},
            {"commitment", entry.commitment},
            {"at", to_json(entry.at)},
            {"noticed_at", to_json(entry.noticed_at)},
            {"body", json::parse(entry.body)}};
  });
  session_.post(kAddEntries, {{"rows", rows}});
  const bool breached = std::any_of(entries.begin(), entries.end(), [](const model::Entry& entry) {
    return entry.kind == model::EntryKind::breached;
  });
  if (breached) begin_lateness(session_, rows);
}

void PostgresTransaction::add_answer(std::int64_t commitment, const std::string& person,
                                     Instant now) {
  session_.post(kAddAnswer, {{"commitment", commitment}, {"person", person}, {"now", bind(now)}});
}

std::vector<std::string_view> step_statements() {
  return {kOutcomes,        kAddOutcomes, kReopenSteps, kReopenEscalations,
          kPutStepsAside,   kRenameSteps, kEscalations, kEndedEscalations,
          kSaveEscalations, kAddEntries,  kAddAnswer};
}

}  // namespace steward::store
