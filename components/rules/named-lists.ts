import { createContext } from "react";
import type { ListInfo } from "@/server/rules/core/list-kinds";

/** A list of the workspace that a condition can ask. */
export interface NamedList extends ListInfo {
  key: string;
}

/** The lists that can be asked where conditions are edited; none where nobody can ask them. */
export const NamedListsContext = createContext<readonly NamedList[]>([]);
