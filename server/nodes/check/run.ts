import { askVendor } from "../ask-vendor";
import { checkConfig } from "./config";

export const runCheck = askVendor((config) => checkConfig.parse(config).timeoutMs);
