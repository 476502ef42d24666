import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum IntegrationKind {
  GOVERNMENT_API = 'GOVERNMENT_API',
  SOCIAL_API = 'SOCIAL_API',
  CREDENTIAL_API = 'CREDENTIAL_API',
  PAYMENT = 'PAYMENT',
  PERMIT_REGISTRY = 'PERMIT_REGISTRY',
  DOCUMENT_SIGNING = 'DOCUMENT_SIGNING',
  MAIL = 'MAIL',
}

registerEnumType(IntegrationKind, {
  name: 'IntegrationKind',
  description: 'What an outside system is to the hub.',
  valuesConfig: {
    GOVERNMENT_API: { description: 'A government’s own interface.' },
    SOCIAL_API: { description: 'A professional or social network.' },
    CREDENTIAL_API: { description: 'An issuer or wallet of credentials.' },
    PAYMENT: { description: 'A wallet that collects money.' },
    PERMIT_REGISTRY: { description: 'A register of permits.' },
    DOCUMENT_SIGNING: { description: 'A service by which people sign documents.' },
    MAIL: { description: 'A server that delivers mail to people.' },
  },
});

export enum IntegrationAuthentication {
  OAUTH2_CLIENT_CREDENTIALS = 'OAUTH2_CLIENT_CREDENTIALS',
  OAUTH2_AUTHORIZATION_CODE = 'OAUTH2_AUTHORIZATION_CODE',
  API_KEY = 'API_KEY',
  API_KEY_AND_SIGNATURE = 'API_KEY_AND_SIGNATURE',
  OPTIONAL_API_KEY = 'OPTIONAL_API_KEY',
  BASIC = 'BASIC',
  OPTIONAL_PASSWORD = 'OPTIONAL_PASSWORD',
}

registerEnumType(IntegrationAuthentication, {
  name: 'IntegrationAuthentication',
  description: 'How the hub says who it is when it calls an outside system.',
  valuesConfig: {
    OAUTH2_CLIENT_CREDENTIALS: { description: 'OAuth 2.0: a token for the hub itself.' },
    OAUTH2_AUTHORIZATION_CODE: { description: 'OAuth 2.0: a token for each person who consents.' },
    API_KEY: { description: 'A key, sent as a bearer token.' },
    API_KEY_AND_SIGNATURE: { description: 'A key, and a signature over each request.' },
    OPTIONAL_API_KEY: { description: 'A key where the installation asks for one, else nothing.' },
    BASIC: { description: 'A name and a password, with HTTP Basic.' },
    OPTIONAL_PASSWORD: { description: 'A name and a password where the server asks for them, else nothing.' },
  },
});

@ObjectType({ description: 'An outside system that the hub works with.' })
@Directive('@key(fields: "name")')
export class Integration {
  @Field(() => ID, { description: 'Its name, such as GOPAY.' })
  name!: string;

  @Field(() => IntegrationKind, { description: 'What it is to the hub.' })
  kind!: IntegrationKind;

  @Field(() => IntegrationAuthentication, { description: 'How the hub says who it is when it calls.' })
  authentication!: IntegrationAuthentication;

  @Field(() => Int, {
    nullable: true,
    description: 'Phase of the national integration plan that it belongs to; null outside that plan.',
  })
  phase!: number | null;

  /** Where the configuration of the hub has it; null where it says nothing. */
  configuredUrl!: string | null;
}
