-- SPDX-License-Identifier: MIT
-- Half a year of services, what was said about them, and what clients told us had changed. Most
-- promises were kept; about one in forty was kept late.

-- As for clients, the past was recorded in the past.
alter table crm.service_deliveries disable trigger stamp;
alter table crm.interactions disable trigger stamp;
alter table crm.client_changes disable trigger stamp;

insert into crm.aircraft (registration, registration_country, type, fuel_type, mtow, client_id,
  owned_from, verified_at, verified_by_id)
select 'N' || 100 + n * 3 + k || pg_temp.pick('suffix' || n, array['QS', 'JT', 'AV', 'LX', 'CP']),
  'US', split_part(model, '|', 1), split_part(model, '|', 2), split_part(model, '|', 3)::int, c.id,
  clients.onboarded_at, clients.verified_at, clients.verified_by_id
from demo_client c join crm.clients on clients.id = c.id, generate_series(0, 2) as k,
  lateral pg_temp.pick('aircraft' || n || '/' || k, array['C68A|jet_a|13959', 'GLF5|jet_a|41277',
    'PC12|jet_a|4740', 'BE20|jet_a|5670', 'E55P|jet_a|8150', 'CL35|jet_a|18416',
    'SR22|avgas_100ll|1633', 'C172|unleaded_94|1157', 'B407|jet_a|2722']) as model
where c.programme = 'fbo' and (k = 0 or pg_temp.dice('fleet' || n || '/' || k) < 0.45)
order by n, k;

create temp table demo_delivery on commit drop as
select d.n, client.id as client_id, client.programme, clients.tier, day.completed_at,
  pg_temp.dice('status' || d.n) as fate
from generate_series(1, 6000) as d (n),
  lateral (select floor(pg_temp.dice('client' || d.n) * 340)::int) as drawn (client),
  lateral (select * from demo_client where demo_client.n = drawn.client) as client
    join crm.clients on clients.id = client.id,
  lateral (select (date_trunc('day', :'now'::timestamptz at time zone 'America/New_York')
      - floor(pg_temp.dice('day' || d.n) * 180
              + case when client.watched then 12 else 0 end) * interval '1 day'
      + interval '7 hours' + pg_temp.dice('hour' || d.n) * interval '14 hours')
    at time zone 'America/New_York') as day (completed_at)
where day.completed_at < :'now'::timestamptz - interval '90 minutes'
  and clients.onboarded_at < day.completed_at;

insert into crm.service_deliveries (client_id, aircraft_id, service_type, scheduled_at,
  completed_at, completed_recorded_at, status, authorised, account_updated_at,
  account_update_recorded_at)
select d.client_id, plane.id,
  case when programme = 'fbo' then pg_temp.pick('service' || n, array['fuel', 'fuel', 'fuel',
         'hangar', 'hangar', 'ground handling', 'catering', 'cleaning', 'de-icing', 'maintenance'])
       else pg_temp.pick('service' || n, array['bookkeeping', 'bookkeeping', 'tax return',
         'payroll', 'consultation', 'year-end accounts']) end,
  completed_at - interval '2 hours',
  case when fate >= 0.03 then completed_at end,
  case when fate >= 0.03 then completed_at + pg_temp.dice('noted' || n) * interval '40 minutes' end,
  case when fate < 0.03 then 'cancelled' else 'completed' end, true,
  case when updated.at < :'now'::timestamptz then updated.at end,
  case when updated.at < :'now'::timestamptz then updated.at + interval '1 minute' end
from demo_delivery d
left join lateral (select id from crm.aircraft where aircraft.client_id = d.client_id
                   order by md5(d.n || '/' || aircraft.id) limit 1) as plane on true,
  lateral (select case when fate < 0.03 or pg_temp.dice('forgotten' || n) < 0.002 then null
      when pg_temp.dice('late' || n) < 0.02
      then completed_at + interval '24 hours' + pg_temp.dice('how late' || n) * interval '30 hours'
      else completed_at + interval '15 minutes'
           + power(pg_temp.dice('soon' || n), 2) * interval '20 hours' end) as updated (at)
order by completed_at, n;

-- Booked for the days ahead.
insert into crm.service_deliveries (client_id, service_type, scheduled_at, status, authorised)
select c.id, case when programme = 'fbo' then 'hangar' else 'consultation' end,
  :'now'::timestamptz + interval '3 hours' + pg_temp.dice('booked' || n) * interval '9 days',
  'scheduled', pg_temp.dice('authorised' || n) < 0.8
from demo_client c where not watched and pg_temp.dice('books' || n) < 0.3 order by n;

