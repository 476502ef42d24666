import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/**
 * A UUIDv7 for what anybody may open who knows its id. Its 74 random bits are drawn afresh each time; the
 * plain `uuidv7()` counts up within a millisecond, so that whoever knows one id of a batch knows half of
 * the next. At a million guesses a second, a hundred ids in the very millisecond that is guessed are
 * found with a probability of one in ten thousand within six hundred years.
 */
export function unguessableId(): string {
  return uuidv7({ random: randomBytes(16) });
}
