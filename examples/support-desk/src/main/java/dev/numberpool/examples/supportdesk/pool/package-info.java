/** The pool editor. */
@NullMarked
package dev.numberpool.examples.supportdesk.pool;

import org.jspecify.annotations.NullMarked;
