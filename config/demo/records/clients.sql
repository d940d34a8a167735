-- SPDX-License-Identifier: MIT
-- 340 clients: 210 of the FBO, 130 of the finance firm. The first twenty are kept for what the
-- viewer watches (placed.sql, events.sql): nothing of theirs is under way.

create temp table demo_client (
  n bigint primary key, name text not null unique, programme text not null,
  watched boolean not null, id bigint
) on commit drop;

insert into demo_client (n, name, programme, watched)
select n - 1, name, case when n <= 16 then 'fbo' else 'finance' end, true
from unnest(array['Bluewater Aviation', 'Heron Air', 'Kestrel Jets', 'Delta Charter',
  'Juniper Air Taxi', 'Osprey Executive', 'Lakeshore Aero', 'Tidewater Flight', 'Northgate Jets',
  'Sequoia Air', 'Pelican Charter', 'Wren Aviation', 'Harrier Air Cargo', 'Foxglove Flying Club',
  'Marigold Air', 'Stormont Helicopters', 'Harbor Capital', 'Larkspur Trading', 'Copper & Vale',
  'Ridgeway Clinics']) with ordinality as kept (name, n);
insert into demo_client (n, name, programme, watched)
select n, pg_temp.operator_name(n), 'fbo', false from generate_series(20, 213) as n;
insert into demo_client (n, name, programme, watched)
select n, pg_temp.finance_client_name(n), 'finance', false from generate_series(214, 339) as n;

-- The past was recorded in the past: the database's own stamps are switched off while it is loaded.
alter table crm.clients disable trigger stamp;
insert into crm.clients (name, stage, onboarded_at, tier, is_vip, category, relationship_score,
  compatibility_score, profitability_score, industry, size, programme, country, region, time_zone,
  preferred_channel, available_hours, account_manager_id, data_owner_id, last_reviewed_at,
  review_recorded_at, verified_at, verified_by_id, next_contact_on)
select c.name,
  case when watched or s.stage < 0.86 then 'active' when s.stage < 0.93 then 'dormant'
       when s.stage < 0.97 then 'onboarding' else 'former' end,
  :'now'::timestamptz - interval '40 days' - pg_temp.dice('onboarded' || n) * interval '2200 days',
  case when watched or pg_temp.dice('tier' || n) < 0.18 then 'priority' else 'standard' end,
  pg_temp.dice('vip' || n) < 0.1,
  pg_temp.pick('category' || n, array['key', 'invest', 'invest', 'higher_value', 'higher_value',
    'higher_value', 'rethink']),
  1 + floor(pg_temp.dice('relationship' || n) * 5), 1 + floor(pg_temp.dice('fit' || n) * 5),
  1 + floor(pg_temp.dice('profit' || n) * 5),
  case when programme = 'fbo' then pg_temp.pick('industry' || n, array['charter',
         'corporate flight', 'private owner', 'cargo', 'medical flight', 'flight training'])
       else pg_temp.pick('industry' || n, array['retail', 'health', 'construction', 'food',
         'investment', 'professional services']) end,
  pg_temp.pick('size' || n, array['small', 'small', 'small', 'medium', 'medium', 'large']),
  programme, 'US', place.region, place.zone,
  pg_temp.pick('channel' || n, array['phone', 'phone', 'email', 'email', 'sms', 'in_person']),
  pg_temp.pick('hours' || n, array['09:00-17:00', '08:00-16:00', '10:00-18:00']),
  pg_temp.staff(case when programme = 'fbo'
    then pg_temp.nth(n, array['Ana Ruiz', 'Ben Castellano', 'Grace Obi'])
    else pg_temp.nth(n, array['Tom Adeyemi', 'Helen Novak', 'Yuki Tanaka']) end),
  pg_temp.staff(case when programme = 'fbo' then pg_temp.nth(n, array['Sam Hill', 'Grace Obi'])
    else pg_temp.nth(n, array['Tom Adeyemi', 'Helen Novak']) end),
  review.at, review.at + interval '20 minutes',
  review.at, pg_temp.staff(pg_temp.nth(n, array['Sam Hill', 'Grace Obi', 'Tom Adeyemi'])),
  (:'now'::timestamptz + (1 + floor(pg_temp.dice('next' || n) * 60)) * interval '1 day')::date
