import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Context } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { database } from "@/server/platform/database";
import { newId } from "@/server/platform/ids";
import { keys } from "@/server/platform/keys";
import { getWorkspace } from "@/server/workspaces/get-workspace";
import { exportWorkflow } from "./export";
import { problemsInFile } from "./file";
import { importWorkflow } from "./import";
import { publishWorkflow } from "./publish";

const USAGE = `Workflows as files.

  npm run workflow -- export KEY [FILE] [--version N | --version draft]
  npm run workflow -- import FILE [--publish --note "What changed" [--accept-warnings]]
  npm run workflow -- validate FILE

  --workspace NAME    which one, where there are several (its name or id)

export writes to FILE, or to the terminal. import makes the file the workflow's draft and says what the workspace lacks.
validate needs no workspace; it ends with 1 when there is an error.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: "string" },
    workspace: { type: "string" },
    note: { type: "string" },
    publish: { type: "boolean", default: false },
    "accept-warnings": { type: "boolean", default: false },
  },
});
const [command = "", subject = "", target] = positionals;

/** npm runs scripts in the project's folder; the path is meant from where it was typed. */
const pathOf = (file: string) => resolve(process.env["INIT_CWD"] ?? process.cwd(), file);
const fail = (message: string): void => {
  console.error(message);
  process.exitCode = 1;
};

async function contextOf(name: string | undefined): Promise<Context | undefined> {
  const db = database();
  const at = new Date();
  const found: { ctx: Context; name: string }[] = [];
  for (const { id } of await db.$client<{ id: string }[]>`select app_workspace_ids() as id`) {
    const ctx: Context = {
      ...{ db, workspaceId: id, at, keys: keys() },
      actor: { kind: "system", id: "launcher" },
      requestId: newId("request", at),
    };
    found.push({ ctx, name: (await getWorkspace(ctx)).name });
  }
  const fitting = found.filter(
    (one) => name === undefined || one.name === name || one.ctx.workspaceId === name,
  );
  if (fitting.length === 1) return fitting[0]?.ctx;
  const names = found.map((one) => `  ${one.name} (${one.ctx.workspaceId})`).join("\n");
  fail(
    `${fitting.length === 0 ? "There is no such workspace" : "Say which workspace with --workspace"}:\n${names}`,
  );
  return undefined;
}

function validate(): void {
  const problems = problemsInFile(readFileSync(pathOf(subject), "utf8"));
  for (const { place, severity, code, message, fix } of problems)
    console.log(
      `${subject}:${place.line}:${place.column}  ${severity}  ${code}  ${message}${fix ? ` ${fix}` : ""}`,
    );
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  console.log(`${subject}: ${errors} errors, ${warnings} warnings`);
  if (errors > 0) process.exitCode = 1;
}

async function exported(ctx: Context): Promise<void> {
  const { version } = values;
  if (version !== undefined && version !== "draft" && !/^[1-9]\d*$/.test(version))
    return fail("--version takes a number, or “draft”.");
  const text = await exportWorkflow(ctx, {
    key: subject,
    version: version === "draft" ? version : version && Number(version),
  } as Parameters<typeof exportWorkflow>[1]);
  if (target === undefined) process.stdout.write(text);
  else writeFileSync(pathOf(target), text);
}

async function imported(ctx: Context): Promise<void> {
  if (values.publish && !values.note?.trim())
    return fail("--publish needs --note: say what changed, in a few words.");
  const made = await importWorkflow(ctx, { text: readFileSync(pathOf(subject), "utf8") });
  console.log(`${made.key}: ${made.isNew ? "new workflow, draft" : "draft"} at revision ${made.revision}`);
  for (const { severity, path, message, fix } of made.problems)
    console.log(`  ${severity} at ${path}: ${message}${fix ? ` ${fix}` : ""}`);
  if (!values.publish) return;
  const { version, isNew } = await publishWorkflow(ctx, {
    ...{ workflowId: made.workflowId, revision: made.revision, note: values.note ?? "" },
    acceptWarnings: values["accept-warnings"],
  });
  console.log(
    isNew ? `${made.key}: version ${version} is live` : `${made.key}: version ${version} says this already`,
  );
}

try {
  if (command === "validate" && subject) validate();
  else if ((command === "export" || command === "import") && subject) {
    const ctx = await contextOf(values.workspace);
    if (ctx) await (command === "export" ? exported(ctx) : imported(ctx));
    await database().$client.end();
  } else fail(USAGE);
} catch (error) {
  if (isDomainError(error)) {
    fail(error.message);
    for (const { path, message } of error.issues) console.error(`  ${path}: ${message}`);
  } else fail(error instanceof Error ? error.message : String(error));
}
// Jobs of what was published are written; nothing else is waited for.
process.exit();
