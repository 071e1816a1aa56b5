/** Where the host meets numberpool: conversations get numbers, messages go both ways, and what runs every few seconds. */
@NullMarked
package dev.numberpool.examples.supportdesk.handover;

import org.jspecify.annotations.NullMarked;
