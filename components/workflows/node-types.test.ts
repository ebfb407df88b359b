import { describe, expect, it } from "vitest";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { byGroup, nodeTypes, searchNodeTypes } from "./node-types";

const found = (search: string) => searchNodeTypes(search).map(({ type }) => type);

describe("the page of node types", () => {
  it("lists every type once, under its group", () => {
    const listed = byGroup(nodeTypes).flatMap(([group, types]) => types.map((one) => [group, one.type]));
    expect(listed.map(([, type]) => type).sort()).toEqual(Object.keys(nodeCatalogue).sort());
    for (const [group, type] of listed)
      expect(nodeCatalogue[type as keyof typeof nodeCatalogue].group).toBe(group);
  });

  it("finds a type by its title, a setting, a setting of an alternative and an example", () => {
    expect(found("")).toHaveLength(nodeTypes.length);
    expect(found("decision table")).toEqual(["decision_table"]);
    expect(found("four eyes")).toEqual(["review"]);
    expect(found("branches")).toContain("branch");
    expect(found("circle")).toContain("ownership");
    expect(found("SCORECARD")).toEqual(["scorecard"]);
    expect(found("no such thing anywhere")).toEqual([]);
    expect(found("end")[0]).toBe("end");
    expect(found("wait")[0]).toBe("wait");
    expect(found("rules")[0]).toBe("rules");
  });
});
