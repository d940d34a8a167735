-- SPDX-License-Identifier: MIT
-- Sixteen people, what they answer for, who is away now and who stands in.

insert into crm.departments (name, description) values
  ('Client Service', 'Looks after clients and their accounts'),
  ('Operations', 'The line, the hangars and the night desk'),
  ('Marketing', 'Campaigns, follow-up and retention'),
  ('Finance and Accounting', 'The finance firm''s advisers'),
  ('Direction', 'Business leader and compliance');

insert into crm.staff (name, email, mobile, time_zone, department_id, expertise, starts_on)
select name, lower(replace(name, ' ', '.')) || '@skyport.example', mobile, 'America/New_York',
  (select id from crm.departments d where d.name = department), expertise,
  (:'now'::timestamptz - days * interval '1 day')::date
from (values
  (1, 'Priya Nair', '+15555550101', 'Direction', 'decides', 3650),
  (2, 'Dana Kim', '+15555550102', 'Client Service', 'leads client service', 2900),
  (3, 'Luis Ortega', '+15555550103', 'Operations', 'leads operations', 2500),
  (4, 'Noor Haddad', '+15555550104', 'Marketing', 'leads marketing', 1500),
  (5, 'Erik Lindqvist', '+15555550105', 'Direction', 'compliance', 2100),
  (6, 'Ana Ruiz', '+15555550106', 'Client Service', 'charter operators', 1200),
  (7, 'Sam Hill', '+15555550107', 'Client Service', 'accounts and billing', 900),
  (8, 'Grace Obi', '+15555550108', 'Client Service', 'aircraft owners', 800),
  (9, 'Ben Castellano', '+15555550109', 'Client Service', 'corporate flight departments', 640),
  (10, 'Mia Torres', '+15555550110', 'Client Service', 'the enquiry desk', 1800),
  (11, 'Tom Adeyemi', '+15555550111', 'Finance and Accounting', 'small businesses', 1400),
  (12, 'Helen Novak', null, 'Finance and Accounting', 'tax', 2000),
  (13, 'Yuki Tanaka', '+15555550113', 'Finance and Accounting', 'investment firms', 520),
  (14, 'Kay Brandt', '+15555550114', 'Operations', 'the night desk', 1100),
  (15, 'Omar Farouk', '+15555550115', 'Operations', 'fuel and the line', 700),
  (16, 'Jonas Weber', '+15555550116', 'Operations', 'hangars and ground handling', 430)
) as person (n, name, mobile, department, expertise, days)
order by n;

create function pg_temp.staff(who text) returns bigint language sql stable strict
as $$ select id from crm.staff where name = who $$;

update crm.staff set manager_id = pg_temp.staff(case department
    when 'Client Service' then 'Dana Kim' when 'Operations' then 'Luis Ortega'
    when 'Finance and Accounting' then 'Dana Kim' else 'Priya Nair' end)
from (select id, name as department from crm.departments) as d
where d.id = staff.department_id and staff.name <> 'Priya Nair';
update crm.staff set manager_id = pg_temp.staff('Priya Nair')
where name in ('Dana Kim', 'Luis Ortega');

insert into crm.roles (name, title, description) values
  ('client-service-representative', 'Client Service Representative', 'Procedure 13'),
  ('client-service-leader', 'Client Service Leader', 'Reviews procedure 13'),
  ('enquiry-desk', 'Enquiry Desk', 'Takes what no account manager has taken'),
  ('marketing-leader', 'Marketing Leader', 'Answers for procedure 07'),
  ('operations-leader', 'Operations Leader', 'May authorise emergency support (procedure 13)'),
  ('business-leader', 'Business Leader', 'Approves procedure 13'),
  ('duty-officer', 'Duty Officer', 'Answers day and night, by shifts'),
  ('compliance-officer', 'Compliance Officer', 'Reads the breach log');

insert into crm.role_holders (role_id, staff_id, valid_from)
select r.id, pg_temp.staff(person), :'now'::timestamptz - interval '400 days'
from (values
  ('client-service-representative', 'Sam Hill'), ('client-service-representative', 'Grace Obi'),
  ('client-service-leader', 'Dana Kim'), ('enquiry-desk', 'Mia Torres'),
  ('marketing-leader', 'Noor Haddad'), ('operations-leader', 'Luis Ortega'),
  ('business-leader', 'Priya Nair'), ('duty-officer', 'Kay Brandt'),
  ('compliance-officer', 'Erik Lindqvist')
) as held (role, person) join crm.roles r on r.name = held.role;

-- Two are away while the demo runs: whoever is asked for them hears from their stand-ins.
insert into crm.absences (staff_id, starts_at, ends_at, stand_in_id, reason)
select pg_temp.staff(person), :'now'::timestamptz + begins * interval '1 day',
  :'now'::timestamptz + ends * interval '1 day', pg_temp.staff(stand_in), reason
from (values
  ('Mia Torres', -3, 9, 'Tom Adeyemi', 'leave'),
  ('Luis Ortega', -1, 4, 'Kay Brandt', 'travel'),
  ('Ana Ruiz', -60, -46, 'Grace Obi', 'leave'),
  ('Dana Kim', -30, -27, 'Grace Obi', 'training'),
  ('Grace Obi', 20, 34, 'Sam Hill', 'leave'),
  ('Helen Novak', -12, -10, 'Yuki Tanaka', 'sick')
) as away (person, begins, ends, stand_in, reason);

-- Somebody is on duty at every instant: shifts of eight hours by the clock on the wall.
insert into crm.duty_shifts (role_id, staff_id, starts_at, ends_at, safety_critical)
select r.id,
  pg_temp.staff(pg_temp.nth(day * 3 + shift,
    array['Kay Brandt', 'Omar Farouk', 'Jonas Weber', 'Yuki Tanaka'])),
  (midnight + shift * interval '8 hours') at time zone 'America/New_York',
  (midnight + (shift + 1) * interval '8 hours') at time zone 'America/New_York', false
from crm.roles r, generate_series(0, 429) as day, generate_series(0, 2) as shift,
  lateral (select date_trunc('day', :'now'::timestamptz at time zone 'America/New_York')
             + (day - 60) * interval '1 day') as start (midnight)
where r.name = 'duty-officer';

insert into crm.authorities (role_id, kind, limit_amount, currency, overrules_id, valid_from)
select r.id, kind, amount, 'USD', o.id, :'now'::timestamptz - interval '400 days'
from (values
  ('duty-officer', 'overtime', 1000, null),
  ('client-service-leader', 'goodwill', 1000, 'client-service-representative'),
  ('operations-leader', 'emergency_support', 25000, 'duty-officer'),
  ('operations-leader', 'overtime', 10000, 'duty-officer'),
  ('operations-leader', 'goodwill', 5000, 'client-service-leader'),
  ('operations-leader', 'service_adjustment', 5000, 'client-service-leader'),
  ('business-leader', 'emergency_support', null::numeric, 'operations-leader'),
  ('business-leader', 'marketing_budget', null, 'marketing-leader')
) as may (role, kind, amount, overrules)
join crm.roles r on r.name = may.role left join crm.roles o on o.name = may.overrules;
