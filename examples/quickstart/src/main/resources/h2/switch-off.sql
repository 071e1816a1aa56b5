UPDATE widget_configs
SET whatsapp_number_pool = REGEXP_REPLACE(whatsapp_number_pool,
  '("\+15558986360"[^}]*"is_active": )true', '$1false')
WHERE id = 7;
