-- SPDX-License-Identifier: MIT
-- What the demo's live summary shows, as views over steward's tables. The schema is the demo's
-- alone; steward neither needs nor knows it.

\set ON_ERROR_STOP on
begin;
create schema demo;

-- The instant from which somebody watches. What the rules found in half a year of older records is
-- no news, and is left out.
create table demo.start (at timestamptz not null);

create view demo.promise as
select c.id, c.reference, c.state, c.due, clients.name as client,
  substring(r.text from E'title: "([^\n]*)"') as title,
  c.reference || coalesce(' ' || clients.name, ' a caller who is no client yet') as what
from steward.commitment c
join steward.revision r on r.digest = c.revision
left join crm.clients on clients.id::text = c.client
where not c.historic;

-- One line a notice, however many people and channels it went to; null `sent_at` while it goes out.
create view demo.notice as
select n.id, n.commitment, n.purpose, n.level, n.chain, n.at,
  case when bool_and(m.sent_at is not null) then max(m.sent_at) end as sent_at,
  string_agg(distinct t.name
    || coalesce(' (standing in for ' || t.stands_in_for || ')', ''), ' and ') as who,
  replace(string_agg(distinct t.channel, ' and '), 'sms', 'SMS') as by,
  coalesce(min(m.subject) filter (where m.channel = 'email'), min(m.text)) as text
from steward.notice n
join steward.task t on t.notice = n.id and t.state <> 'suppressed'
join steward.message m on m.id = t.message
group by n.id, n.commitment, n.purpose, n.level, n.chain, n.at;

-- The chain of the demo pack: who took it, and when its third level would have been asked.
create view demo.chain as
select e.commitment, p.reference, p.what, two.sent_at as two_sent_at, two.who as two_who,
  coalesce(taker.name, e.acknowledged_by) as taken_by, e.acknowledged_at as taken_at,
  (select max(t.stands_in_for) from steward.task t
   where t.commitment = e.commitment and t.person = e.acknowledged_by and t.state = 'sent')
    as taken_for,
  two.at + interval '20 seconds' as three_at, three.id as three, e.ended_at
from steward.escalation e
join demo.promise p on p.id = e.commitment
left join demo.notice two on two.commitment = e.commitment and two.chain = e.chain
  and two.level = 2 and two.sent_at is not null
left join steward.notice three on three.commitment = e.commitment and three.chain = e.chain
  and three.level > 2
left join crm.staff taker on taker.id::text = e.acknowledged_by
where e.chain = 'demo-chain';

create view demo.stopped_chain as
select * from demo.chain
where taken_at < three_at and three_at + interval '1 second' < clock_timestamp() and three is null;

create view demo.event (key, at, word, text) as
select 'notice ' || n.id, n.sent_at,
  case n.purpose when 'escalation' then 'level ' || n.level when 'all_clear' then 'all-clear'
    when 'breach' then 'notice' else n.purpose end,
  p.reference || ' to ' || n.who || ' by ' || n.by || ': ' || n.text
from demo.notice n join demo.promise p on p.id = n.commitment
where n.sent_at is not null
union all
select 'history ' || h.commitment || h.kind || h.at, h.at,
  case h.kind when 'breached' then 'BREACH' else h.kind end,
  p.what || ': ' || p.title || coalesce(' (' || l.breach || ')', '')
from steward.history h join demo.promise p on p.id = h.commitment
left join steward.ledger l on l.commitment = h.commitment and l.kind = 'breached'
where h.kind <> 'opened' and h.kind <> 'moved' and h.at > (select at from demo.start)
union all
select 'taken ' || commitment, taken_at, 'taken', reference || ' by ' || taken_by
  || coalesce(', who stands in for ' || taken_for, '') || ': the chain goes no further'
from demo.chain where taken_at is not null
union all
select 'stopped ' || commitment, three_at, 'silence',
  reference || ': level 3 was due now; nobody else is asked'
