import { createCallerFactory, router } from "./trpc";

/** Every procedure of the app, one router per noun. */
export const appRouter = router({});

export type AppRouter = typeof appRouter;

/** Calls procedures in process, through the same gates as over HTTP. */
export const createCaller = createCallerFactory(appRouter);
