import type { ExecutionResult } from 'graphql';
import type { CallContext } from './caller.ts';
import { type OperationText, representationsVariable } from './operation-text.ts';
import { PendingFetch } from './pending-fetch.ts';

type Variables = Readonly<Record<string, unknown>>;

/** A read that somebody waits for. */
export interface Read {
  readonly given: Variables | undefined;
  /** JSON of what is given. */
  readonly variables: string | undefined;
  readonly fetch: PendingFetch;
}

/**
 * Reads of one operation with the same rights from the same address. Where they read entities, they differ in
 * the representations alone.
 */
export interface ReadGroup {
  readonly text: OperationText;
  /** Who asks, as the subgraph is told; undefined where it is told nothing. */
  readonly credential: string | undefined;
  /** Of the first who asked. */
  readonly context: CallContext;
  /** JSON of what is given besides representations. */
  readonly others: string;
  /** By JSON of what they are given. */
  readonly reads: Map<string | undefined, Read>;
}

/**
 * Reads that are asked for within one turn of the event loop, to be sent together at its end. Equal ones with
 * equal rights are one: since none has been sent before all have asked, nobody is answered with what was read
 * before they asked.
 */
export class GatheredReads {
  readonly #subgraph: string;
  readonly #send: (groups: readonly ReadGroup[]) => void;
  #groups = new Map<OperationText, Map<string | undefined, ReadGroup[]>>();

  /** @param subgraph its name, for messages */
  constructor(subgraph: string, send: (groups: readonly ReadGroup[]) => void) {
    this.#subgraph = subgraph;
    this.#send = send;
  }

  read(
    text: OperationText,
    given: Variables | undefined,
    credential: string | undefined,
    context: CallContext,
  ): Promise<ExecutionResult> {
    if (this.#groups.size === 0) setImmediate(() => this.#sendAll());
    const { reads } = this.#groupOf(text, given, credential, context);
    const variables = given && JSON.stringify(given);
    let read = reads.get(variables);
    if (!read) {
      read = { given, variables, fetch: new PendingFetch(this.#subgraph) };
      reads.set(variables, read);
    }
    return read.fetch.join(context.signal);
  }

  #groupOf(
    text: OperationText,
    given: Variables | undefined,
    credential: string | undefined,
    context: CallContext,
  ): ReadGroup {
    let ofText = this.#groups.get(text);
    if (!ofText) {
      ofText = new Map();
      this.#groups.set(text, ofText);
    }
    let groups = ofText.get(credential);
    if (!groups) {
      groups = [];
      ofText.set(credential, groups);
    }
    const others = text.readsEntities ? othersOf(given) : '';
    // A subgraph of the hub's takes note of the address.
    let group = groups.find((one) => one.context.address === context.address && one.others === others);
    if (!group) {
      group = { text, credential, context, others, reads: new Map() };
      groups.push(group);
    }
    return group;
  }

  #sendAll(): void {
    const groups: ReadGroup[] = [];
    for (const ofText of this.#groups.values()) for (const some of ofText.values()) groups.push(...some);
    this.#groups = new Map();
    this.#send(groups);
  }
}

/** What a read of entities is given besides their representations, for comparison. */
function othersOf(given: Variables = {}): string {
  let names: string[] | undefined;
  for (const name of Object.keys(given)) {
    if (name === representationsVariable) continue;
    names ??= [];
    names.push(name);
  }
  return names ? JSON.stringify(names.sort().map((name) => [name, given[name]])) : '';
}
