-- What the lateness of breaches needs to know of a message is known when the message is made: it need not
-- be gathered from all partitions when its hand-over is recorded.
alter table steward.message add column tells_breach boolean not null default false;
comment on column steward.message.tells_breach is 'One of its notices tells of a breach; false also of what was over before this was noted.';
comment on column steward.message.noticed_at is
  'When the first of its notices was written; null: it tells of none, or was made before this was noted.';

update steward.message m
   set tells_breach = exists (select from steward.task t
                                join steward.notice n on n.commitment = t.commitment and n.id = t.notice
                               where t.commitment = any(m.commitments) and t.message = m.id
                                 and n.purpose = 'breach'),
       noticed_at = coalesce(noticed_at,
                             (select min(n.created_at + coalesce(n.took, interval '0'))
                                from steward.task t
                                join steward.notice n on n.commitment = t.commitment and n.id = t.notice
                               where t.commitment = any(m.commitments) and t.message = m.id))
 where next_at is not null;
