import type { Requests } from './step.ts';

/** Webhooks, and what is sent to them. */
export const webhooks: Requests = [
  () => ({
    operation: 'CreateWebhook',
    body: {
      name: 'LMS',
      url: 'http://127.0.0.1:9/webhooks/skillpassport',
      events: ['student.enrolled', 'course.completed'],
      retry_count: 3,
      timeout_seconds: 30,
    },
  }),
  () => ({ operation: 'ListWebhooks' }),
  ({ CreateWebhook }) => ({ operation: 'GetWebhook', path: { id: CreateWebhook.id } }),
  ({ CreateWebhook }) => ({
    operation: 'UpdateWebhook',
    path: { id: CreateWebhook.id },
    body: { events: ['student.enrolled', 'course.completed', 'payment.completed'] },
  }),
  ({ CreateWebhook }) => ({
    operation: 'SendTestEvent',
    path: { id: CreateWebhook.id },
    body: { event: 'student.enrolled' },
  }),
  ({ CreateWebhook }) => ({
    operation: 'ListWebhookDeliveries',
    path: { id: CreateWebhook.id },
    query: { limit: '5' },
  }),
  ({ CreateWebhook, SendTestEvent }) => ({
    operation: 'Redeliver',
    path: { id: CreateWebhook.id, delivery_id: SendTestEvent.id },
  }),
  ({ CreateWebhook }) => ({ operation: 'PauseWebhook', path: { id: CreateWebhook.id } }),
  ({ CreateWebhook }) => ({ operation: 'ResumeWebhook', path: { id: CreateWebhook.id } }),
  ({ CreateWebhook }) => ({
    operation: 'RecoverWebhook',
    path: { id: CreateWebhook.id },
    body: { since: '2026-09-10T03:00:00Z' },
  }),
  ({ CreateWebhook }) => ({
    operation: 'RotateWebhookSecret',
    path: { id: CreateWebhook.id },
    body: { overlap_hours: 24 },
  }),
  ({ CreateWebhook }) => ({ operation: 'DeleteWebhook', path: { id: CreateWebhook.id } }),
];
