// SPDX-License-Identifier: MIT
#include "steward/store/retention.hpp"

#include <fmt/format.h>

#include <array>

#include "store/binds.hpp"
#include "store/postgres_transaction.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

// Held to the end of the transaction.
constexpr std::string_view kTake = "select pg_try_advisory_xact_lock(7235406111840916) as taken";

constexpr std::string_view kMonths = R"(
  select month,
         forgotten_at is null
         and (ended_from is null or ended_from < :before::timestamptz) as due
    from steward.month where month <= :last::integer order by month)";

// The promises of a month are a range of the primary key.
#define STEWARD_OF_MONTH                     \
  " id >= steward.id_of(:month::integer, 0)" \
  " and id < steward.id_of(:month::integer + 1, 0)"

constexpr std::string_view kIsWhole =
    "select not exists (select from steward.commitment where" STEWARD_OF_MONTH R"(
                           and forgotten_at is null
                           and (closed_at is null
                                or closed_at >= :before::timestamptz)) as whole)";

constexpr std::string_view kPage = "select id from steward.commitment where" STEWARD_OF_MONTH R"(
        and id > :after::bigint and forgotten_at is null
        and closed_at < :before::timestamptz
      order by id limit :limit::bigint)";

// Subjects first, as everybody does, but without waiting for any: what somebody is looking at is
// left for the next time. So is what is not told to its end.
constexpr std::string_view kClaimEnded = R"(
  select c.id
    from steward.commitment c join steward.subject s on s.entity = c.entity and s.key = c.key
   where c.id = any(:ids::bigint[]) and c.forgotten_at is null
     and c.closed_at < :before::timestamptz
     and not exists (select from steward.notice n
                      where n.commitment = any(:ids::bigint[]) and n.commitment = c.id
                        and n.resolved_at is null)
     and not exists (select from steward.task t
                      where t.commitment = any(:ids::bigint[]) and t.commitment = c.id
                        and t.state = 'ready')
   order by c.id for update of s, c skip locked)";

constexpr std::string_view kPromisePart = R"(
  update steward.month set promise_parts = promise_parts + 1 where month = :month::integer
  returning promise_parts as part)";

constexpr std::string_view kExportPromises = R"(
  select json_build_object('promise', c.reference, 'kind', r.kind, 'row', r.fields)::text as line
    from steward.commitment c
    join (select id as promise, 1 as place, 'commitment' as kind, to_jsonb(t) as fields
            from steward.commitment t where id = any(:ids::bigint[])
          union all
          select commitment, 2, 'history', to_jsonb(t)
            from steward.history t where commitment = any(:ids::bigint[])
          union all
          select commitment, 3, 'outcome', to_jsonb(t)
            from steward.outcome t where commitment = any(:ids::bigint[])
          union all
          select commitment, 4, 'escalation', to_jsonb(t)
            from steward.escalation t where commitment = any(:ids::bigint[])
          union all
          select commitment, 5, 'notice', to_jsonb(t)
            from steward.notice t where commitment = any(:ids::bigint[])
          union all
          select commitment, 6, 'task', to_jsonb(t)
            from steward.task t where commitment = any(:ids::bigint[])
          union all
          select commitment, 7, 'answer', to_jsonb(t)
            from steward.answer t where commitment = any(:ids::bigint[])
          union all
          select commitment, 8, 'fact', to_jsonb(t)
            from steward.fact t where commitment = any(:ids::bigint[])) r on r.promise = c.id
   where c.id = any(:ids::bigint[])
   order by c.id, r.place, coalesce(r.fields->>'at', r.fields->>'noticed_at'), r.fields->>'id',
            r.fields::text)";

constexpr std::array<std::string_view, 7> kDeletes = {
    "delete from steward.history where commitment = any(:ids::bigint[])",
    "delete from steward.outcome where commitment = any(:ids::bigint[])",
    "delete from steward.escalation where commitment = any(:ids::bigint[])",
    "delete from steward.notice where commitment = any(:ids::bigint[])",
    "delete from steward.task where commitment = any(:ids::bigint[])",
    "delete from steward.answer where commitment = any(:ids::bigint[])",
    "delete from steward.fact where commitment = any(:ids::bigint[])"};

