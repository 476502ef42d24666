import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { openStatuses, PaymentStatus } from '../payments/payment.state.ts';
import { Payment } from '../payments/payment.ts';

interface Words {
  id: string;
  en: string;
}

/** What the payer is told, in Indonesian and English. */
const words: Record<PaymentStatus, Words> = {
  [PaymentStatus.CREATED]: {
    id: 'Pembayaran Anda sedang disiapkan.',
    en: 'Your payment is being prepared.',
  },
  [PaymentStatus.PENDING]: {
    id: 'Kami menunggu kabar dari dompet digital Anda. Halaman ini diperbarui sendiri.',
    en: 'We are waiting for word from your wallet. This page updates by itself.',
  },
  [PaymentStatus.PAID]: {
    id: 'Pembayaran Anda berhasil. Terima kasih.',
    en: 'Your payment went through. Thank you.',
  },
  [PaymentStatus.FAILED]: {
    id: 'Pembayaran Anda tidak berhasil. Tidak ada uang yang diambil.',
    en: 'Your payment did not go through. No money was taken.',
  },
  [PaymentStatus.CANCELLED]: { id: 'Pembayaran ini dibatalkan.', en: 'This payment was cancelled.' },
  [PaymentStatus.EXPIRED]: {
    id: 'Waktu untuk membayar sudah habis. Silakan mulai pembayaran baru.',
    en: 'The time to pay has run out. Please start a new payment.',
  },
  [PaymentStatus.PARTIALLY_REFUNDED]: {
    id: 'Sebagian dari pembayaran Anda telah dikembalikan.',
    en: 'Part of your payment was given back.',
  },
  [PaymentStatus.REFUNDED]: { id: 'Pembayaran Anda telah dikembalikan.', en: 'Your payment was given back.' },
};

const unknown: Words = { id: 'Tautan ini tidak berlaku.', en: 'This link is not valid.' };

const style = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.5rem}p[lang=en]{color:#555}@media(prefers-color-scheme:dark){body{color:#eee;background:#111}p[lang=en]{color:#aaa}}`;
const styleHash = createHash('sha256').update(style).digest('base64');

function page(said: Words, live: boolean): string {
  return `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${live ? '<meta http-equiv="refresh" content="3">' : ''}
<title>Pembayaran / Payment</title>
<style>${style}</style>
</head>
<body>
<main role="status" aria-live="polite">
<h1>${said.id}</h1>
<p lang="en">${said.en}</p>
</main>
</body>
</html>
`;
}

const token = /^[A-Za-z0-9_-]{22}$/;

/**
 * `/payments/return?t=...`: tells the payer how the payment went, live, without a login, and nothing
 * else of it. Without a valid token it says nothing of any payment.
 */
export function returnPage(app: FastifyInstance, em: EntityManager): void {
  app.get<{ Querystring: { t?: unknown } }>('/payments/return', async (request, reply) => {
    const { t } = request.query;
    const payment =
      typeof t === 'string' && token.test(t)
        ? await em
            .fork()
            .findOne(Payment, { returnToken: t }, { filters: { fence: false }, fields: ['status'] })
        : null;
    return reply
      .code(payment ? 200 : 404)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`,
      )
      .send(payment ? page(words[payment.status], openStatuses.has(payment.status)) : page(unknown, false));
  });
}
