import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type SicantikUnderTest,
  startSicantik,
} from '../../../integrations/permit-registry/sicantik/sicantik-under-test.ts';
import { type Data, platformPrincipal, startSubgraphs } from '../../../test/subgraph-harness.ts';
import { type MirrorUnderTest, startMirror } from '../mirror-under-test.ts';
import { permitsAlone } from '../permits-under-test.ts';

const shown = '{ sicantikConfiguration { name baseUrl hasApiKey timeoutSeconds source setAt } }';
const set = `mutation($input: SetSicantikConfigurationInput!) { setSicantikConfiguration(input: $input) {
  name baseUrl hasApiKey timeoutSeconds source setAt } }`;
const test = 'mutation { testSicantikConnection { success message errorCode statusCode retryAt } }';

describe('the configuration of the permit registry', () => {
  let mirror: MirrorUnderTest;
  let other: SicantikUnderTest;
  beforeAll(async () => {
    mirror = await startMirror({ apiKey: 'kunci-pertama' });
    other = await startSicantik({ apiKey: 'kunci-kedua', permits: 50 });
  });
  afterAll(async () => {
    await mirror.close();
    await other.close();
  });

  const configure = async (input: Data) => (await mirror.ask(set, { input })).setSicantikConfiguration;
  const refused = (input: Data) => mirror.hub.call('permits', platformPrincipal(), set, { input });

  it('is that of the environment until somebody sets another', async () => {
    expect((await mirror.ask(shown)).sicantikConfiguration).toEqual({
      name: 'Environment',
      baseUrl: mirror.sicantik.address.baseUrl,
      hasApiKey: true,
      timeoutSeconds: 30,
      source: 'ENVIRONMENT',
      setAt: null,
    });
    expect((await mirror.ask(test)).testSicantikConnection).toEqual({
      success: true,
      message: 'The registry answers.',
      errorCode: null,
      statusCode: 200,
      retryAt: null,
    });
  });

  it('keeps its key while the address stays, and shows it to nobody', async () => {
    const { baseUrl } = mirror.sicantik.address;
    const configured = await configure({ name: 'Karo', baseUrl: `${baseUrl}/`, timeoutSeconds: 25 });
    expect(configured).toMatchObject({
      name: 'Karo',
      baseUrl,
      hasApiKey: true,
      timeoutSeconds: 25,
      source: 'MUTATION',
    });
    expect((await mirror.ask(test)).testSicantikConnection.success).toBe(true);
    const { rows } = await mirror.hub.pool.query('SELECT * FROM permits.sicantik_configurations');
    expect(JSON.stringify(rows)).not.toContain('kunci-pertama');
    expect(rows).toMatchObject([{ active: true, sealed_api_key: expect.stringMatching(/^v1\./) }]);
  });

  it('loses its key with another address, so that nobody is sent what was meant for somebody else', async () => {
    const { baseUrl } = other.address;
    expect(await configure({ baseUrl })).toMatchObject({
      name: 'Production',
      hasApiKey: false,
      timeoutSeconds: 30,
    });
    expect((await mirror.ask(test)).testSicantikConnection).toMatchObject({
      success: false,
      errorCode: 'UPSTREAM_REJECTED',
      statusCode: 401,
    });
  });

  it('holds from the next call on, without a restart, and the mirror sweeps anew', async () => {
    await configure({ baseUrl: mirror.sicantik.address.baseUrl, apiKey: 'kunci-pertama' });
    expect((await mirror.sync()).permitsNew).toBe(7);
    await configure({ baseUrl: other.address.baseUrl, apiKey: 'kunci-kedua' });
    expect(await mirror.sync()).toMatchObject({ status: 'COMPLETED', permitsNew: 50, permitsVanished: 0 });
    const { rows } = await mirror.hub.pool.query(
      'SELECT count(*) FILTER (WHERE active)::int AS active FROM permits.sicantik_configurations',
    );
    expect(rows).toEqual([{ active: 1 }]);
  });

  it('drops its key when that is asked for', async () => {
    expect(await configure({ baseUrl: other.address.baseUrl, apiKey: null })).toMatchObject({
      hasApiKey: false,
    });
  });

  it('goes back to that of the environment, also when nothing was set', async () => {
    const reset = 'mutation { resetSicantikConfiguration { name baseUrl source } }';
    for (const _ of ['once', 'again']) {
      expect((await mirror.ask(reset)).resetSicantikConfiguration).toEqual({
        name: 'Environment',
        baseUrl: mirror.sicantik.address.baseUrl,
        source: 'ENVIRONMENT',
      });
    }
    expect(await mirror.sync()).toMatchObject({ status: 'COMPLETED', permitsVanished: 50 });
    await configure({ baseUrl: other.address.baseUrl, apiKey: null });
  });

  it.each([
    [{ baseUrl: 'perizinan.example' }, ['baseUrl']],
    [{ baseUrl: 'ftp://perizinan.example/api' }, ['baseUrl']],
    [{ baseUrl: 'https://user:secret@perizinan.example/api' }, ['baseUrl']],
    [{ baseUrl: 'https://perizinan.example/api?x=1' }, ['baseUrl']],
    [{ baseUrl: 'https://perizinan.example/api', timeoutSeconds: -1 }, ['input.timeoutSeconds']],
    [{ baseUrl: 'https://perizinan.example/api', timeoutSeconds: 121 }, ['input.timeoutSeconds']],
    [{ baseUrl: 'https://perizinan.example/api', name: '  ' }, ['input.name']],
    [{ baseUrl: 'https://perizinan.example/api', apiKey: '' }, ['input.apiKey']],
  ])('that is %o is refused, and changes nothing', async (input, fields) => {
    const before = await mirror.ask(shown);
    const answer = await refused(input);
    expect([answer.codes, answer.fields.map((field) => field.replace('input.', ''))]).toEqual([
      ['VALIDATION_ERROR'],
      fields.map((field) => field.replace('input.', '')),
    ]);
    expect(await mirror.ask(shown)).toEqual(before);
  });

  it('must be https in a hub of several processes', async () => {
    const distributed = await startSubgraphs([permitsAlone()]);
    const setTo = (baseUrl: string) =>
      distributed.call('permits', platformPrincipal(), set, { input: { baseUrl } });
    expect((await setTo('http://perizinan.example/api')).codes).toEqual(['VALIDATION_ERROR']);
    expect((await setTo('https://perizinan.example/api')).codes).toEqual([]);
    await distributed.close();
  });

  it('that is none says so, and nothing is called', async () => {
    const hub = await startSubgraphs([permitsAlone()]);
    const ask = (query: string) => hub.call('permits', platformPrincipal(), query);
    expect((await ask(shown)).data).toEqual({ sicantikConfiguration: null });
    expect((await ask(test)).codes).toEqual(['NOT_CONFIGURED']);
    const reset = await ask('mutation { resetSicantikConfiguration { name } }');
    expect([reset.codes, reset.data]).toEqual([[], { resetSicantikConfiguration: null }]);
    expect((await ask('mutation { syncPermits { id } }')).codes).toEqual(['NOT_CONFIGURED']);
    const { data } = await ask(
      '{ permitStatistics { registry { total } mirror { total } difference { total } } }',
    );
    expect(data.permitStatistics).toEqual({
      registry: { total: null },
      mirror: { total: 0 },
      difference: { total: null },
    });
    await hub.close();
  });
});
