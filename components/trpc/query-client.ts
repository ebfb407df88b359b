import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import superjson from "superjson";
import { failureOf } from "./failure";

/** One query client: of the browser, or of one server render. Dates and the like survive the way between the two. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // A change that is held back until the browser says it is online looks as if it were under way. It fails at once
      // instead, in words; besides, a server on this machine or in this building needs no internet.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 10_000,
        // A refusal is an answer: asking again changes nothing. Only what went wrong on the way is tried once more.
        retry: (failures, error) =>
          failures < 1 && ["OFFLINE", "INTERNAL_SERVER_ERROR"].includes(failureOf(error).code),
      },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
        // Pages stay dynamic, so an error's own words may travel with it.
        shouldRedactErrors: () => false,
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
