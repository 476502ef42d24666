import { differential } from './differential.ts';

// A sample; differential.test-long.ts runs thousands.
await differential(6);
