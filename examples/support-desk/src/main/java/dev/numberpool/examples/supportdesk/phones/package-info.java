/** The screen of phones: the agents' WhatsApp, and the visitors' chats beside it. */
@NullMarked
package dev.numberpool.examples.supportdesk.phones;

import org.jspecify.annotations.NullMarked;
