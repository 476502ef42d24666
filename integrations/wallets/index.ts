import type { HttpClient } from '../../platform/http-client/http-client.ts';
import {
  type Environment,
  readVendorConfiguration,
  type VendorSettings,
} from '../../platform/integration-kit/vendor-configuration.ts';
import { gopayConfiguration } from './gopay/contract.ts';
import { Gopay } from './gopay/gopay.ts';
import { linkajaConfiguration } from './linkaja/contract.ts';
import { Linkaja } from './linkaja/linkaja.ts';
import { ovoConfiguration } from './ovo/contract.ts';
import { Ovo } from './ovo/ovo.ts';
import type { Wallet, WalletMethod } from './port.ts';

/** What is made of a wallet's variables: nothing when it is not configured. */
interface WalletMaker {
  method: WalletMethod;
  read(environment: Environment): { problems: string[]; make: ((http: HttpClient) => Wallet) | null };
}

/** Adding a wallet is one folder, its method in the port, and one line here. */
const wallets: readonly WalletMaker[] = [
  maker('GOPAY', 'GoPay', gopayConfiguration, (configuration, http) => new Gopay(configuration, http)),
  maker(
    'LINKAJA',
    'LinkAja',
    linkajaConfiguration,
    (configuration, http) => new Linkaja(configuration, http),
  ),
  maker('OVO', 'OVO', ovoConfiguration, (configuration, http) => new Ovo(configuration, http)),
];

function maker<T>(
  method: WalletMethod,
  title: string,
  schema: VendorSettings<T>['schema'],
  make: (configuration: T, http: HttpClient) => Wallet,
): WalletMaker {
  const settings = { title, addressVariable: `${method}_API_URL`, schema };
  return {
    method,
    read(environment) {
      const read = readVendorConfiguration(settings, environment);
      if (read.state === 'wrong') return { problems: read.problems, make: null };
      if (read.state === 'not configured') return { problems: [], make: null };
      return { problems: [], make: (http) => make(read.configuration, http) };
    },
  };
}

/** What is wrong with the wallets' environment variables, one line each; empty when all is well. */
export function walletProblems(environment: Environment): string[] {
  return wallets.flatMap((wallet) => wallet.read(environment).problems);
}

/**
 * The wallets that are configured: those whose `<NAME>_API_URL` is set. Throws an Error that lists
 * every missing or wrong variable.
 */
export function createWallets(environment: Environment, http: HttpClient): Map<WalletMethod, Wallet> {
  const problems = walletProblems(environment);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const configured = new Map<WalletMethod, Wallet>();
  for (const wallet of wallets) {
    const { make } = wallet.read(environment);
    if (make) configured.set(wallet.method, make(http));
  }
  return configured;
}
