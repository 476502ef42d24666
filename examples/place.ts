import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * How far a program has come, in a file of its own. What is in the file is one state or the next, never half of
 * one: it is written beside it, brought to the disk, and only then given its name.
 */
export class Place<State extends object> {
  readonly #file: string;
  #state: State;

  /** Goes on where the program was when it last ran; `beginning` when it never did. */
  constructor(file: string, beginning: State) {
    this.#file = file;
    this.#state = { ...beginning, ...stored(file) };
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /** Call it when what it says has been done, never before: what was not kept is done again after a crash. */
  keep(changes: Partial<State>): void {
    this.#state = { ...this.#state, ...changes };
    const beside = `${this.#file}.new`;
    writeFileSync(beside, `${JSON.stringify(this.#state)}\n`, { flush: true, mode: 0o600 });
    renameSync(beside, this.#file);
    const folder = openSync(path.dirname(this.#file), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
}

function stored(file: string): object {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
