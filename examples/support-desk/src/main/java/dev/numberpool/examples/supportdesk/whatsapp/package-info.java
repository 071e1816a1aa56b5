/** Twilio, or the one on this machine. */
@NullMarked
package dev.numberpool.examples.supportdesk.whatsapp;

import org.jspecify.annotations.NullMarked;
