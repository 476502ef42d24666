import type { GraphQLFormattedError } from 'graphql';
import type { Gauge } from 'prom-client';
import { HubError } from '../../platform/errors.ts';
import { withRequestId } from '../../platform/log.ts';
import type { ErrorFormatter } from '../errors.ts';
import { Batches } from './batches.ts';
import { SharedMessage } from './shared-message.ts';
import type { SubscriptionRun } from './subscription-run.ts';

/** How many messages, and characters of JSON, are kept for members that read more slowly than the fastest. */
const keptMessages = 1000;
const keptCharacters = 8 * 1024 * 1024;
/** So many members are written to before others get their turn in the process. */
const sliceSize = 500;
/** Messages that are written at once when so many are there. */
const batchSize = 50;

type Errors = readonly GraphQLFormattedError[];

/** Who takes the messages of a run. */
export interface Taker {
  /** Takes messages, in order. False when it wants no more before its membership is told `ready()`. */
  take(messages: readonly SharedMessage[]): boolean;
  /** There will be no more: without errors because the subscription has completed. */
  ended(errors?: Errors): void;
}

export interface SharedRunOptions {
  /** What the run logs, and its errors, are found by. */
  requestId: string;
  formatError: ErrorFormatter;
  /** Counts the members of runs that have begun. */
  running: Gauge;
  /** Called once, when nobody can join any more. */
  onOver: () => void;
}

/**
 * One subscription at its subgraph for all who asked for the same with the same rights. Each event is
 * executed and serialised once. The next is asked for when one member at least has taken the last: the
 * fastest sets the pace, and where there is but one, the source waits for it. What slower ones have
 * not taken is kept for them, within limits; one for which it is no longer kept ends with LAGGED.
 */
export class SharedRun {
  /** Resolves when the subgraph has begun; rejects with what it refuses, of which the members are told. */
  readonly started: Promise<void>;
  readonly #options: SharedRunOptions;
  readonly #members = new Set<Membership>();
  /** Those of `#members` that take nothing at present; all others have taken everything. */
  readonly #slow = new Set<Membership>();
  /** Messages that some of `#slow` have not taken, without a gap up to the last. */
  readonly #kept: SharedMessage[] = [];
  #keptCharacters = 0;
  /** Number of the first of `#kept`, and of the message that comes next. */
  #first = 0;
  #next = 0;
  #source: SubscriptionRun | undefined;
  #over = false;
  #end: { errors?: Errors } | undefined;
  #wake = () => {};

