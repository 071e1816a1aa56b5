/** The screen of conversations. */
@NullMarked
package dev.numberpool.examples.supportdesk.conversations;

import org.jspecify.annotations.NullMarked;
