import { isIP } from "node:net";
import postgres from "postgres";
import { openSocket } from "./outbound-socket";
import { OutboundFailure } from "./outbound-target";

export interface SqlServer {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  /** `verify`: encrypted, and the certificate must be good for the host. `off`: only where an operator vouches. */
  tls: "verify" | "off";
  /** PEM of an authority to trust besides the known ones. */
  ca: string;
}

export interface SqlQuestion {
  text: string;
  parameters: (string | number | boolean | null)[];
  maxRows: number;
  timeoutMs: number;
  signal: AbortSignal;
}

export interface SqlRows {
  rows: Record<string, unknown>[];
  /** There were more rows than asked for. */
  isCut: boolean;
}

/** Why there are no rows, in our words. `code` is PostgreSQL's. */
export class SqlFailure extends Error {
  readonly kind: "unavailable" | "timeout" | "refused";
  constructor(kind: SqlFailure["kind"], message: string) {
    super(message);
    this.name = "SqlFailure";
    this.kind = kind;
  }
}

/** Values as they are written: days stay days, and no instant is bent into this machine's zone. */
const asWritten = {
  date: { to: 1184, from: [1082, 1083, 1114, 1184, 1266], serialize: String, parse: String },
};
const KEPT_MS = 2_000;

/** One statement over a connection of its own, in a transaction that can only read. */
export async function querySql(server: SqlServer, question: SqlQuestion): Promise<SqlRows> {
  const { text, parameters, maxRows, timeoutMs, signal } = question;
  const isEncrypted = server.tls !== "off";
  const { socket, host } = await openSocket({
    host: server.host,
    port: server.port,
    isEncrypted,
    // A database may listen anywhere but where the system's own services do.
    isUsualPort: (port) => port >= 1024,
    signal,
  });
  const tls = {
    rejectUnauthorized: true,
    ...(!isIP(host) && { servername: host }),
    ...(server.ca && { ca: server.ca }),
  };
  // Every option is given: what is missing would be read from this process's environment.
  const sql = postgres({
    host,
    port: server.port,
    database: server.database,
    username: server.user,
    password: server.password,
    ssl: isEncrypted ? tls : false,
    socket: () => socket,
    max: 1,
    prepare: false,
    fetch_types: true,
    types: asWritten,
    onnotice: () => {},
    connect_timeout: Math.ceil(timeoutMs / 1000),
    idle_timeout: 1,
    target_session_attrs: undefined,
    connection: { application_name: "Gatehouse" },
  } as unknown as postgres.Options<Record<string, postgres.PostgresType>>);
  const end = () => socket.destroy();
  signal.addEventListener("abort", end, { once: true });
  try {
    return await sql.begin("isolation level repeatable read read only", async (tx) => {
      await tx.unsafe(`set local statement_timeout = ${Math.max(1, Math.floor(timeoutMs))}`);
      const rows: Record<string, unknown>[] = [];
      for await (const batch of tx.unsafe(text, parameters).cursor(maxRows + 1)) {
        rows.push(...(batch as Record<string, unknown>[]));
        break;
      }
      return { rows: rows.slice(0, maxRows), isCut: rows.length > maxRows };
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw failureOf(error, server);
  } finally {
    signal.removeEventListener("abort", end);
    await sql.end({ timeout: KEPT_MS / 1000 }).catch(() => {});
    socket.destroy();
  }
}

/** What PostgreSQL says may quote values of the row or the question; only what names tables and columns is passed on. */
function failureOf(error: unknown, { user, database }: SqlServer): SqlFailure | OutboundFailure {
  if (error instanceof OutboundFailure) return error;
  const { code = "", message = "" } = error as { code?: string; message?: string };
  if (code === "28P01" || code === "28000")
    return new SqlFailure(
      "refused",
      `The database did not accept the sign-in of “${user}”. Check user and password.`,
    );
  if (code === "3D000") return new SqlFailure("refused", `There is no database “${database}”.`);
  if (code === "57014") return new SqlFailure("timeout", "The query took too long and was ended.");
  if (code === "25006")
    return new SqlFailure("refused", "The statement would write; only reading is possible here.");
  if (code.startsWith("42"))
    return new SqlFailure("refused", `The database refused the statement: ${message}.`);
  if (/^[0-9A-Z]{5}$/.test(code) && !/^(08|40|53|57)/.test(code))
    return new SqlFailure(
      "refused",
      `The database refused the statement (${code}). Check the values it is given.`,
    );
  return new SqlFailure("unavailable", "The connection to the database failed. Check host, port and TLS.");
}
