import postgres from "postgres";
import { surviveLostWrites } from "@/server/platform/lost-write";

/** A process whose database closes a held connection, and that writes on it all the same. */
surviveLostWrites();
const sql = postgres(process.env["DATABASE_APP_URL"] ?? "", { max: 1, onnotice: () => {} });
const held = await sql.reserve();
const other = postgres(process.env["DATABASE_APP_URL"] ?? "", { max: 1, onnotice: () => {} });
const [backend] = await held<{ pid: number }[]>`select pg_backend_pid() as pid`;
const said = held`select pg_sleep(60)`.catch((error: Error) => error.message);
await other`select pg_terminate_backend(${backend?.pid ?? 0})`;
console.log(`closed: ${await said}`);
held`select 1`.catch(() => {});
const [alive] = await other<{ n: number }[]>`select 1 as n`;
console.log(`alive: ${alive?.n}`);
if (process.argv[2] === "fault") setImmediate(() => JSON.parse("{"));
else process.exit(0);
