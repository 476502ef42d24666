/** An address as paths are appended to it. (`/\/+$/` takes the square of the time for what is no address.) */
export function withoutTrailingSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end -= 1;
  return address.slice(0, end);
}
