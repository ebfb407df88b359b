import type { Tx } from "@/db/client";
import { cancelCase } from "@/server/cases/cancel";
import { openCase } from "@/server/cases/open";
import { addRequirements } from "@/server/collection/add-requirements";
import { closeRequirements } from "@/server/collection/close-requirements";
import type { Context } from "@/server/context";
import type { Command } from "@/server/engine/state";

type Opened = Extract<Command, { type: "await_signal" }>;
type Closed = Extract<Command, { type: "close_wait" }>;
type Joined = Context & { tx: Tx };

/** Who shows a wait to people: opened in the step's transaction, taken back when the wait ends without its signal. */
interface WaitVerbs {
  open(ctx: Joined, runId: string, wait: Opened): Promise<unknown>;
  close(ctx: Joined, runId: string, wait: Closed): Promise<unknown>;
}

/** By signal. A form page needs nothing but the wait's row. */
const verbs: { readonly [signal: string]: WaitVerbs } = {
  case_decided: {
    open: (ctx, runId, { key, node, request }) => openCase(ctx, { runId, waitKey: key, node, request }),
    close: (ctx, runId, { key }) => cancelCase(ctx, { runId, waitKey: key }),
  },
  requirements_answered: {
    open: (ctx, runId, { key, request }) => addRequirements(ctx, { runId, waitKey: key, request }),
    close: (ctx, runId, { key }) => closeRequirements(ctx, { runId, waitKey: key }),
  },
};

export async function openWait(ctx: Joined, runId: string, wait: Opened): Promise<void> {
  if (Object.hasOwn(verbs, wait.signal)) await verbs[wait.signal]?.open(ctx, runId, wait);
}

export async function closeWait(ctx: Joined, runId: string, wait: Closed): Promise<void> {
  if (Object.hasOwn(verbs, wait.signal)) await verbs[wait.signal]?.close(ctx, runId, wait);
}
