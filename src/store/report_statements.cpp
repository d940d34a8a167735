// SPDX-License-Identifier: MIT
// Lists of commitments and of tasks.
#include "store/report_statements.hpp"

#include <algorithm>

#include "store/binds.hpp"
#include "store/names.hpp"
#include "store/postgres_transaction.hpp"
#include "store/report_filters.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

#define STEWARD_COMMITMENT_FILTER                                                          \
  "   from steward.commitment c"                                                           \
  "  where (:states::text[] is null or c.state = any(:states::text[]))"                    \
  "    and (:rule::text is null or c.rule = :rule::text)"                                  \
  "    and (:clients::text[] is null or c.client = any(:clients::text[]))"                 \
  "    and (:tag::text is null and :severity::text is null"                                \
  "         or exists (select from steward.revision v"                                     \
  "                     where v.digest = c.revision"                                       \
  "                       and (:tag::text is null or :tag::text = any(v.tags))"            \
  "                       and (:severity::text is null or v.severity = :severity::text)))" \
  "    and (:reference::text is null or c.reference = :reference::text"                    \
  "         or c.breach = :breach::text)"

constexpr std::string_view kCommitments = R"(
  select c.id, c.reference, c.rule, c.revision, c.entity, c.key, c.state, c.historic,
         c.recorded_late, c.starts, c.due, c.stopped, c.opened_at, c.breached_at, c.breach,
         c.closed_at, c.assignee, c.assignee_role, c.client, c.within, c.within_row, c.calendar,
         c.pauses::text as pauses, c.step_row, c.occurrence, c.forgotten_at, c.next_at,
         count(*) over () as total
)" STEWARD_COMMITMENT_FILTER R"(
    and (:historic::boolean or not c.historic)
  order by c.due nulls last, c.id limit :limit::bigint)";

constexpr std::string_view kHistoric = "select count(*) as count" STEWARD_COMMITMENT_FILTER R"(
    and c.historic)";

#undef STEWARD_COMMITMENT_FILTER

// A task, or with `skips` a step that told nobody, newest first up to the limit.
constexpr std::string_view kTasks = R"(
  select *, count(*) over () as total
    from (select t.id, 0 as sort, t.created_at as at, c.reference, c.breach, c.rule,
                 n.step, n.purpose, n.level, t.person, t.name, t.stands_in_for, t.channel,
                 t.address, t.state, t.reason, m.message_id, m.subject, m.text,
                 coalesce(m.attempts, 0) as attempts, m.next_at, m.sent_at, m.response
            from steward.task t
            join steward.notice n on n.commitment = t.commitment and n.id = t.notice
            join steward.commitment c on c.id = t.commitment
            left join steward.message m on m.id = t.message
           where (:state::text is null or t.state = :state::text)
             and (:reference::text is null or c.reference = :reference::text
                  or c.breach = :breach::text)
          union all
          select c.id, 1, o.acted_at, c.reference, c.breach, c.rule, o.step, '', 0,
                 null, '', null, '', null, 'skipped', o.kind, null, null, null, 0, null, null, null
            from steward.outcome o
            join steward.commitment c on c.id = o.commitment
           where :skips::boolean and o.kind <> 'acted'
             and (:reference::text is null or c.reference = :reference::text
                  or c.breach = :breach::text)) lines
   order by at desc, sort, id desc, step desc limit :limit::bigint)";

constexpr std::string_view kHistory = R"(
  select h.at, h.kind, h.starts, h.due, h.stopped
    from steward.history h join steward.commitment c on c.id = h.commitment
   where c.reference = :reference::text
   order by h.id nulls first, h.at, h.ctid)";

model::Bind bind_limit(const std::optional<std::int64_t>& limit) {
  if (!limit) return nullptr;
  return *limit;
}

model::Bind bind_states(const std::vector<model::State>& states) {
  if (states.empty()) return nullptr;
  std::vector<std::string> names;
  for (const auto state : states) names.emplace_back(model::to_string(state));
  return names;
}

