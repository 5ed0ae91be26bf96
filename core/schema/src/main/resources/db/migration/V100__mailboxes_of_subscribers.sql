-- One mailbox has many addresses: a+1@, a+2@, and for some servers a.b@. How often it may be asked is counted together.
ALTER TABLE status_subscriber
  ADD COLUMN mailbox text GENERATED ALWAYS AS (
    CASE WHEN email ~* '@(gmail|googlemail)\.com$'
         THEN lower(replace(regexp_replace(email, '[+@].*$', ''), '.', '')) || '@gmail.com'
         ELSE lower(regexp_replace(email, '\+[^@]*@', '@'))
    END) STORED;
CREATE INDEX status_subscriber_mailbox ON status_subscriber (tenant_id, mailbox) WHERE confirmed_at IS NULL;
