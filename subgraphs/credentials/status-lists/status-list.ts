import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BigIntType } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';

/** Bits that say which credentials of an issuer hold: published as one list for each purpose. */
@Entity({ schema: 'credentials', tableName: 'status_lists' })
export class StatusList {
  @PrimaryKey({ type: 'uuid' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  issuerId!: string;

  @Property({ type: 'integer' })
  size!: number;

  @Property({ type: 'integer' })
  allotted: number = 0;

  @Property({ type: new BigIntType('number') })
  revision: number = 1;

  @Property({ type: 'timestamptz' })
  changedAt: Date = new Date();
}

/** Where a credential stands in a list. */
export interface StatusPlace {
  listId: string;
  place: number;
}
