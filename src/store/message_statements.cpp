// SPDX-License-Identifier: MIT
// Notices, tasks and messages: the outbox.
#include <algorithm>

#include "store/binds.hpp"
#include "store/column_arrays.hpp"
#include "store/json_rows.hpp"
#include "store/lateness.hpp"
#include "store/months.hpp"
#include "store/postgres_transaction.hpp"
#include "store/text_array.hpp"

namespace steward::store {
namespace {

#define STEWARD_NOTICE_COLUMNS                                                          \
  " n.id, n.commitment, n.step, n.purpose, n.level, n.chain, n.recipients, n.channels," \
  " n.urgency, n.template, n.at, n.created_at, n.late, n.shadow, n.never, n.first_day," \
  " n.created_at + coalesce(n.took, interval '0') as written_at "

constexpr std::string_view kAddNotices = R"(
  insert into steward.notice
         (commitment, step, purpose, level, chain, recipients, channels, urgency, template, at,
          created_at, late, shadow, never, first_day)
  select commitment, step, purpose, level, chain, recipients::text[], channels::text[], urgency,
         template, steward.instant(at), steward.instant(created_at), late, shadow, never::text[],
         first_day
    from unnest(:commitment::bigint[], :step::text[], :purpose::text[], :level::integer[],
                :chain::text[], :recipients::text[], :channels::text[], :urgency::text[],
                :template::text[], :at::bigint[], :created_at::bigint[], :late::boolean[],
                :shadow::boolean[], :never::text[], :first_day::boolean[])
      as r(commitment, step, purpose, level, chain, recipients, channels, urgency, template, at,
           created_at, late, shadow, never, first_day)
  on conflict (commitment, step) do nothing)";

constexpr std::string_view kClaimNotices = "select" STEWARD_NOTICE_COLUMNS R"(
    from steward.notice n where n.resolved_at is null and not n.first_day
   order by n.id limit :limit::bigint for update skip locked)";

// Two daemons that share a first day would tell each person twice. Asked apart, so that whoever
// gets the lock sees what the one before has done.
constexpr std::string_view kTakeFirstDay = R"(
  select case when exists (select from steward.notice where resolved_at is null and first_day)
              then pg_try_advisory_xact_lock(7235406111840914) else false end as taken)";

// What a rule found wakes, for its first day, when that begins: what still lies before that has not
// acted.
constexpr std::string_view kClaimFirstDay = "select" STEWARD_NOTICE_COLUMNS R"(
    from steward.notice n join steward.commitment c on c.id = n.commitment
   where n.resolved_at is null and n.first_day
     and (n.created_at < :patience::timestamptz
          or not (exists (select from steward.activation where looked_at is null)
                  or exists (select from steward.commitment o
                               join steward.activation a on a.rule = o.rule
                              where o.next_at <= :now::timestamptz
                                and o.next_at <= greatest(a.effective_from, a.in_force_since))))
   order by n.recipients, c.assignee, c.assignee_role, c.due, n.id
   limit :limit::bigint for update of n)";

constexpr std::string_view kResolved = R"(
  update steward.notice n set resolved_at = :now::timestamptz
    from unnest(:ids::bigint[]) as u(id)
   where n.commitment = any(:commitments::bigint[]) and n.id = u.id)";

constexpr std::string_view kTasks = R"(
  select t.created_at as at, t.person, t.name, t.channel, t.address, t.state,
         t.reason, n.purpose in ('breach', 'escalation') as alarms,
         split_part(n.step, '!', 1) as step
    from steward.task t join steward.notice n on n.commitment = t.commitment and n.id = t.notice
   where t.commitment = (select :commitment::bigint)
   order by t.id)";

constexpr std::string_view kNewestEscalation = R"(
  select id, step, chain, level, started_at, next_at
    from steward.escalation where commitment = (select :commitment::bigint)
   order by id desc limit 1)";

constexpr std::string_view kAddMessage = R"(
  insert into steward.message
         (id, commitments, outlives, message_id, thread_id, reference, channel, name, address,
          subject, text, urgent, state, created_at, next_at, noticed_at, tells_breach)
  values (steward.id_of(steward.month_of(:at::timestamptz),
                        nextval('steward.message_number')),
          :commitments::bigint[], :outlives::boolean, :message_id::text, :thread_id::text, :reference::text, :channel::text, :name::text,
          :address::text, :subject::text, :text::text, :urgent::boolean,
          case when :withheld::boolean then 'withheld' else 'ready' end,
          :at::timestamptz,
          case when :withheld::boolean then null else :at::timestamptz end,
          :noticed_at::timestamptz, :tells_breach::boolean)
  returning id)";

