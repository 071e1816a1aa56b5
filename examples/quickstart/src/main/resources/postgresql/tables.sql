CREATE TABLE widget_configs (
  id                       SERIAL PRIMARY KEY,
  whatsapp_number_pool     JSONB,
  handover_whatsapp_number TEXT,
  encrypted_credentials    TEXT
);

CREATE TABLE widget_conversations (
  id                       SERIAL PRIMARY KEY,
  widget_id                INTEGER NOT NULL REFERENCES widget_configs (id),
  visitor_name             TEXT,
  assigned_whatsapp_number TEXT,
  status                   TEXT,
  created_at               TIMESTAMPTZ NOT NULL DEFAULT now()
);
