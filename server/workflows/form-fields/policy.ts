import { freeKey } from "../edits/policy";

/**
 * The fields of a form's page, as people add, name and order them. What a field says beside what is changed here (when it
 * is shown, its own message, a pattern) stays as it is.
 */

export type FieldSchema = { readonly [keyword: string]: unknown };

export const fieldKinds = {
  text: { title: "Text", schema: { type: "string", minLength: 1, maxLength: 200 } },
  long_text: { title: "Longer text", schema: { type: "string", minLength: 1, maxLength: 2000 } },
  number: { title: "Number", schema: { type: "number" } },
  money: {
    title: "Amount of money",
    schema: {
      type: "object",
      "x-money": { currency: "EUR" },
      properties: {
        amount: { type: "integer", minimum: 0, maximum: 1_000_000_000_000 },
        currency: { type: "string", const: "EUR" },
      },
      required: ["amount", "currency"],
      additionalProperties: false,
    },
  },
  yes_no: { title: "Yes or no", schema: { type: "boolean" } },
  choice: { title: "Choice", schema: { type: "string", enum: ["one"], "x-choices": { one: "One" } } },
  date: { title: "Date", schema: { type: "string", format: "date", "x-format": "date" } },
  country: { title: "Country", schema: { type: "string", maxLength: 2, "x-format": "country" } },
  email: {
    title: "E-mail address",
    schema: { type: "string", format: "email", maxLength: 254, "x-format": "email" },
  },
  phone: { title: "Phone number", schema: { type: "string", maxLength: 200, "x-format": "phone" } },
  url: { title: "Website", schema: { type: "string", maxLength: 200, "x-format": "url" } },
  iban: { title: "IBAN", schema: { type: "string", maxLength: 200, "x-format": "iban" } },
  company_number: {
    title: "Company number",
    schema: { type: "string", maxLength: 200, "x-format": "company_number" },
  },
  document: { title: "Document", schema: { type: "string", minLength: 1, maxLength: 64, "x-document": "" } },
  list: {
    title: "List of several",
    schema: { type: "array", items: { type: "object", "x-order": [], properties: {}, required: [] } },
  },
  group: {
    title: "Group of fields",
    schema: { type: "object", "x-order": [], properties: {}, required: [] },
  },
} as const satisfies { [kind: string]: { title: string; schema: FieldSchema } };

export type FieldKind = keyof typeof fieldKinds;

export interface FormField {
  key: string;
  title: string;
  /** Undefined when it is something that is not made here. */
  kind: FieldKind | undefined;
  isRequired: boolean;
  schema: FieldSchema;
}

const isObject = (value: unknown): value is FieldSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const propertiesOf = (schema: FieldSchema): FieldSchema =>
  isObject(schema["properties"]) ? schema["properties"] : {};
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

/** What a field is, told from its schema. */
export function kindOf(schema: FieldSchema): FieldKind | undefined {
  const format = schema["x-format"];
  if (isObject(schema["x-money"])) return "money";
  if (typeof schema["x-document"] === "string") return "document";
  if (Array.isArray(schema["enum"])) return "choice";
  if (typeof format === "string")
    return Object.hasOwn(fieldKinds, format) ? (format as FieldKind) : undefined;
  switch (schema["type"]) {
    case "string":
      return typeof schema["maxLength"] === "number" && schema["maxLength"] > 400 ? "long_text" : "text";
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return schema["const"] === undefined ? "yes_no" : undefined;
    case "array":
      return isObject(schema["items"]) && schema["items"]["type"] === "object" ? "list" : undefined;
    case "object":
      return "group";
    default:
      return undefined;
  }
}

/** A page's fields in the order they are shown. */
export function fieldsIn(page: FieldSchema): FormField[] {
  const properties = propertiesOf(page);
  const required = new Set(textsOf(page["required"]));
  const order = textsOf(page["x-order"]).filter((key) => Object.hasOwn(properties, key));
  const rest = Object.keys(properties).filter((key) => !order.includes(key));
  return [...order, ...rest].flatMap((key): FormField[] => {
    const schema = properties[key];
    if (!isObject(schema)) return [];
    const title = typeof schema["title"] === "string" ? schema["title"] : key;
    return [{ key, title, kind: kindOf(schema), isRequired: required.has(key), schema }];
  });
}

const written = (page: FieldSchema, fields: readonly FormField[]): FieldSchema => ({
  ...page,
  type: "object",
  "x-order": fields.map(({ key }) => key),
  properties: Object.fromEntries(fields.map(({ key, schema }) => [key, schema])),
  required: fields.filter(({ isRequired }) => isRequired).map(({ key }) => key),
});

/** Keys that a field cannot have although no other of its page has them. */
type IsTaken = (key: string) => boolean;
const nobody: IsTaken = () => false;

