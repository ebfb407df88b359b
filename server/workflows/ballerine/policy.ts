import { type EditorPart, editorPart, type WorkflowDocument, workflowDocument } from "../schema";
import { endings } from "./events";
import { DEFAULT_QUEUE, Importer } from "./importer";
import type { Report } from "./report";
import {
  type BallerineDefinition,
  ballerineDefinition,
  MAX_BALLERINE_CHARACTERS,
  type ReportEntry,
} from "./schema";
import { keyFrom, titleFrom } from "./words";

export type { ReportEntry } from "./schema";

/** A definition of Ballerine's as a draft of ours, with a report that leaves nothing out. Pure: the browser runs it too. */

export interface BallerineFault {
  /** Where in the source; empty for the whole of it. */
  path: string;
  message: string;
}

export interface BallerineImport {
  document: WorkflowDocument;
  editor: EditorPart;
  report: ReportEntry[];
}

export type BallerineResult = { imported: BallerineImport } | { faults: BallerineFault[] };

const MAX_DEPTH = 60;
const MAX_FAULTS = 20;

/** Reads a text and translates it; whatever keeps it from being read is named by its field. */
export function importBallerine(text: string): BallerineResult {
  if (text.length > MAX_BALLERINE_CHARACTERS) return fault("", "It is larger than 1 MB.");
  let value: unknown;
  try {
    value = JSON.parse(text, (name, held) => {
      // Such a name would be dropped by whoever copies the object, and what stands below it with it.
      if (name === "__proto__") throw new Error("the name “__proto__” cannot be used");
      return held;
    });
  } catch (error) {
    return fault(
      "",
      `This is no JSON: ${error instanceof Error ? error.message.slice(0, 200) : "it cannot be read"}.`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return fault("", "A definition is one object, with its states or with a definition that has them.");
  if (depthOf(value, 0) > MAX_DEPTH) return fault("", `It is nested more than ${MAX_DEPTH} levels deep.`);
  // A machine alone is a definition with nothing beside it.
  const isBare = !Object.hasOwn(value, "definition") && Object.hasOwn(value, "states");
  const parsed = ballerineDefinition.safeParse(isBare ? { definition: value } : value);
  if (!parsed.success)
    return {
      faults: parsed.error.issues.slice(0, MAX_FAULTS).map(({ path, message }) => ({
        path: (isBare ? path.slice(1) : path).join("."),
        message:
          message === "Invalid input" ? "It is missing, or holds something else than it should." : message,
      })),
    };
  return { imported: translate(parsed.data) };
}

const fault = (path: string, message: string): BallerineResult => ({ faults: [{ path, message }] });

function depthOf(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return depth;
  return Object.values(value).reduce<number>((most, one) => Math.max(most, depthOf(one, depth + 1)), depth);
}

function translate(source: BallerineDefinition): BallerineImport {
  const importer = new Importer(source);
  importer.run();
  const { nodes, edges, places, report, outcomes, rules } = importer;
  const name = source.displayName || source.name || source.definition.id || "Imported workflow";
  const partyKind = partyKindOf(source, report);
  const isBusiness = partyKind === "business";
  const { root } = places;
  const document = workflowDocument.parse({
    format: "workflow/v1",
    key: keyFrom(name, "imported_workflow"),
    title: titleFrom(name),
    description: "Imported from Ballerine. Look through the report before you publish it.",
    outcomes: endings
      .filter(({ outcome }) => ["approve", "review", "decline"].includes(outcome) || outcomes.has(outcome))
      .map(({ outcome, title, kind }) => ({ key: outcome, title, kind })),
    nodes,
    edges,
    rules,
    forms: places.hasForm
      ? {
          application: {
            key: "application",
            title: "Application",
            pages: [{ key: "details", title: "Details", schema: places.schema() }],
          },
        }
      : {},
    settings: {
      partyKind,
      party: {
        name: isBusiness ? `${root}.companyName` : `${root}.firstName ${root}.lastName`,
        country: `${root}.country`,
      },
      queues: { [DEFAULT_QUEUE]: { title: "Manual review", slaHours: 24, checklist: [] } },
    },
  });
  const notes = [{ id: "ballerine_report", text: noteOf(report.entries), x: -420, y: 0 }];
  return { document, editor: editorPart.parse({ notes }), report: report.entries };
}

function partyKindOf(source: BallerineDefinition, report: Report): "business" | "person" {
  const theme = (source.config as { theme?: { type?: unknown } | null } | null | undefined)?.theme?.type;
  const isPerson = theme === "kyc" || (theme === undefined && /^kyc$/i.test(source.variant ?? ""));
  const kind = isPerson ? "person" : "business";
  if (theme === "kyc" || theme === "kyb")
    report.mapped("config.theme.type", "settings.partyKind", `It decides about a ${kind}.`);
  else
    report.approximated(
      source.variant ? "variant" : "config.theme.type",
      "settings.partyKind",
      `It was taken to decide about a ${kind}; change the setting if it does not.`,
    );
  return kind;
}

const MAX_NOTED = 12;
const counted = (entries: readonly ReportEntry[], status: ReportEntry["status"]) =>
  entries.filter((entry) => entry.status === status).length;

/** The report as the note that stays with the draft: its figures and what has to be looked at first. */
function noteOf(entries: readonly ReportEntry[]): string {
  const open = entries.filter(({ status }) => status === "not_mapped");
  const lines = open.slice(0, MAX_NOTED).map(({ source, sentence }) => `• ${source}: ${sentence}`);
  return [
    `Imported from Ballerine: ${counted(entries, "mapped")} mapped, ${counted(entries, "approximated")} approximated, ${open.length} not mapped.`,
    ...lines,
    ...(open.length > MAX_NOTED ? [`… and ${open.length - MAX_NOTED} more in the report.`] : []),
  ]
    .join("\n")
    .slice(0, 4000);
}

/** The report as a text to keep: one line per thing of the source. */
export function reportText({ document, report }: BallerineImport): string {
  const titles = { mapped: "Mapped", approximated: "Approximated", not_mapped: "Not mapped" } as const;
  const parts = (Object.keys(titles) as ReportEntry["status"][]).map((status) => {
    const lines = report
      .filter((entry) => entry.status === status)
      .map(
        ({ source, target, sentence }) => `- \`${source}\`${target ? ` → \`${target}\`` : ""}: ${sentence}`,
      );
    return `## ${titles[status]} (${lines.length})\n\n${lines.join("\n") || "Nothing."}\n`;
  });
  return `# ${document.title}: imported from Ballerine\n\n${parts.join("\n")}`;
}
