/** What all screens share: the two doors, who may come in, how pages are made and kept fresh. */
@NullMarked
package dev.numberpool.examples.supportdesk.web;

import org.jspecify.annotations.NullMarked;
