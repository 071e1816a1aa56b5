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
CREATE INDEX widget_conversations_unnoticed_by_number ON widget_conversations (left_number, assigned_agent);

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
    window_closed_at TIMESTAMP(6) WITH TIME ZONE,
    PRIMARY KEY (participant, number)
);
CREATE INDEX numberpool_thread_left ON numberpool_thread (number, last_left_at);

-- Who left which thread, and when; the last day of each thread is kept.
CREATE TABLE numberpool_departure (
    participant     VARCHAR(255) NOT NULL,
    number          VARCHAR(32) NOT NULL,
    conversation_id VARCHAR(255) NOT NULL,
    left_at         TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (participant, number, conversation_id)
);

-- Outbound messages, in the order of their queues; conversation_id is empty if there is none. taken_at and taken_by say
-- when a message last left its queue and by which call; waits_for is set while somebody may have to see to it.
CREATE TABLE numberpool_message (
    position        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
    content         VARCHAR NOT NULL,
    assigned_at     TIMESTAMP(6) WITH TIME ZONE,
    state           VARCHAR(16) NOT NULL,
    attempt         INTEGER NOT NULL,
    provider_id     VARCHAR(255),
    failure_kind    VARCHAR(64),
    failure_code    INTEGER,
    since_at        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    not_before      TIMESTAMP(6) WITH TIME ZONE,
    logged_at       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    taken_at        TIMESTAMP(6) WITH TIME ZONE,
    taken_by        VARCHAR(40),
    waits_for       VARCHAR(16),
    is_unsettled    TINYINT GENERATED ALWAYS AS (
        CASE WHEN state IN ('PENDING', 'UNKNOWN', 'ACCEPTED', 'SCHEDULED', 'QUEUED', 'SENDING', 'SENT') THEN 1 END),
    UNIQUE (conversation_id, message_id, part)
);

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
    used_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (participant, number)
);

-- Inbound messages that are being handled, under which claim, and that have been.
CREATE TABLE numberpool_inbound (
    message_id      VARCHAR(255) PRIMARY KEY,
    token           VARCHAR(40) NOT NULL,
    lease_until     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    held_count      INTEGER NOT NULL,
    completed_at    TIMESTAMP(6) WITH TIME ZONE,
    conversation_id VARCHAR(255),
    participant     VARCHAR(255)
);

-- Inbound messages that wait for their conversation, in the order in which they were completed; which claim takes them.
CREATE TABLE numberpool_held (
    position    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  VARCHAR(255) NOT NULL UNIQUE,
    participant VARCHAR(255) NOT NULL,
    number      VARCHAR(32) NOT NULL,
    written_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    content     VARCHAR NOT NULL,
    taken_by    VARCHAR(40),
    taken_until TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX numberpool_held_thread ON numberpool_held (number, participant, written_at);
CREATE INDEX numberpool_held_taken ON numberpool_held (taken_by);

-- Which address is another one of which person.
CREATE TABLE numberpool_alias (
    id     VARCHAR(255) PRIMARY KEY,
    person VARCHAR(255) NOT NULL
);
CREATE INDEX numberpool_alias_person ON numberpool_alias (person);

-- Numbers that do not work at present, and who says so.
CREATE TABLE numberpool_health (
    number   VARCHAR(32) NOT NULL,
    source   VARCHAR(16) NOT NULL,
    reason   VARCHAR NOT NULL,
    since_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (number, source)
);

-- Up to when which archive of the provider has been compared with the messages.
CREATE TABLE numberpool_archive (
    name           VARCHAR(255) PRIMARY KEY,
    compared_until TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- What this schema was made for; the store checks it.
CREATE TABLE numberpool_schema (
    name    VARCHAR(64) PRIMARY KEY,
    content VARCHAR NOT NULL
);

INSERT INTO numberpool_schema (name, content) VALUES
    ('version', '2'),
    ('conversations', 'adopted'),
    ('closed_statuses', 'closed');