from demo.stopped_chain
union all
select 'unsent ' || t.id, t.created_at, 'not sent', p.reference || ' to ' || t.name || ': ' || t.reason
from steward.task t join demo.promise p on p.id = t.commitment
where t.state = 'suppressed';

create view demo.count (open, kept, breached, reminders, escalations) as
select
  (select count(*) from demo.promise where state in ('open', 'paused')),
  (select count(*) from demo.event where word = 'kept'),
  (select count(*) from steward.ledger where kind = 'breached'),
  (select count(*) from demo.notice where purpose = 'reminder' and sent_at is not null),
  (select count(*) from demo.notice where purpose = 'escalation' and sent_at is not null);

-- The six things that a demo must show, in the order in which they are listed.
create view demo.proof (n, name, evidence) as
select 1, 'reminders going out', (select text from demo.event where word = 'reminder'
  order by at limit 1)
union all
select 2, 'a promise kept', (select text from demo.event where word = 'kept' order by at limit 1)
union all
select 3, 'a breach', (select text from demo.event where word = 'BREACH' order by at limit 1)
union all
select 4, 'an escalation to level two', (select what || ': ' || two_who from demo.chain
  where two_sent_at is not null order by two_sent_at limit 1)
union all
select 5, 'a stand-in answering it', (select taken_by || ' for ' || taken_for || ', at '
    || to_char(taken_at, 'HH24:MI:SS')
  from demo.chain where taken_for is not null order by taken_at limit 1)
union all
select 6, 'an acknowledgement stopping a chain', (select 'level 3 was due at '
    || to_char(three_at, 'HH24:MI:SS') || ': nobody was asked'
  from demo.stopped_chain order by three_at limit 1);

-- The first message of each kind, once it is sent: what the demo shows whole.
create view demo.specimen (n, heading, channel, message_id) as
select distinct on (kind.n) kind.n, kind.heading || ', to ' || t.name
  || coalesce(', who stands in for ' || t.stands_in_for, ''), m.channel, m.message_id
from (values
  (1, 'reminder', 0, 'email', 'A reminder by email'),
  (2, 'reminder', 0, 'sms', 'A reminder by SMS'),
  (3, 'breach', 0, 'email', 'A breach, by email'),
  (4, 'escalation', 1, 'email', 'An escalation, level 1, by email'),
  (5, 'escalation', 1, 'sms', 'An escalation, level 1, by SMS'),
  (6, 'escalation', 2, 'email', 'An escalation, level 2, by email'),
  (7, 'all_clear', 0, 'email', 'The all-clear, by email')
) as kind (n, purpose, level, channel, heading)
join steward.notice n on n.purpose = kind.purpose and n.level = kind.level
join steward.task t on t.notice = n.id and t.channel = kind.channel
join steward.message m on m.id = t.message and m.sent_at is not null
order by kind.n, m.sent_at, m.id;

-- Everything that the script reads in one look, with the unit separator between columns.
create view demo.look (line) as
select line from (
  select 1 as part, 0::bigint as rank,
    concat_ws(E'\x1f', 'count', open, kept, breached, reminders, escalations) as line
  from demo.count
  union all
  select 2, n, concat_ws(E'\x1f', 'proof', n, name, evidence) from demo.proof
  union all
  select 3, row_number() over (order by at),
    concat_ws(E'\x1f', 'event', key, to_char(at, 'HH24:MI:SS'), word, replace(text, E'\n', ' '))
  from demo.event
  union all
  select 4, n, concat_ws(E'\x1f', 'specimen', n, heading, channel, message_id) from demo.specimen
  union all
  -- Late enough for the message to be read first, and well before level 3.
  select 5, commitment, concat_ws(E'\x1f', 'take', reference) from demo.chain
  where taken_at is null and ended_at is null and two_sent_at + interval '5 seconds' < clock_timestamp()
) as looked
order by part, rank;
commit;