  /** @param begin begins the subscription */
  constructor(begin: () => Promise<SubscriptionRun>, options: SharedRunOptions) {
    this.#options = options;
    this.started = withRequestId(options.requestId, () => this.#begin(begin));
  }

  /** Gives `taker` every message from now on. Not for a run that is over. */
  join(taker: Taker): Membership {
    const membership = new Membership(this, taker, this.#next);
    this.#members.add(membership);
    if (this.#source) this.#count(membership);
    return membership;
  }

  /** For memberships: one wants no more. */
  leave(member: Membership): void {
    this.#remove(member);
    if (this.#members.size === 0 && !this.#over) {
      this.#close();
      void this.#source?.end();
    }
    this.#wake();
  }

  /** For memberships: one takes again. */
  serve(member: Membership): void {
    while (member.taking && member.place < this.#next) {
      const from = member.place - this.#first;
      member.take(this.#kept.slice(from, from + batchSize));
    }
    if (!member.taking || !this.#slow.delete(member)) return;
    this.#forgetTaken();
    if (this.#end) this.#part(member, this.#end.errors);
    this.#wake();
  }

  async #begin(begin: () => Promise<SubscriptionRun>): Promise<void> {
    let source: SubscriptionRun;
    try {
      source = await begin();
    } catch (error) {
      this.#endAll([this.#options.formatError(error)]);
      throw error;
    }
    this.#source = source;
    for (const member of this.#members) this.#count(member);
    // Everybody may have left meanwhile.
    if (this.#over) await source.end();
    else void this.#pump(source);
  }

  async #pump(source: SubscriptionRun): Promise<void> {
    const { formatError } = this.#options;
    const batches = new Batches(() => source.next(), batchSize);
    try {
      for (;;) {
        while (this.#slow.size > 0 && this.#slow.size === this.#members.size) await this.#anybodyReady();
        if (this.#over) return;
        const events = await batches.next();
        if (this.#over) return;
        if (events.length === 0) break;
        await this.#deliver(
          events.map(({ result, cursor }) => new SharedMessage(result, cursor, formatError)),
        );
      }
      this.#endAll();
    } catch (error) {
      if (!this.#over) this.#endAll([formatError(error)]);
    }
  }

  #anybodyReady(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #deliver(messages: readonly SharedMessage[]): Promise<void> {
    const number = this.#next;
    this.#next += messages.length;
    if (this.#slow.size > 0) this.#keep(messages);
    else this.#first = this.#next;
    let served = 0;
    for (const member of this.#members) {
      // Neither those who have older ones to take, nor those who have joined since.
      if (!member.taking || member.place !== number) continue;
      member.take(messages);
      if (!member.taking) this.#slow.add(member);
      served += 1;
      if (served % sliceSize === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #keep(messages: readonly SharedMessage[]): void {
    for (const message of messages) {
      this.#kept.push(message);
      this.#keptCharacters += message.json.length;
    }
    if (this.#tooMuch()) this.#forgetTaken();
    while (this.#tooMuch()) {
      for (const member of this.#slow) if (member.place === this.#first) this.#lag(member);
      this.#forgetTaken();
    }
  }

  #tooMuch(): boolean {
    const { length } = this.#kept;
    return length > 1 && (length > keptMessages || this.#keptCharacters > keptCharacters);
  }

  #forgetTaken(): void {
    if (this.#kept.length === 0) return;
    let needed = this.#next;
    for (const { place } of this.#slow) {
      if (place === this.#first) return;
      needed = Math.min(needed, place);
    }
    for (const { json } of this.#kept.splice(0, needed - this.#first)) this.#keptCharacters -= json.length;
    this.#first = needed;
  }

  /** The one message that it waits for stays to be taken, so that there is a cursor to go on from. */
  #lag(member: Membership): void {
    const last = this.#kept[0] as SharedMessage;
    const extensions = last.cursor === undefined ? {} : { cursor: last.cursor };
    this.#remove(member);
    member.partWith(last, [this.#options.formatError(new HubError('LAGGED', { extensions }))]);
  }

  /** Those who are slow take what they have not taken before they hear of the end. */
  #endAll(errors?: Errors): void {
    this.#end = errors ? { errors } : {};
    if (!this.#over) this.#close();
    for (const member of this.#members) if (member.taking) this.#part(member, errors);
  }

  #part(member: Membership, errors?: Errors): void {
    this.#remove(member);
    member.end(errors);
  }

  #count(member: Membership): void {
    member.counted = true;
    this.#options.running.inc();
  }

  #remove(member: Membership): void {
    this.#members.delete(member);
    this.#slow.delete(member);
    if (member.counted) this.#options.running.dec();
    member.counted = false;
  }

  #close(): void {
    this.#over = true;
    this.#options.onOver();
  }
}

/** One taker's place in a run. */
export class Membership {
  /** Number of the message that it takes next. */
  place: number;
  taking = true;
  counted = false;
  readonly #run: SharedRun;
  readonly #taker: Taker;
  #parting: { message: SharedMessage; errors: Errors } | undefined;

  constructor(run: SharedRun, taker: Taker, place: number) {
    this.#run = run;
    this.#taker = taker;
    this.place = place;
  }

  take(messages: readonly SharedMessage[]): void {
    this.place += messages.length;
    this.taking = this.#taker.take(messages);
  }

  /** The taker takes again. */
  ready(): void {
    this.taking = true;
    const parting = this.#parting;
    this.#parting = undefined;
    if (parting) {
      this.#taker.take([parting.message]);
      this.#taker.ended(parting.errors);
    } else this.#run.serve(this);
  }

  /** The taker wants no more, and hears no more. */
  leave(): void {
    this.taking = false;
    this.#parting = undefined;
    this.#run.leave(this);
  }

  /** Gives it one message more when it takes again, and ends it then. */
  partWith(message: SharedMessage, errors: Errors): void {
    this.#parting = { message, errors };
  }

  end(errors?: Errors): void {
    this.#taker.ended(errors);
  }
}
