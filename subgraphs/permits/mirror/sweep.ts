/** Where a sweep stands in one list. */
export interface SweepPlace {
  /** How many entries lie behind. */
  offset: number;
  /** Ids at the end of the last page. */
  tail: readonly string[];
  /** How many times the sweep has gone back to find them. */
  backsteps: number;
}

/** What a page tells of the sweep. */
export interface SweepAdvance extends SweepPlace {
  /** The list ends here. */
  ended: boolean;
  /** False when there may be entries between this page and the last one that nobody has seen. */
  gapless: boolean;
}

const tailLength = 5;
const backstep = 25;
const maxBacksteps = 8;

/**
 * The offset of the page to ask for. Offsets count from the newest entry, so that they shift while
 * entries come and go: each page begins with the last entry of the page before, by which it is known to
 * follow it.
 */
export function nextOffset({ offset, tail, backsteps }: SweepPlace): number {
  const overlap = tail.length > 0 ? 1 : 0;
  return Math.max(0, offset - overlap - backsteps * backstep);
}

/**
 * Where the sweep stands after the page of `ids`, the answer to `nextOffset`. New entries push those that
 * were seen onto this page: it goes on behind them. Entries that are gone pull unseen ones onto pages that
 * lie behind: where the end of the last page is missing, the sweep goes back until it is found.
 *
 * @param page `read` is how many entries it has, also those without an id; `sweptBefore` whether this
 *   sweep has been by every one of `ids` already
 */
export function advance(
  place: SweepPlace,
  { ids, read, sweptBefore }: { ids: readonly string[]; read: number; sweptBefore: boolean },
): SweepAdvance {
  const asked = nextOffset(place);
  const anchor = Math.max(...place.tail.map((id) => ids.lastIndexOf(id)), -1);
  const follows = asked === 0 || anchor >= 0 || (ids.length > 0 && sweptBefore);
  if (!follows && place.backsteps < maxBacksteps) {
    return { ...place, backsteps: place.backsteps + 1, ended: false, gapless: true };
  }
  return {
    offset: asked + read,
    tail: ids.length > 0 ? ids.slice(-tailLength) : place.tail,
    backsteps: 0,
    // Only an answer with nothing behind its first entry says so: a short page may be the registry's own bound.
    ended: read === 0 || (anchor === 0 && read === 1),
    gapless: follows,
  };
}
