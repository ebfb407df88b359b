import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { DomainError } from "@/server/errors";
import { shared } from "@/server/platform/shared";
import { MAX_PASSWORD } from "./schema";

/** Argon2id, 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
const MOST_WAITING = 64;

/* A hash costs 30 ms of a core: without a bound, a crowd at the door would starve every other request. */
const gate = () => shared("password-gate", () => ({ running: 0, waiting: [] as (() => void)[] }));
const most = () => Math.max(1, Math.min(2, availableParallelism() - 1));

async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  const state = gate();
  if (state.running >= most()) {
    if (state.waiting.length >= MOST_WAITING)
      throw new DomainError("rate_limited", "Many people are signing in right now. Try again in a moment.", {
        retryAfterSeconds: 3,
      });
    // Whoever finishes hands its place over, so a newcomer cannot slip in between.
    await new Promise<void>((resolve) => state.waiting.push(resolve));
  } else state.running++;
  try {
    return await work();
  } finally {
    const next = state.waiting.shift();
    if (next) next();
    else state.running--;
  }
}

/** The hash to keep of a password. */
export function hashPassword(password: string): Promise<string> {
  return oneOfFew(() => hash(password, COST));
}

/** A hash of a password nobody has, with today's cost: verifying against it takes as long as against a real one. */
function dummyHash(): Promise<string> {
  return shared("password-dummy", () => hash(randomBytes(32), COST));
}

/** Whether the password is the one. Without a stored hash it is not, after the same time. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await dummyHash());
  const typed = password.length > MAX_PASSWORD ? "" : password;
  const matches = await oneOfFew(() => verify(against, typed));
  return matches && stored !== undefined && password.length <= MAX_PASSWORD;
}

/** Whether a stored hash was made at a lower cost than today's and should be made again at sign-in. */
export function isOutdated(stored: string): boolean {
  return !CURRENT.test(stored);
}

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to hand over once: six groups of four from 31 unambiguous characters (118 bits). */
export function generatePassword(): string {
  const picked: string[] = [];
  while (picked.length < 24)
    for (const byte of randomBytes(32))
      if (byte < 248 && picked.length < 24) picked.push(LETTERS[byte % 31]!);
  return picked.join("").replace(/(.{4})(?=.)/g, "$1-");
}
