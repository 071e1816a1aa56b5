package dev.numberpool.memory;

import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;

/** A number as one widget uses it. */
record UseKey(WidgetId widget, PhoneNumber number) {}
