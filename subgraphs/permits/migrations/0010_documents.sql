-- Up Migration
CREATE TABLE permits.permit_documents (
  id uuid PRIMARY KEY,
  permit_id uuid NOT NULL REFERENCES permits.permits (id),
  -- The permit's, kept in step by the trigger below, for the fence.
  organisation_id uuid,
  status text NOT NULL CHECK (status IN
    ('DRAFT', 'UPLOADED', 'PENDING_SIGNATURE', 'SIGNED', 'VERIFIED', 'REJECTED', 'CANCELLED')),
  -- 128 random bits: what its QR code leads to.
  token text NOT NULL UNIQUE,
  -- The address that was stamped on, which stays when PUBLIC_URL changes.
  qr_code text,
  pages integer,
  -- Each {key, size, sha256}: as it was uploaded, with the QR code, and as it was signed.
  original jsonb,
  stamped jsonb,
  signed jsonb,
  -- SHA-256 of the signature itself, by which it is known again in a file that was altered.
  signature_sha256 text,
  signer_name text,
  signed_at timestamptz,
  verified_at timestamptz,
  -- The one call to the signing service that is under way, or whose outcome nobody knows.
  attempt_id uuid,
  attempted_by text,
  attempted_at timestamptz,
  -- Whether that outcome is unknown, so that a person has to resolve it.
  signature_unknown boolean NOT NULL,
  -- Why a person should look at it, or why it was refused.
  attention text,
  reason text,
  times_checked integer NOT NULL,
  last_checked_at timestamptz,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK (NOT signature_unknown OR status = 'PENDING_SIGNATURE'),
  CHECK (status <> 'PENDING_SIGNATURE' OR attempt_id IS NOT NULL),
  CHECK (status NOT IN ('SIGNED', 'VERIFIED') OR signed IS NOT NULL)
);
CREATE INDEX permit_documents_by_permit ON permits.permit_documents (permit_id, id DESC);
CREATE INDEX permit_documents_unknown ON permits.permit_documents (id) WHERE signature_unknown;
CREATE INDEX permit_documents_original ON permits.permit_documents ((original ->> 'sha256'));
CREATE INDEX permit_documents_stamped ON permits.permit_documents ((stamped ->> 'sha256'));
CREATE INDEX permit_documents_signed ON permits.permit_documents ((signed ->> 'sha256'));
CREATE INDEX permit_documents_signature ON permits.permit_documents (signature_sha256);
CREATE INDEX permits_by_number ON permits.permits (permit_number) WHERE permit_number IS NOT NULL;

CREATE FUNCTION permits.documents_follow_permit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE permits.permit_documents SET organisation_id = NEW.organisation_id WHERE permit_id = NEW.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER documents_follow_permit AFTER UPDATE OF organisation_id ON permits.permits
  FOR EACH ROW WHEN (OLD.organisation_id IS DISTINCT FROM NEW.organisation_id)
  EXECUTE FUNCTION permits.documents_follow_permit();

-- Each reminder is given once for a permit and the day on which it expires.
CREATE TABLE permits.expiry_reminders (
  permit_id uuid NOT NULL REFERENCES permits.permits (id),
  expires_on date NOT NULL,
  days integer NOT NULL CHECK (days IN (60, 30)),
  reminded_at timestamptz NOT NULL,
  PRIMARY KEY (permit_id, expires_on, days)
);
CREATE INDEX permits_by_expiry ON permits.permits (expires_on) WHERE expires_on IS NOT NULL;
