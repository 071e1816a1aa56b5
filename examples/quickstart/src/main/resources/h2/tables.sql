CREATE TABLE widget_configs (
  id                       INTEGER PRIMARY KEY,
  whatsapp_number_pool     VARCHAR,
  handover_whatsapp_number VARCHAR(32),
  encrypted_credentials    VARCHAR
);

CREATE TABLE widget_conversations (
  id                       INTEGER PRIMARY KEY,
  widget_id                INTEGER NOT NULL REFERENCES widget_configs (id),
  visitor_name             VARCHAR(255),
  assigned_whatsapp_number VARCHAR(32),
  status                   VARCHAR(64),
  created_at               TIMESTAMP(6) WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);