// What was to go with its partition, which stays after all: not everything of the month is
// forgotten.
#define STEWARD_OF_FORGOTTEN                                                     \
  " where commitment >= steward.id_of(:month::integer, 0)"                       \
  " and commitment < steward.id_of(:month::integer + 1, 0)"                      \
  " and commitment in (select id from steward.commitment where" STEWARD_OF_MONTH \
  " and forgotten_at is not null)"

constexpr std::array<std::string_view, 7> kDeletesOfMonth = {
    "delete from steward.history" STEWARD_OF_FORGOTTEN,
    "delete from steward.outcome" STEWARD_OF_FORGOTTEN,
    "delete from steward.escalation" STEWARD_OF_FORGOTTEN,
    "delete from steward.notice" STEWARD_OF_FORGOTTEN,
    "delete from steward.task" STEWARD_OF_FORGOTTEN,
    "delete from steward.answer" STEWARD_OF_FORGOTTEN,
    "delete from steward.fact" STEWARD_OF_FORGOTTEN};

#undef STEWARD_OF_FORGOTTEN

// What is left says what was promised, whether it was kept, and when.
constexpr std::string_view kForget = R"(
  update steward.commitment
     set forgotten_at = :now::timestamptz, assignee = null, assignee_role = null,
         client = null, within = null, within_row = 0, calendar = null, pauses = '[]', step_row = 0
   where id = any(:ids::bigint[]))";

// One that is open ends no sooner than now.
constexpr std::string_view kSettle =
    "update steward.month m"
    "   set ended_from = r.ended_from,"
    "       forgotten_at = case when r.ended_from is null then :now::timestamptz end"
    "  from (select min(least(coalesce(closed_at, :now::timestamptz),"
    "                         :now::timestamptz)) as ended_from"
    "          from steward.commitment where" STEWARD_OF_MONTH
    "           and forgotten_at is null) r"
    " where m.month = :month::integer";

constexpr std::string_view kIsForgotten = R"(
  select forgotten_at is not null as forgotten from steward.month where month = :month::integer)";

constexpr std::string_view kDrop = R"(
  select steward.drop_month(:parent::text, :month::integer) as dropped)";

// What waits to be sent stays, and what is about a promise that is remembered.
constexpr std::string_view kMessagePage =
    "select id from steward.message m where" STEWARD_OF_MONTH R"(
        and id > :after::bigint and next_at is null
        and created_at < :before::timestamptz
        and not exists (select from unnest(m.commitments) as n(promise)
                          join steward.commitment c on c.id = n.promise
                         where c.forgotten_at is null)
      order by id limit :limit::bigint for update skip locked)";

constexpr std::string_view kMessagePart = R"(
  update steward.month set message_parts = message_parts + 1 where month = :month::integer
  returning message_parts as part)";

constexpr std::string_view kExportMessages = R"(
  select json_build_object(
           'promises', (select coalesce(json_agg(c.reference order by c.id), '[]'::json)
                          from steward.commitment c where c.id = any(m.commitments)),
           'kind', 'message', 'row', to_jsonb(m))::text as line
    from steward.message m where id = any(:ids::bigint[]) order by id)";

constexpr std::string_view kDeleteMessages = R"(
  delete from steward.message where id = any(:ids::bigint[]))";

constexpr std::string_view kIsOver =
    "select forgotten_at is not null as forgotten,"
    "       not exists (select from steward.message where" STEWARD_OF_MONTH
    ") as without_messages"
    "  from steward.month where month = :month::integer";

constexpr std::string_view kLeave = R"(
  delete from steward.month where month = :month::integer)";

#undef STEWARD_OF_MONTH

/// What hangs on promises; messages have months of their own.
constexpr std::array kOfPromises = {"history", "outcome", "escalation", "notice",
                                    "task",    "answer",  "fact"};

/// What is older than this may go: so many months before `now` in UTC, at the same time of the day.
Instant before(Instant now, std::chrono::months after) {
  using namespace std::chrono;
  const auto day = floor<days>(now);
  auto date = year_month_day(day) - after;
  if (!date.ok()) date = date.year() / date.month() / last;
  return sys_days(date) + (now - day);
}

