import { expect, it } from "vitest";
import type { CanvasNode } from "./graph";
import { handlesOf } from "./handles";

const node: CanvasNode = {
  id: "review",
  shape: "card",
  kind: "waits",
  title: "Review",
  sentence: "",
  icon: null,
  outlets: [{ key: "approved", title: "Approved", isWired: false, isOptional: false }],
};
const box = { x: 0, y: 0, width: 244, height: 88 };

// React Flow looks a handle up in the document by what it is called here; one without a name is called `null` there.
it("calls where a way is let go as it is called in the document, so that it can be let go there", () => {
  const entry = handlesOf(node, box, undefined).find(({ type }) => type === "target");
  expect(entry?.id).toBeNull();
});
