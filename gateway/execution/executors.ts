import { executeCompiled } from './compiled/compiled-executor.ts';
import type { PlanExecutor } from './executor.ts';

/** The executors that an operator can choose from, by name. */
export const executors = {
  compiled: executeCompiled,
  // Loaded when it is wanted: with it comes what an idle hub would carry 40 MB for.
  apollo: async (...run) => (await import('./apollo-executor.ts')).executeWithApollo(...run),
} as const satisfies Record<string, PlanExecutor>;

export const executorNames = ['compiled', 'apollo'] as const satisfies (keyof typeof executors)[];
