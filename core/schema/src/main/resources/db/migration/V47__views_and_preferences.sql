-- What people set up for themselves: views of lists that they come back to, and how they want their pages (docs/adr/0065).
-- Both go with their user.
CREATE TABLE saved_view (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  user_id    uuid NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  page       text NOT NULL CHECK (page ~ '^[a-z][a-z0-9-]{0,39}$'),
  query      text NOT NULL CHECK (length(query) <= 2000),
  is_shared  boolean NOT NULL DEFAULT false,            -- everybody in the tenant sees it
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX saved_view_name ON saved_view (tenant_id, user_id, page, lower(name));
CREATE INDEX saved_view_shared ON saved_view (tenant_id, id) WHERE is_shared;
CALL secure_table('saved_view');
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view TO imas_app;

-- The view with which a page opens for a user: their own, or a shared one.
CREATE TABLE default_view (
  tenant_id uuid NOT NULL,
  user_id   uuid NOT NULL,
  page      text NOT NULL,
  view_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, user_id, page),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, view_id) REFERENCES saved_view (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX default_view_of ON default_view (tenant_id, view_id);
CALL secure_table('default_view');
GRANT SELECT, INSERT, UPDATE, DELETE ON default_view TO imas_app;

CREATE TABLE user_preference (
  tenant_id   uuid NOT NULL,
  user_id     uuid NOT NULL,
  preferences jsonb NOT NULL CHECK (length(preferences::text) <= 4096),
  version     integer NOT NULL,
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('user_preference');
GRANT SELECT, INSERT, UPDATE, DELETE ON user_preference TO imas_app;