/// As `steward.month_of`.
std::int32_t month_of(Instant at) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(at));
  return (static_cast<int>(date.year()) - 2000) * 12 +
         static_cast<std::int32_t>(static_cast<unsigned>(date.month())) - 1;
}

/// Ids that are less have no month in them.
std::string name_of(std::int32_t month) {
  if (month == 0) return "before";
  return fmt::format("{}-{:02}", 2000 + month / 12, month % 12 + 1);
}

std::vector<std::int64_t> ids_in(const Rows& rows) {
  std::vector<std::int64_t> ids;
  for (const auto row : rows) ids.push_back(row.integer("id"));
  return ids;
}

std::string lines_in(const Rows& rows) {
  std::string lines;
  for (const auto row : rows) lines += row.text("line") + "\n";
  return lines;
}

}  // namespace

/// One transaction. It changes a copy of the progress, which counts once it has committed.
class Retention::Run {
 public:
  Run(Session& session, const Retention& retention, Progress& progress, RetentionStep& step,
      Instant now)
      : session_(session),
        archive_(retention.archive_),
        progress_(progress),
        step_(step),
        now_(now),
        ended_before_(before(now, retention.after_)) {}

  Result<> work() {
    if (!session_.query(kTake).only().boolean("taken")) {
      progress_ = {};  // somebody else is at it
      return {};
    }
    if (progress_.months.empty()) find_months();
    // What has nothing to go is passed over at once.
    while (!worked_ && !progress_.months.empty()) {
      if (session_.query(kIsForgotten, binds()).empty()) {
        leave_month();  // another daemon has been at it since
        continue;
      }
      step_.month = name_of(month());
      if (const auto done = work_on_month(); !done) return done;
    }
    if (!worked_) step_.month.clear();
    step_.more = !progress_.months.empty() && !step_.waits;
    return {};
  }

 private:
  [[nodiscard]] std::int32_t month() const { return progress_.months.front().number; }

  /// The binds of a month's ids, with `more`.
  [[nodiscard]] Binds binds(Binds more = {}) const {
    more["month"] = static_cast<std::int64_t>(month());
    return more;
  }

  /// Those that were over long enough ago, the earliest first.
  void find_months() {
    progress_ = {};
    const std::int64_t last = month_of(ended_before_) - 1;
    for (const auto row :
         session_.query(kMonths, {{"last", last}, {"before", bind(ended_before_)}})) {
      progress_.months.push_back(
          {static_cast<std::int32_t>(row.integer("month")), row.boolean("due")});
    }
  }

  Result<> work_on_month() {
    switch (progress_.stage) {
      case Stage::promises:
        return forget_promises();
      case Stage::partitions:
        drop_partitions();
        return {};
      case Stage::messages:
        return delete_messages();
    }
    return {};
  }

  void go_on(Stage stage) {
    progress_.stage = stage;
    progress_.after = 0;
    progress_.dropped = 0;
  }

  Result<> forget_promises() {
    if (!progress_.months.front().due) {
      go_on(Stage::partitions);
      return {};
    }
    if (progress_.after == 0) {
      progress_.whole = session_.query(kIsWhole, binds({{"before", bind(ended_before_)}}))
                            .only()
                            .boolean("whole");
    }
    const auto page = ids_in(
        session_.query(limited(kPage, kBatch),
                       binds({{"before", bind(ended_before_)}, {"after", progress_.after}})));
    const auto ids =
        page.empty() ? page
                     : ids_in(session_.query(
                           kClaimEnded, {{"ids", bind(page)}, {"before", bind(ended_before_)}}));
    worked_ = !page.empty();
    if (!ids.empty()) {
      if (const auto forgotten = forget(ids); !forgotten) return forgotten;
    }
    if (page.size() == kBatch) {
      progress_.after = page.back();
      return {};
    }
    session_.execute(kSettle, binds({{"now", bind(now_)}}));
    if (!is_forgotten()) {
      for (const auto statement : kDeletesOfMonth) session_.post(statement, binds());
    }
    go_on(Stage::partitions);
    return {};
  }