constexpr std::string_view kAddTasks = R"(
  insert into steward.task
         (notice, commitment, person, name, stands_in_for, channel, address, state, reason,
          message, created_at)
  select notice, commitment, person, name, stands_in_for, channel, address, state, reason, message,
         :now::timestamptz
    from jsonb_to_recordset(:rows::jsonb)
      as r(notice bigint, commitment bigint, person text, name text, stands_in_for text,
           channel text, address text, state text, reason text, message bigint))";

// A message is still true while one of its promises is live; an all-clear is told after, and that
// a rule set was not taken stays true.
constexpr std::string_view kClaimMessages = R"(
  with picked as materialized (
    select id from steward.message
     where next_at <= :now::timestamptz
     order by urgent desc, next_at limit :limit::bigint for update skip locked)
  update steward.message m
     set state = 'sending', attempts = attempts + 1, leased_by = :daemon::text,
         leased_until = :lease_until::timestamptz,
         next_at = :lease_until::timestamptz
    from picked
   where m.id = picked.id
  returning m.id, m.message_id, m.thread_id, m.reference, m.channel, m.name, m.address, m.subject,
            m.text, m.urgent, m.attempts, m.created_at,
            m.outlives or exists (select from steward.commitment c
                                   where c.id = any(m.commitments) and c.closed_at is null)
              as still_true,
            exists (select from steward.message w
                     where w.next_at <= :now::timestamptz
                       and w.id not in (select id from picked)) as more)";

constexpr std::string_view kRecord = R"(
  update steward.message
     set state = :state::text, next_at = :again_at::timestamptz, leased_by = null,
         leased_until = null, sent_at = :sent_at::timestamptz,
         response = :response::text,
         handed_over_at = coalesce(handed_over_at, :handed_over_at::timestamptz)
   where id = (select :id::bigint) and state = 'sending' and leased_by = :daemon::text
  returning commitments::text[] as commitments, tells_breach, handed_over_at)";

constexpr std::string_view kRecordTasks = R"(
  update steward.task
     set state = case when :reason::text is null then 'sent' else 'suppressed' end,
         reason = :reason::text
   where commitment = any(:commitments::bigint[]) and message = :message::bigint
     and state = 'ready')";

constexpr std::string_view kCommitmentsOf = R"(
  select distinct c.commitment::text as commitment
    from steward.message m, unnest(m.commitments) as c(commitment)
   where m.id = any(:messages::bigint[]))";

constexpr std::string_view kFailedNotices = "select distinct" STEWARD_NOTICE_COLUMNS R"(
    from steward.notice n join steward.task t on t.commitment = n.commitment and t.notice = n.id
   where n.commitment = any(:commitments::bigint[]) and t.message = any(:messages::bigint[])
     and not exists (select from steward.task o
                      where o.commitment = n.commitment and o.notice = n.id
                        and o.state in ('ready', 'sent')))";

#undef STEWARD_NOTICE_COLUMNS

std::vector<model::Recipient> recipients_in(const Row& row, std::string_view column) {
  std::vector<model::Recipient> recipients;
  for (const auto& text : row.texts(column)) {
    if (const auto recipient = model::parse_recipient(text)) recipients.push_back(*recipient);
  }
  return recipients;
}

model::Notice notice_from(const Row& row) {
  model::Notice notice;
  notice.id = row.integer("id");
  notice.commitment = row.integer("commitment");
  notice.step = row.text("step");
  notice.purpose = model::parse_purpose(row.text("purpose")).value_or(model::Purpose::reminder);
  notice.level = static_cast<int>(row.integer("level"));
  notice.chain = row.text("chain");
  notice.recipients = recipients_in(row, "recipients");
  for (const auto& text : row.texts("channels")) {
    if (const auto channel = model::parse_channel(text)) notice.channels.push_back(*channel);
  }
  notice.urgency = model::parse_urgency(row.text("urgency")).value_or(model::Urgency::normal);
  notice.template_name = row.text("template");
  notice.at = row.instant("at");
  notice.created_at = row.instant("created_at");
  notice.late = row.boolean("late");
  notice.shadow = row.boolean("shadow");
  notice.never = recipients_in(row, "never");
  notice.first_day = row.boolean("first_day");
  notice.written_at = row.instant("written_at");
  return notice;
}

/// As PostgreSQL reads an array of texts.
template <class Items>
std::string names_of(const Items& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.emplace_back(model::to_string(item));
  return to_text_array(names);
}

model::Channel channel_of(const Row& row) {
  return model::parse_channel(row.text("channel")).value_or(model::Channel::email);
}

