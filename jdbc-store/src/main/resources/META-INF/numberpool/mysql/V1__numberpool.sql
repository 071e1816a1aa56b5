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
CREATE INDEX widget_conversations_unnoticed_by_number
    ON widget_conversations (left_number, assigned_agent);

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
    window_closed_at DATETIME(6) COMMENT 'UTC',
    PRIMARY KEY (participant, number),
    INDEX numberpool_thread_left (number, last_left_at)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- Who left which thread, and when; the last day of each thread is kept.
CREATE TABLE numberpool_departure (
    participant     VARCHAR(255) NOT NULL,
    number          VARCHAR(32) NOT NULL,
    conversation_id VARCHAR(255) NOT NULL,
    left_at         DATETIME(6) NOT NULL COMMENT 'UTC',
    PRIMARY KEY (participant, number, conversation_id)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- Outbound messages, in the order of their queues; conversation_id is empty if there is none. taken_at and taken_by say
-- when a message last left its queue and by which call; waits_for is set while somebody may have to see to it.
CREATE TABLE numberpool_message (
    position        BIGINT AUTO_INCREMENT PRIMARY KEY,
    id              VARCHAR(40) NOT NULL UNIQUE,
    kind            VARCHAR(16) NOT NULL,
    conversation_id VARCHAR(255) NOT NULL,
    widget_id       VARCHAR(255),
    message_id      VARCHAR(255) NOT NULL,
    part            INTEGER NOT NULL,
    parts           INTEGER NOT NULL,
    participant     VARCHAR(255) NOT NULL,
    number          VARCHAR(32) NOT NULL,
    form            VARCHAR(16) NOT NULL,
    content         LONGTEXT NOT NULL,
    assigned_at     DATETIME(6) COMMENT 'UTC',
    state           VARCHAR(16) NOT NULL,
    attempt         INTEGER NOT NULL,
    provider_id     VARCHAR(255),
    failure_kind    VARCHAR(64),
    failure_code    INTEGER,
    since_at        DATETIME(6) NOT NULL COMMENT 'UTC',
    not_before      DATETIME(6) COMMENT 'UTC',
    logged_at       DATETIME(6) NOT NULL COMMENT 'UTC',
    taken_at        DATETIME(6) COMMENT 'UTC',
    taken_by        VARCHAR(40),
    waits_for       VARCHAR(16),
    is_unsettled    TINYINT GENERATED ALWAYS AS (
        CASE WHEN state IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'SCHEDULED', 'QUEUED', 'SENDING', 'SENT') THEN 1 END) VIRTUAL,
    UNIQUE (conversation_id, message_id, part)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- What waits on a thread or is being sent; what somebody has to see to; how much went out of late; reports of the provider;
-- what has no end yet.
CREATE INDEX numberpool_message_queue ON numberpool_message (participant, number, state, position);
CREATE INDEX numberpool_message_due ON numberpool_message (waits_for, position);
CREATE INDEX numberpool_message_taken ON numberpool_message (number, participant, taken_at);
CREATE INDEX numberpool_message_provider ON numberpool_message (provider_id);
CREATE INDEX numberpool_message_unsettled ON numberpool_message (is_unsettled, position, since_at);

-- Puts those in order who append to a queue or take from it.
CREATE TABLE numberpool_queue (
    participant VARCHAR(255) NOT NULL,
    number      VARCHAR(32) NOT NULL,
    used_at     DATETIME(6) NOT NULL COMMENT 'UTC',
    PRIMARY KEY (participant, number)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- Inbound messages that are being handled, under which claim, and that have been.
CREATE TABLE numberpool_inbound (
    message_id      VARCHAR(255) PRIMARY KEY,
    token           VARCHAR(40) NOT NULL,
    lease_until     DATETIME(6) NOT NULL COMMENT 'UTC',
    held_count      INTEGER NOT NULL,
    completed_at    DATETIME(6) COMMENT 'UTC',
    conversation_id VARCHAR(255),
    participant     VARCHAR(255)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- Inbound messages that wait for their conversation, in the order in which they were completed; which claim takes them.
CREATE TABLE numberpool_held (
    position    BIGINT AUTO_INCREMENT PRIMARY KEY,
    message_id  VARCHAR(255) NOT NULL UNIQUE,
    participant VARCHAR(255) NOT NULL,
    number      VARCHAR(32) NOT NULL,
    written_at  DATETIME(6) NOT NULL COMMENT 'UTC',
    content     LONGTEXT NOT NULL,
    taken_by    VARCHAR(40),
    taken_until DATETIME(6) COMMENT 'UTC'
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;
CREATE INDEX numberpool_held_thread ON numberpool_held (number, participant, written_at);
CREATE INDEX numberpool_held_taken ON numberpool_held (taken_by);

-- Which address is another one of which person.
CREATE TABLE numberpool_alias (
    id     VARCHAR(255) PRIMARY KEY,
    person VARCHAR(255) NOT NULL
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;
CREATE INDEX numberpool_alias_person ON numberpool_alias (person);

-- Numbers that do not work at present, and who says so.
CREATE TABLE numberpool_health (
    number   VARCHAR(32) NOT NULL,
    source   VARCHAR(16) NOT NULL,
    reason   TEXT NOT NULL,
    since_at DATETIME(6) NOT NULL COMMENT 'UTC',
    until_at DATETIME(6) NOT NULL COMMENT 'UTC',
    PRIMARY KEY (number, source)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- Up to when which archive of the provider has been compared with the messages.
CREATE TABLE numberpool_archive (
    name           VARCHAR(255) PRIMARY KEY,
    compared_until DATETIME(6) NOT NULL COMMENT 'UTC'
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

-- What this schema was made for; the store checks it.
CREATE TABLE numberpool_schema (
    name    VARCHAR(64) PRIMARY KEY,
    content TEXT NOT NULL
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_0900_bin;

INSERT INTO numberpool_schema (name, content) VALUES
    ('version', '2'),
    ('conversations', 'adopted'),
    ('closed_statuses', 'closed');
