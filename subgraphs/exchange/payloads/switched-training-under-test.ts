import { HubError } from '../../../platform/errors.ts';
import type { SubgraphCaller } from '../../../platform/federation/caller.ts';

/** The subgraph of trainings, which is up or down as the test wants it. */
export class SwitchedTraining implements SubgraphCaller {
  answer: 'enrolments' | 'down' | 'forbidden' = 'enrolments';

  async execute() {
    if (this.answer === 'down') throw new HubError('UPSTREAM_UNAVAILABLE');
    if (this.answer === 'enrolments') return { data: { _entities: [{ enrolments: { totalCount: 3 } }] } };
    const { extensions } = new HubError('FORBIDDEN');
    return { data: null, errors: [{ message: 'No.', extensions } as never] };
  }

  async subscribe(): Promise<never> {
    throw new HubError('UPSTREAM_UNAVAILABLE');
  }

  async close() {}
}
