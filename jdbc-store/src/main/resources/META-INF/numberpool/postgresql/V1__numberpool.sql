ALTER TABLE widget_conversations
    ADD COLUMN assigned_agent        TEXT,
    ADD COLUMN assigned_display_name TEXT,
    ADD COLUMN assigned_source       TEXT,
    ADD COLUMN assigned_at           TIMESTAMPTZ,
    ADD COLUMN assigned_sequence     BIGINT,
    ADD COLUMN assigned_attempt      TEXT,
    ADD COLUMN released_at           TIMESTAMPTZ,
    ADD COLUMN left_at               TIMESTAMPTZ;

-- The active assignments of a number, for loads and for routing.
CREATE INDEX widget_conversations_active_by_number
    ON widget_conversations (assigned_whatsapp_number, assigned_agent) INCLUDE (widget_id, id)
    WHERE assigned_whatsapp_number IS NOT NULL AND released_at IS NULL AND (status IS NULL OR status NOT IN ('closed'));

-- The active assignments of a widget.
CREATE INDEX widget_conversations_active_by_widget
    ON widget_conversations (widget_id, assigned_whatsapp_number)
    WHERE assigned_whatsapp_number IS NOT NULL AND released_at IS NULL AND (status IS NULL OR status NOT IN ('closed'));

-- Conversations that were closed by other means and not yet dated.
CREATE INDEX widget_conversations_unnoticed_by_widget
    ON widget_conversations (widget_id)
    WHERE assigned_at IS NOT NULL AND assigned_whatsapp_number IS NOT NULL AND released_at IS NULL AND left_at IS NULL AND status IN ('closed');

-- Puts the decisions of a widget in order.
CREATE TABLE numberpool_widget (
    widget_id TEXT PRIMARY KEY,
    sequence  BIGINT NOT NULL
) WITH (fillfactor = 50);

-- When a widget last chose a number.
CREATE TABLE numberpool_number (
    widget_id     TEXT NOT NULL,
    number        TEXT NOT NULL,
    last_sequence BIGINT NOT NULL,
    last_used_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (widget_id, number)
) WITH (fillfactor = 50);

-- What happened last on a thread; an empty participant stands for agents who are not known.
CREATE TABLE numberpool_thread (
    participant      TEXT NOT NULL,
    number           TEXT NOT NULL,
    last_assigned_at TIMESTAMPTZ,
    last_left_at     TIMESTAMPTZ,
    last_inbound_at  TIMESTAMPTZ,
    PRIMARY KEY (participant, number)
);

CREATE INDEX numberpool_thread_left ON numberpool_thread (number, last_left_at) WHERE last_left_at IS NOT NULL;

-- Numbers that do not work at present.
CREATE TABLE numberpool_health (
    number   TEXT PRIMARY KEY,
    reason   TEXT NOT NULL,
    since_at TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ NOT NULL
);

-- What this schema was made for; the store checks it.
CREATE TABLE numberpool_schema (
    name    TEXT PRIMARY KEY,
    content TEXT NOT NULL
);

INSERT INTO numberpool_schema (name, content) VALUES
    ('version', '1'),
    ('conversations', 'adopted'),
    ('closed_statuses', 'closed');
