-- A person whose account names no language is written to in the tenant's. Accounts that exist keep theirs.
ALTER TABLE user_account
  ALTER COLUMN locale DROP NOT NULL,
  ALTER COLUMN locale DROP DEFAULT;
