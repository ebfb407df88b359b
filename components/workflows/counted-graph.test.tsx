import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Figure, Stands } from "@/components/canvas/canvas-figures";
import { layOut } from "@/components/canvas/layout";
import type { NodeCounts } from "@/server/runs/schema";
import { smallDocument } from "@/server/testing/run-documents";
import { workflowDocument } from "@/server/workflows/schema";
import { canvasGraph } from "./canvas-graph";
import { countedGraph } from "./counted-graph";
import { CountsBar, type CountsBarProps } from "./counts-bar";
import { runsHref } from "./runs-href";

const document = workflowDocument.parse(
  smallDocument(
    "owners",
    {
      start: { type: "decision_start" },
      review: { type: "wait", config: { for: "signal", name: "go", deadline: { amount: 2, unit: "days" } } },
      ways: { type: "split", config: { branches: ["a", "b"].map((key) => ({ key, title: key })) } },
      one: { type: "compute", config: { values: [] } },
      meet: { type: "join", config: { split: "ways" } },
      owners: {
        type: "for_each",
        config: { list: "input.owners[]" },
      },
      each: { type: "item_end", config: { result: "ok" } },
      decided: { type: "end", config: { outcome: "proposed" } },
      lapsed: { type: "end", config: { outcome: "decline" } },
      never: { type: "end", config: { outcome: "review" } },
    },
    {
      "start.next": "review",
      "review.received": "ways",
      "review.expired": "lapsed",
      "ways.a": "one",
      "one.next": "meet",
      "ways.b": "meet",
      "meet.joined": "owners",
      "owners.each": "each",
      "owners.done": "decided",
    },
  ),
);

const node = (key: string, runs: number, ways: [string, number][], more: object = {}) => ({
  ...{ node: key, runs, times: runs, waiting: 0, attention: 0, medianMs: null },
  ways: ways.map(([outlet, runs]) => ({ outlet, runs, times: runs })),
  ...more,
});

const counts: NodeCounts = {
  ...{ runs: 1000, open: 41, attention: 1 },
  nodes: [
    node("start", 1000, [["next", 1000]]),
    node(
      "review",
      1000,
      [
        ["received", 958],
        ["expired", 2],
      ],
      { times: 1200, waiting: 39, attention: 1, medianMs: 7_200_000 },
    ),
    node("ways", 958, []),
    node("one", 958, [["next", 958]]),
    node("meet", 957, [["joined", 957]]),
    node("owners", 957, [
      ["done", 956],
      ["each", 700],
    ]),
    node("each", 700, []),
    node("decided", 956, [
      ["approve", 800],
      ["decline", 156],
    ]),
    node("lapsed", 2, [["decline", 2]]),
  ],
};

const base = { workflow: "owners", version: 3, period: "7d", mode: null } as const;
const plain = canvasGraph(document, null);
const draw = (given: NodeCounts | undefined = counts) =>
  countedGraph(plain, document, given, (place) => runsHref(base, place));
const at = (key: string, graph = draw()) => graph.nodes.find(({ id }) => id === key)!;
const way = (key: string, outlet: string) => at(key).outlets.find((one) => one.key === outlet)?.figure;
const edge = (id: string) => draw().edges.find((one) => one.id === id);

