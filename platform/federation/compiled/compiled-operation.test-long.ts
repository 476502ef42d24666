import { differential } from './fixtures/differential.ts';

await differential(100);
