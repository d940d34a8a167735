-- SPDX-License-Identifier: MIT
-- Half a year of enquiries and complaints. Those of office hours were answered within some hours,
-- the others on the next weekday; about one in fifty waited for days.

alter table crm.enquiries disable trigger stamp;

create temp table demo_enquiry on commit drop as
select e.n, local.at at time zone 'America/New_York' as received_at, local.at as local_at,
  extract(isodow from local.at) as weekday, c.id as client_id,
  coalesce(c.programme, 'finance') as programme, e.n % 110 = 0 as critical
from generate_series(1, 4400) as e (n)
cross join lateral (select date_trunc('day', :'now'::timestamptz at time zone 'America/New_York')
      - floor(pg_temp.dice('asked' || e.n) * 180) * interval '1 day'
      + interval '8 hours' + pg_temp.dice('asked at' || e.n) * interval '11 hours') as local (at)
left join demo_client c on c.n = 20 + floor(pg_temp.dice('asks' || e.n) * 345)::int
where local.at at time zone 'America/New_York' < :'now'::timestamptz - interval '70 minutes'
  and (extract(isodow from local.at) < 6 or e.n % 5 = 0);

insert into crm.enquiries (client_id, kind, channel, severity, category, summary, about_staff_id,
  received_at, recorded_at, first_response_at, first_response_recorded_at, awaiting_client,
  findings, resolved_at)
select client_id, kind, pg_temp.pick('asked by' || n, array['phone', 'phone', 'phone', 'email',
    'email', 'web', 'in_person']),
  case when critical then 'critical'
       else pg_temp.pick('severity' || n, array['low', 'normal', 'normal', 'normal', 'high']) end,
  category, initcap(kind) || ' about ' || category,
  case when kind = 'complaint' and pg_temp.dice('about' || n) < 0.1
       then pg_temp.staff(pg_temp.pick('whom' || n, array['Sam Hill', 'Omar Farouk'])) end,
  received_at, received_at + interval '6 minutes',
  case when answer.at < :'now'::timestamptz then answer.at end,
  case when answer.at < :'now'::timestamptz then answer.at + interval '4 minutes' end,
  answer.at < :'now'::timestamptz and pg_temp.dice('awaits' || n) < 0.03,
  case when pg_temp.dice('found' || n) < 0.5 then 'checked with the department' end,
  case when answer.at + interval '3 days' < :'now'::timestamptz
       then answer.at + pg_temp.dice('resolved' || n) * interval '3 days' end
from demo_enquiry,
  lateral (select case when pg_temp.dice('complains' || n) < 0.12 then 'complaint'
                       else 'enquiry' end,
    case when critical then 'outage'
         when programme = 'fbo' then pg_temp.pick('about what' || n, array['billing', 'fuel price',
           'hangar space', 'waiting time', 'catering', 'landing fees'])
         else pg_temp.pick('about what' || n, array['billing', 'tax', 'payroll', 'appointment',
           'statements', 'fees']) end) as matter (kind, category),
  lateral (select date_trunc('day', local_at) + interval '9 hours'
      + case when weekday = 5 then 3 when weekday = 6 then 2 else 1 end * interval '1 day')
    as next_weekday (opening),
  lateral (select case
      when critical then received_at + interval '4 minutes'
        + pg_temp.dice('answer' || n) * case when n % 1100 = 0 then interval '100 minutes'
                                             else interval '45 minutes' end
      when pg_temp.dice('slow' || n) < 0.02
      then received_at + interval '4 days' + pg_temp.dice('answer' || n) * interval '2 days'
      when weekday < 6 and local_at::time between '09:00' and '15:00'
      then received_at + interval '5 minutes'
           + power(pg_temp.dice('answer' || n), 2) * interval '6 hours'
      else (next_weekday.opening + pg_temp.dice('answer' || n) * interval '4 hours')
           at time zone 'America/New_York' end) as answer (at)
order by received_at, n;

alter table crm.enquiries enable trigger stamp;

insert into crm.transfers (enquiry_id, from_staff_id, to_staff_id, reason, transferred_at,
  accepted_at)
select id, pg_temp.staff('Mia Torres'), pg_temp.staff(pg_temp.pick('to' || id,
    array['Helen Novak', 'Omar Farouk', 'Yuki Tanaka'])), 'knows the matter better',
  received_at + interval '10 minutes', received_at + interval '25 minutes'
from crm.enquiries where pg_temp.dice('transferred' || id) < 0.05 order by id;
