// SPDX-License-Identifier: MIT
// The few people and clients that the scenarios are about.
#pragma once

#include <string>

namespace steward::test {

/// Staff: Ana (1) is the account manager, Tom (2) stands in, Dana (3) leads client service, Luis
/// (4) leads operations, Priya (5) is the business leader, Kay (6) is on duty at night, Mia (7)
/// sits at the enquiry desk, Max (8) has no address at all.
/// Clients: Bluewater (1) is priority, Heron (2) standard; both are Ana's.
inline constexpr const char* kSkyport = R"(
insert into crm.staff (id, name, email, mobile, time_zone) overriding system value values
  (1, 'Ana Reyes', 'ana@skyport.example', '+15555550101', 'America/New_York'),
  (2, 'Tom Adeyemi', 'tom@skyport.example', '+15555550102', 'America/New_York'),
  (3, 'Dana Kim', 'dana@skyport.example', '+15555550103', 'America/New_York'),
  (4, 'Luis Ortega', 'luis@skyport.example', '+15555550104', 'America/New_York'),
  (5, 'Priya Nair', 'priya@skyport.example', '+15555550105', 'America/New_York'),
  (6, 'Kay Brandt', 'kay@skyport.example', '+15555550106', 'America/New_York'),
  (7, 'Mia Torres', 'mia@skyport.example', '+15555550107', 'America/New_York'),
  (8, 'Max Silent', null, null, 'Mars/Olympus');
insert into crm.roles (id, name, title) overriding system value values
  (1, 'client-service-representative', 'Client Service Representative'),
  (2, 'client-service-leader', 'Client Service Leader'),
  (3, 'operations-leader', 'Operations Leader'),
  (4, 'business-leader', 'Business Leader'),
  (5, 'duty-officer', 'Duty Officer'),
  (6, 'enquiry-desk', 'Enquiry Desk'),
  (7, 'marketing-leader', 'Marketing Leader');
insert into crm.role_holders (role_id, staff_id, valid_from) values
  (1, 1, '2020-01-01'), (2, 3, '2020-01-01'), (3, 4, '2020-01-01'), (4, 5, '2020-01-01'),
  (6, 7, '2020-01-01'), (7, 3, '2020-01-01');
insert into crm.duty_shifts (role_id, staff_id, starts_at, ends_at) values
  (5, 6, '2026-01-01', '2027-12-31');
insert into crm.clients (id, name, stage, tier, account_manager_id, data_owner_id, onboarded_at)
overriding system value values
  (1, 'Bluewater Aviation', 'active', 'priority', 1, 1, '2026-11-01'),
  (2, 'Heron Air', 'active', 'standard', 1, 1, '2026-11-01');
)";

/// The rule that most scenarios are about: within 48 hours of a service, its client hears from us.
inline constexpr const char* kFollowUp = "priority-follow-up";

/// A fuel service of the priority client, completed at an instant.
inline std::string completed_service(int id, const std::string& completed_at) {
  return "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
         "account_updated_at) overriding system value values (" +
         std::to_string(id) + ", 1, 'fuel', '" + completed_at + "', 'completed', '" + completed_at +
         "');";
}

/// That client was followed up at an instant.
inline std::string follow_up(const std::string& occurred_at) {
  return "insert into crm.interactions (client_id, channel, kind, occurred_at) values (1, 'phone', "
         "'follow_up', '" +
         occurred_at + "');";
}

}  // namespace steward::test