  [[nodiscard]] bool is_forgotten() {
    return session_.query(kIsForgotten, binds()).only().boolean("forgotten");
  }

  Result<> forget(const std::vector<std::int64_t>& ids) {
    const Binds those{{"ids", bind(ids)}};
    if (const auto kept = keep("promises", kPromisePart, kExportPromises, those); !kept) {
      return kept;
    }
    // Where all of a month goes, its partitions do: that is cheaper than to delete row by row.
    if (!progress_.whole || month() == 0) {
      for (const auto statement : kDeletes) session_.execute(statement, those);
    }
    session_.execute(kForget, {{"ids", bind(ids)}, {"now", bind(now_)}});
    step_.promises = static_cast<std::int64_t>(ids.size());
    return {};
  }

  /// Before it is dropped. The number of the file is taken with what is dropped, or not at all.
  Result<> keep(std::string_view what, std::string_view number, std::string_view rows,
                const Binds& those) {
    if (!archive_) return {};
    const auto part = session_.query(number, binds()).only().integer("part");
    step_.file = fmt::format("{}-{}.{:04}.jsonl", what, step_.month, part);
    return archive_(step_.file, lines_in(session_.query(rows, those)));
  }

  /// One a transaction. False: others use the tables.
  bool drop(std::string_view parent) {
    worked_ = true;
    const auto rows = session_.query(kDrop, binds({{"parent", std::string(parent)}}));
    step_.waits = !rows.only().boolean("dropped");
    return !step_.waits;
  }

  void drop_partitions() {
    const bool forgotten = month() > 0 && is_forgotten();
    if (!forgotten || progress_.dropped == kOfPromises.size()) {
      go_on(Stage::messages);
      return;
    }
    if (drop(kOfPromises.at(progress_.dropped))) ++progress_.dropped;
  }

  Result<> delete_messages() {
    const auto ids = ids_in(
        session_.query(limited(kMessagePage, kBatch),
                       binds({{"before", bind(ended_before_)}, {"after", progress_.after}})));
    if (!ids.empty()) {
      const Binds those{{"ids", bind(ids)}};
      if (const auto kept = keep("messages", kMessagePart, kExportMessages, those); !kept) {
        return kept;
      }
      step_.messages = session_.execute(kDeleteMessages, those);
      progress_.after = ids.back();
      worked_ = true;
      return {};
    }
    finish_month();
    return {};
  }

  void finish_month() {
    const auto rows = session_.query(kIsOver, binds());
    if (month() > 0 && rows.only().boolean("without_messages")) {
      if (!drop("message")) return;
      if (rows.only().boolean("forgotten")) {
        session_.execute(kLeave, binds());
        step_.dropped = true;
      }
    }
    leave_month();
  }

  void leave_month() {
    progress_.months.erase(progress_.months.begin());
    go_on(Stage::promises);
  }

  Session& session_;
  const Archive& archive_;
  Progress& progress_;
  RetentionStep& step_;
  bool worked_ = false;
  const Instant now_;
  const Instant ended_before_;
};

Result<RetentionStep> Retention::run_once(Instant now) {
  RetentionStep step;
  Progress progress;
  const auto done = transact(pool_, [&](Session& session) {
    step = {};
    progress = progress_;
    return Run(session, *this, progress, step, now).work();
  });
  if (!done) return done.error();
  progress_ = std::move(progress);
  return step;
}

std::vector<std::string_view> retention_statements() {
  std::vector<std::string_view> all = {
      kTake,           kMonths,         kIsWhole,        kPage,        kClaimEnded, kPromisePart,
      kExportPromises, kForget,         kSettle,         kIsForgotten, kDrop,       kMessagePage,
      kMessagePart,    kExportMessages, kDeleteMessages, kIsOver,      kLeave};
  all.insert(all.end(), kDeletes.begin(), kDeletes.end());
  all.insert(all.end(), kDeletesOfMonth.begin(), kDeletesOfMonth.end());
  return all;
}

}  // namespace steward::store
