import type { Pixels } from './pixels.ts';

/** As grey RGB no larger than `mostSide` either way: each pixel the mean of those that it stands for. */
export function shrunk(picture: Pixels, mostSide: number): Pixels {
  const factor = Math.ceil(Math.max(picture.width, picture.height) / mostSide);
  if (factor === 1) return picture;
  const [width, height] = [Math.floor(picture.width / factor), Math.floor(picture.height / factor)];
  const channels = picture.data.length / (picture.width * picture.height);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 3) data.fill(mean(x * factor, y * factor), at, at + 3);
  return { width, height, data };

  /** Of the green of a square, which is the most of how bright it is. */
  function mean(left: number, top: number): number {
    let sum = 0;
    for (let y = top; y < top + factor; y += 1)
      for (let x = left; x < left + factor; x += 1)
        sum += picture.data[(y * picture.width + x) * channels + 1] ?? 0;
    return sum / (factor * factor);
  }
}
