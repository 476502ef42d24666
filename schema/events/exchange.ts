import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

const webhook = {
  owner: 'exchange',
  since: '0.1.0',
  subject: 'Webhook',
  security: true,
  data: z.strictObject({ webhook_id: id, name: z.string(), url: z.string(), status: z.string() }),
  example: {
    webhook_id: exampleIds.webhook,
    name: 'LMS',
    url: 'https://lms.example.org/webhooks/skillpassport',
    status: 'ACTIVE',
  },
} as const;

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
  'webhook.created': defineEvent({ ...webhook, description: 'A webhook was created.' }),
  'webhook.updated': defineEvent({
    ...webhook,
    description: 'A webhook changed, or its secret was rotated.',
  }),
  'webhook.deleted': defineEvent({
    ...webhook,
    description: 'A webhook was deleted, with the log of what was sent to it.',
  }),
  'webhook.status_changed': defineEvent({
    description:
      'A webhook was paused, resumed, or disabled because its endpoint asked for that or only failed.',
    owner: 'exchange',
    since: '0.1.0',
    subject: 'Webhook',
    security: true,
    data: z.strictObject({
      webhook_id: id,
      previous_status: z.string(),
      status: z.string(),
      reason: z.string().nullable(),
    }),
    example: {
      webhook_id: exampleIds.webhook,
      previous_status: 'ACTIVE',
      status: 'DISABLED',
      reason: 'The endpoint answered 410 Gone.',
    },
  }),
  'webhook_delivery.status_changed': defineEvent({
    description: 'An event reached a webhook, or did not. Told by subscription and query, never by webhook.',
    owner: 'exchange',
    since: '0.1.0',
    subject: 'WebhookDelivery',
    data: z.strictObject({
      delivery_id: id,
      webhook_id: id,
      event_id: z.string(),
      event_type: z.string(),
      previous_status: z.string(),
      status: z.string(),
      attempts: z.int(),
    }),
    example: {
      delivery_id: exampleIds.delivery,
      webhook_id: exampleIds.webhook,
      event_id: `evt_${exampleIds.payment}`,
      event_type: 'payment.completed',
      previous_status: 'PENDING',
      status: 'SUCCEEDED',
      attempts: 1,
    },
  }),
};
