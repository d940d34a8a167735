-- SPDX-License-Identifier: MIT
-- Who created and last changed each row, on every table of the schema. Run it again after adding
-- a table: what is there already is left alone.

do $$
declare
  entity regclass;
begin
  for entity in
    select oid::regclass from pg_class
    where relnamespace = 'crm'::regnamespace and relkind in ('r', 'p') and not relispartition
    order by oid
  loop
    execute format(
      'alter table %s
         add column if not exists created_at timestamptz not null default clock_timestamp(),
         add column if not exists created_by text not null default current_user,
         add column if not exists updated_at timestamptz not null default clock_timestamp(),
         add column if not exists updated_by text not null default current_user', entity);
    execute format('comment on column %s.created_at is %L', entity, 'When the row was created');
    execute format('comment on column %s.created_by is %L', entity,
                   'The database role that created the row');
    execute format('comment on column %s.updated_at is %L', entity,
                   'When the row was last changed; set by the database');
    execute format('comment on column %s.updated_by is %L', entity,
                   'The database role that last changed the row; set by the database');
    execute format('create or replace trigger touch before update on %s
                      for each row execute function crm.touch()', entity);
  end loop;
end $$;
