import type { z } from 'zod';
import { classroomEvents } from './classroom.ts';
import { credentialExportEvents } from './credential-exports.ts';
import { credentialsEvents } from './credentials.ts';
import type { EventDefinition } from './define.ts';
import { exchangeEvents } from './exchange.ts';
import { identityEvents } from './identity.ts';
import { paymentsEvents } from './payments.ts';
import { permitDocumentEvents } from './permit-documents.ts';
import { permitsEvents } from './permits.ts';
import { placementEvents } from './placement.ts';
import { trainingEvents } from './training.ts';

/** Every type of event that the hub records. Adding one is one entry in its owner's file. */
export const eventCatalogue = {
  ...identityEvents,
  ...trainingEvents,
  ...classroomEvents,
  ...placementEvents,
  ...paymentsEvents,
  ...credentialsEvents,
  ...credentialExportEvents,
  ...permitsEvents,
  ...permitDocumentEvents,
  ...exchangeEvents,
} satisfies Record<string, EventDefinition>;

export type EventType = keyof typeof eventCatalogue;

/** What an event of type `T` holds. */
export type EventData<T extends EventType> = z.output<(typeof eventCatalogue)[T]['data']>;

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventCatalogue, type);
}
