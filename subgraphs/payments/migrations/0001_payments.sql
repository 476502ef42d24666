-- Up Migration
CREATE SCHEMA IF NOT EXISTS payments;

CREATE TABLE payments.payments (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL,
  program_id uuid NOT NULL,
  student_id uuid NOT NULL,
  enrolment_id uuid,
  method text NOT NULL CHECK (method IN ('GOPAY', 'LINKAJA', 'OVO')),
  status text NOT NULL CHECK (status IN
    ('CREATED', 'PENDING', 'PAID', 'FAILED', 'CANCELLED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
  -- Whole rupiah.
  amount bigint NOT NULL CHECK (amount > 0),
  refunded_amount bigint NOT NULL DEFAULT 0 CHECK (refunded_amount BETWEEN 0 AND amount),
  currency text NOT NULL DEFAULT 'IDR',
  description text NOT NULL,
  customer_name text NOT NULL,
  customer_email text,
  customer_phone text NOT NULL,
  -- What the wallet knows the payment by; asking it twice to create one order makes one payment.
  order_id text NOT NULL UNIQUE,
  wallet_payment_id text,
  payment_url text,
  qr_code text,
  expires_at timestamptz,
  paid_at timestamptz,
  failure_reason text,
  -- Why a person should look at it; NULL when nobody needs to.
  attention text,
  -- In the return_url that the wallet got: shows how the payment went, and nothing else.
  return_token text NOT NULL UNIQUE,
  create_attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX payments_by_organisation ON payments.payments (organisation_id, id DESC);
CREATE INDEX payments_by_program ON payments.payments (program_id, id DESC);
CREATE INDEX payments_by_student ON payments.payments (student_id, id DESC);
CREATE INDEX payments_by_enrolment ON payments.payments (enrolment_id, id DESC) WHERE enrolment_id IS NOT NULL;

-- Everything that happened to a payment, in order. Rows are only ever added.
CREATE TABLE payments.timeline (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments.payments,
  kind text NOT NULL,
  occurred_at timestamptz NOT NULL,
  request_id text,
  detail jsonb NOT NULL
);
CREATE INDEX timeline_by_payment ON payments.timeline (payment_id, sequence);

CREATE TABLE payments.refunds (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments.payments,
  organisation_id uuid NOT NULL,
  student_id uuid NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  reason text NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING', 'SUCCEEDED', 'FAILED')),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX refunds_by_payment ON payments.refunds (payment_id, id DESC);

-- Callbacks with a good signature, byte for byte. A repeat is the same row.
CREATE TABLE payments.callbacks (
  id uuid PRIMARY KEY,
  method text NOT NULL,
  event_id text NOT NULL,
  body_hash text NOT NULL,
  order_id text NOT NULL,
  -- NULL: for an order that this hub never made.
  payment_id uuid REFERENCES payments.payments,
  raw_body bytea NOT NULL,
  headers jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  repeats integer NOT NULL DEFAULT 0,
  UNIQUE (method, event_id, body_hash)
);

-- Callbacks with no, a wrong or a stale signature: apart from any payment, the newest 1,000.
CREATE TABLE payments.rejected_callbacks (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  method text NOT NULL,
  reason text NOT NULL,
  raw_body bytea NOT NULL,
  headers jsonb NOT NULL,
  received_at timestamptz NOT NULL
);
