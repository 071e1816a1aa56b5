UPDATE widget_configs
SET whatsapp_number_pool = '[]'::JSONB, handover_whatsapp_number = '+15558986300'
WHERE id = 7;
