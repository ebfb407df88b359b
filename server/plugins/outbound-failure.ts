import { OutboundFailure, type OutboundKind } from "@/server/platform/outbound-target";
import { PluginFailure } from "./contract";

const kinds = {
  forbidden: "refused",
  unavailable: "unavailable",
  timeout: "timeout",
  too_large: "garbage",
} as const satisfies Record<OutboundKind, PluginFailure["kind"]>;

/** A refusal or failure of the outbound guard in the words of plugins. */
export const pluginFailure = (failure: {
  kind: OutboundKind;
  message: string;
  mayHaveArrived?: boolean;
}): PluginFailure =>
  new PluginFailure(kinds[failure.kind], failure.message, { neverArrived: failure.mayHaveArrived === false });

/** The same of what the guard throws, which it does before anything was sent. */
export const failureOfOutbound = (error: unknown): PluginFailure | undefined =>
  error instanceof OutboundFailure
    ? pluginFailure({ kind: error.kind, message: error.message, mayHaveArrived: false })
    : undefined;
