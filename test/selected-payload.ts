import { expect } from '@jest/globals';
import { Receiver, until } from '../subgraphs/exchange/deliveries/receiver-under-test.ts';
import { ask, send } from './graph-request.ts';
import { newLearner } from './story-nouns.ts';

/** On a hub of several processes: a webhook is sent what it selects of three subgraphs, by a worker that is none of them. */
export async function receiveSelectedPayload(
  graphqlUrl: string,
  apiKeys: { admin: string; institution: string },
): Promise<void> {
  const receiver = await new Receiver().start();
  try {
    const { viewer } = await ask(graphqlUrl, apiKeys.institution, '{ viewer { organisation { id name } } }');
    const create = (payload: string) =>
      send(
        graphqlUrl,
        apiKeys.admin,
        'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }',
        {
          input: {
            name: 'LMS',
            url: receiver.url,
            events: ['student.created'],
            organisationId: viewer.organisation.id,
            payload,
          },
        },
      );
    expect((await create('... on Student { nme }')).codes).toEqual(['VALIDATION_ERROR']);
    const selection =
      '... on Student { id name organisation { name } enrolments { totalCount } payments { totalCount } }';
    expect((await create(selection)).codes).toEqual([]);
    const { createStudent } = await ask(
      graphqlUrl,
      apiKeys.institution,
      'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id name } }',
      { input: newLearner() },
    );
    const { event } = await until(() => receiver.received[0], 'the delivery');
    expect(event).not.toHaveProperty('errors');
    expect(event.data).toEqual({
      ...createStudent,
      organisation: { name: viewer.organisation.name },
      enrolments: { totalCount: 0 },
      payments: { totalCount: 0 },
    });
  } finally {
    await receiver.close();
  }
}
