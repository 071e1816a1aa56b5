UPDATE widget_configs
SET whatsapp_number_pool = jsonb_set(whatsapp_number_pool, '{1,is_active}', 'false')
WHERE id = 7;
