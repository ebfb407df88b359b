interface Kept<T> {
  from: readonly unknown[];
  made: T;
}

/** Answers what was made for an id before, as long as it would be made from the same. */
export type Keep<T> = (id: string, from: readonly unknown[], make: () => T) => T;

/**
 * Remembers what was made for each id, so that of a thousand things only those that changed are new ones: what is the
 * same object is not drawn again. What a round does not ask for is forgotten.
 */
export function createKeeper<T>(): <R>(round: (keep: Keep<T>) => R) => R {
  let known = new Map<string, Kept<T>>();
  return (round) => {
    const next = new Map<string, Kept<T>>();
    const result = round((id, from, make) => {
      const before = known.get(id);
      const isSame =
        before?.from.length === from.length && from.every((one, i) => Object.is(one, before.from[i]));
      const kept = before && isSame ? before : { from, made: make() };
      next.set(id, kept);
      return kept.made;
    });
    known = next;
    return result;
  };
}

/** Answers the list before as long as the same things stand in it: what looks at the whole of it has nothing to do then. */
export function createListKeeper<T>(): (list: T[]) => T[] {
  let known: T[] = [];
  return (list) => {
    if (list.length !== known.length || list.some((one, i) => one !== known[i])) known = list;
    return known;
  };
}
