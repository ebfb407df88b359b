import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, test } from "vitest";
import { ClockProvider } from "@/components/ui/format/clock";
import { KeysProvider } from "@/components/ui/keys";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { exampleSource } from "@/server/engine/example";
import { lintWorkflow } from "@/server/engine/lint";
import type { NodeDefinition } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { checkRules } from "@/server/rules/core/check-document";
import { formula } from "@/server/rules/core/formula";
import { listTemplates } from "@/server/workflows/list-templates";
import { type DocumentProblem, type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import type { Builder } from "../use-builder";
import type { ConnectionDesk } from "../use-connections";
import { Inspector } from "./inspector";
import { complaintsUnder, type ProblemPlace, placeOfProblem } from "./problem-place";

const nothing = () => undefined;
const builderOf = (document: WorkflowDocument, isReadOnly = false): Builder =>
  ({
    workflowId: "wf_1",
    parts: { document, editor: { positions: {}, notes: [], tests: [] } },
    ...{ isReadOnly, selection: [], select: nothing, edit: nothing },
  }) as unknown as Builder;

const desk = (may: boolean): ConnectionDesk => ({
  choicesFor: (use) =>
    use === undefined
      ? undefined
      : {
          connections: [{ key: "known", title: "Known", pluginTitle: "HTTP API", isOff: false }],
          others: new Map([["mailer", "mail"]]),
          create: may ? nothing : undefined,
        },
});

interface Look {
  tab?: ProblemPlace["tab"];
  problems?: readonly DocumentProblem[];
  isReadOnly?: boolean;
  connections?: ConnectionDesk;
}

function draw(document: WorkflowDocument, node: string, look: Look = {}): string {
  const html = renderToStaticMarkup(
    <MantineProvider>
      <ClockProvider now={0} timeZone="UTC">
        <KeysProvider>
          <Inspector
            builder={builderOf(document, look.isReadOnly)}
            node={node}
            problems={look.problems ?? []}
            me="Ada"
            now={() => ""}
            wanted={look.tab && { node, tab: look.tab, setting: [] }}
            isFull={false}
            onFull={nothing}
            connections={look.connections}
            onShown={nothing}
            onAdd={nothing}
            onPart={nothing}
            onShow={nothing}
            onClose={nothing}
          />
        </KeysProvider>
      </ClockProvider>
    </MantineProvider>,
  );
  expect(html).not.toMatch(/>undefined|\[object|NaN/);
  return html;
}

/** Marks and attributes taken away: what somebody reads. */
const read = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&#x27;", "'")
    .replace(/\s+/g, " ");

describe.each(listTemplates().map(({ document }) => [document.title, document] as const))(
  "%s",
  (_, document) => {
    const steps = Object.keys(document.nodes);
    test.each(steps)("%s: every tab is drawn, and nothing in it is complained about", (node) => {
      for (const tab of ["part", "settings", "ways"] as const) {
        const html = draw(document, node, { tab });
        expect(html).toContain(
          `value="${document.nodes[node]?.title.replaceAll("&", "&amp;").replaceAll("'", "&#x27;")}"`,
        );
        expect(html).not.toContain("data-error");
        expect(read(html)).not.toMatch(/Did you mean|reads nothing|Nothing in this workflow fills/);
      }
      expect(draw(document, node, { isReadOnly: true })).toMatch(/<fieldset[^>]*disabled/);
    });
  },
);

test.each(Object.values<NodeDefinition>(nodeCatalogue).map((node) => [node.type, node] as const))(
  "%s: the panel is drawn for its examples, and for settings that were never filled",
  (type, definition) => {
    for (const example of definition.examples) {
      const source = exampleSource(definition, example);
      // A workflow keeps formulas as the trees their texts read as.
      const formulas = Object.entries(source.formulas ?? {}).map(([key, one]) => [key, formula.parse(one)]);
      const node = { type, version: 1, title: "This", config: example.config as Record<string, unknown> };
      const document = {
        ...marketplaceSeller,
        ...(source as object),
        nodes: { this: node },
        edges: [],
        formulas: Object.fromEntries(formulas),
      };
      expect(read(draw(document as WorkflowDocument, "this", { tab: "settings" }))).toContain("Settings");
      const empty = { ...document, nodes: { this: { ...node, config: {} } } };
      draw(empty as WorkflowDocument, "this", { tab: "settings", connections: desk(true) });
    }
  },
);

describe("what is wrong stands at its field", () => {
  const node = (type: string, config: Record<string, unknown>) => ({ type, version: 1, title: type, config });
  const document = (config: Record<string, unknown>): WorkflowDocument =>
    workflowDocument.parse({
      ...marketplaceSeller,
      nodes: {
        start: node("application_start", {}),
        ask: node("http_request", { connection: "known", path: "/x", ...config }),
        end: node("end", { outcome: "approve" }),
      },
      edges: [
        { from: "start", outlet: "next", to: "ask" },
        { from: "ask", outlet: "done", to: "end" },
        { from: "ask", outlet: "failed", to: "end" },
      ],
    });
  const words = (config: Record<string, unknown>, look: Look = {}) =>
    read(draw(document(config), "ask", { tab: "settings", ...look }));

  it("a path that nothing fills, with what was meant", () => {
    const said = words({ query: { who: "party.nmae" } });
    expect(said).toContain("Nothing in this workflow fills “party.nmae”.");
    expect(said).toContain("Did you mean party.name ?");
    expect(words({ query: { who: "party.name" } })).toContain("Name of the party text from Party");
  });

  it("a step that comes later brings nothing yet; a text is looked through like a path", () => {
    expect(words({ query: { own: "nodes.ask.status" } })).toContain("No way leads from “http_request”");
    expect(words({ path: "/x/{{party.nmae}}" })).toContain("Did you mean “party.name”?");
  });

  it("a connection that is not there, or for something else; whoever may, makes one", () => {
    const gone = words({ connection: "gone" }, { connections: desk(true) });
    expect(gone).toContain("This workspace has no connection “gone”.");
    expect(gone).toContain("New connection …");
    const refused = words({ connection: "gone" }, { connections: desk(false) });
    expect(refused).toContain("ask somebody who may connect systems");
    expect(refused).not.toContain("New connection …");
    expect(words({ connection: "mailer" }, { connections: desk(true) })).toContain(
      "“mailer” is a connection for mail; this step needs another.",
    );
    expect(words({ connection: "known" }, { connections: desk(true) })).not.toMatch(/has no|needs another/);
  });

  it("what only the server knows is said there too", () => {
    const problem: DocumentProblem = {
      ...{ severity: "error", code: "x", path: "nodes.ask.config.path" },
      ...{ message: "This path is closed.", fix: "Ask another." },
    };
    expect(words({}, { problems: [problem] })).toContain("This path is closed. Ask another.");
  });
});

test("every complaint leads to a place in the panel, and to the field it is about", () => {
  const broken: WorkflowDocument = structuredClone(marketplaceSeller);
  const [name, set] = Object.entries(broken.rules).find(([, { rules }]) => rules.length > 2)!;
  set.rules[2]!.when = { id: "x", op: "is_present", left: { field: "input.nowhere" } };
  set.rules[0]!.outcome = "nothing";
  const step = Object.keys(broken.nodes).find((key) => broken.nodes[key]?.type === "check") ?? "";
  broken.nodes[step]!.config = { ...broken.nodes[step]!.config, attempts: 99 };
  broken.edges = broken.edges.slice(1);
  const problems: DocumentProblem[] = [
    ...lintWorkflow(broken, nodeCatalogue),
    ...checkRules(broken).map((problem) => ({ ...problem, severity: "error" as const })),
  ];
  expect(problems.length).toBeGreaterThan(3);
  for (const problem of problems) expect(placeOfProblem(broken, problem), problem.path).toBeDefined();

  const at = problems.find(({ path }) => path === `rules.${name}.rules.2.when.left.field`);
  const place = placeOfProblem(broken, at!)!;
  expect(place).toMatchObject({ tab: "part", name, setting: ["rules", "2", "when", "left", "field"] });
  expect(broken.nodes[place.node]?.config["ruleSet"]).toBe(name);
  expect([...complaintsUnder(problems, `rules.${name}`).keys()]).toContain("rules.2.when.left.field");
  expect(placeOfProblem(broken, { path: `nodes.${step}.config.attempts` })).toEqual({
    ...{ node: step, tab: "settings", setting: ["attempts"] },
  });
});
