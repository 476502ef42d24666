import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@jest/globals';
import { estimatedCost } from '../gateway/cost/operation-cost.ts';
import { MemoryCounters } from '../gateway/rate-limits/memory-counters.ts';
import { type Gateway, startGateway } from '../gateway/server.ts';
import { readEnvironment } from '../platform/config.ts';
import { projectRoot } from '../platform/project-root.ts';
import { embeddedParts } from '../run/configuration.ts';
import { rateLimits } from '../run/rate-limits.ts';
import { restInterface } from '../run/rest-interface.ts';
import { committedEndpoints } from './rest-bodies.ts';
import { sendRest } from './rest-requests.ts';
import { type Data, organisationPrincipal } from './subgraph-harness.ts';
import type { WholeGraph } from './whole-graph.ts';

const wholePage = '/v1/students?limit=1000&include=courses,assessments,applications';

/** Every list can be asked for by a thousand with all that it includes; a dearer page is refused with what could be had. */
export async function expectPagesAllowed(hub: WholeGraph, organisationId: string): Promise<void> {
  const { gateway: roomy, rates } = await limitedGateway(hub, organisationId, {});
  const { gateway: tight } = await limitedGateway(hub, organisationId, { COST_LIMIT_PER_OPERATION: '50000' });
  try {
    for (const { operation, plan, variables } of await committedEndpoints()) {
      const included = variables.filter(({ source }) => source.in === 'list').map(({ name }) => [name, true]);
      const cost = estimatedCost(plan(), { ...Object.fromEntries(included), first: 1000 });
      expect([operation.name, cost]).toEqual([
        operation.name,
        Math.min(cost, rates.COST_LIMIT_PER_OPERATION),
      ]);
    }
    const { status, body } = await sendRest(roomy.url, 'GET', wholePage);
    expect([status, body.pagination.limit]).toEqual([200, 1000]);
    const refused = await sendRest(tight.url, 'GET', wholePage);
    expect([refused.status, refused.body.error]).toEqual([
      400,
      {
        code: 'QUERY_TOO_COMPLEX',
        message: expect.any(String),
        details: [{ field: 'limit', message: expect.any(String) }],
      },
    ]);
    const [, most] = /ask for (\d+) at most/.exec(refused.body.detail) ?? [];
    const page = (limit: number) => sendRest(tight.url, 'GET', wholePage.replace('1000', String(limit)));
    expect([(await page(Number(most))).status, (await page(Number(most) + 1)).status]).toEqual([200, 400]);
  } finally {
    await roomy.close();
    await tight.close();
  }
}

/** Requests that a steady client has under way at a time, and milliseconds between the beginnings of two. */
const atATime = 5;
const apartMs = 100;
/** Points that the default tier has for each read. */
const shareOfRead = 200;
/** What takes a thousand rows at a time. */
const bulk = /^(Create|Record|Add)\w+s(ToClasses)?$|^UpdateApplicationStages$/;

/** A client that keeps to that, by the clock of the limits, has each of the thousand reads of an hour answered, and no more. */
export async function expectSteadyReads(
  hub: WholeGraph,
  organisationId: string,
  studentId: string,
): Promise<void> {
  const dear = (await committedEndpoints()).filter(
    ({ operation, plan }) => !bulk.test(operation.name) && estimatedCost(plan(), { first: 20 }) > shareOfRead,
  );
  // With headers and attempts of which there are fewer than is assumed; what was not there is given back.
  expect(dear.map(({ operation }) => operation.name)).toEqual(['ListWebhooks', 'ListWebhookDeliveries']);
  let now = 0;
  const { gateway } = await limitedGateway(hub, organisationId, {}, () => now);
  const answers: { status: number; body: Data }[] = [];
  let begun = 0;
  const goOn = async () => {
    while (begun < 1001) {
      // Most are refused for what is wrong with them, which is quick, and counts as a read all the same.
      const wellFormed = begun % 20 === 0 ? '/v1/students' : `/v1/students/${studentId}`;
      const url = begun % 5 === 0 || begun > 900 ? wellFormed : '/v1/students?limit=0';
      begun += 1;
      now += apartMs;
      const answer = await gateway.app.inject({ url });
      answers.push({ status: answer.statusCode, body: answer.json() });
    }
  };
  try {
    await Promise.all(Array.from({ length: atATime }, goOn));
  } finally {
    await gateway.close();
  }
  const refused = answers.filter(({ status }) => status !== 200 && status !== 400);
  expect(refused.map(({ body }) => body.detail)).toEqual([
    expect.stringMatching(/^Too many requests: 1000 reads an hour are allowed/),
  ]);
  expect(answers.findIndex(({ status }) => status === 429)).toBeGreaterThanOrEqual(answers.length - atATime);
}

/** A gateway over the hub's subgraphs that limits as the hub does; all who call are the same organisation. */
async function limitedGateway(
  { hub }: WholeGraph,
  organisationId: string,
  environment: Record<string, string>,
  now?: () => number,
): Promise<{ gateway: Gateway; rates: { COST_LIMIT_PER_OPERATION: number } }> {
  const { rates } = readEnvironment({ rates: embeddedParts.rates }, environment);
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    supergraphSdl: await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8'),
    callers: hub.callers,
    authenticator: { authenticate: async () => organisationPrincipal(organisationId) },
    rateLimits: rateLimits(rates, new MemoryCounters(now)),
    rest: await restInterface(''),
  });
  return { gateway, rates };
}
