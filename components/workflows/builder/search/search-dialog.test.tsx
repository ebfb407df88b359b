import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import type { DraftParts } from "@/server/workflows/schema";
import { usageOf } from "@/server/workflows/usage/policy";
import { Search } from "./search-dialog";
import { UsedWhere } from "./used-where";

const draw = (page: ReactNode) => {
  const html = renderToStaticMarkup(<MantineProvider>{page}</MantineProvider>);
  expect(html).not.toMatch(/undefined|\[object|NaN/);
  return html;
};
const parts: DraftParts = { document: marketplaceSeller, editor: { positions: {}, notes: [] } };
const nothing = () => {};
const search = (initial: string) =>
  draw(<Search parts={parts} initial={initial} onClose={nothing} onJump={nothing} onPart={nothing} />);
const usage = usageOf(marketplaceSeller);
const rules = Object.values(marketplaceSeller.rules).flatMap((set) => set.rules);
const rule = rules.find(({ reasonCode }) => reasonCode !== undefined)!;

describe("results", () => {
  it("stand in groups, the first of them chosen, each with where it is used", () => {
    const html = search(rule.reasonCode!);
    expect(html).toContain('role="group" aria-label="Reason codes"');
    expect(html).toContain(rule.reasonCode!);
    expect(html).toMatch(/given by \d+ rule/);
    expect(html.match(/aria-selected="true"/g)).toHaveLength(1);
    const active = /aria-activedescendant="([^"]+)"/.exec(html)?.[1];
    expect(html).toMatch(new RegExp(`id="${active}" role="option"[^>]*aria-selected="true"`));
  });

  it("are told about before something is typed, and when nothing is found", () => {
    expect(search("")).toContain("By title, key, sentence, path or code.");
    expect(search("")).not.toContain("listbox");
    expect(search("zzqx")).toContain("Nothing in this workflow is called so.");
  });
});

describe("where it is used", () => {
  it("a reason code leads to the rules that give it, by the steps that go by them", () => {
    const html = draw(
      <UsedWhere
        document={marketplaceSeller}
        usage={usage}
        named={{ kind: "reasonCode", key: rule.reasonCode! }}
        onJump={nothing}
      />,
    );
    expect(html).toContain(`${rule.code} “`);
    expect(html).toContain("<button");
  });

  it("a step is led to by ways, and what it leaves is read", () => {
    for (const key of Object.keys(marketplaceSeller.nodes)) {
      const html = draw(
        <UsedWhere
          document={marketplaceSeller}
          usage={usage}
          named={{ kind: "node", key }}
          onJump={nothing}
        />,
      );
      const leads = marketplaceSeller.edges.some(({ to }) => to === key);
      expect(html.includes("Ways that lead to it"), key).toBe(leads);
    }
  });

  it("what nothing names is said to be so", () => {
    const named = { kind: "reasonCode", key: "NOBODY" } as const;
    expect(
      draw(<UsedWhere document={marketplaceSeller} usage={usage} named={named} onJump={nothing} />),
    ).toContain("it can go without being missed");
  });
});
