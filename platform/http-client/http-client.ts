/** One exchange with an outside system, as it is kept in timelines and logs: bodies cut at 4 KiB, secrets masked. */
export interface Exchange {
  system: string;
  method: string;
  url: string;
  requestBody: string | null;
  /** null when no answer came. */
  status: number | null;
  responseBody: string | null;
  durationMs: number;
  error: string | null;
}

/** What travels with a call to an outside system. */
export interface OutsideCall {
  requestId: string;
  /** Called once for every HTTP exchange made, also for those that failed. */
  record?: ((exchange: Exchange) => void) | undefined;
}
