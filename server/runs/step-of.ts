import { step } from "@/server/engine/interpreter";
import type { RunEvent, StepResult } from "@/server/engine/state";
import type { LiveHead } from "./head";

/** What the interpreter makes of an event, for the run as it stands. */
export const stepOf = (head: LiveHead, event: RunEvent): StepResult =>
  step(head.compiled.plan, head.state, event);
