import { describe, expect, it } from '@jest/globals';
import { Lifecycle, StartInterrupted } from './lifecycle.ts';

describe('the parts of a process', () => {
  it('close in reverse, also when one of them cannot be closed, and once', async () => {
    const lifecycle = new Lifecycle();
    const closed: string[] = [];
    for (const name of ['database', 'worker', 'gateway']) {
      await lifecycle.start(
        name,
        () => name,
        (part) => {
          closed.push(part);
          if (part === 'worker') throw new Error('it hangs');
        },
      );
    }
    await Promise.all([lifecycle.close(), lifecycle.close()]);
    expect(closed).toEqual(['gateway', 'worker', 'database']);
  });

  it('close too when the process is asked to end while one of them starts', async () => {
    const lifecycle = new Lifecycle();
    const steps: string[] = [];
    const { promise: slow, resolve: finishStart } = Promise.withResolvers<void>();
    const starting = lifecycle.start(
      'database',
      () => slow,
      () => void steps.push('closed'),
    );
    const closing = lifecycle.close().then(() => steps.push('ended'));
    finishStart();
    await starting;
    await expect(
      lifecycle.start(
        'gateway',
        () => {},
        () => {},
      ),
    ).rejects.toThrow(StartInterrupted);
    await closing;
    expect(steps).toEqual(['closed', 'ended']);
  });
});
