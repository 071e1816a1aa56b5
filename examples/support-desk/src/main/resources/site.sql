-- The host's own tables, beside widget_configs and widget_conversations.
CREATE SEQUENCE desk_chat START 282;

-- Who a visitor is, if the visitor has said so. Names are no identity: two people may share one.
ALTER TABLE widget_conversations ADD COLUMN visitor_email TEXT;

-- The open chats among very many closed ones.
CREATE INDEX desk_chat_open ON widget_conversations (id) WHERE status IS DISTINCT FROM 'closed';

-- The chats of one customer. An index cannot hold names of any length.
CREATE INDEX desk_chat_of_customer ON widget_conversations
    (left(coalesce(lower(visitor_email), 'name ' || lower(coalesce(visitor_name, 'Visitor'))), 200));

-- Chats as the desk lists them. An open chat has the number of its active assignment, a closed one the number that it had.
CREATE VIEW desk_conversation AS
SELECT id,
       widget_id,
       coalesce(visitor_name, 'Visitor') AS visitor,
       visitor_email AS email,
       left(coalesce(lower(visitor_email), 'name ' || lower(coalesce(visitor_name, 'Visitor'))), 200) AS customer,
       created_at,
       status IS DISTINCT FROM 'closed' AS is_open,
       CASE WHEN released_at IS NULL OR status = 'closed' THEN assigned_whatsapp_number END AS number,
       CASE WHEN released_at IS NULL OR status = 'closed' THEN assigned_agent END AS agent,
       assigned_display_name AS display_name,
       assigned_source AS source,
       assigned_at
FROM widget_conversations;

CREATE TABLE desk_agent (
    phone TEXT PRIMARY KEY,
    name  TEXT NOT NULL
);

-- What visitors and agents wrote, as the visitors see it.
CREATE TABLE desk_line (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id BIGINT NOT NULL REFERENCES widget_conversations (id),
    from_visitor    BOOLEAN NOT NULL,
    text            TEXT NOT NULL,
    -- What became of a visitor's line: null until it was given to the desk.
    state           TEXT,
    -- The provider's id of what an agent wrote.
    provider_id     TEXT,
    written_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX desk_line_of_conversation ON desk_line (conversation_id, id);
CREATE INDEX desk_line_of_provider ON desk_line (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX desk_line_unsent ON desk_line (id) WHERE from_visitor AND state IS NULL;

-- What agents wrote that reached no visitor.
CREATE TABLE desk_undelivered (
    id         TEXT PRIMARY KEY,
    agent      TEXT NOT NULL,
    number     TEXT NOT NULL,
    text       TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL
);

-- What did not arrive lately, for the screen of health.
CREATE INDEX desk_failed ON numberpool_message (since_at) WHERE state IN ('FAILED', 'UNDELIVERED');

-- How busy each number was, for the chart.
CREATE TABLE desk_usage (
    widget_id  BIGINT NOT NULL,
    number     TEXT NOT NULL,
    active     INT NOT NULL,
    sampled_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX desk_usage_of_widget ON desk_usage (widget_id, sampled_at);

-- By how much the time of the simulation is before that of the machine.
CREATE TABLE desk_clock (ahead_seconds BIGINT NOT NULL);
INSERT INTO desk_clock VALUES (0);

-- What is on the simulated phones.
CREATE TABLE desk_phone_message (
    sid             TEXT PRIMARY KEY,
    sender          TEXT NOT NULL,
    recipient       TEXT NOT NULL,
    body            TEXT NOT NULL,
    content_sid     TEXT,
    inbound         BOOLEAN NOT NULL,
    status          TEXT NOT NULL,
    error_code      INT,
    created_at      TIMESTAMPTZ NOT NULL,
    sent_at         TIMESTAMPTZ,
    status_callback TEXT,
    quoted          TEXT
);
