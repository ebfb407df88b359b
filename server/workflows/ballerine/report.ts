import type { ReportEntry } from "./schema";

/** What became of everything, as it is being found out. */
export class Report {
  readonly entries: ReportEntry[] = [];

  mapped = (source: string, target: string, sentence: string) =>
    this.#add("mapped", source, target, sentence);
  approximated = (source: string, target: string, sentence: string) =>
    this.#add("approximated", source, target, sentence);
  notMapped = (source: string, sentence: string, target: string | null = null) =>
    this.#add("not_mapped", source, target, sentence);

  #add(status: ReportEntry["status"], source: string, target: string | null, sentence: string) {
    this.entries.push({ status, source, target, sentence });
  }

  /** Whatever an object holds besides what was read of it is said to be lost. */
  rest(source: string, value: object, read: readonly string[]) {
    for (const [name, held] of Object.entries(value))
      if (!read.includes(name) && held !== null && held !== undefined)
        this.notMapped(
          `${source}.${name.slice(0, 80)}`,
          known[name] ?? "This setting has no counterpart here. Look whether anything depends on it.",
        );
  }
}

const known: { [name: string]: string } = {
  contextSchema:
    "The schema of the context was not taken over; the form asks for what guards and steps read.",
  documentsSchema: "Document types are declared in the workflow's settings; add those you ask for.",
  subscriptions: "Webhooks are set up for the whole workspace under Settings → Webhooks.",
  meta: "Descriptions of a state for the old screens are not needed here.",
  entry: "Actions on entering a state were code of the host; none of them runs here.",
  exit: "Actions on leaving a state were code of the host; none of them runs here.",
  after: "A delay was not taken over. Put a wait before the step that should be late.",
  invoke: "Invoked services were code of the host; none of them runs here.",
  states: "States inside states are not read; only the outer one became a step.",
  persistStates: "Runs are kept at every step here; nothing has to be declared.",
  submitStates: "Runs are kept at every step here; nothing has to be declared.",
  uiOptions: "Where an applicant is sent afterwards is set when an application is created.",
  availableDocuments: "Document types are declared in the workflow's settings; add those you ask for.",
};
