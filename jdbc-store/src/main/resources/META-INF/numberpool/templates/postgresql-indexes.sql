-- The active assignments of a number, for loads and for routing.
{create_index} {index}_active_by_number
    ON {widget_conversations} ({.assigned_whatsapp_number}, {.assigned_agent}) INCLUDE ({.widget_id}, {.id})
    WHERE {active};

-- The active assignments of a widget.
{create_index} {index}_active_by_widget
    ON {widget_conversations} ({.widget_id}, {.assigned_whatsapp_number})
    WHERE {active};

-- Conversations that were closed by other means and not yet dated.
{create_index} {index}_unnoticed_by_widget
    ON {widget_conversations} ({.widget_id})
    WHERE {unnoticed};
