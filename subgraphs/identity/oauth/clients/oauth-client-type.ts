import { registerEnumType } from 'type-graphql';

export enum OAuthClientType {
  WEB = 'WEB',
  NATIVE = 'NATIVE',
  MACHINE = 'MACHINE',
}

registerEnumType(OAuthClientType, {
  name: 'OAuthClientType',
  description: 'What an OAuth client is, and so how it gets tokens.',
  valuesConfig: {
    WEB: {
      description:
        'An app with a server that keeps its secret: people sign in (authorisation code with PKCE, refresh tokens).',
    },
    NATIVE: {
      description:
        'An app on people’s devices, which can keep no secret: people sign in (authorisation code with PKCE, refresh tokens).',
    },
    MACHINE: { description: 'A program that acts as its organisation (client credentials).' },
  },
});
