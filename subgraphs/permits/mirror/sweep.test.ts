import { describe, expect, it } from '@jest/globals';
import { advance, nextOffset, type SweepPlace } from './sweep.ts';

const start: SweepPlace = { offset: 0, tail: [], backsteps: 0 };

/** Sweeps `list` in pages of `size`; `meanwhile` changes it before each page but the first. */
function sweep(list: string[], size: number, meanwhile: (list: string[], pages: number) => void = () => {}) {
  const seen = new Set<string>();
  const offsets: number[] = [];
  let place = start;
  let gapless = true;
  for (let pages = 0; pages < 1000; pages += 1) {
    if (pages > 0) meanwhile(list, pages);
    const offset = nextOffset(place);
    offsets.push(offset);
    const ids = list.slice(offset, offset + size);
    const sweptBefore = ids.every((id) => seen.has(id));
    for (const id of ids) seen.add(id);
    const next = advance(place, { ids, read: ids.length, sweptBefore });
    gapless &&= next.gapless;
    place = next;
    if (next.ended) return { seen, offsets, gapless };
  }
  throw new Error('The sweep does not end.');
}

const permits = (count: number) => Array.from({ length: count }, (_, place) => `P-${count - place}`);

describe('a sweep', () => {
  it('comes by every permit of a list that does not change, and knows where it ends', () => {
    for (const count of [0, 1, 2, 99, 100, 101, 199, 200, 1000]) {
      const list = permits(count);
      const swept = sweep(list, 100);
      expect([swept.seen.size, swept.gapless]).toEqual([count, true]);
      expect(swept.offsets.length).toBeLessThanOrEqual(Math.ceil(count / 99) + 2);
    }
  });

  it('is not deceived by a registry that gives shorter pages than it was asked for', () => {
    expect(sweep(permits(250), 10).seen.size).toBe(250);
  });

  it('takes permits that are added meanwhile for nothing but that', () => {
    const list = permits(500);
    const swept = sweep(list, 100, (now, pages) => {
      if (pages < 20) now.unshift(...permits(7).map((id) => `new-${pages}-${id}`));
    });
    expect([...permits(500)].filter((id) => !swept.seen.has(id))).toEqual([]);
    expect(swept.gapless).toBe(true);
  });

  it('goes on behind what it has seen when more permits were added than a page holds', () => {
    const swept = sweep(permits(500), 100, (now, pages) => {
      if (pages === 2) now.unshift(...permits(350).map((id) => `new-${id}`));
    });
    expect(permits(500).filter((id) => !swept.seen.has(id))).toEqual([]);
    expect(swept.gapless).toBe(true);
  });

  it('goes back when permits are taken away before it, so that it passes none by', () => {
    const list = permits(500);
    const swept = sweep(list, 100, (now, pages) => {
      if (pages < 10) now.splice(0, 40);
    });
    expect(list.filter((id) => !swept.seen.has(id))).toEqual([]);
    expect(swept.gapless).toBe(true);
  });

  it('says that it cannot be sure when more is taken away than it goes back for', () => {
    const swept = sweep(permits(2000), 100, (now, pages) => {
      if (pages === 8) now.splice(0, 600);
    });
    expect(swept.gapless).toBe(false);
  });

  it('misses nothing that was there all the time, whatever comes and goes', () => {
    let state = 42;
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % below;
    };
    for (let round = 0; round < 200; round += 1) {
      const list = permits(300 + random(300));
      const always = new Set(list);
      let added = 0;
      const swept = sweep(list, 50, (now, pages) => {
        if (pages > 30) return;
        for (let change = random(8); change > 0; change -= 1) {
          if (random(2) === 0) now.splice(random(now.length + 1), 0, `new-${added++}`);
          else for (const gone of now.splice(random(now.length), 1 + random(4))) always.delete(gone);
        }
      });
      const missed = [...always].filter((id) => !swept.seen.has(id));
      if (swept.gapless) expect(missed).toEqual([]);
    }
  });
});
