import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { v7 as uuidv7 } from 'uuid';

/** With which a person signs in, whatever they are to one organisation or several. */
@Entity({ schema: 'identity', tableName: 'accounts' })
export class Account {
  @PrimaryKey({ type: 'uuid' })
  id: string = uuidv7();

  /** As `normalisedEmail` makes it; unique in each environment. */
  @Property({ type: 'string' })
  email!: string;

  /** Whether it is of people of sandbox organisations. */
  @Property({ type: 'boolean' })
  sandbox: boolean = false;

  @Property({ type: 'string' })
  passwordHash!: string;

  @Property({ type: 'timestamptz' })
  passwordChangedAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  createdAt: Date = new Date();
}

/** Under which an address is known: upper and lower case are the same. */
export function normalisedEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
