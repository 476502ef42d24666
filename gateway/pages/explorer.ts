import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { explorerHtml, explorerScript } from './explorer-page.ts';

const require = createRequire(import.meta.url);

const policy = [
  "default-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
].join('; ');

/** What the page loads, by the name it loads it by: files of packages that npm installed. */
const assets: Readonly<Record<string, { package: string; file: string; type: string }>> = {
  'react.js': { package: 'react', file: 'umd/react.production.min.js', type: 'text/javascript' },
  'react-dom.js': { package: 'react-dom', file: 'umd/react-dom.production.min.js', type: 'text/javascript' },
  'graphiql.js': { package: 'graphiql', file: 'graphiql.min.js', type: 'text/javascript' },
  'graphiql.css': { package: 'graphiql', file: 'graphiql.min.css', type: 'text/css' },
};

/** GraphiQL at `/explorer`, whole from this machine: queries and mutations over HTTP, subscriptions over graphql-ws. */
export function serveExplorer(app: FastifyInstance): void {
  app.get('/explorer', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(explorerHtml),
  );
  app.get('/explorer/explorer.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(explorerScript),
  );
  for (const [name, asset] of Object.entries(assets)) {
    const path = join(packageFolder(asset.package), asset.file);
    app.get(`/explorer/${name}`, async (_request, reply) =>
      reply
        .type(`${asset.type}; charset=utf-8`)
        .header('cache-control', 'max-age=3600')
        .send(await readFile(path)),
    );
  }
  // The client of graphql-ws is a module of two files, the second named by its build.
  const clientFolder = dirname(require.resolve('graphql-ws/client'));
  app.get<{ Params: { file: string } }>('/explorer/graphql-ws/:file', async (request, reply) => {
    const { file } = request.params;
    if (!/^(client|common-[A-Za-z0-9_-]+)\.js$/.test(file)) return reply.callNotFound();
    return reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'max-age=3600')
      .send(await readFile(join(clientFolder, file)));
  });
}

function packageFolder(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}
