export { Client } from './client.ts';
export { type CatalogueCode, type ErrorCode, type ErrorDetail, SkillsHubError } from './errors.ts';
export type { DeliveredEvent, EventsOptions, HubEvent } from './events.ts';
export type { EventData } from './generated/events.ts';
export type { ClientOptions, EnvironmentName, RequestOptions } from './options.ts';
export { environments } from './options.ts';
export type { List, Page } from './pages.ts';
export type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';
export type { Stream, StreamTransport } from './stream.ts';
export type { DocumentTypeDecoration, Operation } from './typed-document.ts';
export {
  type Delivery,
  type VerifyOptions,
  verifyWebhook,
  WebhookVerificationError,
} from './verify-webhook.ts';
export { webSocket } from './web-socket.ts';
export { expressHandler, fastifyHandler, fetchHandler } from './webhook-handlers.ts';
export type { EventHandler } from './webhooks.ts';
