/** What the person who started us sees: one line per step, moving while it works, plain lines where nobody watches. */

const isTerminal = process.stdout.isTTY === true && process.env["TERM"] !== "dumb";
const quiet = () => process.env["GATEHOUSE_QUIET"] === "1";
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Steps shorter than this happen at every start and are not worth a line. */
const WORTH_SAYING_MS = 400;
/** How often a long step says that it is still at work when the output is a file. */
const STILL_AT_WORK_MS = 15_000;

const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

/** @param {string} line */
export function say(line) {
  if (!quiet()) process.stdout.write(`${line}\n`);
}

/**
 * Runs one step of the start and shows that it is under way.
 * @template T
 * @param {string} title
 * @param {(note: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const from = performance.now();
  let detail = "";
  let turn = 0;
  const draw = () => {
    const line = `${frames[turn++ % frames.length]} ${title} ${seconds(from)}${detail && `  ${detail}`}`;
    process.stdout.write(`\r\x1b[2K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
  };
  let announced = false;
  const announce = () => {
    if (!announced) say(`… ${title}`);
    else say(`… ${title}, ${seconds(from)}${detail && `  ${detail}`}`);
    announced = true;
  };
  const timers = [];
  if (!quiet()) {
    if (isTerminal) timers.push(setInterval(draw, 100));
    else timers.push(setTimeout(announce, WORTH_SAYING_MS), setInterval(announce, STILL_AT_WORK_MS));
  }
  const end = (mark) => {
    for (const timer of timers) clearInterval(timer);
    if (isTerminal && !quiet()) process.stdout.write("\r\x1b[2K");
    if (mark === "✗" || performance.now() - from > WORTH_SAYING_MS) say(`${mark} ${title} ${seconds(from)}`);
  };
  try {
    const result = await work((text) => {
      detail = text;
    });
    end("✓");
    return result;
  } catch (error) {
    end("✗");
    throw error;
  }
}
