import type { ExecutionResult } from 'graphql';
import type { CallContext, SubgraphCaller, SubgraphRequest } from './caller.ts';
import { batchable, FetchBatch, type ReadyFetch } from './fetch-batch.ts';
import { GatheredReads, type Read, type ReadGroup } from './gathered-reads.ts';
import { MergedRead, mergeable } from './merged-read.ts';
import { bodyOf, OperationTexts } from './operation-text.ts';
import { PendingFetch } from './pending-fetch.ts';
import { clientAddressHeader, type RemoteSubgraph } from './remote-subgraph.ts';
import { SubgraphConnections } from './subgraph-connections.ts';
import { SubgraphSocket } from './subgraph-socket.ts';

/**
 * Reaches a subgraph in another process: HTTP over connections that are kept open, subscriptions over
 * one websocket. A subgraph that does not answer, answers 5xx, or answers something else than a GraphQL
 * result rejects with UPSTREAM_UNAVAILABLE.
 */
export function httpCaller(subgraph: RemoteSubgraph): SubgraphCaller {
  const fetches = new Fetches(subgraph);
  const socket = new SubgraphSocket(subgraph);
  return {
    execute: (request, context) => fetches.execute(request, context),
    subscribe: (request, context) => socket.subscribe(request, context),
    async close() {
      await Promise.all([fetches.close(), socket.close()]);
    },
  };
}

class Fetches {
  readonly #subgraph: RemoteSubgraph;
  readonly #connections: SubgraphConnections;
  readonly #texts = new OperationTexts();
  readonly #reads: GatheredReads;

  constructor(subgraph: RemoteSubgraph) {
    this.#subgraph = subgraph;
    this.#connections = new SubgraphConnections(subgraph.url);
    this.#reads = new GatheredReads(subgraph.name, (groups) => this.#sendReads(groups));
  }

  execute(request: SubgraphRequest, context: CallContext): Promise<ExecutionResult> {
    const text = this.#texts.of(request);
    const { tokens, authorizationOf } = this.#subgraph;
    const credential = tokens ? tokens.sign(context.principal) : authorizationOf?.(context.principal);
    if (text.reads) return this.#reads.read(text, request.variables, credential, context);
    const fetch = new PendingFetch(this.#subgraph.name);
    const answer = fetch.join(context.signal);
    const variables = request.variables && JSON.stringify(request.variables);
    this.#post({ text, credential, context, variables, fetch });
    return answer;
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  #sendReads(groups: readonly ReadGroup[]): void {
    if (this.#subgraph.batches) this.#sendBatches(groups.flatMap((group) => this.#merged(group)));
    else for (const group of groups) for (const read of group.reads.values()) this.#post(ready(group, read));
  }

  #sendBatches(fetches: readonly ReadyFetch[]): void {
    for (const batch of batchable(fetches.filter(({ fetch }) => !fetch.isForsaken))) {
      const [first] = batch;
      if (first && batch.length === 1) this.#post(first);
      else {
        new FetchBatch(batch).send((body, onLine, onEnd) =>
          this.#connections.postBatch(batchHeaders, body, onLine, onEnd),
        );
      }
    }
  }

  /** The reads of a group, those of entities together. */
  #merged(group: ReadGroup): ReadyFetch[] {
    const reads = [...group.reads.values()];
    if (!group.text.readsEntities || reads.length === 1) return reads.map((read) => ready(group, read));
    return mergeable(reads).map((bundle) => {
      const [first] = bundle;
      if (first && bundle.length === 1) return ready(group, first);
      const fetch = new MergedRead(bundle, (each) =>
        this.#sendBatches(each.map((read) => ready(group, read))),
      );
      return { ...group, variables: fetch.variables, fetch };
    });
  }

  #post({ text, credential, context, variables, fetch }: ReadyFetch): void {
    if (fetch.isForsaken) return;
    const headers = [
      'content-type',
      'application/json',
      'accept',
      'application/graphql-response+json, application/json;q=0.9',
      'x-request-id',
      context.requestId,
    ];
    if (context.address && this.#subgraph.tokens) headers.push(clientAddressHeader, context.address);
    if (context.idempotencyKey) headers.push('idempotency-key', context.idempotencyKey);
    if (credential)
      headers.push('authorization', this.#subgraph.tokens ? `Bearer ${credential}` : credential);
    fetch.sent(this.#connections.post(headers, bodyOf(text, variables), fetch, text.reads));
  }
}

const batchHeaders = ['content-type', 'application/json'];

function ready({ text, credential, context }: ReadGroup, { variables, fetch }: Read): ReadyFetch {
  return { text, credential, context, variables, fetch };
}
