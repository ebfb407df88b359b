import { isRecord, type Shape } from "./steps";

/** The parts a workflow document is read in: what has a key of its own is compared with its namesake. */

const leaf: Shape = { kind: "leaf" };
const record = (fields: { [field: string]: Shape } = {}, rest: Shape = leaf): Shape => ({
  ...{ kind: "record", fields, rest },
});

/** Names by what `nameOf` says; a name that comes again is counted, so that a faulty document can be compared as well. */
export function uniqueKeys(items: readonly unknown[], nameOf: (item: unknown) => string): string[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const name = nameOf(item);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}#${times}`;
  });
}

const fieldOf = (item: unknown, field: string) => (isRecord(item) ? String(item[field]) : "");
const listBy = (field: string, of: Shape): Shape => ({
  ...{ kind: "list", of, tellsOrder: true },
  keysOf: (items) => uniqueKeys(items, (item) => fieldOf(item, field)),
});

const number = (i: number) => String(i + 1);

/** Rows have no key: equal ones are the same row, and what stands between them in both is a row that was changed. */
function rowKeys(before: readonly unknown[], after: readonly unknown[]): string[] {
  const [had, has] = [before.map((row) => JSON.stringify(row)), after.map((row) => JSON.stringify(row))];
  const keys: (string | undefined)[] = after.map(() => undefined);
  let [i, j] = [0, 0];
  for (const [was, is] of [...commonRows(had, has), [had.length, has.length] as const]) {
    for (; i < was && j < is; i++, j++) keys[j] = number(i);
    [i, j] = [was + 1, is + 1];
    if (is < has.length) keys[is] = number(was);
  }
  return keys.map((key, at) => key ?? `new ${at + 1}`);
}

/** The longest common run of rows, in order: pairs of places. */
function commonRows(had: readonly string[], has: readonly string[]): (readonly [number, number])[] {
  let first = 0;
  while (first < had.length && first < has.length && had[first] === has[first]) first++;
  let last = 0;
  while (last < Math.min(had.length, has.length) - first && had.at(-1 - last) === has.at(-1 - last)) last++;
  const [a, b] = [had.slice(first, had.length - last), has.slice(first, has.length - last)];
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const pairs: (readonly [number, number])[] = had.slice(0, first).map((_, i) => [i, i]);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([first + i++, first + j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  for (let k = last; k > 0; k--) pairs.push([had.length - k, has.length - k]);
  return pairs;
}

const rows: Shape = {
  ...{ kind: "list", tellsOrder: true },
  of: record({ when: record(), set: record() }),
  keysOf: (items) => items.map((_, i) => number(i)),
  pairedKeys: rowKeys,
};

/** JSON Schema of a page, and of what its lists are made of: their fields have names, and an order people see. */
const schema: Shape = { kind: "record", rest: leaf };
const fields: Shape = { kind: "record", rest: schema, tellsOrder: true };
schema.fields = { properties: fields, items: schema };

export const documentShape: Shape = record({
  outcomes: listBy("key", record()),
  nodes: record({}, record({ config: record() })),
  edges: {
    ...{ kind: "list", of: record() },
    keysOf: (items) => uniqueKeys(items, (item) => `${fieldOf(item, "from")} ${fieldOf(item, "outlet")}`),
  },
  rules: record({}, record({ rules: listBy("code", record()), values: record() })),
  tables: record(
    {},
    record({ inputs: listBy("key", record()), outputs: listBy("key", record()), rows, otherwise: record() }),
  ),
  scorecards: record({}, record({ factors: listBy("key", record()), bands: listBy("key", record()) })),
  formulas: record({}, record()),
  forms: record({}, record({ pages: listBy("key", record({ schema, uiSchema: record() })) })),
  reasonCodes: record({}, record()),
  texts: record(),
  settings: record({
    party: record(),
    queues: record({}, record()),
    documentTypes: record({}, record()),
  }),
});
