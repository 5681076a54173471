-- What requirements are scored by, their scores, and the rankings made of them.

-- A set as it is; what it says is in its versions, which stay for ever.
CREATE TABLE criteria_sets (
  set_id      uuid PRIMARY KEY,
  version     bigint NOT NULL CHECK (version > 0),
  create_time timestamptz NOT NULL
);
CREATE INDEX criteria_sets_create_time ON criteria_sets (create_time, set_id);

CREATE TABLE criteria_set_versions (
  set_id        uuid NOT NULL REFERENCES criteria_sets,
  version       bigint NOT NULL,
  display_name  text NOT NULL,
  normalization text NOT NULL CHECK (normalization IN ('vector', 'max_min', 'max', 'sum')),
  ideals        text NOT NULL CHECK (ideals IN ('observed', 'scale')),
  author        text NOT NULL,
  reason        text NOT NULL,
  update_time   timestamptz NOT NULL,
  PRIMARY KEY (set_id, version)
);

CREATE TABLE criteria (
  set_id       uuid NOT NULL,
  version      bigint NOT NULL,
  position     int NOT NULL,
  criterion    text NOT NULL,
  display_name text NOT NULL,
  direction    text NOT NULL CHECK (direction IN ('benefit', 'cost')),
  weight       float8 NOT NULL CHECK (weight > 0),
  scale_min    float8,
  scale_max    float8,
  source       text NOT NULL CHECK (source IN ('hand', 'value', 'account_count', 'urgency',
    'importance')),
  PRIMARY KEY (set_id, version, position),
  FOREIGN KEY (set_id, version) REFERENCES criteria_set_versions,
  CHECK ((scale_min IS NULL) = (scale_max IS NULL))
);

-- By criterion, not by version: a criterion that stays keeps its scores.
CREATE TABLE requirement_scores (
  requirement_id uuid NOT NULL REFERENCES requirements,
  set_id         uuid NOT NULL REFERENCES criteria_sets,
  criterion      text NOT NULL,
  realized       boolean NOT NULL,  -- what came of it after delivery
  score          float8 NOT NULL,
  author         text NOT NULL,
  update_time    timestamptz NOT NULL,
  PRIMARY KEY (set_id, requirement_id, criterion, realized)
);

CREATE TABLE rankings (
  ranking_id     uuid PRIMARY KEY,
  set_id         uuid NOT NULL,
  version        bigint NOT NULL,
  normalization  text NOT NULL CHECK (normalization IN ('vector', 'max_min', 'max', 'sum')),
  top            int NOT NULL,
  ranked         int NOT NULL,
  unranked       int NOT NULL,
  previous_id    uuid REFERENCES rankings,  -- by the same set
  reversal_count bigint NOT NULL,
  author         text NOT NULL,
  create_time    timestamptz NOT NULL,
  ordinal        bigint GENERATED ALWAYS AS IDENTITY,  -- in which order they were made
  FOREIGN KEY (set_id, version) REFERENCES criteria_set_versions
);
CREATE INDEX rankings_ordinal ON rankings (ordinal);
CREATE INDEX rankings_set ON rankings (set_id, ordinal);

-- What was ranked, with the scores as they were: all that a ranking's reasons follow from.
CREATE TABLE ranking_rows (
  ranking_id          uuid NOT NULL REFERENCES rankings,
  position            int NOT NULL,  -- the closest first, then those that lack a score
  requirement_id      uuid NOT NULL REFERENCES requirements,
  title               text NOT NULL,
  scores              float8[] NOT NULL,  -- by criterion; NULL where there was none
  rank                int NOT NULL,       -- 0 for what lacks a score
  closeness           float8 NOT NULL,
  ideal_distance      float8 NOT NULL,
  anti_ideal_distance float8 NOT NULL,
  previous_rank       int NOT NULL,
  PRIMARY KEY (ranking_id, position)
);
