import { asSchema, kindOf } from "@/components/schema-form/kind";

export type Answers = Record<string, unknown>;

interface PageSchema {
  schema: Record<string, unknown>;
}

const isGroup = (schema: Record<string, unknown> | undefined) =>
  schema !== undefined && kindOf(schema) === "group";

/** What differs between two states of a form, field by field as the server keeps them: lists and amounts whole. */
export function changesBetween(
  pages: readonly PageSchema[],
  before: Answers,
  after: Answers,
): Map<string, unknown> {
  const changes = new Map<string, unknown>();
  const walk = (schema: Record<string, unknown>, old: Answers, now: Answers, prefix: string) => {
    const properties = asSchema(schema["properties"]) ?? {};
    for (const [name, property] of Object.entries(properties)) {
      const [was, is] = [old[name], now[name]];
      if (was === is) continue;
      const path = `${prefix}${name}`;
      const field = asSchema(property);
      if (field && isGroup(field))
        walk(field, (asSchema(was) ?? {}) as Answers, (asSchema(is) ?? {}) as Answers, `${path}.`);
      else if (JSON.stringify(was ?? null) !== JSON.stringify(is ?? null)) changes.set(path, is ?? null);
    }
  };
  for (const page of pages) walk(page.schema, before, after, "");
  return changes;
}

/** Answers with the value at a dotted path put in; nothing removes it. */
export function putAt(answers: Answers, path: string, value: unknown): Answers {
  const [first = "", ...rest] = path.split(".");
  const next = rest.length
    ? putAt((asSchema(answers[first]) ?? {}) as Answers, rest.join("."), value)
    : (value ?? undefined);
  const { [first]: _old, ...others } = answers;
  return next === undefined ? others : { ...answers, [first]: next };
}

/** The value at a dotted path; numbers step into lists. */
export const readAt = (answers: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (at, key) => (at !== null && typeof at === "object" ? (at as Record<string, unknown>)[key] : undefined),
      answers,
    );
