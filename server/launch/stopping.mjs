import { endChildren, whenParentEnds } from "./processes.mjs";

/** What has to be undone when the launcher ends, last opened first closed, whatever it was doing. */

const closers = [];
let ending;
let asked = 0;
let askedAt = 0;

/** @param {() => unknown} close */
export function whenStopping(close) {
  closers.push(close);
}

let handedOver = false;

/** From here on a process in the foreground gets the signals, and its end is ours. */
export function handOver() {
  handedOver = true;
}

export const isStopping = () => ending !== undefined;

/** Ends everything and then the process. @param {number} code */
export function stopEverything(code) {
  ending ??= (async () => {
    endChildren("SIGTERM");
    while (closers.length > 0) {
      try {
        await closers.pop()?.();
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      }
    }
    process.exit(code);
  })();
  return ending;
}

/**
 * Ctrl-C, SIGTERM and a closed terminal end everything in good order; a second request hurries. One Ctrl-C arrives
 * several times, from the terminal, from npm and from a launcher that waits for us, so copies are not counted.
 * @param {() => void} hurry
 */
export function stopOnSignals(hurry) {
  const stop = (code) => () => {
    if (handedOver || Date.now() - askedAt < 700) return;
    askedAt = Date.now();
    asked += 1;
    if (asked === 1) void stopEverything(code);
    else hurry();
  };
  process.on("SIGINT", stop(130));
  process.on("SIGTERM", stop(0));
  process.on("SIGHUP", stop(129));
  whenParentEnds(stop(1));
  // Started by a launcher of an older Node, which was killed.
  process.on("disconnect", stop(1));
}
