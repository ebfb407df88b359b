import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { immutableTables } from "@/db/secure";

/** Tables of workspaces with the tables their foreign keys lead to. */
async function foreignKeys(tx: Pick<Database, "execute">): Promise<Map<string, Set<string>>> {
  const tables = await tx.execute<{ name: string }>(sql`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'`);
  const links = await tx.execute<{ child: string; parent: string }>(sql`
    select c.relname as child, p.relname as parent from pg_constraint f
    join pg_class c on c.oid = f.conrelid join pg_class p on p.oid = f.confrelid
    where f.contype = 'f' and c.relnamespace = 'public'::regnamespace`);
  const parents = new Map<string, Set<string>>([...tables].map(({ name }) => [name, new Set()]));
  for (const { child, parent } of links)
    if (child !== parent && parents.has(parent)) parents.get(child)?.add(parent);
  return parents;
}

/** Children before their parents, so that no row is deleted while another still points at it. */
export function deletionOrder(parents: Map<string, Set<string>>): string[] {
  const left = new Set(parents.keys());
  const order: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter((table) => ![...left].some((other) => parents.get(other)?.has(table)));
    if (free.length === 0) throw new Error(`foreign keys form a circle: ${[...left].sort().join(", ")}`);
    for (const table of free.sort()) {
      order.push(table);
      left.delete(table);
    }
  }
  return order;
}

/**
 * Deletes everything of one workspace, facts and audit included, and the sign-ins that belong to nobody else. Only for
 * the demo: the caller has made sure. One transaction, so a failure leaves it whole.
 */
export function emptyWorkspace(owner: Database, workspaceId: string): Promise<void> {
  return owner.transaction(async (tx) => {
    const order = deletionOrder(await foreignKeys(tx));
    for (const table of immutableTables)
      await tx.execute(sql`alter table ${sql.identifier(table)} disable trigger never_changed`);
    const people = await tx.execute<{ id: string }>(
      sql`select user_id as id from members where workspace_id = ${workspaceId}`,
    );
    for (const table of order)
      await tx.execute(sql`delete from ${sql.identifier(table)} where workspace_id = ${workspaceId}`);
    for (const { id } of people)
      await tx.execute(
        sql`delete from users where id = ${id} and not exists (select 1 from members where user_id = ${id})`,
      );
    await tx.execute(sql`delete from pgboss.job where data->>'workspaceId' = ${workspaceId}`);
    await tx.execute(sql`delete from workspaces where id = ${workspaceId}`);
    for (const table of immutableTables)
      await tx.execute(sql`alter table ${sql.identifier(table)} enable trigger never_changed`);
  });
}
