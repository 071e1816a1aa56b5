/** The host itself: a company's chat with its visitors, on tables of its own. It knows nothing of WhatsApp. */
@NullMarked
package dev.numberpool.examples.supportdesk.site;

import org.jspecify.annotations.NullMarked;
