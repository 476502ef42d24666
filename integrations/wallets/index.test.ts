import { describe, expect, it } from '@jest/globals';
import { HttpClient } from '../../platform/http-client/http-client.ts';
import { createWallets } from './index.ts';

const http = new HttpClient();

describe('the wallets of a hub', () => {
  it('are those whose address is set', () => {
    const ovo = {
      OVO_API_URL: 'https://ovo.example/v1.0/',
      OVO_CLIENT_ID: 'i',
      OVO_CLIENT_SECRET: 's',
      OVO_SECRET_KEY: 'k',
    };
    expect([...createWallets({ ...ovo, GOPAY_API_URL: '', LINKAJA_CLIENT_ID: 'x' }, http).keys()]).toEqual([
      'OVO',
    ]);
    expect(createWallets({}, http).size).toBe(0);
  });

  it('that lack a secret are named all at once, without showing what is set', () => {
    const environment = {
      GOPAY_API_URL: 'ftp://gopay.example',
      GOPAY_API_KEY: 'hush-hush',
      LINKAJA_API_URL: 'https://linkaja.example',
      LINKAJA_CLIENT_ID: 'id',
      LINKAJA_CLIENT_SECRET: 's',
    };
    const create = () => createWallets(environment, http);
    expect(create).toThrow(/GOPAY_API_URL is wrong/);
    expect(create).toThrow(/GOPAY_SECRET_KEY is missing: GoPay needs it, since GOPAY_API_URL is set/);
    expect(create).toThrow(/LINKAJA_SECRET_KEY is missing/);
    expect(create).not.toThrow(/hush-hush/);
  });
});
