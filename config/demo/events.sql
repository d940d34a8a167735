-- SPDX-License-Identifier: MIT
-- What happens while the viewer watches: small transactions, `pause` seconds apart (4 if it is not
-- given; about a minute in all), each announced on a line of its own. Wants placed.sql.
--
--   psql -X -q [-v pause=4] -f config/demo/events.sql DATABASE

\set ON_ERROR_STOP on
\if :{?pause}
\else
\set pause 4
\endif

\echo '1: Stormont Helicopters: a fuel delivery is completed'
insert into crm.service_deliveries (client_id, service_type, scheduled_at, completed_at, status,
  authorised)
select id, 'fuel', now() - interval '1 hour', now(), 'completed', true
from crm.clients where name = 'Stormont Helicopters';
select pg_sleep(:pause) \g /dev/null

\echo '2: Heron Air: the follow-up is made, in time'
insert into crm.interactions (client_id, staff_id, channel, kind, objective, outcome, meaningful,
  safety_asked, occurred_at)
select id, account_manager_id, 'phone', 'follow_up', 'satisfaction after ground handling',
  'thanked the crew', true, true, now()
from crm.clients where name = 'Heron Air';
select pg_sleep(:pause) \g /dev/null

\echo '3: Harbor Capital: an urgent enquiry; the chain of the demo pack begins'
insert into crm.enquiries (client_id, kind, channel, severity, category, summary, received_at)
select id, 'enquiry', 'phone', 'high', 'demo', 'Trading support does not answer', now()
from crm.clients where name = 'Harbor Capital';
select pg_sleep(:pause) \g /dev/null

\echo '4: Northgate Jets: the account is brought up to date, in time'
update crm.service_deliveries d set account_updated_at = now()
from crm.clients c where c.id = d.client_id and c.name = 'Northgate Jets'
  and d.account_updated_at is null;
select pg_sleep(:pause) \g /dev/null

\echo '5: an enquiry by telephone, from somebody who is no client yet'
insert into crm.enquiries (kind, channel, severity, category, summary, received_at)
values ('enquiry', 'phone', 'normal', 'hangar space', 'Is there room for a King Air?', now());
select pg_sleep(:pause) \g /dev/null

\echo '6: Ridgeway Clinics: reports a new billing address'
insert into crm.client_changes (client_id, field, old_value, new_value, changed_by_id, reported_at)
select id, 'billing address', '9 Orchard Avenue', '31 College Street', data_owner_id, now()
from crm.clients where name = 'Ridgeway Clinics';
select pg_sleep(:pause) \g /dev/null

\echo '7: Marigold Air: the yearly review is made; the next year begins'
update crm.clients set last_reviewed_at = now() where name = 'Marigold Air';
select pg_sleep(:pause) \g /dev/null

\echo '8: the enquiry by telephone is answered'
update crm.enquiries set first_response_at = now(), findings = 'room from Monday on'
where client_id is null and summary = 'Is there room for a King Air?' and first_response_at is null;
select pg_sleep(:pause) \g /dev/null

\echo '9: Larkspur Trading: a critical enquiry; the shipped chain asks its first level at once'
insert into crm.enquiries (client_id, kind, channel, severity, category, summary, received_at)
select id, 'enquiry', 'phone', 'critical', 'outage', 'No statements since the opening', now()
from crm.clients where name = 'Larkspur Trading';
select pg_sleep(:pause) \g /dev/null

\echo '10: Bluewater Aviation: the follow-up is made, late'
insert into crm.interactions (client_id, staff_id, channel, kind, objective, outcome, meaningful,
  safety_asked, occurred_at)
select id, account_manager_id, 'phone', 'follow_up', 'satisfaction after hangar', 'all as expected',
  true, true, now()
from crm.clients where name = 'Bluewater Aviation';
select pg_sleep(:pause) \g /dev/null

\echo '11: Ridgeway Clinics: the new address is entered'
update crm.client_changes h set applied_at = now()
from crm.clients c where c.id = h.client_id and c.name = 'Ridgeway Clinics'
  and h.applied_at is null;
select pg_sleep(:pause) \g /dev/null

\echo '12: Harbor Capital: gets its first answer'
update crm.enquiries set first_response_at = now(), findings = 'line restored'
where category = 'demo' and first_response_at is null;
select pg_sleep(:pause) \g /dev/null

\echo '13: Larkspur Trading: gets its first answer'
update crm.enquiries e set first_response_at = now(), findings = 'feed restarted'
from crm.clients c where c.id = e.client_id and c.name = 'Larkspur Trading'
  and e.severity = 'critical' and e.first_response_at is null;
select pg_sleep(:pause) \g /dev/null

\echo '14: Kestrel Jets: yesterday''s call is entered only now'
insert into crm.interactions (client_id, staff_id, channel, kind, objective, outcome, meaningful,
  safety_asked, occurred_at)
select c.id, account_manager_id, 'phone', 'follow_up', 'satisfaction after fuel',
  'all as expected', true, true, d.completed_at + interval '26 hours'
from crm.clients c join crm.service_deliveries d on d.client_id = c.id
where c.name = 'Kestrel Jets' and d.status = 'completed'
order by d.completed_at desc limit 1;
select pg_sleep(:pause) \g /dev/null

\echo '15: Stormont Helicopters: the account is brought up to date'
update crm.service_deliveries d set account_updated_at = now()
from crm.clients c where c.id = d.client_id and c.name = 'Stormont Helicopters'
  and d.account_updated_at is null;
