import { fastify } from 'fastify';
import { mountSicantik } from '../../integrations/permit-registry/sicantik/sandbox.ts';
import { announce } from './announce.ts';

// SICANTIK's stand-in with as many permits as the first argument says.

const permits = Number(process.argv[2]);
const app = fastify({ forceCloseConnections: true });
app.register(async (scope) => mountSicantik(scope, { permits }), { prefix: '/sicantik' });
announce(`${await app.listen({ host: '127.0.0.1', port: 0 })}/sicantik/backoffice/api`);
