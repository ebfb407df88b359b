import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { testCatalogue } from "@/server/testing/engine-nodes";
import { fold, step } from "./interpreter";
import { compilePlan, type WorkflowGraph } from "./plan";
import type { Command, RunEvent, RunState } from "./state";

/**
 * Runs as they were: a version, its journal, and what came of it. A journal is added with a release and never edited:
 * runs that began under an older release must go on under this one.
 */
interface Recording {
  says: string;
  catalogue: "nodes" | "test";
  document: WorkflowGraph;
  journal: RunEvent[];
  /** The keys of the commands, in order. */
  commands: string[];
  state: RunState;
}

const folder = join(import.meta.dirname, "journals");
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Recording;

describe("recorded journals", () => {
  it("are there", () => expect(files.length).toBeGreaterThanOrEqual(8));

  test.each(files.map((file) => [file, read(file)] as const))("%s still replays", (_, recording) => {
    const { document, journal, state } = recording;
    const plan = compilePlan(document, recording.catalogue === "nodes" ? nodeCatalogue : testCatalogue);
    expect(fold(plan, journal)).toEqual(state);

    const [first, ...rest] = journal;
    const commands: Command[] = [];
    let stepped = fold(plan, first ? [first] : []);
    for (const event of rest) {
      const result = step(plan, stepped, event);
      stepped = result.state;
      commands.push(...result.commands);
    }
    expect(stepped).toEqual(state);
    expect(commands.map(({ type, key }) => `${type} ${key}`)).toEqual(recording.commands);
  });
});
