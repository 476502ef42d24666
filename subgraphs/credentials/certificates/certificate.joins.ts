import { Arg, Field, FieldResolver, ObjectType, Resolver, Root, registerEnumType } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { Credential, CredentialStatus } from '../credentials/credential.ts';
import { CertificateLinks } from './certificate-link.ts';

export enum CertificateLanguage {
  INDONESIAN = 'INDONESIAN',
  ENGLISH = 'ENGLISH',
}

registerEnumType(CertificateLanguage, {
  name: 'CertificateLanguage',
  description: 'The language of a certificate.',
  valuesConfig: {
    INDONESIAN: { description: 'Indonesian.' },
    ENGLISH: { description: 'English, where the achievement has it.' },
  },
});

export enum CertificateOrientation {
  LANDSCAPE = 'LANDSCAPE',
  PORTRAIT = 'PORTRAIT',
}

registerEnumType(CertificateOrientation, {
  name: 'CertificateOrientation',
  description: 'How a certificate lies on its sheet of A4.',
  valuesConfig: {
    LANDSCAPE: { description: 'Broad.' },
    PORTRAIT: { description: 'Upright.' },
  },
});

@ObjectType({ description: 'A certificate as a PDF, with the holder’s whole name.' })
export class Certificate {
  @Field(() => String, { description: 'Where it is, without login; to be handed to nobody but the holder.' })
  url!: string;

  @Field(() => Date, {
    description: 'Until when the address shows the whole name; afterwards what the public page shows of it.',
  })
  expiresAt!: Date;
}

@Resolver(() => Credential)
export class CredentialCertificateResolver {
  constructor(private readonly links: CertificateLinks) {}

  @FieldResolver(() => Certificate, {
    nullable: true,
    description:
      'The certificate as a PDF; null for a credential that is suspended or revoked, or that was issued before credentials were signed.',
  })
  @RequiresScopes('credentials:read')
  certificate(
    @Root() credential: Credential,
    @Arg('language', () => CertificateLanguage, {
      defaultValue: CertificateLanguage.INDONESIAN,
      description: 'Its language.',
    })
    language: CertificateLanguage,
    @Arg('orientation', () => CertificateOrientation, {
      defaultValue: CertificateOrientation.LANDSCAPE,
      description: 'How it lies on the sheet.',
    })
    orientation: CertificateOrientation,
  ): Certificate | null {
    const { id, status, achievementId } = credential;
    const withdrawn = status === CredentialStatus.SUSPENDED || status === CredentialStatus.REVOKED;
    if (withdrawn || achievementId === null) return null;
    const lang = language === CertificateLanguage.ENGLISH ? 'en' : 'id';
    return this.links.url(id, { lang, layout: orientation.toLowerCase() });
  }
}
