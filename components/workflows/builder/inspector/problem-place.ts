import type { DocumentProblem, WorkflowDocument } from "@/server/workflows/schema";
import type { SettingPath, SettingProblems } from "../../settings-values";
import { partsNamed, stepPartsOf } from "./part-kinds";

/** Where in the panel a complaint is mended: a step, a tab, and the setting in it. */
export interface ProblemPlace {
  node: string;
  tab: "settings" | "part" | "ways" | "comments";
  /** Of a part: its key. */
  name?: string | undefined;
  setting: SettingPath;
}

const stepsOf = (path: string): string[] =>
  path
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .filter(Boolean);

export function placeOfProblem(
  document: WorkflowDocument,
  { path, node: told }: Pick<DocumentProblem, "path" | "node">,
): ProblemPlace | undefined {
  const [part = "", name = "", ...rest] = stepsOf(path);
  if (part === "nodes" && Object.hasOwn(document.nodes, name)) {
    const [under, ...setting] = rest;
    return under === "config"
      ? { node: name, tab: "settings", setting }
      : { node: name, tab: under === undefined ? "ways" : "settings", setting: [] };
  }
  if (part === "edges") {
    const from = document.edges[Number(name)]?.from ?? told;
    return from !== undefined && Object.hasOwn(document.nodes, from)
      ? { node: from, tab: "ways", setting: [] }
      : undefined;
  }
  // Rules, tables and forms are mended at the first step that goes by them.
  for (const [node, { type, config }] of Object.entries(document.nodes)) {
    const of = stepPartsOf(type);
    if (of?.part === part && partsNamed(of, config).includes(name))
      return { node, tab: "part", name, setting: rest };
  }
  return told !== undefined && Object.hasOwn(document.nodes, told)
    ? { node: told, tab: "settings", setting: [] }
    : undefined;
}

/** The complaints about what lies below a path, by where they lie: `when.left.field`. */
export function complaintsUnder(problems: readonly DocumentProblem[], at: string): SettingProblems {
  const found = new Map<string, string>();
  for (const { path, message, fix } of problems) {
    const whole = stepsOf(path).join(".");
    if (!whole.startsWith(`${at}.`)) continue;
    const setting = whole.slice(at.length + 1);
    if (!found.has(setting)) found.set(setting, fix === undefined ? message : `${message} ${fix}`);
  }
  return found;
}
