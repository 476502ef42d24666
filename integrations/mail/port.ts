/** A mail to one person. */
export interface Mail {
  /** Stays the same when the mail is sent again, so that who gets it twice can tell. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
}

/** Sends mails to people. */
export interface Mailer {
  /**
   * Hands the mail over to whoever delivers it. Whether it arrives, nobody says. It may be sent again when
   * nobody knows whether it was taken. Throws an OutsideError (see platform/http-client).
   */
  send(mail: Mail, call: { requestId: string }): Promise<void>;
}
