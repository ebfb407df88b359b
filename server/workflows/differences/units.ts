/** Which piece of the document a step belongs to: one rule, one row, one field of a form. */

const COLLECTIONS = ["outcomes", "nodes", "edges", "formulas", "reasonCodes", "texts"];
const INSIDE: { readonly [part: string]: readonly string[] } = {
  rules: ["rules"],
  tables: ["rows", "inputs", "outputs"],
  scorecards: ["factors", "bands"],
};

export function unitOf(path: readonly string[]): string[] {
  const [part = "", , list = ""] = path;
  if (part === "settings")
    return path.length > 2 && (path[1] === "queues" || path[1] === "documentTypes")
      ? path.slice(0, 3)
      : ["general"];
  if (COLLECTIONS.includes(part)) return path.slice(0, 2);
  if (part === "forms") return formUnit(path);
  const inside = INSIDE[part];
  if (!inside) return ["general"];
  return inside.includes(list) && path.length > 3 ? path.slice(0, 4) : path.slice(0, 2);
}

/** A page, or the innermost field the step is in. */
function formUnit(path: readonly string[]): string[] {
  if (path.length < 4) return path.slice(0, 2);
  let end = 4;
  for (let at = 5; at < path.length - 1; at += path[at] === "items" ? 1 : 2) {
    if (path[at] !== "properties" && path[at] !== "items") break;
    if (path[at] === "properties") end = at + 2;
  }
  return path.slice(0, end);
}

/** What can be restored as a whole: a node goes with the ways out of it. */
export function thingOf(path: readonly string[]): string {
  const [part = "", name = ""] = path;
  if (part === "edges") return `nodes/${name.split(" ")[0]}`;
  if (part === "outcomes") return "outcomes";
  const unit = unitOf(path);
  return part === "settings" ? unit.join("/") : unit.slice(0, 2).join("/");
}
