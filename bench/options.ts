/** What was asked for on the command line of a measurement. */
export interface Options<Numbers extends string, Name extends string> {
  /** Whether the figures are to be written into the README. */
  write: boolean;
  numbers: Readonly<Record<Numbers, number>>;
  /** What is measured alone; everything when empty. */
  only: readonly Name[];
}

/**
 * Reads `--write`, `--<number>=5` and `--only=a,b` from the command line.
 *
 * @param command what the user typed, for messages
 * @param defaults the numbers that can be given, each with what it is otherwise
 * @param names what can be measured alone
 * @throws when something else stands there, or a part alone is to be written down
 */
export function readOptions<Numbers extends string, Name extends string>(
  command: string,
  defaults: Readonly<Record<Numbers, number>>,
  names: readonly Name[],
): Options<Numbers, Name> {
  const numbers: Record<Numbers, number> = { ...defaults };
  const only: Name[] = [];
  let write = false;
  for (const arg of process.argv.slice(2)) {
    const [, key = '', value = ''] = /^--(\w+)=(.+)$/.exec(arg) ?? [];
    const named = value
      .split(',')
      .filter((name): name is Name => (names as readonly string[]).includes(name));
    if (arg === '--write') write = true;
    else if (key in defaults && Number(value) > 0) numbers[key as Numbers] = Number(value);
    else if (key === 'only' && named.length === value.split(',').length) only.push(...named);
    else throw new Error(usage(command, defaults, names));
  }
  if (write && only.length > 0) throw new Error('Only a whole run is written down.');
  return { write, numbers, only };
}

function usage(
  command: string,
  defaults: Readonly<Record<string, number>>,
  names: readonly string[],
): string {
  const numbers = Object.entries(defaults).map(([name, value]) => `[--${name}=${value}]`);
  return [command, '--', '[--write]', ...numbers, `[--only=${names.join(',')}]`].join(' ');
}

/** Those of `all` that are measured: the ones that `only` names, or all when it names none of them. */
export function chosen<Name extends string>(all: readonly Name[], only: readonly string[]): readonly Name[] {
  const named = all.filter((name) => only.includes(name));
  return named.length > 0 ? named : all;
}
