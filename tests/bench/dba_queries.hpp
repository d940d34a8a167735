// SPDX-License-Identifier: MIT
// The five headline rules as a DBA would write them by hand: the limit for what steward compiles.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace steward::bench {

/// By the rule's name: for the text array `:keys`, what its `evaluate` answers.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kDbaQueries = {{
    {"priority-follow-up", R"(
      select d.id::text as key,
             coalesce(c.tier = 'priority' and d.status = 'completed', false) as active,
             (extract(epoch from d.completed_at) * 1000000)::bigint as starts,
             (select (extract(epoch from min(i.occurred_at)) * 1000000)::bigint
                from crm.interactions i
               where i.client_id = c.id and i.kind = 'follow_up'
                 and i.occurred_at >= d.completed_at) as stops,
             c.account_manager_id::text as assignee,
             case when c.account_manager_id is null
                  then 'client-service-representative' end as assignee_role,
             d.client_id::text as client
        from crm.service_deliveries d
        left join crm.clients c on c.id = d.client_id
       where d.id = any(:keys::bigint[]))"},
    {"account-update-after-service", R"(
      select d.id::text as key, coalesce(d.status = 'completed', false) as active,
             (extract(epoch from d.completed_at) * 1000000)::bigint as starts,
             (extract(epoch from d.account_updated_at) * 1000000)::bigint as stops,
             c.data_owner_id::text as assignee,
             case when c.data_owner_id is null
                  then 'client-service-representative' end as assignee_role,
             d.client_id::text as client
        from crm.service_deliveries d
        left join crm.clients c on c.id = d.client_id
       where d.id = any(:keys::bigint[]))"},
    {"annual-review", R"(
      select c.id::text as key,
             coalesce(c.stage in ('onboarding', 'active', 'dormant'), false) as active,
             (extract(epoch from coalesce(c.last_reviewed_at, c.onboarded_at)) * 1000000)::bigint
               as starts,
             null::bigint as stops, c.data_owner_id::text as assignee,
             case when c.data_owner_id is null
                  then 'client-service-representative' end as assignee_role,
             c.id::text as client
        from crm.clients c
       where c.id = any(:keys::bigint[]))"},
    {"critical-enquiry", R"(
      select e.id::text as key, coalesce(e.severity = 'critical', false) as active,
             (extract(epoch from e.received_at) * 1000000)::bigint as starts,
             (extract(epoch from e.first_response_at) * 1000000)::bigint as stops,
             c.account_manager_id::text as assignee,
             case when c.account_manager_id is null then 'enquiry-desk' end as assignee_role,
             e.client_id::text as client
        from crm.enquiries e
        left join crm.clients c on c.id = e.client_id
       where e.id = any(:keys::bigint[]))"},
    {"first-response", R"(
      select e.id::text as key, coalesce(e.kind in ('enquiry', 'complaint'), false) as active,
             (extract(epoch from e.received_at) * 1000000)::bigint as starts,
             (extract(epoch from e.first_response_at) * 1000000)::bigint as stops,
             c.account_manager_id::text as assignee,
             case when c.account_manager_id is null then 'enquiry-desk' end as assignee_role,
             e.client_id::text as client
        from crm.enquiries e
        left join crm.clients c on c.id = e.client_id
       where e.id = any(:keys::bigint[]))"},
}};

}  // namespace steward::bench
