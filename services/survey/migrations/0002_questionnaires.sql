-- What is asked: questionnaires with their drafts, and the versions that were published.
CREATE TABLE questionnaires (
  questionnaire_id  uuid PRIMARY KEY,
  version           bigint NOT NULL CHECK (version > 0),
  display_name      text NOT NULL,
  -- The draft, as mainstay.survey.v1.QuestionnaireContent in its JSON form.
  content           jsonb NOT NULL,
  question_count    int NOT NULL,
  state             text NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  -- The newest of its versions; 0 before the first.
  published_version int NOT NULL CHECK (published_version >= 0),
  -- The draft is not what that version has.
  draft_changed     boolean NOT NULL,
  publish_time      timestamptz,
  create_time       timestamptz NOT NULL,
  update_time       timestamptz NOT NULL,
  delete_time       timestamptz,
  CHECK ((state = 'draft') = (published_version = 0)),
  CHECK ((publish_time IS NULL) = (published_version = 0))
);
CREATE INDEX questionnaires_update_time ON questionnaires (update_time, questionnaire_id);
CREATE INDEX questionnaires_create_time ON questionnaires (create_time, questionnaire_id);
CREATE INDEX questionnaires_display_name
  ON questionnaires (display_name COLLATE "C", questionnaire_id);

-- They never change: campaigns ask them, responses answer them.
CREATE TABLE questionnaire_versions (
  questionnaire_id uuid NOT NULL REFERENCES questionnaires,
  number           int NOT NULL CHECK (number > 0),
  content          jsonb NOT NULL,
  publisher        text NOT NULL,
  reason           text NOT NULL,
  publish_time     timestamptz NOT NULL,
  PRIMARY KEY (questionnaire_id, number)
);

CREATE TABLE questionnaire_changes (
  questionnaire_id uuid NOT NULL,
  version          bigint NOT NULL,
  position         int NOT NULL,
  field            text NOT NULL,
  action           text NOT NULL,
  old_value        text NOT NULL,
  new_value        text NOT NULL,
  actor            text NOT NULL,
  reason           text NOT NULL,
  change_time      timestamptz NOT NULL,
  PRIMARY KEY (questionnaire_id, version, position)
);
