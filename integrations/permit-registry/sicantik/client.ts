import type { ZodType } from 'zod';
import type { HttpClient, OutsideCall } from '../../../platform/http-client/http-client.ts';
import type { PermitRegistryAddress } from '../port.ts';
import { readSicantik } from './reply-text.ts';

/** SICANTIK's HTTP calls: all are GET, with the key as a bearer token where there is one. */
export class SicantikClient {
  readonly #address: PermitRegistryAddress;
  readonly #http: HttpClient;

  constructor(address: PermitRegistryAddress, http: HttpClient) {
    this.#address = address;
    this.#http = http;
  }

  async get<T>(
    endpoint: string,
    parameters: Record<string, string>,
    reply: ZodType<T>,
    call: OutsideCall,
  ): Promise<T> {
    const { baseUrl, apiKey, timeoutMs } = this.#address;
    const query = new URLSearchParams(parameters).toString();
    const answer = await this.#http.send(
      {
        system: 'sicantik',
        method: 'GET',
        url: `${baseUrl}/${endpoint}${query && `?${query}`}`,
        headers: {
          accept: 'application/json, application/xml;q=0.9, text/xml;q=0.9',
          ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        },
        read: readSicantik,
        reply,
        timeoutMs,
      },
      call,
    );
    return answer.reply;
  }
}
