import type { NodeCatalogue, NodeDefinition } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { scopeOf } from "@/server/rules/core/check-document";
import { findField } from "@/server/rules/core/fields";
import type { DocumentProblem, WorkflowDocument } from "./schema";

/** Texts and values that read what nothing in the workflow fills: they would be sent with a hole, and nobody would know. */
export function unknownReads(document: WorkflowDocument): DocumentProblem[] {
  const { fields } = scopeOf(document);
  return Object.entries(document.nodes).flatMap(([key, node]) => {
    const definition: NodeDefinition | undefined = Object.hasOwn(nodeCatalogue, node.type)
      ? (nodeCatalogue as NodeCatalogue)[node.type]
      : undefined;
    const config = definition?.config.safeParse(node.config);
    // Settings that do not fit are the lint's to complain about.
    const reads = config?.success ? (definition?.reads?.(config.data) ?? []) : [];
    return reads
      .filter(({ path }) => !findField(fields, path))
      .map(
        ({ path, at }): DocumentProblem => ({
          severity: "warning",
          path: `nodes.${key}.config.${at}`,
          code: "unknown_field",
          message: `“${node.title}” reads “${path}”, which nothing in this workflow fills.`,
          fix: "Correct the path, or declare the field where the workflow begins.",
        }),
      );
  });
}
