import { InputType } from 'type-graphql';

/** Gets its one field from `Idempotent`. */
@InputType('IdempotencyInput', {
  description: 'By what a repeat is recognised of a mutation that needs to be told nothing.',
})
export class KeyOnlyInput {}
