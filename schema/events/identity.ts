import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

const organisation = {
  owner: 'identity',
  since: '0.1.0',
  subject: 'Organisation',
  security: true,
  data: z.strictObject({ organisation_id: id, name: z.string(), kind: z.string() }),
  example: {
    organisation_id: exampleIds.organisation,
    name: 'LPK Teknologi Indonesia',
    kind: 'TRAINING_INSTITUTION',
  },
} as const;

const userData = z.strictObject({ user_id: id, name: z.string(), email: z.string(), role: z.string() });

const user = {
  owner: 'identity',
  since: '0.1.0',
  subject: 'User',
  security: true,
  data: userData,
  example: { user_id: exampleIds.user, name: 'Budi Hartono', email: 'budi@example.org', role: 'INSTRUCTOR' },
} as const;

const student = {
  owner: 'identity',
  since: '0.1.0',
  subject: 'Student',
  data: z.strictObject({ student_id: id, name: z.string(), email: z.string() }),
  example: { student_id: exampleIds.student, name: 'Siti Rahmawati', email: 'siti@example.org' },
} as const;

const apiKey = {
  owner: 'identity',
  since: '0.1.0',
  subject: 'ApiKey',
  security: true,
  data: z.strictObject({ api_key_id: id, name: z.string(), prefix: z.string() }),
  example: { api_key_id: exampleIds.apiKey, name: 'LMS', prefix: 'hub_0123456789ab' },
} as const;

const oauthClient = {
  owner: 'identity',
  since: '0.1.0',
  subject: 'OAuthClient',
  security: true,
  data: z.strictObject({ client_id: id, name: z.string() }),
  example: { client_id: exampleIds.oauthClient, name: 'LMS' },
} as const;

const oauthConsent = {
  owner: 'identity',
  since: '0.1.0',
  subject: 'OAuthConsent',
  security: true,
  data: z.strictObject({ consent_id: id, client_id: id, user_id: id, scope: z.string() }),
  example: {
    consent_id: exampleIds.oauthConsent,
    client_id: exampleIds.oauthClient,
    user_id: exampleIds.user,
    scope: 'profile email courses',
  },
} as const;

const session = {
  owner: 'identity',
  since: '0.1.0',
  subject: 'SignInSession',
  security: true,
  data: z.strictObject({ session_id: id, user_id: id }),
  example: { session_id: exampleIds.signInSession, user_id: exampleIds.user },
} as const;

export const identityEvents = {
  'organisation.created': defineEvent({ ...organisation, description: 'An organisation was created.' }),
  'organisation.updated': defineEvent({ ...organisation, description: 'An organisation changed.' }),
  'organisation.tier_changed': defineEvent({
    description: 'The operator changed how much the keys and clients of an organisation may ask for.',
    owner: 'identity',
    since: '0.1.0',
    subject: 'Organisation',
    security: true,
    data: z.strictObject({ organisation_id: id, previous_tier: z.string(), tier: z.string() }),
    example: { organisation_id: exampleIds.organisation, previous_tier: 'STANDARD', tier: 'ELEVATED' },
  }),
  'user.created': defineEvent({ ...user, description: 'A user of an organisation was created.' }),
  'user.invited': defineEvent({
    ...user,
    description: 'A link was sent to a user, by which they accept and set a password.',
  }),
  'user.activated': defineEvent({ ...user, description: 'A user accepted, and can sign in.' }),
  'user.role_changed': defineEvent({
    ...user,
    description: 'A user has another role; what they were signed in to was ended.',
    data: userData.extend({ previous_role: z.string() }),
    example: { ...user.example, previous_role: 'FINANCE' },
  }),
  'user.deactivated': defineEvent({
    ...user,
    description: 'A user may no longer sign in; what they were signed in to was ended.',
  }),
  'user.reactivated': defineEvent({ ...user, description: 'A deactivated user may sign in again.' }),
  'user.password_changed': defineEvent({
    ...user,
    description: 'The password of a user was changed; what they were signed in to was ended.',
  }),
  'student.created': defineEvent({ ...student, description: 'New student registered.' }),
  'student.updated': defineEvent({ ...student, description: 'A student changed.' }),
  'api_key.created': defineEvent({ ...apiKey, description: 'A key was made.' }),
  'api_key.updated': defineEvent({
    ...apiKey,
    description: 'A key was given another name, end, addresses or limits.',
  }),
  'api_key.rotated': defineEvent({
    ...apiKey,
    description: 'A key was made anew; `prefix` is that of the new one.',
  }),
  'api_key.revoked': defineEvent({ ...apiKey, description: 'A key was revoked.' }),
  'oauth_client.created': defineEvent({ ...oauthClient, description: 'An OAuth client was made.' }),
  'oauth_client.secret_rotated': defineEvent({
    ...oauthClient,
    description: 'An OAuth client was given another secret.',
  }),
  'oauth_client.deleted': defineEvent({
    ...oauthClient,
    description: 'An OAuth client was deleted; its access tokens are refused.',
  }),
  'oauth_token.revoked': defineEvent({
    description: 'An access token was revoked by its client.',
    owner: 'identity',
    since: '0.1.0',
    subject: 'OAuthClient',
    security: true,
    data: z.strictObject({ client_id: id, token_id: z.string() }),
    example: { client_id: exampleIds.oauthClient, token_id: 'jQ8aVx1Zr5mL0kTn3WcYe' },
  }),
  'oauth_client.updated': defineEvent({
    ...oauthClient,
    description: 'The addresses that an OAuth client may be led back to have changed.',
  }),
  'oauth_grant.revoked': defineEvent({
    description: 'The tokens that an app held of a person were ended, for the reason that is told.',
    owner: 'identity',
    since: '0.1.0',
    subject: 'OAuthGrant',
    security: true,
    data: z.strictObject({
      grant_id: id,
      client_id: id,
      user_id: id,
      reason: z.enum(['REUSED', 'REVOKED', 'ENDED', 'USER_CHANGED']),
    }),
    example: {
      grant_id: exampleIds.oauthGrant,
      client_id: exampleIds.oauthClient,
      user_id: exampleIds.user,
      reason: 'REUSED',
    },
  }),
  'oauth_consent.given': defineEvent({
    ...oauthConsent,
    description: 'A person agreed that an app may do these for them.',
  }),
  'oauth_consent.withdrawn': defineEvent({
    ...oauthConsent,
    description: 'What a person had agreed to was taken back; the app’s tokens are refused.',
  }),
  'session.started': defineEvent({ ...session, description: 'A person signed in, in a browser.' }),
  'session.ended': defineEvent({
    ...session,
    description: 'A person signed out in a browser, or ended its session from elsewhere.',
  }),
};
