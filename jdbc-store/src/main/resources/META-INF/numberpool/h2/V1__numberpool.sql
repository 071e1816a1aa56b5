ALTER TABLE widget_conversations ADD (
    assigned_agent        VARCHAR(255),
    assigned_display_name VARCHAR(255),
    assigned_source       VARCHAR(32),
    assigned_at           TIMESTAMP(6) WITH TIME ZONE,
    assigned_sequence     BIGINT,
    assigned_attempt      VARCHAR(36),
    released_at           TIMESTAMP(6) WITH TIME ZONE,
    left_at               TIMESTAMP(6) WITH TIME ZONE
);

-- The number while the assignment is active, and while its end is not yet dated: indexes on them are short.
ALTER TABLE widget_conversations ADD active_number VARCHAR(32) GENERATED ALWAYS AS (
    CASE WHEN released_at IS NULL AND (status IS NULL OR CAST(status AS VARCHAR) NOT IN ('closed'))
         THEN assigned_whatsapp_number END);
ALTER TABLE widget_conversations ADD left_number VARCHAR(32) GENERATED ALWAYS AS (
    CASE WHEN assigned_at IS NOT NULL AND released_at IS NULL AND left_at IS NULL
              AND CAST(status AS VARCHAR) IN ('closed')
         THEN assigned_whatsapp_number END);

-- The active assignments of a number, for loads and for routing; those of a widget; ends that are not yet dated.
CREATE INDEX widget_conversations_active_by_number
    ON widget_conversations (active_number, assigned_agent, widget_id);
CREATE INDEX widget_conversations_active_by_widget ON widget_conversations (widget_id, active_number);
CREATE INDEX widget_conversations_unnoticed_by_widget ON widget_conversations (widget_id, left_number);

-- Puts the decisions of a widget in order.
CREATE TABLE numberpool_widget (
    widget_id VARCHAR(255) PRIMARY KEY,
    sequence  BIGINT NOT NULL
);

-- When a widget last chose a number.
CREATE TABLE numberpool_number (
    widget_id     VARCHAR(255) NOT NULL,
    number        VARCHAR(32) NOT NULL,
    last_sequence BIGINT NOT NULL,
    last_used_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (widget_id, number)
);

-- What happened last on a thread; an empty participant stands for agents who are not known.
CREATE TABLE numberpool_thread (
    participant      VARCHAR(255) NOT NULL,
    number           VARCHAR(32) NOT NULL,
    last_assigned_at TIMESTAMP(6) WITH TIME ZONE,
    last_left_at     TIMESTAMP(6) WITH TIME ZONE,
    last_inbound_at  TIMESTAMP(6) WITH TIME ZONE,
    PRIMARY KEY (participant, number)
);
CREATE INDEX numberpool_thread_left ON numberpool_thread (number, last_left_at);

-- Numbers that do not work at present.
CREATE TABLE numberpool_health (
    number   VARCHAR(32) PRIMARY KEY,
    reason   VARCHAR NOT NULL,
    since_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- What this schema was made for; the store checks it.
CREATE TABLE numberpool_schema (
    name    VARCHAR(64) PRIMARY KEY,
    content VARCHAR NOT NULL
);

INSERT INTO numberpool_schema (name, content) VALUES
    ('version', '1'),
    ('conversations', 'adopted'),
    ('closed_statuses', 'closed');
