import type { z } from "zod";
import { wordsOf } from "@/server/rules/core/fields";
import { readPath } from "@/server/rules/core/read";
import { countryName, humanise } from "@/server/rules/core/words";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { nameOf } from "./compared-fields";
import type { ownerView } from "./schema";

type OwnerView = z.infer<typeof ownerView>;
type Element = Record<string, unknown>;

interface Computed {
  index: number;
  effectiveShare: number;
  isBeneficialOwner: boolean;
  reason: string;
}

const isObject = (value: unknown): value is Element =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The people and companies behind the party: what was declared, beside what the ownership node worked out. */
export function caseOwners(
  document: WorkflowDocument,
  data: { forms: { readonly [form: string]: unknown }; nodes: { readonly [node: string]: unknown } },
): OwnerView[] {
  const words = wordsOf(document);
  return Object.entries(document.nodes).flatMap(([node, { type, config }]) => {
    if (type !== "ownership" || typeof config["owners"] !== "string") return [];
    const list = config["owners"].replace(/\[\]$/, "");
    const shareField = typeof config["shareField"] === "string" ? config["shareField"] : "share";
    const output = data.nodes[node] as { owners?: Computed[] } | undefined;
    const computed = new Map((output?.owners ?? []).map((owner) => [owner.index, owner]));
    const elements = readPath(data, list);
    return (Array.isArray(elements) ? elements : []).filter(isObject).map((element, index): OwnerView => {
      const found = computed.get(index);
      const text = (...keys: string[]) => {
        const key = keys.find((one) => typeof element[one] === "string" && element[one] !== "");
        return key === undefined ? null : { key, value: element[key] as string };
      };
      const role = text("role", "roles", "position");
      const country = text("country", "residenceCountry", "countryOfResidence", "nationality");
      const share = element[shareField];
      return {
        subject: `${list}[${index}]`,
        name: nameOf(listSchema(document, list), element) ?? `#${index + 1}`,
        role: role && (words.choices?.[`${list}[].${role.key}`]?.[role.value] ?? humanise(role.value)),
        declaredShare: typeof share === "number" ? share : null,
        effectiveShare: found?.effectiveShare ?? null,
        isBeneficialOwner: found?.isBeneficialOwner ?? false,
        reason: found?.reason ?? null,
        country: country && countryName(country.value),
        dateOfBirth: text("dateOfBirth", "birthDate")?.value ?? null,
      };
    });
  });
}

/** The schema of `forms.FORM.LIST`, for the name of its elements. */
function listSchema(document: WorkflowDocument, list: string): Element {
  const [, form = "", ...rest] = list.split(".");
  for (const page of document.forms[form]?.pages ?? []) {
    const found = rest.reduce<unknown>((schema, key) => {
      const properties = isObject(schema) ? schema["properties"] : undefined;
      return isObject(properties) ? properties[key] : undefined;
    }, page.schema);
    if (isObject(found)) return found;
  }
  return {};
}
