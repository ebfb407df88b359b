import type { Page } from "playwright";
import type { Role } from "@/db/enums/enums";

/** An applicant, by the name that stands on the application: one of the demo's, or one of `seen-applicants.ts`. */
export interface Applicant {
  party: string;
}

/** One picture to take: who looks, at which address, and what they do there first. */
export interface Screen {
  name: string;
  /** Distinguishes pictures of one screen: `filled`, `empty`, `filtered`, `open`. */
  state: string;
  as: Role | "nobody" | Applicant;
  /** For an applicant what stands behind their application's address, such as `?step=review`. */
  path: string;
  /** Steps from the address to the picture, such as opening the first row. */
  steps?: (page: Page) => Promise<void>;
  /** The answer this address has to give, when it is not a page like any other. */
  status?: number;
}
