import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mail, Mailer } from './port.ts';

/** A mail as whoever got it has it. */
export interface ArrivedMail {
  messageId: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
}

export interface MailerUnderTest {
  mailer: Mailer;
  /** The same for a hub that gives up after two seconds without an answer. */
  impatient: Mailer;
  /** One whose server nobody answers for. */
  unreachable: Mailer;
  /** Scripts what the stand-in does wrong at the next mail. */
  fault(fault: Record<string, unknown>): Promise<void>;
  /** Takes back everything that was scripted, and throws all mails away. */
  reset(): Promise<void>;
  /** What has arrived for an address, newest first. */
  arrived(address: string): Promise<ArrivedMail[]>;
  /** Whom the server takes no mail for. */
  refusedAddress: string;
  close(): Promise<void>;
}

/** What every way of sending mails must do for the hub. */
export function mailerConformance(name: string, start: () => Promise<MailerUnderTest>): void {
  describe(`mail by ${name}`, () => {
    let underTest: MailerUnderTest;
    const call = { requestId: 'req-1' };
    let mails = 0;
    beforeAll(async () => {
      underTest = await start();
    });
    beforeEach(() => underTest.reset());
    afterAll(() => underTest.close());

    function mail(change: Partial<Mail> = {}): Mail {
      mails += 1;
      return {
        id: `mail-${mails}`,
        to: { name: 'Siti Rahmawati', address: 'siti@example.org' },
        subject: 'Undangan – Invitation',
        text: 'Silakan buka https://hub.example/account/password/abc?x=1&y=2\n.\nTerima kasih – ✓',
        html: '<p>Silakan buka <a href="https://hub.example/">ini</a></p>',
        ...change,
      };
    }
    const send = (change: Partial<Mail> = {}) => underTest.mailer.send(mail(change), call);
    const arrived = (address = 'siti@example.org') => underTest.arrived(address);

    it('arrives as it was written, letter for letter', async () => {
      const sent = mail();
      await underTest.mailer.send(sent, call);
      const [got, ...more] = await arrived();
      expect(more).toEqual([]);
      expect(got).toMatchObject({ subject: sent.subject, to: ['siti@example.org'] });
      expect(got?.text.trim()).toBe(sent.text);
      expect(got?.html.trim()).toBe(sent.html);
    });

    it('has the same message id when it is sent again', async () => {
      const sent = mail();
      await underTest.mailer.send(sent, call);
      await underTest.mailer.send(sent, call);
      const ids = (await arrived()).map(({ messageId }) => messageId);
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).toContain(sent.id);
    });

    it.each(['to', 'subject'])('goes to nobody else, whatever is written in %s', async (field) => {
      const evil = 'Siti\r\nBcc: spy@example.org\r\n\r\nbody, "<spy@example.org>,';
      await send(field === 'to' ? { to: { name: evil, address: 'siti@example.org' } } : { subject: evil });
      expect(await arrived()).toHaveLength(1);
      expect(await arrived('spy@example.org')).toEqual([]);
      expect((await arrived())[0]?.text).toContain('Silakan buka');
    });

    it('is refused for good where there is no such mailbox', async () => {
      const to = { name: 'Nobody', address: underTest.refusedAddress };
      await expect(send({ to })).rejects.toMatchObject({ kind: 'REJECTED', retryable: false });
      expect(await arrived(underTest.refusedAddress)).toEqual([]);
    });

    it('is worth another try when the server says later, is slow to greet, or is not there', async () => {
      const later = { kind: 'UNAVAILABLE', retryable: true };
      await underTest.fault({ fault: 'status', status: 451, on: 'send' });
      await expect(send()).rejects.toMatchObject(later);
      await underTest.fault({ fault: 'slow', ms: 60_000, on: 'connect' });
      await expect(underTest.impatient.send(mail(), call)).rejects.toMatchObject(later);
      await expect(underTest.unreachable.send(mail(), call)).rejects.toMatchObject(later);
      expect(await arrived()).toEqual([]);
      await send();
      expect(await arrived()).toHaveLength(1);
    });

    it('says when nobody knows whether it was taken', async () => {
      for (const fault of [
        { fault: 'dropped', when: 'after' },
        { fault: 'slow', ms: 60_000 },
      ]) {
        await underTest.reset();
        await underTest.fault({ ...fault, on: 'send' });
        const meeting = fault.fault === 'slow' ? underTest.impatient : underTest.mailer;
        await expect(meeting.send(mail(), call)).rejects.toMatchObject({ kind: 'TIMEOUT', retryable: true });
        expect(await arrived()).toHaveLength(1);
      }
      await underTest.reset();
      await underTest.fault({ fault: 'dropped', when: 'before', on: 'send' });
      await expect(send()).rejects.toMatchObject({ kind: 'TIMEOUT', retryable: true });
      expect(await arrived()).toEqual([]);
    });

    it('leaves neither the address nor the text in the error', async () => {
      const to = { name: 'Nobody', address: underTest.refusedAddress };
      const error = await send({ to }).catch((thrown: Error) => thrown);
      expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain(
        underTest.refusedAddress,
      );
    });
  });
}