describe("a drawing with counts", () => {
  it("says how many came, left by which way, and what share of those that came", () => {
    expect(at("review").tally?.came).toMatchObject({
      words: "1,000",
      label: "1,000 runs came to review, 1,200 times in all",
    });
    expect(way("review", "received")?.words).toBe("958 · 96\u00a0%");
    expect(way("review", "expired")?.words).toBe("2 · <1\u00a0%");
    expect(edge("review:received")?.weight).toBeCloseTo(0.958);
  });

  it("says what stands there, the stuck first, and for how long", () => {
    expect(at("review").tally?.stands.map(({ words, tone }) => [words, tone])).toEqual([
      ["1 stuck", "incident"],
      ["39 here", "waiting"],
      ["median 2 h", undefined],
    ]);
  });

  it("counts every way of a split, and the body of a “for each” where it begins", () => {
    expect(way("ways", "a")?.words).toBe("958");
    expect(edge("ways:b")?.weight).toBeCloseTo(0.958);
    expect(at("owners/each").tally?.came?.words).toBe("700");
    expect(edge("owners/each:next")?.weight).toBeCloseTo(0.7);
  });

  it("says what an end decided, when it may be one thing or another, and its share of all decisions", () => {
    expect(at("decided").tally?.came?.words).toBe("956 · >99\u00a0%");
    expect(at("decided").tally?.stands.map(({ words, tone }) => [words, tone])).toEqual([
      ["Approve 800", "approve"],
      ["Decline 156", "decline"],
    ]);
    expect(at("lapsed").tally).toMatchObject({ came: { words: "2 · <1\u00a0%" }, stands: [] });
  });

  it("fades what nobody reached, and leads from there to nowhere", () => {
    expect(at("never").mark).toBe("untouched");
    expect(at("never").tally?.came).toMatchObject({ words: "0", href: undefined });
    expect(at("decided").mark).toBeUndefined();
  });

  it("leads from every number to the runs it counts", () => {
    expect(at("review").tally?.stands.map(({ href }) => href)).toEqual([
      "/runs?view=attention&workflow=owners&version=3&newerThanHours=168&node=review&stands=attention",
      "/runs?view=active&workflow=owners&version=3&newerThanHours=168&node=review&stands=waiting",
      undefined,
    ]);
    expect(way("review", "expired")?.href).toBe(
      "/runs?view=all&workflow=owners&version=3&newerThanHours=168&node=review&outlet=expired",
    );
    expect(way("ways", "a")?.href).toBe(
      "/runs?view=all&workflow=owners&version=3&newerThanHours=168&node=ways",
    );
    expect(runsHref({ ...base, mode: "shadow" }, { node: "review", stands: "attention" })).toContain(
      "view=active",
    );
  });

  it("keeps the room while it is being counted, so that nothing moves; fades nothing without runs", () => {
    const [before, after] = [layOut(countedGraph(plain, document, undefined, () => "")), layOut(draw())];
    expect([...after.boxes]).toEqual([...before.boxes]);
    const empty = draw({ runs: 0, open: 0, attention: 0, nodes: [] });
    expect([...layOut(empty).boxes]).toEqual([...before.boxes]);
    expect(empty.nodes.some(({ mark }) => mark !== undefined)).toBe(false);
    expect(empty.edges.some(({ weight }) => weight !== undefined)).toBe(false);
  });
});

const bar = (more: Partial<CountsBarProps>) =>
  renderToStaticMarkup(
    <MantineProvider>
      <CountsBar
        {...{ period: "7d", mode: null, version: 3, counts, failure: undefined }}
        onRetry={() => undefined}
        onPeriod={() => undefined}
        onMode={() => undefined}
        hrefOf={(view) => runsHref(base, { view })}
        {...more}
      />
    </MantineProvider>,
  ).replaceAll(/<style[^>]*>.*?<\/style>/gs, "");
const wordsOf = (html: string) =>
  html
    .slice(html.indexOf('aria-live="polite"'))
    .replaceAll(/<[^>]*>/g, "")
    .replace(/^[^>]*>/, "");

describe("what stands above the drawing", () => {
  it("says how many runs there were, and leads to them", () => {
    expect(wordsOf(bar({}))).toBe("1,000 runs of version 3 · 41 are under way · 1 needs attention");
    expect(bar({})).toContain(
      "/runs?view=attention&amp;workflow=owners&amp;version=3&amp;newerThanHours=168",
    );
  });

  it("says that there were none, and offers to look further back; that it counts; that it could not", () => {
    const none = { runs: 0, open: 0, attention: 0, nodes: [] };
    expect(wordsOf(bar({ counts: none }))).toBe("No runs of version 3 in these 7 days. Look at 90 days");
    expect(wordsOf(bar({ counts: none, period: "90d", mode: "shadow" }))).toBe(
      "No shadow runs of version 3 in these 90 days. ",
    );
    expect(bar({ counts: undefined })).toContain("Counting");
    expect(wordsOf(bar({ counts: undefined, failure: "Not now." }))).toBe("Not now. Try again");
    // What was counted stays while counting it anew fails.
    expect(wordsOf(bar({ failure: "Not now." }))).toContain("1,000 runs");
  });
});

it("draws a number as a link that says what it counts", () => {
  const figures = at("review").tally!.stands;
  expect(renderToStaticMarkup(<Stands figures={figures} />)).toContain(
    'aria-label="1 run needs attention at review"',
  );
  expect(renderToStaticMarkup(<Figure figure={figures[2]!} />)).not.toContain("href");
});
