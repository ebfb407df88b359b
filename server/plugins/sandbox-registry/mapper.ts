import { z } from "zod";
import { type CheckAnswer, PluginFailure } from "../contract";

const registryFile = z.object({
  found: z.int(),
  companies: z.array(
    z.object({
      number: z.string(),
      name: z.string(),
      status: z.string(),
      incorporated: z.iso.date(),
      address: z.string(),
      officers: z.array(z.object({ name: z.string(), role: z.string() })),
    }),
  ),
});

const SOURCE = "Sandbox registry";
const statuses = {
  active: { label: "Active", sentence: "The registry lists this company as active." },
  dissolved: { label: "Dissolved", sentence: "The registry lists this company as dissolved." },
  liquidation: { label: "In liquidation", sentence: "The registry lists this company as in liquidation." },
  strike_off: { label: "Strike-off", sentence: "The registry is about to strike this company off." },
} as const;
type Status = keyof typeof statuses;

const isStatus = (word: string): word is Status => Object.hasOwn(statuses, word);
/** Registries write names in their own capitals and spacing. */
const plain = (name: string) => name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/** Their words → ours. A status we do not know is `unknown`, whatever else stands in the file. */
export function companyAnswer(raw: unknown, askedName: string | undefined): CheckAnswer {
  const parsed = registryFile.safeParse(raw);
  if (!parsed.success)
    throw new PluginFailure("garbage", "The registry's answer did not have the expected shape.");
  const { companies } = parsed.data;
  const [company] = companies;
  if (!company)
    return {
      status: "not_found",
      label: "Not found",
      sentence: "The registry has no company with this number.",
      details: {},
      source: SOURCE,
    };
  if (companies.length > 1)
    return {
      status: "hit",
      label: `${companies.length} companies`,
      sentence: `The registry has ${companies.length} companies that could be meant.`,
      details: {
        registryStatus: "unknown",
        matches: companies.map((one) => ({
          name: one.name,
          registrationNumber: one.number,
          status: isStatus(one.status) ? one.status : "unknown",
        })),
      },
      source: SOURCE,
    };
  const status = isStatus(company.status) ? company.status : "unknown";
  const answer = {
    details: {
      registryStatus: status,
      name: company.name,
      incorporatedOn: company.incorporated,
      address: company.address,
      officers: company.officers,
    },
    source: SOURCE,
    vendorReference: `SR-${company.number}`.slice(0, 200),
  };
  if (status === "unknown")
    return {
      ...answer,
      status: "unknown",
      label: "Status unclear",
      sentence: "The registry gives this company a status we do not know.",
    };
  if (status === "active" && askedName !== undefined && plain(company.name) !== plain(askedName))
    return {
      ...answer,
      status: "hit",
      label: "Other name",
      sentence: "The registry lists this number under another name.",
    };
  return { ...answer, ...statuses[status], status: status === "active" ? "clear" : "hit" };
}
