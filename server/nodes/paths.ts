import { z } from "zod";
import { readPath } from "@/server/rules/core/read";

/** A path to the elements of a list: `forms.owners.owners[]`. */
export const listPath = z
  .string()
  .max(200)
  .regex(
    /^(input|party|forms|nodes|values)(\.[\w-]+)+\[\]$/,
    "Write a path to a list like forms.owners.owners[], ending in [].",
  )
  .meta({ "x-path": "read" });

/** The same; inside a “for each” also a list of its element: `item.directors[]`. */
export const itemListPath = z
  .string()
  .max(200)
  .regex(
    /^(input|party|forms|nodes|values|item)(\.[\w-]+)+\[\]$/,
    "Write a path to a list like forms.owners.owners[], ending in [].",
  )
  .meta({ "x-path": "read" });

/** A path to one value; inside a “for each” also one of its element: `item.dueOn`. */
export const datePath = z
  .string()
  .max(200)
  .regex(/^(input|party|forms|nodes|values|item)(\.[\w-]+)+$/, "Write a path like forms.company.opensOn.")
  .meta({ "x-path": "read", "x-types": ["date", "date_time"] });

/** The elements behind `a.b[]`; undefined when there is no list. */
export function elementsAt(data: unknown, path: string): unknown[] | undefined {
  const found = readPath(data, path.slice(0, -2));
  return Array.isArray(found) ? found : undefined;
}
