import { registerEnumType } from 'type-graphql';

export enum ExportDestination {
  SIPLATIH = 'SIPLATIH',
  LINKEDIN_PROFILE = 'LINKEDIN_PROFILE',
  LINKEDIN_FEED = 'LINKEDIN_FEED',
  EUROPASS = 'EUROPASS',
}

registerEnumType(ExportDestination, {
  name: 'CredentialExportDestination',
  description: 'Where a credential is taken.',
  valuesConfig: {
    SIPLATIH: { description: 'The ministry (SIPLatih), to be verified.' },
    LINKEDIN_PROFILE: { description: 'The certifications on the holder’s LinkedIn profile.' },
    LINKEDIN_FEED: { description: 'A post of the holder on LinkedIn.' },
    EUROPASS: { description: 'Europass, as a European credential.' },
  },
});

export enum ExportStatus {
  PENDING = 'PENDING',
  SENDING = 'SENDING',
  RETRYING = 'RETRYING',
  SUCCEEDED = 'SUCCEEDED',
  REFUSED = 'REFUSED',
  FAILED = 'FAILED',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(ExportStatus, {
  name: 'CredentialExportStatus',
  description: 'Where an export stands.',
  valuesConfig: {
    PENDING: { description: 'Stored; is sent at once.' },
    SENDING: { description: 'Is being sent; the answer is not known yet.' },
    RETRYING: { description: 'Did not get through, and is sent again by itself.' },
    SUCCEEDED: { description: 'The outside system took it.' },
    REFUSED: { description: 'The outside system refused it; `failure` says why. May be asked for again.' },
    FAILED: { description: 'Given up; `failure` says why. May be asked for again.' },
    UNKNOWN: {
      description:
        'Was sent, and no answer came: it may be there or not. Never sent again by itself, since it could then be there twice; look there, and ask for it with `again` if it is not.',
    },
  },
});

/** Every step there is, by the status that it starts from. */
export const exportSteps: Record<ExportStatus, readonly ExportStatus[]> = {
  PENDING: [ExportStatus.SENDING, ExportStatus.FAILED],
  // SENDING again: an attempt whose outcome was lost with its process is made once more, where that is safe.
  SENDING: [
    ExportStatus.SENDING,
    ExportStatus.RETRYING,
    ExportStatus.SUCCEEDED,
    ExportStatus.REFUSED,
    ExportStatus.FAILED,
    ExportStatus.UNKNOWN,
  ],
  RETRYING: [ExportStatus.SENDING, ExportStatus.FAILED],
  SUCCEEDED: [],
  REFUSED: [ExportStatus.PENDING],
  FAILED: [ExportStatus.PENDING],
  UNKNOWN: [ExportStatus.PENDING],
};

/** Statuses in which the hub itself still carries the export on. */
export const openStatuses: readonly ExportStatus[] = [
  ExportStatus.PENDING,
  ExportStatus.SENDING,
  ExportStatus.RETRYING,
];