json::value number_or_null(std::int64_t number) {
  if (number == 0) return nullptr;
  return number;
}

/// What a task before says of whom is told now.
void add_task(const Row& row, const std::string& step, engine::Background& background) {
  const auto state = row.text("state");
  const auto person = row.optional_text("person");
  const auto reason = model::parse_suppression(row.text_or_empty("reason"));
  if (row.boolean("alarms")) {
    if (state != "ready") {
      background.told.push_back({row.instant("at"), row.text("name"), channel_of(row), reason});
    }
    if (person && state != "suppressed") background.informed.push_back(*person);
  }
  const bool failed =
      reason == model::Suppression::rejected || reason == model::Suppression::gave_up;
  const auto address = row.optional_text("address");
  if (failed && address && row.text("step") == step) background.failed.push_back(*address);
}

void sort_once(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

/// The state of a message after a hand-over was tried.
std::string_view state_after(const engine::Delivery& delivery) {
  if (delivery.sent) return "sent";
  if (delivery.again_at) return "ready";
  return delivery.reason == model::Suppression::shadow ? "withheld" : "failed";
}

}  // namespace

void PostgresTransaction::add(const std::vector<model::Notice>& notices) {
  if (notices.empty()) return;
  ColumnArrays rows;
  for (const auto& notice : notices) {
    rows.add("commitment", notice.commitment);
    rows.add_text("step", notice.step);
    rows.add_text("purpose", model::to_string(notice.purpose));
    rows.add("level", static_cast<std::int64_t>(notice.level));
    rows.add_text("chain", notice.chain);
    rows.add_text("recipients", names_of(notice.recipients));
    rows.add_text("channels", names_of(notice.channels));
    rows.add_text("urgency", model::to_string(notice.urgency));
    rows.add_text("template", notice.template_name);
    rows.add("at", notice.at);
    rows.add("created_at", notice.created_at);
    rows.add("late", notice.late);
    rows.add("shadow", notice.shadow);
    rows.add_text("never", names_of(notice.never));
    rows.add("first_day", notice.first_day);
  }
  session_.post(kAddNotices, rows.binds());
}

std::vector<model::Notice> PostgresTransaction::claim_notices(std::size_t limit) {
  std::vector<model::Notice> notices;
  for (const auto row : session_.query(limited(kClaimNotices, limit))) {
    notices.push_back(notice_from(row));
  }
  return notices;
}

std::vector<model::Notice> PostgresTransaction::claim_first_day(Instant now, Instant patience,
                                                                std::size_t limit) {
  std::vector<model::Notice> notices;
  if (!session_.query(kTakeFirstDay).only().boolean("taken")) return notices;
  for (const auto row : session_.query(limited(kClaimFirstDay, limit),
                                       {{"now", bind(now)}, {"patience", bind(patience)}})) {
    notices.push_back(notice_from(row));
  }
  return notices;
}

void PostgresTransaction::resolved(const std::vector<model::Notice>& notices, Instant now) {
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> commitments;
  for (const auto& notice : notices) {
    ids.push_back(notice.id);
    commitments.push_back(notice.commitment);
  }
  session_.post(kResolved,
                {{"ids", bind(ids)}, {"commitments", bind(commitments)}, {"now", bind(now)}});
}

engine::Background PostgresTransaction::background(std::int64_t commitment,
                                                   const std::string& step) {
  engine::Background background;
  background.commitment = commitment_by_id(session_, commitment);
  const Binds binds{{"commitment", commitment}};
  for (const auto row : session_.query(kTasks, binds)) add_task(row, step, background);
  sort_once(background.informed);
  sort_once(background.failed);
  const auto escalations = session_.query(kNewestEscalation, binds);
  if (!escalations.empty()) {
    const auto row = escalations[0];
    model::Escalation escalation;
    escalation.id = row.integer("id");
    escalation.commitment = commitment;
    escalation.step = row.text("step");
    escalation.chain = row.text("chain");
    escalation.level = static_cast<int>(row.integer("level"));
    escalation.started_at = row.instant("started_at");
    escalation.next_at = row.optional_instant("next_at");
    background.escalation = std::move(escalation);
  }
  return background;
}

std::int64_t PostgresTransaction::add(const model::OutgoingMessage& message, bool withheld) {
  ensure_month(session_, message.at);
  return session_
      .query(kAddMessage, {{"commitments", bind(message.commitments)},
                           {"outlives", message.outlives},
                           {"message_id", message.message_id},
                           {"thread_id", message.thread_id},
                           {"reference", message.reference},
                           {"channel", std::string(model::to_string(message.channel))},
                           {"name", message.recipient_name},
                           {"address", message.address},
                           {"subject", message.subject},
                           {"text", message.text},
                           {"urgent", message.urgent},
                           {"withheld", withheld},
                           {"at", bind(message.at)},
                           {"noticed_at", bind(message.noticed_at)},
                           {"tells_breach", message.tells_breach}})
      .only()
      .integer("id");
}

