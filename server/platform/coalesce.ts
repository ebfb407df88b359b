import { isOutage } from "./failure";

export interface Coalescing<I, O> {
  /**
   * Does for all of them, in one transaction, what each wishes; or throws and has done nothing. `undefined` in the place
   * of an answer: this one is to be done alone.
   */
  together(items: readonly I[]): Promise<(O | undefined)[]>;
  alone(item: I): Promise<O>;
  /** Items of one key are never under way at once, and keep their order. */
  keyOf(item: I): string;
  /** Items of one batch. */
  most: number;
  /** Batches under way at once. */
  atOnce: number;
}

interface Waiting<I, O> {
  item: I;
  resolve: (answer: O) => void;
  reject: (error: unknown) => void;
}

/**
 * Joins calls that arrive while others are under way: whoever is alone goes at once, and under load one commit carries
 * many. Each call is answered when its own work is durable. A batch that fails is done again one by one, so nobody
 * suffers from a neighbour; when the database is gone, everybody is told.
 */
export function coalesce<I, O>(by: Coalescing<I, O>): (item: I) => Promise<O> {
  let waiting: Waiting<I, O>[] = [];
  const busy = new Set<string>();
  let underWay = 0;
  let isPlanned = false;

  function plan(): void {
    if (isPlanned || waiting.length === 0 || underWay >= by.atOnce) return;
    isPlanned = true;
    // What is called in the same turn of the loop goes along.
    setImmediate(() => {
      isPlanned = false;
      const batch = take();
      if (batch.length === 0) return;
      underWay++;
      void perform(batch).finally(() => {
        underWay--;
        for (const { item } of batch) busy.delete(by.keyOf(item));
        plan();
      });
      plan();
    });
  }

  function take(): Waiting<I, O>[] {
    const batch: Waiting<I, O>[] = [];
    waiting = waiting.filter((one) => {
      const key = by.keyOf(one.item);
      if (batch.length >= by.most || busy.has(key)) return true;
      busy.add(key);
      batch.push(one);
      return false;
    });
    return batch;
  }

  async function perform(batch: Waiting<I, O>[]): Promise<void> {
    const answers = await tryTogether(batch);
    if (!answers) return;
    for (const [index, { item, resolve, reject }] of batch.entries()) {
      const answer = answers[index];
      if (answer !== undefined) resolve(answer);
      // Not waited for: it may stand before a lock, and the next batch need not.
      else by.alone(item).then(resolve, reject);
    }
  }

  async function tryTogether(batch: Waiting<I, O>[]): Promise<(O | undefined)[] | undefined> {
    try {
      return await by.together(batch.map(({ item }) => item));
    } catch (error) {
      if (!isOutage(error)) return batch.map(() => undefined);
      for (const { reject } of batch) reject(error);
      return undefined;
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      plan();
    });
}
