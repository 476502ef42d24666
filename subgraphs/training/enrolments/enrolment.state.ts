import { registerEnumType } from 'type-graphql';
import { HubError } from '../../../platform/errors.ts';

export enum EnrolmentStatus {
  ENROLLED = 'ENROLLED',
  IN_PROGRESS = 'IN_PROGRESS',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(EnrolmentStatus, {
  name: 'EnrolmentStatus',
  description: 'Where an enrolment stands.',
  valuesConfig: {
    ENROLLED: { description: 'Has a place and has not begun.' },
    IN_PROGRESS: { description: 'Has begun.' },
    COMPLETED: { description: 'Has finished the program.' },
    CANCELLED: { description: 'Gave the place up, or lost it; may be enrolled again.' },
  },
});

/** Every step there is, by the status that it starts from. */
export const enrolmentSteps: Record<EnrolmentStatus, readonly EnrolmentStatus[]> = {
  ENROLLED: [EnrolmentStatus.IN_PROGRESS, EnrolmentStatus.COMPLETED, EnrolmentStatus.CANCELLED],
  IN_PROGRESS: [EnrolmentStatus.COMPLETED, EnrolmentStatus.CANCELLED],
  COMPLETED: [],
  CANCELLED: [EnrolmentStatus.ENROLLED],
};

/** Throws CONFLICT when there is no such step. */
export function assertStep(from: EnrolmentStatus, to: EnrolmentStatus): void {
  if (enrolmentSteps[from].includes(to)) return;
  throw new HubError('CONFLICT', { message: `The enrolment is ${from} and cannot become ${to}.` });
}
