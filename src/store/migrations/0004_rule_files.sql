-- The texts of every rule set, so that each daemon runs what is in force whatever files lie on its
-- host, and what ran last year can be read, compared and put in force again.
--
-- A text is stored once however many sets hold it. Nothing of this is ever changed: a set is named
-- by the digest of what it says.

create table steward.text (
  digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
  text   text not null
);
comment on table steward.text is 'Texts of files as they were written, named by their SHA-256.';

create table steward.file_set (
  digest    text primary key check (digest ~ '^[0-9a-f]{64}$'),
  stored_at timestamptz not null,
  stored_by text not null
);
comment on table steward.file_set is 'Rule sets that were in force or staged, with who brought their files first.';

create table steward.set_file (
  file_set text not null references steward.file_set,
  kind     text not null check (kind in ('model', 'calendar', 'holidays', 'template', 'chain', 'rule')),
  path     text not null,
  digest   text not null check (digest ~ '^[0-9a-f]{64}$'),
  text     text not null references steward.text,
  primary key (file_set, kind, path)
);
comment on column steward.set_file.path is 'As seen from the folder of the configuration.';
comment on column steward.set_file.digest is 'SHA-256 of the normalised text: comments and layout make no difference.';

create trigger refuse_change before update or delete on steward.text
  for each row execute function steward.refuse_change();
create trigger refuse_truncate before truncate on steward.text
  for each statement execute function steward.refuse_change();
create trigger refuse_change before update or delete on steward.file_set
  for each row execute function steward.refuse_change();
create trigger refuse_truncate before truncate on steward.file_set
  for each statement execute function steward.refuse_change();
create trigger refuse_change before update or delete on steward.set_file
  for each row execute function steward.refuse_change();
create trigger refuse_truncate before truncate on steward.set_file
  for each statement execute function steward.refuse_change();
alter table steward.text enable always trigger refuse_change;
alter table steward.text enable always trigger refuse_truncate;
alter table steward.file_set enable always trigger refuse_change;
alter table steward.file_set enable always trigger refuse_truncate;
alter table steward.set_file enable always trigger refuse_change;
alter table steward.set_file enable always trigger refuse_truncate;

-- Every attempt to load a set. What was seen tells an edit from files that a person has set aside.
create table steward.load (
  id            bigint generated always as identity primary key,
  digest        text not null check (digest ~ '^[0-9a-f]{64}$'),
  outcome       text not null check (outcome in ('in force', 'staged', 'failed', 'unchanged')),
  origin        text not null check (origin in ('start', 'edit', 'signal', 'reload', 'apply')),
  at            timestamptz not null check (isfinite(at)),
  loaded_by     text not null,
  host          text not null,
  configuration text not null,
  before        text not null,
  rules         integer not null,
  reason        text not null,
  said          text[] not null
);
comment on column steward.load.before is 'The digest that was in force, and runs on where the new one was not taken.';
comment on column steward.load.reason is 'Why a person took it, in their words.';
comment on column steward.load.said is 'What it did to open promises, or why it was not taken.';
create index load_by_files on steward.load (host, configuration, id);
create index load_by_digest on steward.load (digest);
insert into steward.load (digest, outcome, origin, at, loaded_by, host, configuration, before, rules, reason, said)
  select digest, 'in force', 'start', loaded_at, loaded_by, split_part(loaded_by, ':', 1), '',
         coalesce(lag(digest) over (order by id), ''),
         (select count(*) from steward.rule_set_member where rule_set = s.id), '', '{}'
    from steward.rule_set s order by id;

-- The key makes it once, however many daemons read the same files.
create table steward.load_news (
  digest  text not null,
  outcome text not null check (outcome in ('staged', 'failed')),
  load    bigint not null references steward.load,
  primary key (digest, outcome)
);
comment on table steward.load_news is 'Sets that were not taken and told of.';

create table steward.load_mail (
  id      bigint generated always as identity primary key,
  load    bigint not null references steward.load,
  name    text not null,
  address text,
  message bigint references steward.message,
  reason  text,
  check (message is not null or reason is not null),
  check ((message is null) = (address is null))
);
comment on table steward.load_mail is 'Who was told that a set was not taken, or why they were not.';
create index load_mail_by_message on steward.load_mail (message);

create trigger refuse_change before update or delete on steward.load
  for each row execute function steward.refuse_change();
create trigger refuse_truncate before truncate on steward.load
  for each statement execute function steward.refuse_change();
alter table steward.load enable always trigger refuse_change;
alter table steward.load enable always trigger refuse_truncate;
