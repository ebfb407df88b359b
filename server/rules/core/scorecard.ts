import { z } from "zod";
import { money, valueKey } from "./ast";
import { column, columnFault, parseCell } from "./cell";

const points = z.int().min(-100_000).max(100_000);
const reasonCode = z.string().min(1).max(64);

/** What a value that falls here is worth, and the reason to give when it costs much. */
const worth = z.strictObject({
  points: points.meta({ title: "Points" }),
  reasonCode: reasonCode.optional().meta({ title: "Reason code", "x-names": "reasonCode" }),
});

const factorBand = worth.extend({
  /** A test as in a table's cell: `< 18`, `[18..65)`, `"DE", "FR"`. The first that holds counts. */
  when: z.string().min(1).max(500).meta({ title: "Test" }),
  title: z.string().min(1).max(80).optional().meta({ title: "Name" }),
});

const factor = column.extend({
  title: z.string().min(1).max(80).meta({ title: "Name" }),
  bands: z.array(factorBand).min(1).max(100).meta({ title: "Bands" }),
  /** The value is missing or cannot be read: a band of its own, never silently nothing. */
  missing: worth.meta({ title: "When the value is missing" }),
  /** The value is there and lies in none of the bands. */
  otherwise: worth.meta({ title: "When it is in no band" }),
  floor: points.optional().meta({ title: "At least" }),
  cap: points.optional().meta({ title: "At most" }),
});
export type Factor = z.infer<typeof factor>;

const totalBand = z.strictObject({
  key: valueKey.meta({ title: "Key" }),
  title: z.string().min(1).max(80).meta({ title: "Name" }),
  /** The least total of the band; the first band has none and takes everything below the second. */
  from: points.optional().meta({ title: "From", description: "The first band has none." }),
  outcome: z.string().max(64).optional().meta({ title: "Proposes", "x-names": "outcome" }),
  reasonCodes: z.array(reasonCode).max(20).optional().meta({ title: "Reason codes" }),
  /** Set as `values.KEY`. */
  values: z
    .record(valueKey, z.union([z.string().max(500), z.number(), z.boolean(), money]))
    .optional()
    .meta({ title: "Values it sets" }),
});
export type TotalBand = z.infer<typeof totalBand>;

const scorecardShape = z.strictObject({
  title: z.string().min(1).max(120).meta({ title: "Name" }),
  /** Points everybody begins with. */
  base: points.default(0).meta({ title: "Everybody begins with" }),
  /** Which way is worse: risk points add up, or a score falls. It says which factors cost the most. */
  worse: z.enum(["higher", "lower"]).default("higher").meta({ title: "Worse is" }),
  factors: z.array(factor).min(1).max(100).meta({ title: "Factors" }),
  floor: points.optional().meta({ title: "Total at least" }),
  cap: points.optional().meta({ title: "Total at most" }),
  bands: z.array(totalBand).min(1).max(30).meta({ title: "Bands of the total" }),
  /** How many reasons the most costly factors give. */
  reasons: z.int().min(0).max(20).default(4).meta({ title: "How many reasons it gives" }),
  /** Set to the total as `values.KEY`. */
  total: valueKey.optional().meta({ title: "The total is kept as value" }),
});
export type Scorecard = z.infer<typeof scorecardShape>;

/** A scorecard of a workflow. Everything that can be told without the workflow's fields is told here. */
export const scorecard = scorecardShape.superRefine((given, ctx) => {
  for (const { path, message } of [...factorFaults(given), ...bandFaults(given)])
    ctx.addIssue({ code: "custom", path, message });
});

interface Fault {
  path: (string | number)[];
  message: string;
}

/** Name of a band's condition: `age.2`. */
export const bandId = (factor: string, band: number): string => `${factor}.${band}`;

function limitFault(
  of: { floor?: number | undefined; cap?: number | undefined },
  path: Fault["path"],
): Fault[] {
  if (of.floor === undefined || of.cap === undefined || of.floor <= of.cap) return [];
  return [{ path: [...path, "cap"], message: "The cap lies below the floor." }];
}

function factorFaults({ factors }: Scorecard): Fault[] {
  const seen = new Set<string>();
  return factors.flatMap((each, i) => {
    const faults: Fault[] = limitFault(each, ["factors", i]);
    if (seen.has(each.key))
      faults.push({ path: ["factors", i, "key"], message: `Two factors are called “${each.key}”.` });
    seen.add(each.key);
    const message = columnFault(each);
    if (message) return [...faults, { path: ["factors", i, "currency"], message }];
    each.bands.forEach(({ when }, j) => {
      const path = ["factors", i, "bands", j, "when"];
      const parsed = parseCell(when, each, bandId(each.key, j));
      if (!parsed.ok)
        faults.push({
          path,
          message: `${each.title}, band ${j + 1}: ${parsed.message} (at character ${parsed.from + 1})`,
        });
      else if (!parsed.condition)
        faults.push({ path, message: "A band needs a test; what lies in none is “otherwise”." });
      else if (/\bmissing\b/.test(when.replace(/"(?:[^"\\]|\\.)*"/g, "")))
        faults.push({ path, message: "A missing value has its own band: “missing”." });
    });
    return faults;
  });
}

function bandFaults(given: Scorecard): Fault[] {
  const faults = limitFault(given, []);
  const seen = new Set<string>();
  given.bands.forEach(({ key, from }, i) => {
    if (seen.has(key)) faults.push({ path: ["bands", i, "key"], message: `Two bands are called “${key}”.` });
    seen.add(key);
    if (i === 0 && from !== undefined)
      faults.push({
        path: ["bands", 0, "from"],
        message: "The first band takes everything below the second; it has no beginning.",
      });
    const before = given.bands[i - 1]?.from;
    if (i > 0 && (from === undefined || (before !== undefined && from <= before)))
      faults.push({
        path: ["bands", i, "from"],
        message: "Bands go upwards: each begins above the one before.",
      });
  });
  return faults;
}
