import type { NodeDefinition } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { type Capability, capabilityNames } from "@/server/plugins/contract";
import { sandboxSaid } from "@/server/plugins/sandbox-said";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { givenTo, type PastRun } from "../past/policy";
import type { PlayedTrial, Question } from "../policy";
import type { TrialAnswer } from "../schema";

/** Who answers when nobody is asked. Each may be a person, who answers by hand. */
export interface Sources {
  vendors: "hand" | "sandbox" | "past";
  people: "hand" | "past";
  past: PastRun | undefined;
}

export function definitionOf(document: WorkflowDocument, node: string): NodeDefinition | undefined {
  const type = document.nodes[node]?.type ?? "";
  return Object.hasOwn(nodeCatalogue, type) ? nodeCatalogue[type as keyof typeof nodeCatalogue] : undefined;
}

/** Which of the vendors' questions it is; nothing for a step that asks something else. */
export function capabilityOf({ asked }: Question): Capability | undefined {
  return capabilityNames.find((one) => one === asked["capability"]);
}

const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

/** What the sandbox would say: vendors by its table of test values, the rest by the first example of their type. */
export function sandboxAnswerTo(
  document: WorkflowDocument,
  question: Question,
  at: string,
): TrialAnswer | undefined {
  if (question.kind !== "effect") return undefined;
  const { to, asked, attempt } = question;
  const capability = capabilityOf(question);
  if (capability) {
    const said = sandboxSaid(capability, objectOf(asked["request"]), { attempt, at });
    return "output" in said
      ? { kind: "said", to, output: said.output as unknown as Json }
      : { kind: "failed", to, error: said.error };
  }
  const definition = definitionOf(document, question.node);
  if (definition?.kind !== "effect") return undefined;
  if (definition.pretended !== undefined) return { kind: "said", to, output: definition.pretended };
  const [first] = exampleAnswers(definition);
  return first && { kind: "said", to, output: first.output };
}

/** What the examples of a type are answered with. */
export function exampleAnswers(definition: NodeDefinition): { title: string; output: Json }[] {
  return definition.examples.flatMap(({ name, answers }) => {
    const [output] = Object.values(answers ?? {});
    return output === undefined ? [] : [{ title: name, output }];
  });
}

/**
 * The answer to a question that nobody need be asked; nothing when a person must say. Time is let pass where nothing else
 * is waited for.
 */
export function automaticAnswer(
  document: WorkflowDocument,
  played: PlayedTrial,
  question: Question,
  { vendors, people, past }: Sources,
): TrialAnswer | undefined {
  switch (question.kind) {
    case "effect": {
      if (vendors === "hand") return undefined;
      const told = vendors === "past" && past ? givenTo(past, played, question) : undefined;
      return (
        told ??
        (vendors === "sandbox"
          ? sandboxAnswerTo(document, question, played.clock)
          : pretended(document, question))
      );
    }
    case "pause":
      return vendors === "hand" ? undefined : untilDue(played, question);
    case "time":
      return untilDue(played, question);
    case "wait":
    case "child":
      return people === "past" && past ? givenTo(past, played, question) : undefined;
    case "incident":
      return undefined;
  }
}

/** Mails and writes of a past run are not in doubt: they are taken for done. */
function pretended(document: WorkflowDocument, { to, node }: Question): TrialAnswer | undefined {
  const definition = definitionOf(document, node);
  return definition?.kind === "effect" && definition.pretended !== undefined
    ? { kind: "said", to, output: definition.pretended }
    : undefined;
}

const untilDue = ({ clock }: PlayedTrial, { due }: Question): TrialAnswer =>
  due === undefined
    ? { kind: "time", ms: null }
    : { kind: "time", ms: Math.max(0, Date.parse(due) - Date.parse(clock)) };
