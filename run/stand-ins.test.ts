import { describe, expect, it } from '@jest/globals';
import { withStandIns } from './stand-ins.ts';

describe('the stand-ins', () => {
  const standIns = {
    GOPAY_API_URL: 'http://127.0.0.1:4010/gopay/v1',
    GOPAY_API_KEY: 'of the stand-in',
    OVO_API_URL: 'http://127.0.0.1:4010/ovo/v1.0',
    OVO_CLIENT_SECRET: 'of the stand-in',
  };
  const mail = { SMTP_URL: 'smtp://127.0.0.1:4025', SMTP_TLS: 'off', MAIL_FROM: 'of the stand-in' };

  it('take the place of every outside system that is not configured', () => {
    expect(withStandIns({ PORT: '4000', GOPAY_API_URL: '' }, standIns)).toEqual({
      PORT: '4000',
      ...standIns,
    });
  });

  it('leave one that is configured alone, its secrets too', () => {
    const real = { GOPAY_API_URL: 'https://gopay.example', GOPAY_API_KEY: 'real' };
    expect(withStandIns(real, standIns)).toEqual({
      ...real,
      OVO_API_URL: standIns.OVO_API_URL,
      OVO_CLIENT_SECRET: standIns.OVO_CLIENT_SECRET,
    });
  });

  it('never get the mail of a hub that has a mail server', () => {
    const real = { SMTP_URL: 'smtps://mail.example' };
    expect(withStandIns(real, { ...standIns, ...mail })).toEqual({ ...real, ...standIns });
  });
});
