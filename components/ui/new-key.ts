/** A key nobody else has. The browser's own `randomUUID` exists behind https only, and a LAN may have none. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
