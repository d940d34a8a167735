// SPDX-License-Identifier: MIT
#include "store/lateness.hpp"

#include "store/binds.hpp"

namespace steward::store {
namespace {

// When the commitment got the due that it did not keep, and which change of its record gave it:
// both count only where that was after the due, which `model::split` sees to. What the batch took
// until here is added: since the instant of noticing where the server's clock was asked within the
// transaction, else since its begin.
constexpr std::string_view kBegin = R"(
  insert into steward.lateness (commitment, breach, due, changed_at, known_at, noticed_at)
  select r.commitment, r.breach, r.at, h.changed_at,
         case when h.changed_at is not null then h.at + coalesce(h.took, interval '0') end,
         r.noticed_at
         + case when clock_timestamp() - r.noticed_at
                     between interval '0' and clock_timestamp() - transaction_timestamp()
                then clock_timestamp() - r.noticed_at
                else clock_timestamp() - transaction_timestamp() end
    from jsonb_to_recordset(:rows::jsonb)
      as r(breach text, kind text, commitment bigint, at timestamptz, noticed_at timestamptz)
    left join lateral (select changed_at, at, took from steward.history
                        where commitment = r.commitment and due = r.at
                          and kind in ('opened', 'moved', 'resumed', 'reopened', 'rebased')
                        order by id desc nulls last, at desc limit 1) h on true
   where r.kind = 'breached'
  on conflict (commitment) do nothing)";

// Of several who are told the first that was accepted counts.
constexpr std::string_view kGoOn = R"(
  update steward.lateness
     set handed_over_at = coalesce(handed_over_at, :handed_over_at::timestamptz),
         accepted_at = :accepted_at::timestamptz
   where commitment = any(:commitments::bigint[]) and accepted_at is null)";

constexpr std::string_view kRead = R"(
  select breach, due, changed_at, known_at, noticed_at, handed_over_at, accepted_at
    from steward.lateness where breach = any(:breaches::text[]))";

}  // namespace

void begin_lateness(Session& session, const std::string& rows) {
  session.post(kBegin, {{"rows", rows}});
}

void go_on_with_lateness(Session& session, const std::vector<std::string>& commitments,
                         Instant handed_over_at, std::optional<Instant> accepted_at) {
  session.post(kGoOn, {{"commitments", commitments},
                       {"handed_over_at", bind(handed_over_at)},
                       {"accepted_at", bind(accepted_at)}});
}

std::map<std::string, model::Lateness> read_lateness(Session& session,
                                                     const std::vector<std::string>& breaches) {
  std::map<std::string, model::Lateness> all;
  for (const auto row : session.query(kRead, {{"breaches", breaches}})) {
    auto& lateness = all[row.text("breach")];
    lateness.due = row.instant("due");
    lateness.changed_at = row.optional_instant("changed_at");
    lateness.known_at = row.optional_instant("known_at");
    lateness.noticed_at = row.instant("noticed_at");
    lateness.handed_over_at = row.optional_instant("handed_over_at");
    lateness.accepted_at = row.optional_instant("accepted_at");
  }
  return all;
}

std::vector<std::string_view> lateness_statements() {
  return {kBegin, kGoOn, kRead};
}

}  // namespace steward::store
