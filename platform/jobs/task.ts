import type { z } from 'zod';

/** One kind of background work. A task that is run again after a crash must change nothing twice. */
export interface TaskDefinition<Payload = never> {
  name: string;
  /** Runs by itself at these times (crontab, UTC), besides what is enqueued. */
  schedule?: string;
  payload: z.ZodType<Payload>;
  run(payload: Payload): Promise<void>;
}

/** Declares a task; the payload that `run` gets has been checked by `payload`. */
export function defineTask<Payload>(task: TaskDefinition<Payload>): TaskDefinition {
  return task as unknown as TaskDefinition;
}
