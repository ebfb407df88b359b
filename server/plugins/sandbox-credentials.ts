import { z } from "zod";

/** What every sandbox connection is given. It opens nothing; it is kept as carefully as a real one. */
export const sandboxCredentials = z.strictObject({
  apiKey: z.string().min(1).max(200).default("sandbox").meta({
    title: "API key",
    description: "The sandbox accepts any text.",
  }),
});

/** Sandbox vendors have no settings. */
export const sandboxSettings = z.strictObject({});
