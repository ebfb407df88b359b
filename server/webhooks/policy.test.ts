import { expect, test } from "vitest";
import {
  isLongFailing,
  MOST_TRIES,
  maskedUrl,
  nextTryAt,
  retryAfterMs,
  retryDelaysMs,
  shareOf,
} from "./policy";

const at = new Date("2026-11-24T10:00:00.000Z");
const HOUR = 3_600_000;

test("ten tries spread over three days, each pause as planned within a tenth", () => {
  let now = at;
  for (const [index, delay] of retryDelaysMs.entries()) {
    const next = nextTryAt("whd_a", index + 1, now, undefined);
    const pause = (next?.getTime() ?? 0) - now.getTime();
    expect(pause).toBeGreaterThanOrEqual(delay * 0.9);
    expect(pause).toBeLessThanOrEqual(delay * 1.1);
    now = next ?? now;
  }
  expect(nextTryAt("whd_a", MOST_TRIES, now, undefined)).toBeUndefined();
  const hours = retryDelaysMs.reduce((sum, delay) => sum + delay, 0) / HOUR;
  expect(hours).toBeGreaterThan(72);
  expect(hours).toBeLessThan(73);
});

test("the same delivery plans the same time, and different ones spread", () => {
  expect(nextTryAt("whd_a", 2, at, undefined)).toEqual(nextTryAt("whd_a", 2, at, undefined));
  const times = new Set(
    Array.from({ length: 200 }, (_, i) => nextTryAt(`whd_${i}`, 2, at, undefined)?.getTime()),
  );
  expect(times.size).toBeGreaterThan(190);
  const shares = Array.from({ length: 1000 }, (_, i) => shareOf(`whd_${i}/1`));
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  expect(Math.min(...shares)).toBeLessThan(0.05);
  expect(Math.max(...shares)).toBeGreaterThan(0.95);
  expect(mean).toBeGreaterThan(0.45);
  expect(mean).toBeLessThan(0.55);
});

test("a receiver may ask for a longer pause, up to a day, and never for a shorter one", () => {
  expect(nextTryAt("whd_a", 1, at, 60_000)?.getTime()).toBe(at.getTime() + 60_000);
  expect(nextTryAt("whd_a", 1, at, 40 * HOUR)?.getTime()).toBe(at.getTime() + 24 * HOUR);
  expect(nextTryAt("whd_a", 4, at, 1)?.getTime()).toBeGreaterThan(at.getTime() + HOUR);
  expect(retryAfterMs("120", at)).toBe(120_000);
  expect(retryAfterMs("Tue, 24 Nov 2026 10:01:00 GMT", at)).toBe(60_000);
  expect(retryAfterMs("Tue, 24 Nov 2026 09:01:00 GMT", at)).toBe(0);
  for (const odd of [undefined, "", "soon", "-5", "99999999999"])
    expect(retryAfterMs(odd, at)).toBeUndefined();
});

test("five days without one accepted attempt are long", () => {
  const ago = (hours: number) => new Date(at.getTime() - hours * HOUR);
  expect(isLongFailing(null, at)).toBe(false);
  expect(isLongFailing(ago(119), at)).toBe(false);
  expect(isLongFailing(ago(120), at)).toBe(true);
});

test("an address shows no value of its query", () => {
  expect(maskedUrl("https://hooks.example:8443/in/here?token=canary&x=1#frag")).toBe(
    "https://hooks.example:8443/in/here?…",
  );
  expect(maskedUrl("https://hooks.example")).toBe("https://hooks.example/");
});
