ALTER TABLE widget_conversations
    ADD COLUMN assigned_agent        VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin,
    ADD COLUMN assigned_display_name VARCHAR(255) CHARACTER SET utf8mb4,
    ADD COLUMN assigned_source       VARCHAR(32),
    ADD COLUMN assigned_at           DATETIME(6) COMMENT 'UTC',
    ADD COLUMN assigned_sequence     BIGINT,
    ADD COLUMN assigned_attempt      CHAR(36),
    ADD COLUMN released_at           DATETIME(6) COMMENT 'UTC',
    ADD COLUMN left_at               DATETIME(6) COMMENT 'UTC';

-- The number while the assignment is active, and while its end is not yet dated: indexes on them are short.
ALTER TABLE widget_conversations
    ADD COLUMN active_number VARCHAR(32) GENERATED ALWAYS AS (
        CASE WHEN released_at IS NULL
                  AND (status IS NULL OR CAST(status AS BINARY) NOT IN ('closed'))
             THEN assigned_whatsapp_number END) VIRTUAL,
    ADD COLUMN left_number VARCHAR(32) GENERATED ALWAYS AS (
        CASE WHEN assigned_at IS NOT NULL AND released_at IS NULL AND left_at IS NULL
                  AND CAST(status AS BINARY) IN ('closed')
             THEN assigned_whatsapp_number END) VIRTUAL;

-- The active assignments of a number, for loads and for routing; those of a widget; ends that are not yet dated.
CREATE INDEX widget_conversations_active_by_number
    ON widget_conversations (active_number, assigned_agent, widget_id);
CREATE INDEX widget_conversations_active_by_widget
    ON widget_conversations (widget_id, active_number);
CREATE INDEX widget_conversations_unnoticed_by_widget
    ON widget_conversations (widget_id, left_number);

-- Puts the decisions of a widget in order.
CREATE TABLE numberpool_widget (
    widget_id VARCHAR(255) PRIMARY KEY,
    sequence  BIGINT NOT NULL
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- When a widget last chose a number.
CREATE TABLE numberpool_number (
    widget_id     VARCHAR(255) NOT NULL,
    number        VARCHAR(32) NOT NULL,
    last_sequence BIGINT NOT NULL,
    last_used_at  DATETIME(6) NOT NULL COMMENT 'UTC',
    PRIMARY KEY (widget_id, number)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- What happened last on a thread; an empty participant stands for agents who are not known.
CREATE TABLE numberpool_thread (
    participant      VARCHAR(255) NOT NULL,
    number           VARCHAR(32) NOT NULL,
    last_assigned_at DATETIME(6) COMMENT 'UTC',
    last_left_at     DATETIME(6) COMMENT 'UTC',
    last_inbound_at  DATETIME(6) COMMENT 'UTC',
    PRIMARY KEY (participant, number),
    INDEX numberpool_thread_left (number, last_left_at)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- Numbers that do not work at present.
CREATE TABLE numberpool_health (
    number   VARCHAR(32) PRIMARY KEY,
    reason   TEXT NOT NULL,
    since_at DATETIME(6) NOT NULL COMMENT 'UTC',
    until_at DATETIME(6) NOT NULL COMMENT 'UTC'
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- What this schema was made for; the store checks it.
CREATE TABLE numberpool_schema (
    name    VARCHAR(64) PRIMARY KEY,
    content TEXT NOT NULL
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

INSERT INTO numberpool_schema (name, content) VALUES
    ('version', '1'),
    ('conversations', 'adopted'),
    ('closed_statuses', 'closed');
