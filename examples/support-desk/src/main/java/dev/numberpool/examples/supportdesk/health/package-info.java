/** The screen of health. */
@NullMarked
package dev.numberpool.examples.supportdesk.health;

import org.jspecify.annotations.NullMarked;
