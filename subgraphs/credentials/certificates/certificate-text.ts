import type { CertificateFont, Weight } from './certificate-font.ts';

/** How a text is written. */
export interface TextStyle {
  /** Points. */
  size: number;
  /** Smaller than this it is cut instead of made to fit. */
  smallest?: number;
  weight?: Weight;
  colour?: string;
  /** Lines that it may take. Default 1. */
  lines?: number;
}

const lineHeight = 1.3;

/** Writes texts in the middle of a document, made to fit. */
export class CertificateText {
  readonly #document: PDFKit.PDFDocument;
  readonly #font: CertificateFont;

  constructor(document: PDFKit.PDFDocument, font: CertificateFont) {
    this.#document = document;
    this.#font = font;
    for (const [name, file] of font.files) document.registerFont(name, file);
  }

  /**
   * Writes `text` around the middle `x`, from `y` down, no wider than `width`: smaller if need be, and cut
   * with an ellipsis where even that does not help.
   *
   * @returns where it ends
   */
  centred(text: string, at: { x: number; y: number; width: number }, style: TextStyle): number {
    const { size, lines, cut } = this.#fit(this.#font.writable(text), at.width, style);
    let { y } = at;
    for (const [index, line] of lines.entries()) {
      const last = cut && index === lines.length - 1;
      const words = last ? this.#ellipsis(line, at.width, size, style) : line;
      this.#write(words, at.x - this.#width(words, size, style) / 2, y, size, style);
      y += size * lineHeight;
    }
    return y;
  }

  /** Writes `text` on one line from `x` on, cut to `width`. */
  left(text: string, at: { x: number; y: number; width: number }, style: TextStyle): void {
    const words = this.#font.writable(text);
    const { size } = style;
    const fits = this.#width(words, size, style) <= at.width;
    this.#write(fits ? words : this.#ellipsis(words, at.width, size, style), at.x, at.y, size, style);
  }

  #fit(text: string, width: number, style: TextStyle): { size: number; lines: string[]; cut: boolean } {
    const most = style.lines ?? 1;
    const smallest = style.smallest ?? style.size;
    for (let { size } = style; ; size = Math.max(size - 1, smallest)) {
      const lines = this.#lines(text, width, size, style);
      if (lines.length <= most && lines.every((line) => this.#width(line, size, style) <= width))
        return { size, lines, cut: false };
      if (size <= smallest) {
        const shown = lines.slice(0, most);
        return { size, lines: shown, cut: true };
      }
    }
  }

  #lines(text: string, width: number, size: number, style: TextStyle): string[] {
    const lines: string[] = [];
    for (const word of text.split(' ')) {
      const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
      if (lines.length > 0 && this.#width(longer, size, style) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  /** As much of the beginning as fits, with `…`. */
  #ellipsis(text: string, width: number, size: number, style: TextStyle): string {
    const characters = [...text];
    while (characters.length > 0 && this.#width(`${characters.join('')}…`, size, style) > width)
      characters.pop();
    return `${characters.join('').trimEnd()}…`;
  }

  #width(text: string, size: number, { weight = 400 }: TextStyle): number {
    let width = 0;
    for (const run of this.#font.runs(text, weight))
      width += this.#document.font(run.font).fontSize(size).widthOfString(run.text);
    return width;
  }

  #write(
    text: string,
    x: number,
    y: number,
    size: number,
    { weight = 400, colour = '#1a1a1a' }: TextStyle,
  ): void {
    let right = x;
    for (const run of this.#font.runs(text, weight)) {
      this.#document.font(run.font).fontSize(size).fillColor(colour);
      this.#document.text(run.text, right, y, { lineBreak: false });
      right += this.#document.widthOfString(run.text);
    }
  }
}
