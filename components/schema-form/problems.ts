import type { ErrorSchema, RJSFSchema } from "@rjsf/utils";
import { asSchema, kindOf } from "./kind";
import { itemSchemaOf } from "./summary";

/** One thing to mend. `path` is dotted from the form's root: `owners.0.share`. */
export interface FormProblem {
  path: string;
  message: string;
}

/** The place a person can mend: a complaint about a money's amount belongs to the money field. */
export function fieldPathOf(schema: RJSFSchema, path: string): string {
  const steps = path === "" ? [] : path.split(".");
  let here: RJSFSchema | undefined = schema;
  for (const [index, step] of steps.entries()) {
    if (!here) break;
    const kind = kindOf(here);
    if (kind !== "group" && kind !== "list") return steps.slice(0, index).join(".");
    here = kind === "list" ? itemSchemaOf(here, Number(step)) : asSchema(here.properties?.[step]);
  }
  return path;
}

/** The problems as RJSF reads them: a tree with `__errors` at the fields. */
export function errorTree(problems: readonly FormProblem[]): ErrorSchema {
  const root: ErrorSchema = {};
  for (const { path, message } of problems) {
    let node = root as Record<string, unknown>;
    for (const step of path === "" ? [] : path.split(".")) {
      node[step] ??= {};
      node = node[step] as Record<string, unknown>;
    }
    const errors = (node["__errors"] ?? []) as string[];
    node["__errors"] = errors.includes(message) ? errors : [...errors, message];
  }
  return root;
}
