-- The model. shop_id stands first in every key and index of a shop's data, so that a shop can move to another D1 whole.
-- STRICT because D1 binds every JavaScript number as REAL: a strict INTEGER column refuses half a cent instead of keeping it.
-- Ids hold their time of birth in their first characters, so a primary key in descending order is "newest first".
-- See worker/storage/README.md for what each table is for, who reads it by which key, and how long rows live.

-- Directory: which shop is meant, before any shop's data is opened. The only tables not keyed by shop.

CREATE TABLE shops (
  shop_id         TEXT PRIMARY KEY,
  shard           INTEGER NOT NULL DEFAULT 0,
  mode            TEXT NOT NULL CHECK (mode IN ('live', 'test')),
  twin_id         TEXT,
  name            TEXT NOT NULL,
  origins         TEXT NOT NULL CHECK (json_valid(origins)),
  clock_offset_ms INTEGER NOT NULL DEFAULT 0 CHECK (clock_offset_ms = 0 OR mode = 'test'),
  tag_seen_at     INTEGER,
  created_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE hosts (
  host    TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL REFERENCES shops (shop_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
  hash                TEXT PRIMARY KEY,
  shop_id             TEXT NOT NULL REFERENCES shops (shop_id),
  key_id              TEXT NOT NULL,
  kind                TEXT NOT NULL CHECK (kind IN ('publishable', 'secret')),
  name                TEXT NOT NULL,
  hint                TEXT NOT NULL,
  identity_key_sealed TEXT,
  created_at          INTEGER NOT NULL,
  last_used_at        INTEGER,
  revoked_at          INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX keys_by_shop ON keys (shop_id, key_id);

CREATE TABLE users (
  user_id     TEXT PRIMARY KEY,
  email_hash  TEXT NOT NULL UNIQUE,
  wrapped_key TEXT NOT NULL,
  sealed      TEXT NOT NULL,
  created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE memberships (
  user_id TEXT NOT NULL REFERENCES users (user_id),
  shop_id TEXT NOT NULL REFERENCES shops (shop_id),
  role    TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'support', 'reader')),
  PRIMARY KEY (user_id, shop_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_shop ON memberships (shop_id);

-- Magic links and sessions of visitors and of dashboard users; only hashes, single use held by used_at.
CREATE TABLE tokens (
  hash       TEXT PRIMARY KEY,
  purpose    TEXT NOT NULL CHECK (purpose IN ('setup', 'person_link', 'person_session', 'user_link', 'user_session')),
  shop_id    TEXT,
  subject    TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- A violated guard must roll a whole batch back. A guard that holds inserts nothing; one that does not inserts 0 and aborts.
CREATE TABLE guards (
  holds INTEGER NOT NULL,
  CONSTRAINT guard_stale CHECK (holds = 1)
) STRICT;

-- Programs: the settings are versioned rows; the row here says which version is in force.

CREATE TABLE programs (
  shop_id    TEXT NOT NULL,
  program_id TEXT NOT NULL,
  version    INTEGER NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, program_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE program_versions (
  shop_id    TEXT NOT NULL,
  program_id TEXT NOT NULL,
  version    INTEGER NOT NULL,
  settings   TEXT NOT NULL CHECK (json_valid(settings)),
  saved_at   INTEGER NOT NULL,
  saved_by   TEXT NOT NULL,
  PRIMARY KEY (shop_id, program_id, version)
) STRICT, WITHOUT ROWID;

-- People. Names and addresses stand only in person_data, under a key of their own: erasing a person deletes that row.

CREATE TABLE people (
  shop_id       TEXT NOT NULL,
  person_id     TEXT NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1,
  state         TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'blocked', 'left', 'merged')),
  merged_into   TEXT,
  verified_at   INTEGER,
  -- Verified orders counted for this person: what "first order" looks at.
  order_count   INTEGER NOT NULL DEFAULT 0,
  -- Running figures of the person as an advocate, so that a portal never counts rows.
  joined_count  INTEGER NOT NULL DEFAULT 0,
  ordered_count INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL,
  PRIMARY KEY (shop_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_data (
  shop_id     TEXT NOT NULL,
  person_id   TEXT NOT NULL,
  wrapped_key TEXT NOT NULL,
  sealed      TEXT NOT NULL,
  PRIMARY KEY (shop_id, person_id)
) STRICT, WITHOUT ROWID;

-- hash is a keyed HMAC of the customer number or the normalized e-mail; it can't be turned back or looked up elsewhere.
CREATE TABLE identities (
  shop_id    TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('customer', 'email')),
  hash       TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, kind, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_by_person ON identities (shop_id, person_id);

-- Advocates' codes. A person may hold several: each join with a typed e-mail makes a fresh one, so that no reply tells
-- whether an address was known. shown_name is sealed under the person's key and present only by their consent.
CREATE TABLE links (
  shop_id    TEXT NOT NULL,
  code       TEXT NOT NULL,
  program_id TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  shown_name TEXT,
  attempt    TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, code)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX links_by_attempt ON links (shop_id, attempt);
CREATE INDEX links_by_person ON links (shop_id, person_id, created_at);

-- The bond. One a friend and program; the budget behind its claim is held here until held_until.
CREATE TABLE referrals (
  shop_id     TEXT NOT NULL,
  referral_id TEXT NOT NULL,
  program_id  TEXT NOT NULL,
  advocate_id TEXT NOT NULL,
  friend_id   TEXT NOT NULL,
  link_code   TEXT,
  source      TEXT NOT NULL CHECK (source IN ('code', 'coupon', 'signed_touch', 'touch', 'customer', 'email')),
  channel     TEXT,
  state       TEXT NOT NULL CHECK (state IN ('claimed', 'ordered', 'refused')),
  held_unit   TEXT,
  held        INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
  held_until  INTEGER,
  claimed_at  INTEGER,
  ordered_at  INTEGER,
  version     INTEGER NOT NULL DEFAULT 1,
  created_at  INTEGER NOT NULL,
  PRIMARY KEY (shop_id, referral_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX referrals_by_friend ON referrals (shop_id, program_id, friend_id);
CREATE INDEX referrals_by_advocate ON referrals (shop_id, advocate_id, referral_id);
CREATE INDEX referrals_by_state ON referrals (shop_id, state, referral_id);
CREATE INDEX referrals_held ON referrals (shop_id, held_until) WHERE held > 0;

-- A friend's single-use codes: reservations that only a secret key or a signed report redeems.
CREATE TABLE claims (
  shop_id        TEXT NOT NULL,
  code           TEXT NOT NULL,
  referral_id    TEXT NOT NULL,
  program_id     TEXT NOT NULL,
  program_version INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('issued', 'reserved', 'redeemed')),
  order_source   TEXT,
  order_id       TEXT,
  reserved_until INTEGER,
  expires_at     INTEGER NOT NULL,
  attempt        TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  PRIMARY KEY (shop_id, code)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX claims_by_attempt ON claims (shop_id, attempt);
CREATE INDEX claims_by_referral ON claims (shop_id, referral_id);

-- What happened, once each: the primary key is the event key. facts holds the report without personal data.
CREATE TABLE events (
  shop_id         TEXT NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('order', 'refund', 'credit')),
  source          TEXT NOT NULL,
  external_id     TEXT NOT NULL,
  event_id        TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('unverified', 'decided', 'waiting', 'dismissed')),
  verified_by     TEXT CHECK (verified_by IN ('key', 'owner', 'list')),
  outcome         TEXT CHECK (outcome IN ('rewarded', 'refused', 'applied')),
  reason          TEXT,
  program_id      TEXT,
  program_version INTEGER,
  referral_id     TEXT,
  friend_id       TEXT,
  -- Of a refund: the order it belongs to.
  order_id        TEXT,
  currency        TEXT NOT NULL,
  amount_minor    INTEGER NOT NULL CHECK (amount_minor >= 0),
  -- Of an order: the sum of its refunds so far, never more than the order.
  refunded_minor  INTEGER NOT NULL DEFAULT 0 CHECK (refunded_minor BETWEEN 0 AND amount_minor),
  facts           TEXT NOT NULL CHECK (json_valid(facts)),
  trace           TEXT CHECK (trace IS NULL OR json_valid(trace)),
  version         INTEGER NOT NULL DEFAULT 1,
  occurred_at     INTEGER NOT NULL,
  received_at     INTEGER NOT NULL,
  -- Of a refund that waits: 1 once its order is decided, until it is applied.
  due             INTEGER NOT NULL DEFAULT 0 CHECK (due IN (0, 1)),
  PRIMARY KEY (shop_id, kind, source, external_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX events_by_id ON events (shop_id, event_id);
CREATE INDEX events_by_state ON events (shop_id, kind, state, event_id);
CREATE INDEX events_by_referral ON events (shop_id, referral_id, event_id) WHERE referral_id IS NOT NULL;
CREATE INDEX refunds_by_order ON events (shop_id, source, order_id) WHERE kind = 'refund';
CREATE INDEX refunds_due ON events (shop_id, event_id) WHERE due = 1;

-- Rewards. Maturity is available_at <= now, a fact that no job has to bring about.
CREATE TABLE rewards (
  shop_id           TEXT NOT NULL,
  reward_id         TEXT NOT NULL,
  event_id          TEXT NOT NULL,
  program_id        TEXT NOT NULL,
  rule              TEXT NOT NULL,
  side              TEXT NOT NULL CHECK (side IN ('advocate', 'friend')),
  recipient_id      TEXT NOT NULL,
  ordinal           INTEGER NOT NULL,
  referral_id       TEXT NOT NULL,
  unit              TEXT NOT NULL,
  quantity          INTEGER NOT NULL CHECK (quantity > 0),
  reversed_quantity INTEGER NOT NULL DEFAULT 0 CHECK (reversed_quantity BETWEEN 0 AND quantity),
  state             TEXT NOT NULL CHECK (state IN ('review', 'granted', 'fulfilled', 'refused', 'reversed')),
  available_at      INTEGER NOT NULL,
  announced_at      INTEGER,
  reason            TEXT,
  version           INTEGER NOT NULL DEFAULT 1,
  created_at        INTEGER NOT NULL,
  PRIMARY KEY (shop_id, reward_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX rewards_once_an_event ON rewards (shop_id, event_id, program_id, rule, side, recipient_id, ordinal);
-- Once also between different orders of one friend: the first order of a referral is rewarded one time, whoever comes first.
CREATE UNIQUE INDEX rewards_once_a_referral ON rewards (shop_id, referral_id, rule, side, ordinal);
CREATE INDEX rewards_by_recipient ON rewards (shop_id, recipient_id, available_at);
-- What waits for the owner belongs to nobody yet, whenever it would be available: a portal adds it to what waits.
CREATE INDEX rewards_in_review ON rewards (shop_id, recipient_id) WHERE state = 'review';
CREATE INDEX rewards_by_state ON rewards (shop_id, state, available_at, reward_id);
CREATE INDEX rewards_to_announce ON rewards (shop_id, available_at) WHERE announced_at IS NULL AND state = 'granted';

-- Ledger. Each transfer writes two entries whose quantities sum to zero; each account counts its own entries, and the last
-- one carries the balance. Append-only: a correction is a new transfer.
CREATE TABLE entries (
  shop_id       TEXT NOT NULL,
  account       TEXT NOT NULL,
  seq           INTEGER NOT NULL CHECK (seq > 0),
  transfer_id   TEXT NOT NULL,
  other_account TEXT NOT NULL,
  unit          TEXT NOT NULL,
  quantity      INTEGER NOT NULL CHECK (quantity <> 0),
  balance_after INTEGER NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('grant', 'reversal', 'refusal', 'fulfillment', 'credit')),
  event_id      TEXT NOT NULL,
  reward_id     TEXT,
  at            INTEGER NOT NULL,
  PRIMARY KEY (shop_id, account, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entries_by_transfer ON entries (shop_id, transfer_id, account);

CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'ledger entries never change'); END;
CREATE TRIGGER entries_never_leave BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'ledger entries never leave'); END;
-- An entry that does not continue its account would break the balance for good, so the table itself refuses it.
CREATE TRIGGER entries_continue BEFORE INSERT ON entries
WHEN NEW.seq <> 1 + COALESCE((SELECT seq FROM entries WHERE shop_id = NEW.shop_id AND account = NEW.account ORDER BY seq DESC LIMIT 1), 0)
  OR NEW.balance_after <> NEW.quantity + COALESCE((SELECT balance_after FROM entries WHERE shop_id = NEW.shop_id AND account = NEW.account ORDER BY seq DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'ledger entry does not continue its account'); END;

-- How far each account has been re-summed by the nightly audit, and to what.
CREATE TABLE ledger_checks (
  shop_id TEXT NOT NULL,
  account TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  balance INTEGER NOT NULL,
  PRIMARY KEY (shop_id, account)
) STRICT, WITHOUT ROWID;

-- What is committed against a cap. A cap may be lowered under what is committed (the owner's right); then only rises are
-- refused, which a plain CHECK could not tell apart.
CREATE TABLE counters (
  shop_id    TEXT NOT NULL,
  scope      TEXT NOT NULL,
  unit       TEXT NOT NULL,
  committed  INTEGER NOT NULL DEFAULT 0 CHECK (committed >= 0),
  cap        INTEGER,
  -- The cap for which the owner has been told that it is nearly reached: once a cap, and again when the cap is changed.
  warned_cap INTEGER,
  expires_at INTEGER,
  PRIMARY KEY (shop_id, scope, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX counters_by_expiry ON counters (shop_id, expires_at) WHERE expires_at IS NOT NULL;

CREATE TRIGGER counters_stay_under_cap BEFORE UPDATE OF committed ON counters
WHEN NEW.committed > OLD.committed AND NEW.cap IS NOT NULL AND NEW.committed > NEW.cap
BEGIN SELECT RAISE(ABORT, 'guard_cap'); END;
CREATE TRIGGER counters_start_under_cap BEFORE INSERT ON counters
WHEN NEW.cap IS NOT NULL AND NEW.committed > NEW.cap
BEGIN SELECT RAISE(ABORT, 'guard_cap'); END;

-- What is shown over time. One wide row an hour and channel; days and months are folded from hours and can be made again.
CREATE TABLE rollups (
  shop_id       TEXT NOT NULL,
  span          TEXT NOT NULL CHECK (span IN ('hour', 'day', 'month')),
  starts_at     INTEGER NOT NULL,
  program_id    TEXT NOT NULL,
  channel       TEXT NOT NULL,
  impressions   INTEGER NOT NULL DEFAULT 0,
  joins         INTEGER NOT NULL DEFAULT 0,
  shares        INTEGER NOT NULL DEFAULT 0,
  visits        INTEGER NOT NULL DEFAULT 0,
  claims        INTEGER NOT NULL DEFAULT 0,
  conversions   INTEGER NOT NULL DEFAULT 0,
  revenue_minor INTEGER NOT NULL DEFAULT 0,
  cost_minor    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (shop_id, span, starts_at, program_id, channel)
) STRICT, WITHOUT ROWID;

-- Outbox: written with the decision, drained by the cron. target is an endpoint or a person; payload holds ids, never addresses.
CREATE TABLE outbox (
  shop_id         TEXT NOT NULL,
  delivery_id     TEXT NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('webhook', 'mail')),
  topic           TEXT NOT NULL,
  target          TEXT,
  payload         TEXT NOT NULL CHECK (json_valid(payload)),
  state           TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'dead', 'unknown')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  last_error      TEXT,
  created_at      INTEGER NOT NULL,
  sent_at         INTEGER,
  PRIMARY KEY (shop_id, delivery_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (shop_id, next_attempt_at) WHERE state = 'due';
CREATE INDEX outbox_by_state ON outbox (shop_id, state, delivery_id);

CREATE TABLE webhook_endpoints (
  shop_id       TEXT NOT NULL,
  endpoint_id   TEXT NOT NULL,
  url           TEXT NOT NULL,
  types         TEXT NOT NULL CHECK (json_valid(types)),
  secret_sealed TEXT NOT NULL,
  -- Set where the receiver answered 410 Gone; nothing is sent to it any more.
  disabled_at   INTEGER,
  created_at    INTEGER NOT NULL,
  PRIMARY KEY (shop_id, endpoint_id)
) STRICT, WITHOUT ROWID;

-- Mails of test shops, which are never sent; sealed under the key of the person they are for.
CREATE TABLE mailbox (
  shop_id   TEXT NOT NULL,
  mail_id   TEXT NOT NULL,
  person_id TEXT,
  topic     TEXT NOT NULL,
  sealed    TEXT NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (shop_id, mail_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mailbox_by_person ON mailbox (shop_id, person_id);

-- Writes that their caller has named by an Idempotency-Key. A row is a run that holds the key while reply_sealed is NULL, and the
-- first reply after that; once expires_at has passed, it counts for nothing. Keyed hashes and a sealed reply: nothing is readable.
CREATE TABLE idempotency_keys (
  shop_id      TEXT NOT NULL,
  key_hash     TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  reply_sealed TEXT,
  expires_at   INTEGER NOT NULL,
  PRIMARY KEY (shop_id, key_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (shop_id, expires_at);

-- Where a job goes on when it runs again, and what it found wrong. shop_id is empty for what concerns the Worker as a whole.
CREATE TABLE job_marks (
  shop_id TEXT NOT NULL,
  job     TEXT NOT NULL,
  mark    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  fault   TEXT,
  PRIMARY KEY (shop_id, job)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_faults ON job_marks (job, shop_id) WHERE fault IS NOT NULL;

-- Who changed what. Append-only; ids and settings versions, never personal data.
CREATE TABLE audit (
  shop_id TEXT NOT NULL,
  id      TEXT NOT NULL,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail  TEXT NOT NULL CHECK (json_valid(detail)),
  PRIMARY KEY (shop_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries never change'); END;
CREATE TRIGGER audit_never_leaves BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries never leave'); END;
