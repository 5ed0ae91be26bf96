-- What a tenant aims at (INC-31), and whether figures of persons are shown (MNT-30). Empty: no such target.
CREATE TABLE figure_settings (
  tenant_id        uuid PRIMARY KEY REFERENCES tenant,
  by_person        boolean NOT NULL,
  open_severe      integer,
  mean_ttr_seconds integer,
  median_tta_seconds integer,
  median_ttr_seconds integer,
  version          integer NOT NULL        -- from 2: the first is what a tenant has without a row
);
CALL secure_table('figure_settings');
GRANT SELECT, INSERT, UPDATE ON figure_settings TO imas_app;
