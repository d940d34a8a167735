-- Steps that repeat, that have a condition of their own, that stand in a table, and promises that a
-- schedule opens.
--
-- A recurrence is a promise of its own: a week that was missed stays missed when the next one
-- comes. So a record may have several live promises of a rule with a schedule, one a recurrence.

alter table steward.outcome drop constraint outcome_kind_check;
alter table steward.outcome add constraint outcome_kind_check
  check (kind in ('acted', 'before start', 'before activation', 'collapsed', 'already resolved',
                  'closed', 'acknowledged', 'condition not met'));

alter table steward.commitment
  add column step_row   integer not null default 0 check (step_row >= 0),
  add column occurrence timestamptz check (isfinite(occurrence));
comment on column steward.commitment.step_row is
  'The row of the rule''s table of steps that was chosen when it opened; 0: there is no table.';
comment on column steward.commitment.occurrence is
  'The recurrence of the rule''s schedule that opened it; null: the rule has none.';

drop index steward.commitment_one_live;
create unique index commitment_one_live
  on steward.commitment (rule, key, coalesce(occurrence, '-infinity')) where closed_at is null;

alter table steward.notice add column never text[] not null default '{}';
comment on column steward.notice.never is 'Who must not get it, by its step.';

create table steward.recurring (
  rule   text primary key,
  at     timestamptz not null check (isfinite(at)),
  cursor text
);
comment on table steward.recurring is 'The recurrence of each scheduled rule that is next or under way.';
comment on column steward.recurring.cursor is 'The last subject whose promise was opened.';
create index recurring_by_instant on steward.recurring (at);

-- What a rule says of itself, for those who look at its promises and breaches.
alter table steward.revision
  add column tags      text[] not null default '{}',
  add column severity  text check (severity in ('minor', 'major', 'critical')),
  add column review_by date;

create view steward.rule_review as
  select a.rule, r.review_by,
         (select min(o.first_seen) from steward.revision o
           where o.rule = a.rule and o.review_by = r.review_by) as since
    from steward.activation a join steward.revision r on r.digest = a.revision
   where not a.removed and r.review_by is not null;
comment on view steward.rule_review is
  'The rules in force that are to be reviewed, and since when they say so: each is a promise.';
