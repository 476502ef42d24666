import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { watchMethods } from './other-methods.ts';

describe('an address that is served', () => {
  const app = Fastify();
  const methodsOf = watchMethods(app);
  beforeAll(async () => {
    app.get('/students/:id', async () => 'one');
    app.delete('/students/:id', async () => 'gone');
    app.get('/students/:id/grades', async () => 'all');
    app.post('/students/bulk', async () => 'many');
    app.get('/pay/*', async () => 'a page');
    app.setNotFoundHandler(async (request) => methodsOf(request));
    await app.ready();
  });
  afterAll(() => app.close());

  it.each([
    ['with a part that has a name', '/students/7', ['DELETE', 'GET', 'HEAD', 'OPTIONS']],
    ['with a part that is encoded', '/students/a%2Fb?c=/d', ['DELETE', 'GET', 'HEAD', 'OPTIONS']],
    ['by two routes', '/students/bulk', ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST']],
    ['with what follows such a part', '/students/7/grades', ['GET', 'HEAD', 'OPTIONS']],
    ['with anything behind', '/pay/a/b', ['GET', 'HEAD', 'OPTIONS']],
    ['with nothing behind', '/pay/', ['GET', 'HEAD', 'OPTIONS']],
  ])('%s tells its methods', async (_what, url, methods) => {
    expect((await app.inject({ method: 'PUT', url })).json()).toEqual(methods);
  });

  it.each(['/students/', '/students/7/', '/students/7/marks', '/pay', '/', '/students'])(
    'has none where there is nothing: %s',
    async (url) => {
      expect((await app.inject({ method: 'PUT', url })).json()).toEqual([]);
    },
  );
});
