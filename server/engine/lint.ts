import { z } from "zod";
import { checkPaths } from "./lint-paths";
import { checkReferences, isKnown } from "./lint-references";
import { checkRegions } from "./lint-regions";
import { checkEdges, checkOutlets } from "./lint-wiring";
import type { NodeCatalogue, NodeDefinition, Outlet } from "./node";
import { sentenceOf, type WorkflowGraph } from "./plan";

/** One complaint about a workflow, in words that name the fix. Errors refuse a publish; warnings do not. */
export interface Problem {
  code:
    | "too_many_nodes"
    | "unknown_type"
    | "bad_config"
    | "no_start"
    | "several_starts"
    | "no_end"
    | "unwired_outlet"
    | "unhandled_failure"
    | "unhandled_deadline"
    | "unknown_node"
    | "unknown_outlet"
    | "outlet_wired_twice"
    | "left_out"
    | "cannot_be_left_out"
    | "unreachable"
    | "dead_end"
    | "spinning_cycle"
    | "unknown_reference"
    | "not_a_split"
    | "split_without_join"
    | "several_joins"
    | "starving_join"
    | "split_again"
    | "foreign_join"
    | "stray_join"
    | "shared_write"
    | "body_without_end"
    | "body_again"
    | "body_entered"
    | "end_in_body"
    | "not_per_item"
    | "stray_item_end"
    | "nobody_to_ask"
    | "too_deep";
  severity: "error" | "warning";
  node?: string;
  /** The way out of the node it is about. */
  outlet?: string;
  /** Where in the document: `nodes.registry.config.connection`, `edges.3.outlet`. */
  path: string;
  message: string;
  fix?: string;
}

const MAX_NODES = 1000;

/** A node whose type is known and whose settings are good. */
export interface CheckedNode {
  key: string;
  title: string;
  definition: NodeDefinition;
  config: unknown;
  outlets: readonly Outlet[];
  /** Left out: runs pass it by and go on at this outlet. */
  disabled: string | undefined;
}

/** Everything that would stop a run or lead it astray, found before anybody depends on it. */
export function lintWorkflow(document: WorkflowGraph, catalogue: NodeCatalogue): Problem[] {
  const problems: Problem[] = [];
  const nodes = checkNodes(document, catalogue, problems);
  // A graph with nodes nobody can read says nothing certain about its paths.
  const isWhole = nodes.size === Object.keys(document.nodes).length;
  checkEdges(document, nodes, problems);
  for (const node of nodes.values()) {
    checkOutlets(document, node, problems);
    checkReferences(document, node, problems);
  }
  if (isWhole) {
    checkPaths(document, nodes, problems);
    checkRegions(document, nodes, problems);
  }
  return problems;
}

function checkNodes(
  document: WorkflowGraph,
  catalogue: NodeCatalogue,
  problems: Problem[],
): Map<string, CheckedNode> {
  const entries = Object.entries(document.nodes);
  if (entries.length > MAX_NODES)
    problems.push({
      code: "too_many_nodes",
      severity: "error",
      path: "nodes",
      message: `The workflow has ${entries.length} nodes; at most ${MAX_NODES} are possible.`,
      fix: "Move a part of it into a workflow of its own.",
    });
  const checked = new Map<string, CheckedNode>();
  for (const [key, node] of entries) {
    const path = `nodes.${key}`;
    const definition = Object.hasOwn(catalogue, node.type) ? catalogue[node.type] : undefined;
    if (!definition || definition.version !== node.version) {
      const version = definition ? ` in version ${node.version}` : "";
      problems.push({
        code: "unknown_type",
        severity: "error",
        node: key,
        path: `${path}.type`,
        message: `“${node.title}” is of the type “${node.type}”, which is not known here${version}.`,
        fix: "Choose another type, or install the release that brings it.",
      });
      continue;
    }
    const parsed = definition.config.safeParse(node.config);
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        problems.push({
          code: "bad_config",
          severity: "error",
          node: key,
          path: [path, "config", ...issue.path].join("."),
          message: `“${node.title}”: ${issue.path.length > 0 ? `${issue.path.join(".")}: ` : ""}${issue.message}`,
        });
      continue;
    }
    try {
      const config = parsed.data;
      const outlets = definition.outlets(config, document);
      const { title, disabled } = node;
      checked.set(key, { key, title, definition, config, outlets, disabled });
      if ("prepare" in definition) definition.prepare(config, document);
    } catch (error) {
      // A rule set that is not there is complained about by name among the references.
      if (!isMissingReference(document, definition, parsed.data))
        problems.push({
          code: "bad_config",
          severity: "error",
          node: key,
          path: `${path}.config`,
          message: `“${node.title}” cannot be prepared: ${error instanceof z.ZodError ? "what it names cannot be read" : sentenceOf(error)}`,
        });
    }
  }
  return checked;
}

function isMissingReference(document: WorkflowGraph, definition: NodeDefinition, config: unknown): boolean {
  return (definition.references?.(config, document) ?? []).some((reference) => !isKnown(document, reference));
}
