-- SPDX-License-Identifier: MIT
-- Records placed so that, under the shipped rules as they are, reminders go out and promises fall
-- due within two minutes of `now`. Load it last, just before the daemon starts: what is due before
-- a rule's first activation stays silent.
--
--   psql -X [-v now=2026-11-22T15:00Z] -f config/demo/placed.sql DATABASE

\set ON_ERROR_STOP on
\if :{?now}
\else
select clock_timestamp() as now \gset
\endif

begin;

-- Services whose follow-up (48 h; reminders 24 h and 1 h before) or account update (24 h; reminder
-- 6 h before) is at hand: `ago` before now, and `seconds` nearer.
create temp table placed_service on commit drop as
select name, service, :'now'::timestamptz - ago + seconds * interval '1 second' as completed_at,
  updated, called
from (values
  ('Bluewater Aviation', 'hangar', interval '48 hours', 25, true, false),
  ('Kestrel Jets', 'fuel', '48 hours', 45, true, false),
  ('Heron Air', 'ground handling', '48 hours', 75, true, false),
  ('Delta Charter', 'fuel', '48 hours', 100, true, false),
  ('Juniper Air Taxi', 'fuel', '24 hours', 30, true, false),
  ('Osprey Executive', 'catering', '24 hours', 60, true, false),
  ('Lakeshore Aero', 'hangar', '47 hours', 40, true, false),
  ('Tidewater Flight', 'fuel', '24 hours', 50, false, true),
  ('Northgate Jets', 'hangar', '24 hours', 90, false, true),
  ('Sequoia Air', 'de-icing', '18 hours', 35, false, true)
) as placed (name, service, ago, seconds, updated, called);

insert into crm.service_deliveries (client_id, service_type, scheduled_at, completed_at, status,
  authorised, account_updated_at)
select clients.id, service, completed_at - interval '2 hours', completed_at, 'completed', true,
  case when updated then completed_at + interval '3 hours' end
from placed_service join crm.clients using (name);

insert into crm.interactions (client_id, staff_id, channel, kind, objective, outcome, meaningful,
  safety_asked, occurred_at)
select clients.id, account_manager_id, 'phone', 'follow_up', 'satisfaction after ' || service,
  'all as expected', true, true, completed_at + interval '5 hours'
from placed_service join crm.clients using (name) where called;

-- Changes that clients reported: one is due, of one a reminder goes out.
insert into crm.client_changes (client_id, aircraft_id, field, old_value, new_value, changed_by_id,
  reported_at)
select clients.id,
  case when of_aircraft then (select min(id) from crm.aircraft where client_id = clients.id) end,
  field, old_value, new_value, data_owner_id,
  :'now'::timestamptz - ago + seconds * interval '1 second'
from (values
  ('Pelican Charter', false, 'billing address', '12 Mill Lane', '4 Harbor Way', interval '24 hours',
   70),
  ('Wren Aviation', true, 'fuel type', 'avgas_100ll', 'jet_a', '18 hours', 55)
) as told (name, of_aircraft, field, old_value, new_value, ago, seconds)
join crm.clients using (name);

-- Yearly reviews: a year, by the calendar of the office, ends in `seconds`, or a week later.
update crm.clients set last_reviewed_at =
  ((:'now'::timestamptz + ahead + seconds * interval '1 second') at time zone 'America/New_York'
   - interval '1 year') at time zone 'America/New_York'
from (values
  ('Foxglove Flying Club', interval '7 days', 20),
  ('Harrier Air Cargo', '0', 65),
  ('Marigold Air', '0', 110)
) as review (reviewed, ahead, seconds)
where name = reviewed;

-- A critical enquiry of an hour ago that nobody has answered.
insert into crm.enquiries (client_id, kind, channel, severity, category, summary, received_at)
select id, 'complaint', 'email', 'critical', 'outage', 'Payroll cannot be run',
  :'now'::timestamptz - interval '1 hour' + interval '80 seconds'
from crm.clients where name = 'Copper & Vale';

commit;