void add_names(Names& names, std::vector<CommitmentLine>& lines) {
  std::vector<std::string> keys;
  for (const auto& line : lines) {
    if (!line.commitment.client.empty()) keys.push_back(line.commitment.client);
  }
  const auto clients = names.clients(keys);
  for (auto& line : lines) {
    line.client_name = name_or_key(clients, line.commitment.client);
    line.assignee_name = names.staff(line.commitment.assignee);
  }
}

TaskLine task_from(const Row& row) {
  TaskLine line;
  line.at = row.instant("at");
  line.reference = row.text("reference");
  line.breach = row.text_or_empty("breach");
  line.rule = row.text("rule");
  line.step = row.text("step");
  line.purpose = row.text("purpose");
  line.level = static_cast<int>(row.integer("level"));
  line.person = row.text_or_empty("person");
  line.name = row.text("name");
  line.stands_in_for = row.text_or_empty("stands_in_for");
  line.channel = row.text("channel");
  line.address = row.text_or_empty("address");
  line.state = row.text("state");
  line.reason = row.text_or_empty("reason");
  line.message_id = row.text_or_empty("message_id");
  line.subject = row.text_or_empty("subject");
  line.text = row.text_or_empty("text");
  line.attempts = static_cast<int>(row.integer("attempts"));
  line.next_at = row.optional_instant("next_at");
  line.sent_at = row.optional_instant("sent_at");
  line.response = row.text_or_empty("response");
  return line;
}

}  // namespace

Result<CommitmentList> Reports::commitments(const CommitmentFilter& filter) {
  CommitmentList list;
  const auto done = transact_read_only(pool_, [&](Session& session) -> Result<> {
    list = {};
    Names names(session, people_);
    const auto rule = rule_filter(session, filter.rule);
    if (!rule) return rule.error();
    const auto clients = client_filter(session, names, filter.client);
    if (!clients) return clients.error();
    const auto tag = tag_filter(session, filter.tag);
    if (!tag) return tag.error();
    Binds binds{{"states", bind_states(filter.states)},
                {"rule", *rule},
                {"clients", *clients},
                {"tag", *tag},
                {"severity", bind_unless_empty(filter.severity)}};
    add_reference_filter(binds, filter.reference);
    if (!filter.historic) {
      list.left_out = session.query(kHistoric, binds).only().integer("count");
    }
    binds["historic"] = filter.historic;
    binds["limit"] = bind_limit(filter.limit);
    for (const auto row : session.query(kCommitments, binds)) {
      list.total = row.integer("total");
      list.lines.push_back({commitment_from(row), "", ""});
    }
    add_names(names, list.lines);
    return {};
  });
  if (!done) return done.error();
  return list;
}

Result<TaskList> Reports::tasks(const TaskFilter& filter) {
  TaskList list;
  const auto done = transact_read_only(pool_, [&](Session& session) -> Result<> {
    list = {};
    const bool only_skips = filter.state == "skipped";
    const bool one = !filter.reference.empty() && filter.state.empty();
    Binds binds{{"state", bind_unless_empty(filter.state)},
                {"skips", only_skips || one},
                {"limit", bind_limit(filter.limit)}};
    add_reference_filter(binds, filter.reference);
    for (const auto row : session.query(kTasks, binds)) {
      list.total = row.integer("total");
      list.lines.push_back(task_from(row));
    }
    std::reverse(list.lines.begin(), list.lines.end());
    return {};
  });
  if (!done) return done.error();
  return list;
}

Result<std::vector<HistoryLine>> Reports::history(const std::string& reference) {
  std::vector<HistoryLine> lines;
  const auto done = transact_read_only(pool_, [&](Session& session) -> Result<> {
    lines.clear();
    for (const auto row : session.query(kHistory, {{"reference", reference}})) {
      lines.push_back({row.instant("at"), row.text("kind"), row.instant("starts"),
                       row.optional_instant("due"), row.optional_instant("stopped")});
    }
    return {};
  });
  if (!done) return done.error();
  return lines;
}

std::vector<std::string_view> report_statements() {
  return {kCommitments, kHistoric, kTasks, kHistory};
}

}  // namespace steward::store
