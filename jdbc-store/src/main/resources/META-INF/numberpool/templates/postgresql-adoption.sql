ALTER TABLE {widget_conversations}
    ADD COLUMN {.assigned_agent}        TEXT,
    ADD COLUMN {.assigned_display_name} TEXT,
    ADD COLUMN {.assigned_source}       TEXT,
    ADD COLUMN {.assigned_at}           TIMESTAMPTZ,
    ADD COLUMN {.assigned_sequence}     BIGINT,
    ADD COLUMN {.assigned_attempt}      TEXT,
    ADD COLUMN {.released_at}           TIMESTAMPTZ,
    ADD COLUMN {.left_at}               TIMESTAMPTZ;

{conversation_indexes}
-- Puts the decisions of a widget in order.
CREATE TABLE {numberpool_widget} (
    widget_id TEXT PRIMARY KEY,
    sequence  BIGINT NOT NULL
) WITH (fillfactor = 50);

-- When a widget last chose a number.
CREATE TABLE {numberpool_number} (
    widget_id     TEXT NOT NULL,
    number        TEXT NOT NULL,
    last_sequence BIGINT NOT NULL,
    last_used_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (widget_id, number)
) WITH (fillfactor = 50);

-- What happened last on a thread; an empty participant stands for agents who are not known.
CREATE TABLE {numberpool_thread} (
    participant      TEXT NOT NULL,
    number           TEXT NOT NULL,
    last_assigned_at TIMESTAMPTZ,
    last_left_at     TIMESTAMPTZ,
    last_inbound_at  TIMESTAMPTZ,
    window_closed_at TIMESTAMPTZ,
    PRIMARY KEY (participant, number)
);

CREATE INDEX {thread_index}_left ON {numberpool_thread} (number, last_left_at) WHERE last_left_at IS NOT NULL;

-- Who left which thread, and when; the last day of each thread is kept.
CREATE TABLE {numberpool_departure} (
    participant     TEXT NOT NULL,
    number          TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    left_at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (participant, number, conversation_id)
);

-- Outbound messages, in the order of their queues; conversation_id is empty if there is none. taken_at and taken_by say
-- when a message last left its queue and by which call; waits_for is set while somebody may have to see to it.
CREATE TABLE {numberpool_message} (
    position        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    kind            TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    widget_id       TEXT,
    message_id      TEXT NOT NULL,
    part            INTEGER NOT NULL,
    parts           INTEGER NOT NULL,
    participant     TEXT NOT NULL,
    number          TEXT NOT NULL,
    form            TEXT NOT NULL,
    content         TEXT NOT NULL,
    assigned_at     TIMESTAMPTZ,
    state           TEXT NOT NULL,
    attempt         INTEGER NOT NULL,
    provider_id     TEXT,
    failure_kind    TEXT,
    failure_code    INTEGER,
    since_at        TIMESTAMPTZ NOT NULL,
    not_before      TIMESTAMPTZ,
    logged_at       TIMESTAMPTZ NOT NULL,
    taken_at        TIMESTAMPTZ,
    taken_by        TEXT,
    waits_for       TEXT,
    UNIQUE (conversation_id, message_id, part)
) WITH (fillfactor = 70);

-- What waits on a thread or is being sent; what somebody has to see to; how much went out of late; reports of the provider;
-- what has no end yet.
CREATE INDEX {message_index}_queue ON {numberpool_message} (participant, number, position)
    WHERE state IN ('PARKED', 'PENDING');
CREATE INDEX {message_index}_due ON {numberpool_message} (position) WHERE waits_for IS NOT NULL;
CREATE INDEX {message_index}_taken ON {numberpool_message} (number, participant, taken_at);
CREATE INDEX {message_index}_provider ON {numberpool_message} (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX {message_index}_unsettled ON {numberpool_message} (position, since_at)
    WHERE state IN ({unsettled_states});

-- Puts those in order who append to a queue or take from it.
CREATE TABLE {numberpool_queue} (
    participant TEXT NOT NULL,
    number      TEXT NOT NULL,
    used_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (participant, number)
) WITH (fillfactor = 50);

-- Inbound messages that are being handled, under which claim, and that have been.
CREATE TABLE {numberpool_inbound} (
    message_id      TEXT PRIMARY KEY,
    token           TEXT NOT NULL,
    lease_until     TIMESTAMPTZ NOT NULL,
    held_count      INTEGER NOT NULL,
    completed_at    TIMESTAMPTZ,
    conversation_id TEXT,
    participant     TEXT
);

-- Inbound messages that wait for their conversation, in the order in which they were completed; which claim takes them.
CREATE TABLE {numberpool_held} (
    position    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  TEXT NOT NULL UNIQUE,
    participant TEXT NOT NULL,
    number      TEXT NOT NULL,
    written_at  TIMESTAMPTZ NOT NULL,
    content     TEXT NOT NULL,
    taken_by    TEXT,
    taken_until TIMESTAMPTZ
);
CREATE INDEX {held_index}_thread ON {numberpool_held} (number, participant, written_at);
CREATE INDEX {held_index}_taken ON {numberpool_held} (taken_by) WHERE taken_by IS NOT NULL;

-- Which address is another one of which person.
CREATE TABLE {numberpool_alias} (
    id     TEXT PRIMARY KEY,
    person TEXT NOT NULL
);
CREATE INDEX {alias_index}_person ON {numberpool_alias} (person);

-- Numbers that do not work at present, and who says so.
CREATE TABLE {numberpool_health} (
    number   TEXT NOT NULL,
    source   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    since_at TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (number, source)
);

-- Up to when which archive of the provider has been compared with the messages.
CREATE TABLE {numberpool_archive} (
    name           TEXT PRIMARY KEY,
    compared_until TIMESTAMPTZ NOT NULL
);

-- What this schema was made for; the store checks it.
CREATE TABLE {numberpool_schema} (
    name    TEXT PRIMARY KEY,
    content TEXT NOT NULL
);

INSERT INTO {numberpool_schema} (name, content) VALUES
    ('version', '{version}'),
    ('conversations', '{origin}'),
    ('closed_statuses', '{closed_marker}');
