import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** The two lists of the registry, in the order in which they are swept. */
export enum SweptList {
  IN_PROCESS = 'IN_PROCESS',
  ISSUED = 'ISSUED',
}

/** How far the mirror has come, over all runs. One row, whose lock lets one change after the other. */
@Entity({ schema: 'permits', tableName: 'mirror_state' })
export class MirrorState {
  @PrimaryKey({ type: 'integer' })
  id: number = 1;

  /** When the registry last answered as it should. */
  @Property({ type: 'timestamptz', nullable: true })
  lastAnswerAt: Date | null = null;

  /** From when on the mirror may be behind, since the registry does not answer; null while it does. */
  @Property({ type: 'timestamptz', nullable: true })
  staleSince: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  typesReadAt: Date | null = null;

  @Property({ type: 'integer', nullable: true })
  saidTotal: number | null = null;

  @Property({ type: 'integer', nullable: true })
  saidIssued: number | null = null;

  @Property({ type: 'integer', nullable: true })
  saidInProcess: number | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  countedAt: Date | null = null;

  /** Number of the sweep that is under way; each goes through both lists. */
  @Property({ type: 'integer' })
  sweep!: number;

  @Property({ type: 'string' })
  sweepList!: SweptList;

  /** How many entries of the list lie behind. */
  @Property({ type: 'integer' })
  sweepOffset!: number;

  /** Registration ids at the end of the last page. */
  @Property({ type: 'json' })
  sweepTail!: string[];

  @Property({ type: 'integer' })
  sweepBacksteps!: number;

  /** False once a gap between two pages could not be ruled out. */
  @Property({ type: 'boolean' })
  sweepGapless!: boolean;

  /** Permits that this sweep has come by. */
  @Property({ type: 'integer' })
  sweepSeen!: number;

  @Property({ type: 'timestamptz', nullable: true })
  sweepStartedAt: Date | null = null;

  /** When a sweep was last complete. */
  @Property({ type: 'timestamptz', nullable: true })
  sweptAt: Date | null = null;
}
