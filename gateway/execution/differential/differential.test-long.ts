import { differential } from './differential.ts';

await differential(150);
