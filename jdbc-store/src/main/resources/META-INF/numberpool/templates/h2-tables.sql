CREATE TABLE {widget_configs} (
    {widget_configs.id}                       BIGINT PRIMARY KEY,
    {widget_configs.whatsapp_number_pool}     VARCHAR,
    {widget_configs.handover_whatsapp_number} VARCHAR(32),
    {widget_configs.encrypted_credentials}    VARCHAR
);

CREATE TABLE {widget_conversations} (
    {.id}                       BIGINT PRIMARY KEY,
    {.widget_id}                BIGINT NOT NULL,
    visitor_name                VARCHAR(255),
    {.assigned_whatsapp_number} VARCHAR(32),
    {.status}                   VARCHAR(64),
    {.created_at}               TIMESTAMP(6) WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY ({.widget_id}) REFERENCES {widget_configs} ({widget_configs.id})
);
