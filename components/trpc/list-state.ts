import { type Failure, failureOf } from "./failure";

/** What a list shows: it is loading, has failed, or has rows, perhaps with more to fetch. */
export type ListState<Row> =
  | { status: "loading" }
  | { status: "failed"; failure: Failure; retry: () => void; isRetrying: boolean }
  | {
      status: "ready";
      rows: readonly Row[];
      /** Set when the server has more rows behind the last one. */
      loadMore?: (() => void) | undefined;
      isLoadingMore?: boolean;
      /** How many there are in all, when the server counts: exact, or `more` than it counted. */
      total?: Total | undefined;
    };

export interface Total {
  count: number;
  more: boolean;
}

interface QueryLike<Data> {
  data: Data | undefined;
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}

/** The state of a list that comes whole. Rows that were shown stay while a refresh fails. */
export function listStateOf<Row>(query: QueryLike<readonly Row[]>): ListState<Row> {
  return stateOf(query, query.data);
}

/** One page of a list read by key: the rows, and where the next page begins if there is one. */
export interface Page<Row> {
  data: readonly Row[];
  nextCursor: string | null;
  total?: Total;
}

interface PagedQueryLike<Row> extends QueryLike<{ pages: readonly Page<Row>[] }> {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** The state of a list that comes in pages (`useInfiniteQuery` of a procedure that takes `cursor`). */
export function pagedStateOf<Row>(query: PagedQueryLike<Row>): ListState<Row> {
  const state = stateOf(
    query,
    query.data?.pages.flatMap((page) => page.data),
  );
  if (state.status !== "ready") return state;
  const total = query.data?.pages[0]?.total;
  if (!query.hasNextPage) return { ...state, total };
  return { ...state, total, loadMore: () => query.fetchNextPage(), isLoadingMore: query.isFetchingNextPage };
}

function stateOf<Row>(query: QueryLike<unknown>, rows: readonly Row[] | undefined): ListState<Row> {
  if (rows) return { status: "ready", rows };
  if (!query.error) return { status: "loading" };
  return {
    status: "failed",
    failure: failureOf(query.error),
    retry: () => query.refetch(),
    isRetrying: query.isFetching,
  };
}
