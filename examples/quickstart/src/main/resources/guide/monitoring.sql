SELECT 
  wc.id as conversation_id,
  wc.visitor_name,
  wc.assigned_whatsapp_number,
  wc.status,
  wc.created_at
FROM widget_conversations wc
WHERE wc.widget_id = 7
  AND wc.assigned_whatsapp_number IS NOT NULL
ORDER BY wc.created_at DESC;
