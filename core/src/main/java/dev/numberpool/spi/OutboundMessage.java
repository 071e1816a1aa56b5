package dev.numberpool.spi;

import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the provider.
 *
 * @param reference our reference, to be given back in every {@link dev.numberpool.desk.DeliveryReport}: letters, digits,
 *     dots and dashes
 * @param widget the widget whose credentials are to be used, or null if it is not known
 * @param thread from which number to whom
 * @param content what it says, at most 1 600 UTF-16 units of text
 */
public record OutboundMessage(String reference, @Nullable WidgetId widget, SenderThread thread, Content content) {}
