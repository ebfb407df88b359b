import type { FieldType } from "@/server/rules/exchange/import-json-logic";
import { keyFrom, titleFrom } from "./words";

/** Their context as paths of our run data, and what has to be asked for because somebody reads it. */

const PATH = /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*$/;
const MAX_FIELDS = 120;

/** What a step of ours keeps of a plugin's answer: `pluginsOutput.NAME.…` below `nodes.NODE.…`. */
export interface KeptAnswer {
  node: string;
  /** The first names of its answer that are kept; undefined: all of it, under `body`. */
  names: readonly string[] | undefined;
}

export class Places {
  /** Paths below the root that were read, and what they hold. */
  readonly fields = new Map<string, FieldType>();
  readonly answers = new Map<string, KeptAnswer>();

  readonly hasForm: boolean;

  constructor(hasForm: boolean) {
    this.hasForm = hasForm;
  }

  /** `forms.application` when somebody fills in a form, else what the request brings. */
  get root(): string {
    return this.hasForm ? "forms.application" : "input";
  }

  /** A field of the party we ask for ourselves. */
  ask(name: string, type: FieldType = "text"): string {
    if (!this.fields.has(name)) this.fields.set(name, type);
    return `${this.root}.${name}`;
  }

  /** Where a path of theirs stands. */
  place(path: string, type: FieldType): string | undefined {
    if (!PATH.test(path) || path.length > 120) return undefined;
    if (path === "entity.type") return "party.kind";
    for (const root of ["entity.data.", "customData."])
      if (path.startsWith(root)) {
        const name = path.slice(root.length);
        // A field cannot be both a value and what holds others.
        const clashes = [...this.fields.keys()].some(
          (known) => known !== name && (known.startsWith(`${name}.`) || name.startsWith(`${known}.`)),
        );
        if (clashes || this.fields.size >= MAX_FIELDS) return undefined;
        const known = this.fields.get(name);
        if (known === undefined || known === "text") this.fields.set(name, type);
        return `${this.root}.${name}`;
      }
    const [root, plugin, ...rest] = path.split(".");
    if (root !== "pluginsOutput" || plugin === undefined || rest.length === 0) return undefined;
    const kept = this.answers.get(plugin);
    if (!kept) return undefined;
    if (kept.names === undefined) return `nodes.${kept.node}.body.${rest.join(".")}`;
    return kept.names.includes(rest[0] ?? "") ? `nodes.${kept.node}.${rest.join(".")}` : undefined;
  }

  /** The fields as the page of a form. */
  schema(): Record<string, unknown> {
    return objectOf([...this.fields]);
  }

  /** The fields as what a request may bring; lists come undeclared. */
  inputFields(): { path: string; title: string; type?: string }[] {
    return [...this.fields]
      .filter(([, type]) => type !== "list")
      .map(([name, type]) => ({
        path: `input.${name}`,
        title: titleFrom(name.split(".").at(-1) ?? name),
        ...(type === "number" || type === "boolean" ? { type } : {}),
      }));
  }
}

function objectOf(fields: [string, FieldType][]): Record<string, unknown> {
  const groups = new Map<string, [string, FieldType][]>();
  for (const [name, type] of fields) {
    const [first = "", ...rest] = name.split(".");
    groups.set(first, [...(groups.get(first) ?? []), [rest.join("."), type]]);
  }
  const properties = [...groups].map(([name, inner]): [string, unknown] => {
    const [[rest, type] = ["", "text" as FieldType]] = inner;
    const title = titleFrom(name);
    return [name, rest === "" ? fieldOf(name, title, type) : { title, ...objectOf(inner) }];
  });
  return {
    type: "object",
    "x-order": properties.map(([name]) => name),
    properties: Object.fromEntries(properties),
  };
}

function fieldOf(name: string, title: string, type: FieldType): Record<string, unknown> {
  if (type === "number" || type === "boolean") return { type, title };
  if (type === "list")
    return {
      type: "array",
      title,
      maxItems: 50,
      items: {
        type: "object",
        title: "element",
        "x-order": ["firstName", "lastName"],
        properties: {
          firstName: { type: "string", title: "First name", maxLength: 200 },
          lastName: { type: "string", title: "Last name", maxLength: 200 },
        },
      },
    };
  const format = /^country/i.test(name) ? "country" : keyFrom(name, "") === "email" ? "email" : undefined;
  const isDate = /date/i.test(name);
  return {
    type: "string",
    title,
    maxLength: 200,
    ...(format && { "x-format": format }),
    ...(isDate && { format: "date", "x-format": "date" }),
  };
}
