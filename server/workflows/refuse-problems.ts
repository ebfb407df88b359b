import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { connections, queues } from "@/db/schema";
import type { Context } from "@/server/context";
import type { NodeCatalogue } from "@/server/engine/node";
import { DomainError, type FieldIssue } from "@/server/errors";
import { knownLists } from "@/server/lists/known-lists";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { findPluginDefinition, useWords } from "@/server/plugins/catalogue";
import type { PluginUse } from "@/server/plugins/contract";
import { checkRules } from "@/server/rules/core/check-document";
import { problemsIn } from "./problems/policy";
import type { DocumentProblem, WorkflowDocument } from "./schema";

/** Refuses a document that could not run here, naming every fault and where it stands. */
export async function refuseProblems(tx: Tx, ctx: Context, document: WorkflowDocument): Promise<void> {
  refuse(await problemsOf(tx, ctx, document), "error");
}

/** Refuses warnings that nobody said they had seen. */
export async function refuseWarnings(tx: Tx, ctx: Context, document: WorkflowDocument): Promise<void> {
  refuse(await problemsOf(tx, ctx, document), "warning");
}

function refuse(problems: readonly DocumentProblem[], severity: DocumentProblem["severity"]): void {
  const issues = problems
    .filter((problem) => problem.severity === severity)
    .map(
      ({ path, code, message, fix }): FieldIssue => ({
        path: `document.${path}`,
        code,
        message: fix ? `${message} ${fix}` : message,
      }),
    );
  const [first] = issues;
  if (!first) return;
  const more = issues.length === 1 ? "" : ` (and ${issues.length - 1} more)`;
  throw severity === "error"
    ? new DomainError("invalid", `This workflow cannot be published yet: ${first.message}${more}`, { issues })
    : new DomainError(
        "conflict",
        `Somebody must have seen this before it is published: ${first.message}${more} Accept the warnings, or mend them.`,
        { issues },
      );
}

/** Everything to complain about: the graph, the nodes' settings, the rules, and what this workspace lacks. */
export async function problemsOf(
  tx: Tx,
  ctx: Context,
  document: WorkflowDocument,
): Promise<DocumentProblem[]> {
  return [
    ...problemsIn(document),
    ...(await missingHere(tx, ctx, document)).map(({ path, code, message }): DocumentProblem => {
      const [part = "", node = ""] = path.split(".");
      return { severity: "error", path, code, message, ...(part === "nodes" && { node }) };
    }),
  ];
}

/** What the document names and this workspace does not have: queues and connections are the workspace's own. */
export async function missingHere(tx: Tx, ctx: Context, document: WorkflowDocument): Promise<FieldIssue[]> {
  const known = await tx
    .select({ key: queues.key })
    .from(queues)
    .where(eq(queues.workspaceId, ctx.workspaceId));
  const connected = await tx
    .select({ key: connections.key, plugin: connections.plugin })
    .from(connections)
    .where(eq(connections.workspaceId, ctx.workspaceId));
  const queueKeys = new Set([...known.map((row) => row.key), ...Object.keys(document.settings.queues)]);
  const ofLists = checkRules(document, undefined, await knownLists({ ...ctx, tx })).filter(({ code }) =>
    ["unknown_list", "list_kind"].includes(code),
  );
  const uses = new Map(connected.map((row) => [row.key, findPluginDefinition(row.plugin)?.use]));
  const ofNodes = Object.entries(document.nodes).flatMap(([key, node]): FieldIssue[] => {
    const path = `nodes.${key}.config`;
    const { queue } = node.config;
    const asked = asksOf(node);
    if (node.type === "review" && typeof queue === "string" && !queueKeys.has(queue))
      return [
        {
          path: `${path}.queue`,
          code: "unknown_queue",
          message: `“${node.title}” sends cases to the queue “${queue}”, which does not exist. Add it to the workflow's settings.`,
        },
      ];
    if (asked && !uses.has(asked.connection))
      return [
        {
          path: `${path}.connection`,
          code: "unknown_connection",
          message: `“${node.title}” asks the connection “${asked.connection}”, which this workspace does not have. Connect it under Settings → Connections.`,
        },
      ];
    if (asked && uses.get(asked.connection) !== asked.use)
      return [
        {
          path: `${path}.connection`,
          code: "wrong_connection",
          message: `“${node.title}” needs a connection for ${useWords[asked.use]}; “${asked.connection}” is for something else. Choose another.`,
        },
      ];
    return [];
  });
  return [
    ...ofNodes,
    ...ofLists.map(({ path, code, message, instead }) => {
      const meant = instead === undefined ? "Make it under Lists." : `Did you mean “${instead}”?`;
      return { path, code, message: code === "unknown_list" ? `${message} ${meant}` : message };
    }),
  ];
}

/** The connection a node's settings name, and what for. Settings that do not fit are the lint's to complain about. */
function asksOf(node: WorkflowDocument["nodes"][string]): { connection: string; use: PluginUse } | undefined {
  const definition = Object.hasOwn(nodeCatalogue, node.type)
    ? (nodeCatalogue as NodeCatalogue)[node.type]
    : undefined;
  const config = definition?.config.safeParse(node.config);
  return config?.success ? (definition?.asks?.(config.data) as ReturnType<typeof asksOf>) : undefined;
}
