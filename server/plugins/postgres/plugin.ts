import { querySql, SqlFailure } from "@/server/platform/sql";
import {
  type Json,
  type JsonObject,
  PluginFailure,
  type ToolActions,
  type ToolCall,
  type ToolPlugin,
} from "../contract";
import { failureOfOutbound } from "../outbound-failure";
import { type PostgresCredentials, type PostgresSettings, postgresDatabase } from "./definition";

const MOST_BYTES = 512 * 1024;

async function ask(
  { text, parameters, maxRows }: ToolActions["sql"],
  { user, password }: PostgresCredentials,
  settings: PostgresSettings,
  { timeoutMs, signal }: ToolCall,
) {
  try {
    return await querySql({ ...settings, user, password }, { text, parameters, maxRows, timeoutMs, signal });
  } catch (error) {
    if (error instanceof SqlFailure) throw new PluginFailure(error.kind, error.message);
    throw failureOfOutbound(error) ?? error;
  }
}

/** Rows as JSON: what JSON cannot say (bytes, big numbers) becomes text. */
const plain = (rows: Record<string, unknown>[]): JsonObject[] =>
  JSON.parse(
    JSON.stringify(rows, (_, value: unknown) =>
      typeof value === "bigint"
        ? String(value)
        : value instanceof Uint8Array
          ? Buffer.from(value).toString("base64")
          : value,
    ),
  ) as JsonObject[];

export const postgresPlugin: ToolPlugin<"sql"> = {
  definition: postgresDatabase,
  async act(action, credentials, settings, call) {
    call.note({ request: { text: action.text, parameters: action.parameters, maxRows: action.maxRows } });
    const found = await ask(action, credentials as PostgresCredentials, settings as PostgresSettings, call);
    const rows = plain(found.rows);
    if (JSON.stringify(rows).length > MOST_BYTES)
      throw new PluginFailure("garbage", "The rows are too large to be kept. Select fewer columns or rows.");
    call.note({ response: { rows: rows as Json, isCut: found.isCut } });
    return { rows, count: rows.length, isCut: found.isCut };
  },
  async test(credentials, settings, call) {
    const { rows } = await ask(
      {
        text: "select split_part(current_setting('server_version'), ' ', 1) as version",
        parameters: [],
        maxRows: 1,
      },
      credentials as PostgresCredentials,
      settings as PostgresSettings,
      call,
    );
    return `PostgreSQL ${String(rows[0]?.["version"] ?? "")}`.trim();
  },
};
