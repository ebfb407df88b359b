import type { Json } from "@/server/engine/state";
import type { Related, RelationshipRole } from "@/server/parties/relate";
import { readPath } from "@/server/rules/core/read";
import type { Form, WorkflowDocument } from "@/server/workflows/schema";
import { fieldOf } from "./field-of";
import { isObject, type JsonSchema, nameOfElement, propertiesOf } from "./policy";

type Answers = { readonly [field: string]: unknown };

/** Handed-in answers by their path in the run's data: objects field by field, lists whole. */
export function valuesOf(form: string, answers: Answers): Record<string, Json> {
  const values: Record<string, Json> = {};
  const walk = (value: unknown, path: string) => {
    // Money is one value of two parts.
    if (isObject(value) && !("amount" in value && "currency" in value))
      for (const [key, one] of Object.entries(value)) walk(one, `${path}.${key}`);
    else values[path] = value as Json;
  };
  for (const [key, value] of Object.entries(answers)) walk(value, `forms.${form}.${key}`);
  return values;
}

/** What the party is found by, as far as this form says it. */
export function identityOf(document: WorkflowDocument, form: string, answers: Answers) {
  const text = (path: string | undefined) => {
    const value = path === undefined ? undefined : readPath({ forms: { [form]: answers } }, path);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const { name, country, reference } = document.settings.party;
  // A person's name stands in two fields: the setting names both, with a space between.
  const wholeName = (paths: string) => {
    const parts = paths.split(" ").flatMap((path) => text(path) ?? []);
    return parts.length > 0 ? parts.join(" ") : undefined;
  };
  const code = text(country);
  return {
    name: wholeName(name)?.slice(0, 300),
    country: code && /^[A-Z]{2}$/.test(code) ? code : undefined,
    reference: text(reference)?.slice(0, 100),
  };
}

const isRole = (role: unknown): role is RelationshipRole =>
  role === "owner" || role === "director" || role === "representative" || role === "parent";

/** The lists of people a form declares: what ownership nodes read, and lists marked `x-role`. */
function listsOf(document: WorkflowDocument, form: Form) {
  const lists = new Map<string, { role: RelationshipRole; share: string }>();
  for (const page of form.pages)
    for (const [key, property] of Object.entries(propertiesOf(page.schema)))
      if (isRole(property["x-role"])) lists.set(key, { role: property["x-role"], share: "share" });
  for (const { type, config } of Object.values(document.nodes)) {
    const { owners, shareField } = config;
    const key = typeof owners === "string" ? /^forms\.([\w-]+)\.([\w-]+)\[\]$/.exec(owners) : null;
    if (type === "ownership" && key?.[1] === form.key && key[2])
      lists.set(key[2], { role: "owner", share: typeof shareField === "string" ? shareField : "share" });
  }
  return lists;
}

const businesses = new Set(["business", "company", "organisation", "organization", "entity"]);

function relatedOf(
  element: unknown,
  role: RelationshipRole,
  share: string,
  list: JsonSchema,
): { id: unknown; via: unknown; one: Related } | undefined {
  const name = nameOfElement(list, element);
  if (!isObject(element) || !name) return undefined;
  const kind = [element.kind, element.type].some((word) => businesses.has(String(word).toLowerCase()))
    ? "business"
    : "person";
  const country = [element.country, element.nationality].find(
    (code): code is string => typeof code === "string" && /^[A-Z]{2}$/.test(code),
  );
  const percent = element[share];
  const isShare = typeof percent === "number" && percent >= 0 && percent <= 100;
  // `owner_director` is both; who says nothing has the role of the list.
  const said = typeof element.role === "string" ? element.role.split("_").filter(isRole) : [];
  return {
    id: element.id,
    via: element.via,
    one: {
      roles: said.length > 0 ? said : [role],
      kind,
      name: name.slice(0, 300),
      country,
      shareBps: isShare ? Math.round(percent * 100) : undefined,
      values: Object.fromEntries(Object.entries(element).map(([key, value]) => [key, value as Json])),
    },
  };
}

/** Who owns, directs or represents the party, as this form declares it. `roles` are those it declares in full. */
export function declaredPeople(
  document: WorkflowDocument,
  form: Form,
  answers: Answers,
): { roles: RelationshipRole[]; related: Related[] } {
  const roles = new Set<RelationshipRole>();
  const found: NonNullable<ReturnType<typeof relatedOf>>[] = [];
  for (const [key, { role, share }] of listsOf(document, form)) {
    roles.add(role);
    // A list whose elements name their own roles declares directors in full too, also when none is left.
    const ownRoles = fieldOf(document, `forms.${form.key}.${key}[0].role`)?.schema.enum;
    for (const word of Array.isArray(ownRoles) ? ownRoles.flatMap((one) => String(one).split("_")) : [])
      if (isRole(word)) roles.add(word);
    const list = fieldOf(document, `forms.${form.key}.${key}`)?.schema ?? {};
    const elements = Array.isArray(answers[key]) ? answers[key] : [];
    for (const element of elements) {
      const related = relatedOf(element, role, share, list);
      if (related) found.push(related);
    }
  }
  const related = found.map(({ via, one }): Related => {
    const index = via === undefined ? -1 : found.findIndex(({ id }) => id !== undefined && id === via);
    return index < 0 ? one : { ...one, via: index };
  });
  for (const one of related) for (const role of one.roles) roles.add(role);
  return { roles: [...roles], related };
}
