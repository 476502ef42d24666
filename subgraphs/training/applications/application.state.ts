import { registerEnumType } from 'type-graphql';
import { HubError } from '../../../platform/errors.ts';

export enum ApplicationStage {
  APPLIED = 'APPLIED',
  SCREENING = 'SCREENING',
  INTERVIEW = 'INTERVIEW',
  OFFER = 'OFFER',
  HIRED = 'HIRED',
  REJECTED = 'REJECTED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(ApplicationStage, {
  name: 'ApplicationStage',
  description: 'How far an application is.',
  valuesConfig: {
    APPLIED: { description: 'Submitted; nobody has looked at it yet.' },
    SCREENING: { description: 'Being looked at.' },
    INTERVIEW: { description: 'The applicant is, or will be, interviewed.' },
    OFFER: { description: 'The applicant has an offer.' },
    HIRED: { description: 'The applicant has the position. Final.' },
    REJECTED: { description: 'Turned down; may be taken up again.' },
    WITHDRAWN: { description: 'Taken back by or for the applicant, who may apply again.' },
  },
});

const { APPLIED, SCREENING, INTERVIEW, OFFER, HIRED, REJECTED, WITHDRAWN } = ApplicationStage;

/**
 * Every step there is, by the stage that it starts from. Recruiting systems skip stages and go back to earlier ones;
 * that an application was looked at is not undone.
 */
export const applicationSteps: Record<ApplicationStage, readonly ApplicationStage[]> = {
  APPLIED: [SCREENING, INTERVIEW, OFFER, HIRED, REJECTED, WITHDRAWN],
  SCREENING: [INTERVIEW, OFFER, HIRED, REJECTED, WITHDRAWN],
  INTERVIEW: [SCREENING, OFFER, HIRED, REJECTED, WITHDRAWN],
  OFFER: [SCREENING, INTERVIEW, HIRED, REJECTED, WITHDRAWN],
  HIRED: [],
  REJECTED: [SCREENING, INTERVIEW, OFFER],
  WITHDRAWN: [APPLIED],
};

/** Throws CONFLICT when there is no such step. */
export function assertStep(from: ApplicationStage, to: ApplicationStage): void {
  if (applicationSteps[from].includes(to)) return;
  throw new HubError('CONFLICT', { message: `The application is ${from} and cannot become ${to}.` });
}
