/**
 * A store of one's own: JSON documents in one file. {@code DocumentStore} has the verbs, {@code Contents} what the
 * documents say, {@code DocumentFile} the transactions. {@code Restart} shows it working.
 */
@NullMarked
package dev.numberpool.examples.customstore;

import org.jspecify.annotations.NullMarked;
