import type { WorkflowDocument } from "@/server/workflows/schema";
import { marketplaceSeller } from "./marketplace-seller";
import { orderCheck } from "./order-check";
import { personKyc } from "./person-kyc";

/** The workflows every new demo is published with. */
export const templates: readonly WorkflowDocument[] = [marketplaceSeller, personKyc, orderCheck];
