"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { failureOf } from "./failure";

/** Notices when any call is refused because nobody is signed in any more; `false` again after `goOn`. */
export function useSessionEnded(): { hasEnded: boolean; goOn: () => void } {
  const client = useQueryClient();
  const [hasEnded, setHasEnded] = useState(false);
  useEffect(() => {
    const look = (error: unknown) => {
      if (error && failureOf(error).code === "UNAUTHORIZED") setHasEnded(true);
    };
    const stops = [
      client.getQueryCache().subscribe((event) => event.type === "updated" && look(event.query.state.error)),
      client
        .getMutationCache()
        .subscribe((event) => event.type === "updated" && look(event.mutation.state.error)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
  const goOn = () => {
    setHasEnded(false);
    void client.invalidateQueries();
  };
  return { hasEnded, goOn };
}
