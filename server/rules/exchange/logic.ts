/** JSONLogic as data, with the few shapes that are built often. */
export type Logic = string | number | boolean | null | Logic[] | { [op: string]: Logic };

/** What JSONLogic has no words for; the message says what, to go on after “… cannot be written as JSONLogic: ”. */
export class NoLogic extends Error {}

/** Past this an export says nothing to anybody. */
const MAX_SIZE = 20_000;
const sizes = new WeakMap<object, number>();

/** Parts are shared while they are built and written out once per place, so size is counted and never walked twice. */
function sizeOf(logic: Logic): number {
  if (typeof logic !== "object" || logic === null) return 1;
  const known = sizes.get(logic);
  if (known !== undefined) return known;
  let size = 1;
  for (const part of Object.values(logic)) size += sizeOf(part);
  sizes.set(logic, size);
  return size;
}

export function requireReadable(logic: Logic): void {
  if (sizeOf(logic) > MAX_SIZE) throw new NoLogic("it would be longer than anybody reads");
}

/** Both joined as flat as they can be; a constant decides or goes. */
function joined(op: "and" | "or", parts: readonly Logic[]): Logic {
  const neutral = op === "and";
  const flat = parts.flatMap((part): Logic[] =>
    typeof part === "object" && part !== null && !Array.isArray(part) && Array.isArray(part[op])
      ? part[op]
      : [part],
  );
  const open = flat.filter((part) => part !== neutral);
  if (open.includes(!neutral)) return !neutral;
  for (const part of open) requireReadable(part);
  const seen = new Set<string>();
  const own = open.filter((part) => {
    const text = JSON.stringify(part);
    return !seen.has(text) && seen.add(text);
  });
  return own.length === 0 ? neutral : own.length === 1 ? own[0]! : { [op]: own };
}

export const and = (...parts: Logic[]): Logic => joined("and", parts);
export const or = (...parts: Logic[]): Logic => joined("or", parts);

/** Null, absent and empty text are all “missing”. */
export const present = (value: Logic): Logic => and({ "!==": [value, null] }, { "!==": [value, ""] });

export const missing = (value: Logic): Logic => or({ "===": [value, null] }, { "===": [value, ""] });
