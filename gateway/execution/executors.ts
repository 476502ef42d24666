import { executeWithApollo } from './apollo-executor.ts';
import { executeCompiled } from './compiled/compiled-executor.ts';
import type { PlanExecutor } from './executor.ts';

/** The executors that an operator can choose from, by name. */
export const executors = {
  compiled: executeCompiled,
  apollo: executeWithApollo,
} as const satisfies Record<string, PlanExecutor>;

export const executorNames = ['compiled', 'apollo'] as const satisfies (keyof typeof executors)[];
