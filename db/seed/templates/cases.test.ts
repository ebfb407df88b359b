import { describe, expect, it } from "vitest";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { testerOf } from "@/server/workflows/trial/cases/policy";
import { playTrial } from "@/server/workflows/trial/policy";
import { savedTest as savedTestSchema } from "@/server/workflows/trial/schema";
import { templates, templateTests } from "./templates";

const covered = templates.filter(({ key }) => templateTests(key).length > 0);

describe.each(covered.map((document) => [document.key, document] as const))(
  "the cases of %s",
  (key, document) => {
    const tests = templateTests(key);
    const play = testerOf(document);

    it("are 20 or more, each under a key of its own, and can be stored with a draft", () => {
      expect(tests.length).toBeGreaterThanOrEqual(20);
      expect(new Set(tests.map((test) => test.key)).size).toBe(tests.length);
      for (const test of tests) expect(savedTestSchema.parse(test)).toEqual(test);
    });

    it.each(tests.map((test) => [test.title, test] as const))("%s", (_, test) => {
      expect(play(test).differences).toEqual([]);
    });

    it("stop nowhere but before people, be they ours or the applicant", () => {
      for (const test of tests.filter(({ expected }) => expected.outcome === null)) {
        const [question] = playTrial(document, test, nodeCatalogue).questions;
        expect(["review", "request_information"], test.title).toContain(
          document.nodes[question?.node ?? ""]?.type,
        );
      }
    });

    it("make every rule true at least once, every row and band count, and leave each silent for another", () => {
      const fired = new Map<string, number>();
      const looked = new Set<string>();
      for (const test of tests) {
        const { visits } = playTrial(document, test, nodeCatalogue);
        const here = new Set<string>();
        for (const { node, output } of visits) {
          for (const rule of (output?.["fired"] ?? []) as { code: string }[])
            here.add(`${node}.${rule.code}`);
          for (const row of (output?.["matched"] ?? []) as number[]) looked.add(`${node}.${row}`);
          if (typeof output?.["band"] === "string") looked.add(`${node}.${output["band"]}`);
        }
        for (const one of here) fired.set(one, (fired.get(one) ?? 0) + 1);
      }
      for (const [node, { type, config }] of Object.entries(document.nodes)) {
        if (type === "rules")
          for (const { code } of document.rules[String(config["ruleSet"])]?.rules ?? []) {
            expect(fired.get(`${node}.${code}`) ?? 0, code).toBeGreaterThan(0);
            expect(fired.get(`${node}.${code}`), code).toBeLessThan(tests.length);
          }
        if (type === "scorecard")
          for (const { key } of document.scorecards[String(config["scorecard"])]?.bands ?? [])
            expect(looked, key).toContain(`${node}.${key}`);
      }
    });

    it("come to every outcome the policy can end in, and stop before people", () => {
      const ends = Object.values(document.nodes).flatMap(({ type, config }) =>
        type === "end" && config["outcome"] !== "withdrawn" ? [config["outcome"]] : [],
      );
      const reached = new Set(tests.map(({ expected }) => expected.outcome));
      for (const outcome of ends) expect(reached).toContain(outcome);
      expect(reached).toContain(null);
    });
  },
);