-- The follow-ups of procedure 07, and a few that nobody made.
insert into crm.interactions (client_id, contact_id, staff_id, service_delivery_id, channel, kind,
  direction, objective, outcome, meaningful, information_checked, safety_asked, occurred_at,
  recorded_at)
select d.client_id, person.id, clients.account_manager_id, d.id,
  pg_temp.pick('by' || d.id, array['phone', 'phone', 'email', 'in_person']), 'follow_up',
  'outbound', 'satisfaction after ' || d.service_type,
  pg_temp.pick('outcome' || d.id, array['all as expected', 'all as expected', 'asked for an offer',
    'left a message', 'a concern about waiting time', 'thanked the crew']),
  pg_temp.dice('meaningful' || d.id) < 0.91, pg_temp.dice('checked' || d.id) < 0.5,
  pg_temp.dice('safety' || d.id) < 0.7, call.at, call.at + pg_temp.dice('log' || d.id)
    * interval '3 hours'
from crm.service_deliveries d join crm.clients on clients.id = d.client_id
left join lateral (select id from crm.contacts where contacts.client_id = d.client_id
                   order by id limit 1) as person on true,
  lateral (select d.completed_at + case when pg_temp.dice('call late' || d.id) < 0.03
      then interval '48 hours' + pg_temp.dice('call when' || d.id) * interval '30 hours'
      else interval '2 hours' + pg_temp.dice('call when' || d.id) * interval '44 hours' end)
    as call (at)
where clients.tier = 'priority' and d.status = 'completed'
  and pg_temp.dice('called' || d.id) >= 0.01
  and call.at < :'now'::timestamptz - interval '5 minutes'
order by call.at, d.id;

-- Everything else that was said.
insert into crm.interactions (client_id, staff_id, channel, kind, direction, objective, meaningful,
  information_checked, occurred_at, recorded_at)
select c.id, clients.account_manager_id,
  pg_temp.pick('talk by' || t.n, array['phone', 'phone', 'email', 'email', 'in_person', 'sms']),
  kind,
  pg_temp.pick('direction' || t.n, array['inbound', 'outbound']),
  case kind when 'sales' then 'further services' when 'courtesy' then 'keep in touch' end,
  pg_temp.dice('talk' || t.n) < 0.6, pg_temp.dice('talk checked' || t.n) < 0.3, talk.at,
  talk.at + interval '10 minutes'
from generate_series(1, 4200) as t (n),
  lateral (select floor(pg_temp.dice('talk client' || t.n) * 340)::int,
    pg_temp.pick('kind' || t.n, array['service', 'service', 'service', 'courtesy', 'sales'])
  ) as drawn (client, kind)
  join demo_client c on c.n = drawn.client join crm.clients on clients.id = c.id,
  lateral (select :'now'::timestamptz - interval '1 hour'
             - pg_temp.dice('talk at' || t.n) * interval '180 days') as talk (at)
order by talk.at, t.n;

insert into crm.client_changes (client_id, aircraft_id, field, old_value, new_value, changed_by_id,
  reported_at, recorded_at, applied_at, applied_recorded_at)
select c.id, plane.id,
  case when plane.id is null then pg_temp.pick('field' || r.n, array['billing address', 'telephone',
         'email', 'contact person', 'payment method'])
       else pg_temp.pick('field' || r.n, array['owner', 'registration', 'fuel type', 'weight']) end,
  'as before', 'as reported', clients.data_owner_id, told.at, told.at + interval '12 minutes',
  case when applied.at < :'now'::timestamptz then applied.at end,
  case when applied.at < :'now'::timestamptz then applied.at + interval '1 minute' end
from generate_series(1, 900) as r (n),
  lateral (select floor(pg_temp.dice('change client' || r.n) * 320)::int + 20) as drawn (client)
  join demo_client c on c.n = drawn.client join crm.clients on clients.id = c.id
left join lateral (select id from crm.aircraft where aircraft.client_id = c.id
                     and pg_temp.dice('plane' || r.n) < 0.4 order by id limit 1) as plane on true,
  lateral (select :'now'::timestamptz - interval '2 hours'
             - pg_temp.dice('told' || r.n) * interval '180 days') as told (at),
  lateral (select told.at + case when pg_temp.dice('applied late' || r.n) < 0.02
      then interval '26 hours' + pg_temp.dice('applied' || r.n) * interval '40 hours'
      else interval '10 minutes'
           + power(pg_temp.dice('applied' || r.n), 2) * interval '20 hours' end) as applied (at)
order by told.at, r.n;

alter table crm.service_deliveries enable trigger stamp;
alter table crm.interactions enable trigger stamp;
alter table crm.client_changes enable trigger stamp;