from demo_client c,
  lateral (select pg_temp.dice('stage' || n)) as s (stage),
  lateral (select :'now'::timestamptz - interval '1 day' - pg_temp.dice('review' || n)
             * (case when watched or pg_temp.dice('overdue' || n) > 0.02 then 320 else 420 end)
             * interval '1 day') as review (at),
  lateral (select split_part(spot, '|', 1), split_part(spot, '|', 2)
           from pg_temp.pick('place' || n, array['NY|America/New_York', 'NJ|America/New_York',
             'CT|America/New_York', 'PA|America/New_York', 'VA|America/New_York',
             'IL|America/Chicago', 'TX|America/Chicago', 'CO|America/Denver',
             'CA|America/Los_Angeles']) as spot) as place (region, zone)
order by n;
alter table crm.clients enable trigger stamp;
update demo_client set id = crm.clients.id from crm.clients where clients.name = demo_client.name;

insert into crm.contacts (client_id, name, role, is_emergency, is_decision_maker, is_influencer,
  email, phone, relationship, verified_at)
select id, person.name, pg_temp.nth(k, array['owner', 'office manager', 'chief pilot']), k = 0,
  k = 0, k = 2, lower(replace(person.name, ' ', '.')) || '@client' || n || '.example',
  '+1555' || lpad((n * 10 + k)::text, 7, '5550000'),
  pg_temp.pick('known' || n || '/' || k, array['weak', 'good', 'good', 'strong']),
  :'now'::timestamptz - pg_temp.dice('contact' || n || '/' || k) * interval '300 days'
from demo_client, generate_series(0, 2) as k,
  lateral (select pg_temp.nth(n * 3 + k, pg_temp.given_names()) || ' '
             || pg_temp.nth(n * 7 + k * 19, pg_temp.family_names())) as person (name)
where k = 0 or pg_temp.dice('contacts' || n || '/' || k) < 0.6
order by n, k;

insert into crm.addresses (client_id, kind, street, city, region, postal_code, country, verified_at)
select c.id, kind, 1 + floor(pg_temp.dice(kind || 'no' || n) * 900) || ' '
  || pg_temp.pick(kind || 'street' || n, array['Airport Road', 'Main Street', 'Harbor Way',
    'Mill Lane', 'Orchard Avenue', 'Industrial Parkway', 'College Street', 'Station Square']),
  pg_temp.pick('city' || n, array['Ashford', 'Brookfield', 'Carlow', 'Dunmore', 'Eastport',
    'Fairhaven', 'Greenvale', 'Hillcrest']), clients.region,
  lpad(floor(pg_temp.dice('zip' || n) * 99999)::text, 5, '0'), 'US', clients.verified_at
from demo_client c join crm.clients on clients.id = c.id,
  unnest(array['postal', 'billing']) as kind
where kind = 'postal' or pg_temp.dice('billing' || n) < 0.4
order by n, kind;

insert into crm.communication_preferences (client_id, channel, topic, frequency, hours)
select c.id, case when clients.preferred_channel = 'in_person' then 'phone'
                  else clients.preferred_channel end,
  topic, case topic when 'newsletter' then 'monthly' else 'as_needed' end, clients.available_hours
from demo_client c join crm.clients on clients.id = c.id,
  unnest(array['service', 'follow_up', 'newsletter']) as topic
where topic <> 'newsletter' or is_vip
order by n, topic;

insert into crm.consents (client_id, channel, purpose, given_at, source, withdrawn_at)
select c.id, channel, purpose, onboarded_at, 'client agreement',
  case when pg_temp.dice('withdrawn' || channel || n) < 0.03
       then onboarded_at + interval '30 days' end
from demo_client c join crm.clients on clients.id = c.id,
  (values ('email', 'service'), ('phone', 'follow_up'), ('sms', 'follow_up'),
          ('email', 'marketing')) as wish (channel, purpose)
where purpose = 'service' or pg_temp.dice('consent' || channel || purpose || n) < 0.7
order by n, channel, purpose;

insert into crm.quiet_periods (client_id, starts_at, ends_at, reason)
select id, begins, begins + interval '10 days', pg_temp.pick('quiet' || n,
  array['annual inspection', 'office closed', 'on leave'])
from demo_client, lateral (select :'now'::timestamptz - interval '90 days'
  + pg_temp.dice('when quiet' || n) * interval '150 days') as quiet (begins)
where not watched and pg_temp.dice('quiet' || n) < 0.06
order by n;

insert into crm.account_team (client_id, staff_id, function, summary, is_single_contact, valid_from)
select clients.id, account_manager_id, 'account manager',
  'Speaks for us and hears what the client needs', true, onboarded_at
from crm.clients
union all
select clients.id, data_owner_id, 'data owner', 'Keeps the client''s record right', false,
  onboarded_at
from crm.clients where data_owner_id <> account_manager_id;
