import { z } from 'zod';
import { defineEvent } from './define.ts';

export const exchangeEvents = {
  'integration.health_changed': defineEvent({
    description: 'An outside system began to fail, or answers again.',
    owner: 'exchange',
    since: '0.1.0',
    subject: 'Integration',
    data: z.strictObject({
      system: z.string(),
      old_status: z.string(),
      new_status: z.string(),
      last_error: z.string().nullable(),
    }),
    example: {
      system: 'GOPAY',
      old_status: 'HEALTHY',
      new_status: 'FAILING',
      last_error: 'gopay did not answer',
    },
  }),
};
