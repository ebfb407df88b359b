import { type CellType, columnsByHeading, rowFields } from "@/server/batches/columns/policy";
import type { BatchColumn } from "@/server/batches/schema";
import type { RequestField } from "@/server/nodes/decision-start/definition";

/** Where one column of the file was led: a path, a currency, or nowhere. */
export interface Led {
  heading: string;
  /** `input.amount`, `reference`, `currency` (of all amounts), `currency:input.amount`, or nothing. */
  to: string;
  type: CellType;
}

const CURRENCY = "currency";

/** The columns as their headings say. */
export function ledByHeading(headings: readonly string[], fields: readonly RequestField[]): Led[] {
  const columns = columnsByHeading(headings, fields);
  const shared = columns.filter((column) => column.currencyColumn === CURRENCY).length;
  return headings.map((heading) => {
    const own = columns.find((column) => column.column === heading);
    if (own) return { heading, to: own.path, type: own.type };
    const money = columns.find((column) => column.currencyColumn === heading);
    const to = money ? (heading === CURRENCY && shared > 0 ? CURRENCY : `currency:${money.path}`) : "";
    return { heading, to, type: "text" as const };
  });
}

/** The same as the server takes it. */
export function columnsOf(led: readonly Led[]): BatchColumn[] {
  const currencyOf = (path: string) =>
    (led.find(({ to }) => to === `currency:${path}`) ?? led.find(({ to }) => to === CURRENCY))?.heading;
  return led
    .filter(({ to }) => to !== "" && !to.startsWith(CURRENCY))
    .map(({ heading, to, type }) => {
      const currencyColumn = type === "money" ? currencyOf(to) : undefined;
      return { column: heading, path: to, type, ...(currencyColumn && { currencyColumn }) };
    });
}

const rowTitles: Record<(typeof rowFields)[number], string> = {
  reference: "Your reference",
  "party.id": "Id of the party",
  "party.name": "Name of the party",
  "party.country": "Country of the party",
  "party.reference": "Registration number of the party",
};

/** What a column can be led to, in groups for a choice. */
export function destinations(fields: readonly RequestField[], heading: string) {
  const own = `input.${heading}`;
  const money = fields.filter(({ type }) => type === "money");
  const isNew = /^[\w-]+(\.[\w-]+)*$/.test(heading) && !fields.some(({ path }) => path === own);
  return [
    { group: "", items: [{ value: "", label: "Not read" }] },
    {
      group: "Fields of the workflow",
      items: [
        ...fields.map(({ path, title, required }) => ({
          value: path,
          label: required ? `${title} (needed)` : title,
        })),
        ...(isNew ? [{ value: own, label: `A field of its own, ${own}` }] : []),
      ],
    },
    {
      group: "Row and party",
      items: rowFields.map((path) => ({ value: path as string, label: rowTitles[path] })),
    },
    ...(money.length > 0
      ? [
          {
            group: "Currencies",
            items: [
              { value: CURRENCY, label: "Currency of all amounts" },
              ...money.map(({ path, title }) => ({
                value: `currency:${path}`,
                label: `Currency of ${title}`,
              })),
            ],
          },
        ]
      : []),
  ];
}

/** The type that a destination brings with it; a field that declares none takes the one that is chosen. */
export function typeAt(to: string, fields: readonly RequestField[]): CellType | undefined {
  const field = fields.find(({ path }) => path === to);
  if (field) return field.type;
  return to.startsWith("input.") ? undefined : "text";
}
