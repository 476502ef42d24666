import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { Said } from './said.ts';

export enum Verdict {
  VALID = 'VALID',
  EXPIRED = 'EXPIRED',
  SUSPENDED = 'SUSPENDED',
  REVOKED = 'REVOKED',
  ALTERED = 'ALTERED',
  SANDBOX = 'SANDBOX',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(Verdict, {
  name: 'CredentialVerdict',
  description: 'What came of checking a credential.',
  valuesConfig: {
    VALID: { description: 'It is genuine and holds.' },
    EXPIRED: { description: 'It is genuine, and its validity has ended.' },
    SUSPENDED: { description: 'It is genuine, and its issuer has suspended it for the time being.' },
    REVOKED: { description: 'It is genuine, and its issuer has revoked it for good.' },
    ALTERED: { description: 'It is not what its issuer signed.' },
    SANDBOX: {
      description:
        'It is of a sandbox organisation of this hub: made for a try, it attests nothing of anybody. The checks say what would come of it.',
    },
    UNKNOWN: { description: 'It cannot be told; the checks say why.' },
  },
});

export enum CheckName {
  FORM = 'FORM',
  ISSUER = 'ISSUER',
  PROOF = 'PROOF',
  REGISTERED = 'REGISTERED',
  DATES = 'DATES',
  STATUS = 'STATUS',
  HOLDER = 'HOLDER',
}

registerEnumType(CheckName, {
  name: 'CredentialCheckName',
  description: 'What is looked at when a credential is checked.',
  valuesConfig: {
    FORM: { description: 'Whether it can be read as a credential.' },
    ISSUER: { description: 'Whether the issuer’s keys can be had.' },
    PROOF: { description: 'Whether it is what the issuer signed.' },
    REGISTERED: { description: 'Whether this hub has issued it; only for its own credentials.' },
    DATES: { description: 'Whether its validity has begun, and has not ended.' },
    STATUS: { description: 'Whether the issuer has suspended or revoked it.' },
    HOLDER: { description: 'Whether it was issued to the person of the name that was given.' },
  },
});

export enum CheckOutcome {
  PASSED = 'PASSED',
  FAILED = 'FAILED',
  NOT_DONE = 'NOT_DONE',
}

registerEnumType(CheckOutcome, {
  name: 'CredentialCheckOutcome',
  description: 'What came of one check.',
  valuesConfig: {
    PASSED: { description: 'It is well.' },
    FAILED: { description: 'It is not well.' },
    NOT_DONE: { description: 'It could not be looked at.' },
  },
});

@ObjectType({ description: 'One thing that was looked at.' })
export class CredentialCheck {
  @Field(() => CheckName, { description: 'What was looked at.' })
  name!: CheckName;

  @Field(() => CheckOutcome, { description: 'What came of it.' })
  outcome!: CheckOutcome;

  /** In the languages of the pages. */
  said!: Said | null;

  @Field(() => String, { nullable: true, description: 'Why, in English, where there is more to say.' })
  get detail(): string | null {
    return this.said?.en ?? null;
  }
}

@ObjectType({ description: 'What came of checking a credential, and what it says of itself.' })
export class CredentialVerification {
  @Field(() => Verdict, { description: 'Whether it can be relied on.' })
  verdict!: Verdict;

  @Field(() => [CredentialCheck], { description: 'What was looked at, in order.' })
  checks!: CredentialCheck[];

  @Field(() => String, { nullable: true, description: 'Id of the credential, an address as a rule.' })
  credentialId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Its id in this hub, where this hub issued it.' })
  hubCredentialId!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is called.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Id of its issuer, a DID as a rule.' })
  issuerId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of its issuer, as the credential says.' })
  issuerName!: string | null;

  @Field(() => Date, { nullable: true, description: 'Since when it holds, as it says.' })
  validFrom!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Until when it holds, as it says; null without end.' })
  validUntil!: Date | null;

  @Field(() => Date, { description: 'When it was checked.' })
  checkedAt!: Date;
}

/** Collects checks until the verdict is clear. */
export class Findings {
  readonly checks: CredentialCheck[] = [];

  passed(name: CheckName, said: Said | null = null): void {
    this.#add({ name, outcome: CheckOutcome.PASSED, said });
  }

  failed(name: CheckName, said: Said): void {
    this.#add({ name, outcome: CheckOutcome.FAILED, said });
  }

  notDone(name: CheckName, said: Said): void {
    this.#add({ name, outcome: CheckOutcome.NOT_DONE, said });
  }

  #add(check: Omit<CredentialCheck, 'detail'>): void {
    this.checks.push(Object.assign(new CredentialCheck(), check));
  }
}
