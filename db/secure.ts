/**
 * What Drizzle cannot say, applied after every migration and safe to repeat: row-level security on every table of a
 * workspace, rows that never change, the look-ups that run before a workspace is known, and the application's rights.
 */

/** Tables outside the workspace law: who signs in, what is throttled before anyone did, and which keys belong here. */
export const outsideWorkspaces = ["workspaces", "users", "sessions", "attempts", "key_fingerprints"];

/** Rows of these tables are facts: no update, no delete, whoever asks. */
export const immutableTables = [
  "workflow_versions",
  "workflow_draft_patches",
  "run_events",
  "decisions",
  "decision_reruns",
  "rerun_rounds",
  "submissions",
  "audit_entries",
  "audit_sealed",
  "audit_seals",
];

const rowSecurity = /* sql */ `
do $$
declare t record;
begin
  for t in
    select c.table_name from information_schema.columns c
    join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and b.table_type = 'BASE TABLE'
  loop
    execute format('alter table %I enable row level security', t.table_name);
    execute format('alter table %I force row level security', t.table_name);
    execute format('drop policy if exists workspace on %I', t.table_name);
    -- current_setting without a default: a query outside a workspace fails instead of seeing nothing or everything.
    execute format($p$create policy workspace on %I
      using (workspace_id = current_setting('app.workspace_id'))
      with check (workspace_id = current_setting('app.workspace_id'))$p$, t.table_name);
    execute format('drop policy if exists owner_sees_all on %I', t.table_name);
    execute format('create policy owner_sees_all on %I to current_user using (true) with check (true)', t.table_name);
  end loop;
end $$;`;

const immutability = /* sql */ `
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed', tg_table_name using errcode = 'restrict_violation';
end $$;
${immutableTables
  .map(
    (table) => `
drop trigger if exists never_changed on ${table};
create trigger never_changed before update or delete on ${table} for each row execute function refuse_change();
drop trigger if exists never_truncated on ${table};
create trigger never_truncated before truncate on ${table} for each statement execute function refuse_change();`,
  )
  .join("\n")}`;

/* What was known of a list's entry stays known: only that it came to be known, and that it was over, is noted later. */
const knownEntries = /* sql */ `
create or replace function refuse_forgetting() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'list entries are never deleted' using errcode = 'restrict_violation';
  end if;
  if (to_jsonb(old) - 'recorded_from' - 'recorded_to') <> (to_jsonb(new) - 'recorded_from' - 'recorded_to')
    or (old.recorded_from is not null and old.recorded_from is distinct from new.recorded_from)
    or (old.recorded_to is not null and old.recorded_to is distinct from new.recorded_to) then
    raise exception 'what was known of a list entry is never changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
drop trigger if exists never_forgotten on list_entries;
create trigger never_forgotten before update or delete on list_entries for each row execute function refuse_forgetting();`;

/* Each answers one question asked before the workspace is known, by a hash or id that only its holder can have. */
const lookups = /* sql */ `
create or replace function app_find_api_key(wanted text)
returns table (workspace_id text, id text, scopes jsonb, expires_at timestamptz, revoked_at timestamptz, kind text)
language sql stable security definer set search_path = public as $$
  select k.workspace_id, k.id, k.scopes, k.expires_at, k.revoked_at, w.kind
  from api_keys k join workspaces w on w.id = k.workspace_id where k.hash = wanted
$$;
create or replace function app_find_applicant_link(wanted text)
returns table (workspace_id text, id text, application_id text, expires_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = public as $$
  select workspace_id, id, application_id, expires_at, revoked_at from applicant_links where token_hash = wanted
$$;
create or replace function app_find_applicant_visit(wanted text)
returns table (workspace_id text, id text, application_id text, link_id text, device text, expires_at timestamptz,
  link_expires_at timestamptz, link_revoked_at timestamptz)
language sql stable security definer set search_path = public as $$
  select v.workspace_id, v.id, v.application_id, v.link_id, v.device, v.expires_at, l.expires_at, l.revoked_at
  from applicant_visits v join applicant_links l on l.workspace_id = v.workspace_id and l.id = v.link_id
  where v.token_hash = wanted
$$;
create or replace function app_find_connection(wanted text) returns text
language sql stable security definer set search_path = public as $$
  select workspace_id from connections where id = wanted
$$;
create or replace function app_memberships(wanted text)
returns table (workspace_id text, member_id text, role text, name text, workspace_name text, kind text)
language sql stable security definer set search_path = public as $$
  select m.workspace_id, m.id, m.role, m.name, w.name, w.kind
  from members m join workspaces w on w.id = m.workspace_id
  where m.user_id = wanted and m.removed_at is null order by m.workspace_id
$$;
create or replace function app_schema_version() returns bigint
language sql stable security definer set search_path = public as $$
  select max(created_at) from drizzle.__drizzle_migrations
$$;
create or replace function app_workspace_ids() returns setof text
language sql stable security definer set search_path = public as $$ select id from workspaces order by id $$;`;

const search = /* sql */ `
create extension if not exists pg_trgm;
create index if not exists parties_name_search on parties using gin (name gin_trgm_ops);
-- ILIKE is not leakproof, so under row security its index is skipped: this function names the workspace itself.
create or replace function app_search_parties(wanted text, most int)
returns setof text language sql stable security definer set search_path = public as $$
  select id from parties
  where workspace_id = current_setting('app.workspace_id') and erased_at is null
    and (name ilike '%' || wanted || '%' or reference ilike wanted || '%')
  order by similarity(name, wanted) desc, id limit least(most, 1000)
$$;`;

/** The statements, given the quoted name of the application's login. */
export function secureStatements(appRole: string): string[] {
  const append = immutableTables
    .map((table) => `revoke update, delete, truncate on ${table} from ${appRole};`)
    .join("\n");
  return [
    rowSecurity,
    immutability,
    knownEntries,
    lookups,
    search,
    `grant usage on schema public to ${appRole};
     grant select, insert, update, delete on all tables in schema public to ${appRole};
     revoke insert, update, delete on workspaces from ${appRole};
     grant update (name, time_zone, settings) on workspaces to ${appRole};
     revoke all on key_fingerprints from ${appRole};
     grant execute on all functions in schema public to ${appRole};
     ${append}`,
  ];
}
