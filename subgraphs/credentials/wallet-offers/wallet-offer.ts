import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { v7 as uuidv7 } from 'uuid';

/** A wallet’s invitation to fetch a credential: its code is exchanged once, for a token that fetches it. */
@Entity({ schema: 'credentials', tableName: 'wallet_offers' })
export class WalletOffer {
  @PrimaryKey({ type: 'uuid' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  credentialId!: string;

  @Property({ type: 'string' })
  codeHash!: string;

  @Property({ type: 'string', nullable: true })
  tokenHash: string | null = null;

  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  redeemedAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  createdAt: Date = new Date();
}