/** Adds a field below the others, under a key made of its title; it is required until somebody says otherwise. */
export function addField(
  page: FieldSchema,
  kind: FieldKind,
  title: string,
  isTaken = nobody,
): { page: FieldSchema; key: string } {
  const fields = fieldsIn(page);
  const key = freeKey(title, (one) => isTaken(one) || fields.some((field) => field.key === one));
  const schema = { ...structuredClone(fieldKinds[kind].schema), title };
  const isRequired = kind !== "group";
  return { page: written(page, [...fields, { key, title, kind, isRequired, schema }]), key };
}

/** Whether nobody has said yet what it asks for: it has the title and the key that it was made with. */
export const isUnnamed = ({ key, title }: FormField): boolean =>
  Object.values(fieldKinds).some((kind) => kind.title === title) &&
  key.replace(/_\d+$/, "") === freeKey(title, nobody);

/** Gives a field its first title, and a key that says the same; as long as there is no title it keeps its key. */
export function nameField(
  page: FieldSchema,
  key: string,
  title: string,
  isTaken = nobody,
): { page: FieldSchema; key: string } {
  const fields = fieldsIn(page);
  const isOthers = (one: string) =>
    one !== key && (isTaken(one) || fields.some((field) => field.key === one));
  const next = title.trim() === "" ? key : freeKey(title, isOthers);
  const named = fields.map((field) =>
    field.key === key ? { ...field, key: next, schema: { ...field.schema, title } } : field,
  );
  return { page: written(page, named), key: next };
}

/** Changes what a field's schema says; a keyword given as undefined is taken away. */
export function changeField(page: FieldSchema, key: string, change: FieldSchema): FieldSchema {
  return written(
    page,
    fieldsIn(page).map((field) => {
      if (field.key !== key) return field;
      const schema = Object.fromEntries(
        Object.entries({ ...field.schema, ...change }).filter(([, value]) => value !== undefined),
      );
      return { ...field, schema };
    }),
  );
}

export const requireField = (page: FieldSchema, key: string, isRequired: boolean): FieldSchema =>
  written(
    page,
    fieldsIn(page).map((field) => (field.key === key ? { ...field, isRequired } : field)),
  );

export const removeField = (page: FieldSchema, key: string): FieldSchema =>
  written(
    page,
    fieldsIn(page).filter((field) => field.key !== key),
  );

/** Moves a field by so many places; at an end it stays. */
export function moveField(page: FieldSchema, key: string, by: number): FieldSchema {
  const fields = fieldsIn(page);
  const at = fields.findIndex((field) => field.key === key);
  const [moved] = at < 0 ? [] : fields.splice(at, 1);
  if (!moved) return page;
  fields.splice(Math.min(Math.max(at + by, 0), fields.length), 0, moved);
  return written(page, fields);
}

/** The field as something else. Its words stay; what belonged to what it was goes. */
export function turnField(page: FieldSchema, key: string, kind: FieldKind): FieldSchema {
  return written(
    page,
    fieldsIn(page).map((field) => {
      if (field.key !== key || field.kind === kind) return field;
      const kept = ["title", "description", "examples", "x-visibleWhen", "x-requiredWhen"].flatMap((word) =>
        field.schema[word] === undefined ? [] : [[word, field.schema[word]]],
      );
      const schema = { ...structuredClone(fieldKinds[kind].schema), ...Object.fromEntries(kept) };
      return { ...field, kind, schema };
    }),
  );
}

/** The choices of a field, in order: what is stored, and what is read. */
export function choicesOf(schema: FieldSchema): { value: string; title: string }[] {
  const titles = isObject(schema["x-choices"]) ? schema["x-choices"] : {};
  return textsOf(schema["enum"]).map((value) => ({ value, title: String(titles[value] ?? value) }));
}

/** Choices by what people read; one that is new gets a value made of its words, one that stays keeps its own. */
export function withChoices(schema: FieldSchema, titles: readonly string[]): FieldSchema {
  const known = choicesOf(schema);
  const taken = new Set<string>();
  const next = titles.map((title) => {
    const before = known.find((one) => one.title === title && !taken.has(one.value));
    const value =
      before?.value ?? freeKey(title, (key) => taken.has(key) || known.some((one) => one.value === key));
    taken.add(value);
    return { value, title };
  });
  return {
    enum: next.map(({ value }) => value),
    "x-choices": Object.fromEntries(next.map(({ value, title }) => [value, title])),
  };
}

/** Money in another currency. */
export const inCurrency = (schema: FieldSchema, currency: string): FieldSchema => ({
  "x-money": { currency },
  properties: { ...propertiesOf(schema), currency: { type: "string", const: currency } },
});
