import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { projectRoot } from '../../platform/project-root.ts';
import { marketSdl, marketSubgraphs } from '../market/market-schema.ts';

// Grafbase's gateway, from the binary of its npm package, over the market's subgraphs at the address given, as
// `grafbase dev` runs it without an account: schemas from files, `Authorization` handed on, nothing else set.

const [address = '', port = '', folder = ''] = process.argv.slice(2);

const fromBench = createRequire(path.join(projectRoot, 'bench', 'package.json'));
const { getEnvironmentData } = fromBench('grafbase/get-environment-data') as {
  getEnvironmentData(name: string): { targetTriple: string; binary: string };
};
const { targetTriple, binary } = getEnvironmentData('grafbase');
const installed = path.dirname(fromBench.resolve(`@grafbase/cli-${targetTriple}/package.json`));

const file = (name: string) => path.join(folder, name);
for (const name of marketSubgraphs) writeFileSync(file(`${name}.graphql`), marketSdl[name]);
writeFileSync(
  file('overrides.toml'),
  marketSubgraphs
    .map(
      (name) =>
        `[subgraphs.${name}]\nschema_path = ${JSON.stringify(file(`${name}.graphql`))}\nurl = "${address}/${name}"\n`,
    )
    .join('\n'),
);
writeFileSync(file('gateway.toml'), '[[headers]]\nrule = "forward"\nname = "authorization"\n');

const child = spawn(
  path.join(installed, binary),
  [
    ...['--home', folder, 'dev', '--port', port],
    ...['--graph-overrides', file('overrides.toml'), '--gateway-config', file('gateway.toml')],
  ],
  { stdio: ['ignore', 'inherit', 'inherit'], cwd: folder },
);
process.stdout.write(`process ${child.pid}\n`);
child.once('exit', (code) => process.exit(code ?? 1));
process.once('SIGTERM', () => child.kill('SIGTERM'));
