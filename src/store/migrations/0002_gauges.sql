-- What /metrics asks every few seconds must not read every row there ever was. Outcomes and
-- messages are added in the order of time, which a BRIN index follows at almost no cost to those
-- who write; suppressed tasks are counted from an index that holds nothing else.

create index outcome_by_instant on steward.outcome using brin (acted_at);
create index message_by_instant on steward.message using brin (created_at);
create index task_suppressed on steward.task (reason) where state = 'suppressed';
