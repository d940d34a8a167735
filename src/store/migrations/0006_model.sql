-- Another model.yaml gives the same expressions another meaning: when it differs, every rule looks at
-- all its records again.
alter table steward.rule_set add column model text not null default '';
comment on column steward.rule_set.model is 'SHA-256 of the model.yaml of the set, "" without one.';

create view steward.organisation as select 1 as id;
comment on view steward.organisation is
  'What a rule without a subject is about: the one record of it all.';
