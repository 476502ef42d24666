import { type HttpClient, jsonBody, type OutsideCall } from '../../platform/http-client/http-client.ts';
import { type EuropassConfiguration, europassIssued } from './contract.ts';
import type { EuropassIssued } from './port.ts';

const system = 'europass';

/** Europass’s HTTP call, with the hub’s API key. */
export class EuropassClient {
  readonly #http: HttpClient;
  readonly #configuration: EuropassConfiguration;

  constructor(configuration: EuropassConfiguration, http: HttpClient) {
    this.#configuration = configuration;
    this.#http = http;
  }

  async issue(body: unknown, call: OutsideCall): Promise<EuropassIssued> {
    const { EUROPASS_API_URL, EUROPASS_API_KEY } = this.#configuration;
    const request = {
      system,
      method: 'POST' as const,
      url: `${EUROPASS_API_URL}/credentials/issue`,
      headers: { authorization: `Bearer ${EUROPASS_API_KEY}` },
      body: jsonBody(body),
      reply: europassIssued,
    };
    return (await this.#http.send(request, call)).reply;
  }
}
