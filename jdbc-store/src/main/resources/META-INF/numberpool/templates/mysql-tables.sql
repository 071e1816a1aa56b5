CREATE TABLE {widget_configs} (
    {widget_configs.id}                       BIGINT PRIMARY KEY,
    {widget_configs.whatsapp_number_pool}     JSON,
    {widget_configs.handover_whatsapp_number} VARCHAR(32),
    {widget_configs.encrypted_credentials}    TEXT
) CHARACTER SET utf8mb4;

CREATE TABLE {widget_conversations} (
    {.id}                       BIGINT PRIMARY KEY,
    {.widget_id}                BIGINT NOT NULL,
    visitor_name                VARCHAR(255),
    {.assigned_whatsapp_number} VARCHAR(32),
    {.status}                   VARCHAR(64),
    {.created_at}               DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6)) COMMENT 'UTC',
    FOREIGN KEY ({.widget_id}) REFERENCES {widget_configs} ({widget_configs.id})
) CHARACTER SET utf8mb4;
