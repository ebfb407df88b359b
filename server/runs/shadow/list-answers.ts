import type { Context } from "@/server/context";
import { listReadRequest } from "@/server/engine/list-reads";
import type { Plan } from "@/server/engine/plan";
import type { Json, RunEvent, RunState } from "@/server/engine/state";
import { readLists } from "@/server/lists/read";
import { type Answers, effectQuestion, type Given, placeIn } from "./answers";
import { follow } from "./policy";

/**
 * What lists answer to a silent run that asks them otherwise than the run that decides did: as of the time it asks
 * about, by what was known then. Reading them touches nobody. Undefined when it asks none that is not answered.
 */
async function withListAnswers(
  ctx: Context,
  plan: Plan,
  state: RunState,
  answers: Answers,
): Promise<Answers | undefined> {
  const more = new Map<string, readonly Given[]>();
  for (const { node, pending } of state.tokens)
    for (const { key, input, status } of pending) {
      const question = effectQuestion(plan, node, input);
      const asked = listReadRequest.safeParse(input);
      if (status !== "performing" || !asked.success || answers.has(question)) continue;
      const { at } = asked.data;
      const read = await readLists(ctx, asked.data);
      if (read.unknownLists.length > 0) continue;
      const output = { at, answers: read.answers } as unknown as Json;
      const answer: Given["answer"] = { type: "effect_succeeded", at, key, output };
      more.set(question, [{ place: placeIn(state.runId, key), answer }]);
    }
  return more.size > 0 ? new Map([...answers, ...more]) : undefined;
}

/** `follow`, with lists read where the run that decided did not ask them. */
export async function followWithLists(
  ctx: Context,
  plan: Plan,
  begin: readonly RunEvent[],
  answers: Answers,
  now: string,
): Promise<ReturnType<typeof follow>> {
  for (let told = answers; ; ) {
    const followed = follow(plan, begin, told, now);
    const more = await withListAnswers(ctx, plan, followed.state, told);
    if (!more) return followed;
    told = more;
  }
}
