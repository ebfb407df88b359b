import { askVendor } from "../ask-vendor";
import { screeningConfig } from "./config";

export const runScreening = askVendor((config) => screeningConfig.parse(config).timeoutMs);
