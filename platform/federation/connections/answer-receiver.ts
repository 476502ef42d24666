/** Who is told of the answer to one request: of its parts in their order, and in the end of one of the last two. */
export interface AnswerReceiver {
  /** @param length of the body in bytes, where it is known beforehand */
  begun(status: number, length: number | undefined): void;
  /** A part of the body stands in `bytes`, which hold something else afterwards: what is to be kept is copied. */
  data(bytes: Buffer, from: number, to: number): void;
  ended(): void;
  failed(error: Error): void;
}

/** Calls a request off. Its receiver fails, unless it has been answered. */
export type CallOff = () => void;
