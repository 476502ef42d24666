/** Whether a client takes JSON, by its `Accept`; the more specific range decides (RFC 9110 12.5.1). */
export function takesJson(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*' || accept.trim() === '') return true;
  const ranges = new Map<string, number>();
  for (const part of accept.split(',')) {
    const [range = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    ranges.set(range, quality === undefined ? 1 : Number(quality.slice(2)));
  }
  const quality = ranges.get('application/json') ?? ranges.get('application/*') ?? ranges.get('*/*');
  return quality !== undefined && quality > 0;
}
