-- Add multiple WhatsApp numbers to a widget
UPDATE widget_configs
SET whatsapp_number_pool = '[
  {
    "number": "+15558986359",
    "display_name": "Support Team 1",
    "is_active": true
  },
  {
    "number": "+15558986360",
    "display_name": "Support Team 2",
    "is_active": true
  },
  {
    "number": "+15558986361",
    "display_name": "Sales Team",
    "is_active": true
  }
]'::JSONB
WHERE id = 7; -- Your widget ID
