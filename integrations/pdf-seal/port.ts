/** Seals PDFs of the hub’s own with a certificate of the operator’s, so that readers show who made them. */
export interface PdfSeal {
  /** The same PDF with an invisible signature over all of it. `reason` is shown by readers. */
  seal(pdf: Buffer, reason: string): Promise<Buffer>;
}
