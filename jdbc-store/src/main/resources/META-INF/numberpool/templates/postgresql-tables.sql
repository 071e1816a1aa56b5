CREATE TABLE {widget_configs} (
    {widget_configs.id}                       BIGINT PRIMARY KEY,
    {widget_configs.whatsapp_number_pool}     JSONB,
    {widget_configs.handover_whatsapp_number} TEXT,
    {widget_configs.encrypted_credentials}    TEXT
);

CREATE TABLE {widget_conversations} (
    {.id}                       BIGINT PRIMARY KEY,
    {.widget_id}                BIGINT NOT NULL REFERENCES {widget_configs},
    visitor_name                TEXT,
    {.assigned_whatsapp_number} TEXT,
    {.status}                   TEXT,
    {.created_at}               TIMESTAMPTZ NOT NULL DEFAULT now()
);
