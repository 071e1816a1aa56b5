/** A support desk in the browser. {@code SupportDesk} starts it, {@code Application} puts its parts together. */
@NullMarked
package dev.numberpool.examples.supportdesk;

import org.jspecify.annotations.NullMarked;