void PostgresTransaction::add(const std::vector<model::Task>& tasks, Instant now) {
  if (tasks.empty()) return;
  const auto rows = json_rows(tasks, [](const model::Task& task) -> json::object {
    return {{"notice", task.notice},
            {"commitment", task.commitment},
            {"person", unless_empty(task.person)},
            {"name", task.person_name},
            {"stands_in_for", unless_empty(task.stands_in_for)},
            {"channel", model::to_string(task.channel)},
            {"address", unless_empty(task.address)},
            {"state", model::to_string(task.state)},
            {"reason", task.reason ? json::value(model::to_string(*task.reason)) : json::value()},
            {"message", number_or_null(task.message)}};
  });
  session_.post(kAddTasks, {{"rows", rows}, {"now", bind(now)}});
}

std::vector<engine::Claimed> PostgresTransaction::claim_messages(Instant now, Instant lease_until,
                                                                 const std::string& daemon,
                                                                 std::size_t limit) {
  std::vector<engine::Claimed> all;
  for (const auto row : session_.query(
           limited(kClaimMessages, limit),
           {{"now", bind(now)}, {"lease_until", bind(lease_until)}, {"daemon", daemon}})) {
    engine::Claimed claimed;
    claimed.id = row.integer("id");
    claimed.attempt = static_cast<int>(row.integer("attempts"));
    claimed.more = row.boolean("more");
    if (!row.boolean("still_true")) claimed.held = model::Suppression::no_longer_true;
    auto& message = claimed.message;
    message.channel = channel_of(row);
    message.message_id = row.text("message_id");
    message.thread_id = row.text("thread_id");
    message.reference = row.text("reference");
    message.recipient_name = row.text("name");
    message.address = row.text("address");
    message.subject = row.text("subject");
    message.text = row.text("text");
    message.urgent = row.boolean("urgent");
    message.at = row.instant("created_at");
    all.push_back(std::move(claimed));
  }
  return all;
}

void PostgresTransaction::record(const std::vector<engine::Delivery>& deliveries,
                                 const std::string& daemon, Instant now) {
  for (const auto& delivery : deliveries) {
    const auto sent_at = delivery.sent ? std::optional(now) : std::nullopt;
    const auto rows = session_.query(kRecord, {{"id", delivery.id},
                                               {"state", std::string(state_after(delivery))},
                                               {"again_at", bind(delivery.again_at)},
                                               {"sent_at", bind(sent_at)},
                                               {"response", bind_unless_empty(delivery.response)},
                                               {"handed_over_at", bind(delivery.handed_over_at)},
                                               {"daemon", daemon}});
    if (rows.empty()) continue;  // another has it
    const auto commitments = rows[0].texts("commitments");
    const auto handed_over_at = rows[0].optional_instant("handed_over_at");
    if (rows[0].boolean("tells_breach") && handed_over_at) {
      go_on_with_lateness(session_, commitments, *handed_over_at, sent_at);
    }
    if (!delivery.sent && !delivery.reason) continue;
    const auto reason = delivery.reason ? model::Bind(std::string(to_string(*delivery.reason)))
                                        : model::Bind(nullptr);
    session_.post(kRecordTasks,
                  {{"message", delivery.id}, {"commitments", commitments}, {"reason", reason}});
  }
}

std::vector<model::Notice> PostgresTransaction::failed_notices(
    const std::vector<std::int64_t>& messages) {
  std::vector<model::Notice> notices;
  std::vector<std::string> commitments;
  for (const auto row : session_.query(kCommitmentsOf, {{"messages", bind(messages)}})) {
    commitments.push_back(row.text("commitment"));
  }
  for (const auto row : session_.query(
           kFailedNotices, {{"messages", bind(messages)}, {"commitments", commitments}})) {
    notices.push_back(notice_from(row));
  }
  return notices;
}

std::vector<std::string_view> message_statements() {
  return {kAddNotices,    kTakeFirstDay, kClaimFirstDay,    kClaimNotices,
          kResolved,      kTasks,        kAddMessage,       kAddTasks,
          kClaimMessages, kRecord,       kNewestEscalation, kRecordTasks,
          kCommitmentsOf, kFailedNotices};
}

}  // namespace steward::store
